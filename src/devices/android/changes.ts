import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { AuditError } from '../../errors.js';
import { quoted } from './adb.js';
import type { DeviceShell } from './shell.js';

/** How the device was before it was changed; what was not changed is not there. */
const before = z.object({
  schema: z.literal('keystore-audit/restore@1'),
  serial: z.string(),
  /** Whether it asked for a secret of its owner's, and whether it showed no lock screen at all. */
  lock: z
    .object({
      wasSecured: z.boolean(),
      wasDisabled: z.boolean(),
      /** Those that were set in its place, the last of them first. The owner's is not written down. */
      secrets: z.array(z.string()),
    })
    .optional(),
  locale: z.string().optional(),
  timezone: z.string().optional(),
  /** By how many milliseconds the device's clock was ahead of this machine's. */
  clockAheadMs: z.number().optional(),
  backup: z.object({ wasEnabled: z.boolean(), transport: z.string() }).optional(),
  /** Somebody's own app, in the place of which another build of it was installed: the file that holds it. */
  app: z.object({ packageId: z.string(), file: z.string() }).optional(),
  /** Settings by namespace and name; null for those that were not there. */
  settings: z.record(z.string(), z.string().nullable()).optional(),
});
type Before = z.infer<typeof before>;

/** What is written down of a device before it is changed. */
export type Change = Omit<Before, 'schema' | 'serial'>;

/** What was changed of one device, on disk before it is changed, so that it can be put back after a crash too. */
export class Changes {
  #before: Before | undefined;

  constructor(private readonly file: string) {}

  /** What is known of one kind of change. */
  async get<K extends keyof Change>(kind: K): Promise<Change[K] | undefined> {
    // What an earlier run has left was never put back: it is what the device was like before both.
    this.#before ??= await readBefore(this.file).catch(() => undefined);
    return this.#before?.[kind];
  }

  /** Writes something down. Resolves when it is on disk: only then may the device be changed. */
  async note(device: DeviceShell, change: Change): Promise<void> {
    this.#before = { schema: 'keystore-audit/restore@1', serial: device.serial, ...this.#before, ...change };
    await mkdir(path.dirname(this.file), { recursive: true });
    // A crash must not leave half of it.
    await writeFile(`${this.file}.new`, JSON.stringify(this.#before, null, 2), { mode: 0o600 });
    await rename(`${this.file}.new`, this.file);
  }

  /** Puts everything back, if anything was changed. Throws AuditError restore-failed. */
  async putBack(device: DeviceShell, secret: string | undefined, signal: AbortSignal): Promise<void> {
    if (this.#before === undefined) return;
    await putBack(device, this.#before, secret, signal);
    this.#before = undefined;
    await rm(this.file, { force: true });
  }
}

/**
 * Puts back what was changed of a device, from the file that a run has left, and removes the file. `secret` is the
 * owner's own PIN or password, where the device had one.
 * @throws AuditError input-unreadable, restore-failed, and what adb throws
 */
export async function restoreFromFile(
  device: DeviceShell,
  file: string,
  { secret, signal = AbortSignal.timeout(restoreMs) }: { secret?: string; signal?: AbortSignal } = {},
): Promise<void> {
  let known: Before;
  try {
    known = await readBefore(file);
  } catch (cause) {
    throw new AuditError('input-unreadable', `"${file}" does not say what is to be put back.`, {
      cause,
      hint: 'Name the file that a run has left in its output folder.',
    });
  }
  await putBack(device, known, secret, signal);
  await rm(file, { force: true });
}

async function readBefore(file: string): Promise<Before> {
  return before.parse(JSON.parse(await readFile(file, 'utf8')));
}

/** How long putting back may take, in milliseconds. */
const restoreMs = 120_000;

/** Everything is tried, also after something of it failed. */
async function putBack(
  device: DeviceShell,
  { lock, locale, timezone, clockAheadMs, backup, app, settings }: Before,
  secret: string | undefined,
  signal: AbortSignal,
): Promise<void> {
  const failed: string[] = [];
  const tries: readonly [what: string, act: (() => Promise<boolean>) | undefined][] = [
    ['the screen lock', lock && (() => putBackLock(device, lock, secret, signal))],
    ['the language', locale === undefined ? undefined : () => setLocale(device, locale, signal)],
    ['the time zone', timezone === undefined ? undefined : () => setTimezone(device, timezone, signal)],
    ['the clock', clockAheadMs === undefined ? undefined : () => setClockAhead(device, clockAheadMs, signal)],
    ['the backup transport', backup && (() => putBackBackup(device, backup, signal))],
    ['the app', app && (() => putBackApp(device, app, signal))],
    ['settings', settings && (() => putBackSettings(device, settings, signal))],
  ];
  for (const [what, act] of tries) {
    if (act === undefined) continue;
    if (!(await act().catch(() => false))) failed.push(what);
  }
  if (failed.length > 0)
    throw new AuditError(
      'restore-failed',
      `Of ${device.serial} was not put back: ${failed.join(', ')}.`,
      device.way === 'adb' ? {} : { hint: 'Put it back by hand, or with what else the server offers.' },
    );
}

async function putBackLock(
  device: DeviceShell,
  { wasSecured, wasDisabled, secrets }: NonNullable<Before['lock']>,
  secret: string | undefined,
  signal: AbortSignal,
): Promise<boolean> {
  // Each wrong one is counted by Android: the likeliest first.
  for (const candidate of [...secrets, undefined]) {
    const wanted = wasSecured ? secret : '';
    if (wanted === undefined) return false;
    if (await setLock(device, candidate, wanted, signal)) {
      if (!wasSecured) await device.shell(`locksettings set-disabled ${wasDisabled}`, signal);
      return true;
    }
  }
  return false;
}

/** Sets a PIN, a password, or no secret for ''. `present` is the one that is there. Gives whether it did. */
export async function setLock(
  device: DeviceShell,
  present: string | undefined,
  secret: string,
  signal: AbortSignal,
): Promise<boolean> {
  const old = present === undefined ? '' : `--old ${quoted(present)} `;
  const set = /^\d+$/.test(secret) ? 'set-pin' : 'set-password';
  const verb = secret === '' ? `clear ${old}` : `${set} ${old}${quoted(secret)}`;
  const { stdout } = await device.shell(`locksettings ${verb}`, signal);
  return /(Pin|Password) set to|Lock credential cleared/.test(stdout);
}

/** Sets the language of the whole system, through the app that Appium puts on the device. Gives whether it did. */
export async function setLocale(device: DeviceShell, tag: string, signal: AbortSignal): Promise<boolean> {
  const { language, script, region } = new Intl.Locale(tag).maximize();
  const given = new Intl.Locale(tag);
  const extras = [
    `--es lang ${language}`,
    `--es country ${region}`,
    ...(given.script === undefined ? [] : [`--es script ${script}`]),
  ].join(' ');
  const app = 'io.appium.settings';
  await device.shell(`pm grant ${app} android.permission.CHANGE_CONFIGURATION`, signal);
  const { stdout } = await device.shell(
    `am broadcast -a ${app}.locale -n ${app}/.receivers.LocaleSettingReceiver ${extras}`,
    signal,
  );
  return stdout.includes('result=-1');
}

/** Sets the time zone. Gives whether it did. */
export async function setTimezone(device: DeviceShell, zone: string, signal: AbortSignal): Promise<boolean> {
  // Which of them the shell may use depends on the release and on the build.
  for (const way of [
    'cmd alarm set-timezone',
    'su 0 setprop persist.sys.timezone',
    'setprop persist.sys.timezone',
  ]) {
    const { stdout } = await device.shell(
      `${way} ${quoted(zone)} >/dev/null 2>&1; getprop persist.sys.timezone`,
      signal,
    );
    if (stdout.trim() === zone) return true;
  }
  return false;
}

/** By how many milliseconds the device's clock is ahead of this machine's, to the second. */
export async function clockAhead(device: DeviceShell, signal: AbortSignal): Promise<number> {
  const { stdout } = await device.shell('date +%s', signal);
  return Number(stdout) * 1000 - Date.now();
}

/** Sets the clock so that it is ahead of this machine's by so many milliseconds. Gives whether it is. */
export async function setClockAhead(
  device: DeviceShell,
  byMs: number,
  signal: AbortSignal,
): Promise<boolean> {
  const isSet = async (): Promise<boolean> =>
    Math.abs((await clockAhead(device, signal)) - byMs) < clockToleranceMs;
  const ways: readonly ((ms: number) => string)[] = [
    (ms) => `cmd alarm set-time ${ms}`,
    (ms) => `su 0 date @${Math.round(ms / 1000)}`,
    (ms) => `date @${Math.round(ms / 1000)}`,
  ];
  for (const way of ways) {
    if (await isSet()) return true;
    await device.shell(`${way(Date.now() + byMs)} >/dev/null 2>&1`, signal);
  }
  return isSet();
}

/** How far from what was wanted a clock may be that was set through a shell, in milliseconds. */
const clockToleranceMs = 3000;

async function putBackBackup(
  device: DeviceShell,
  { wasEnabled, transport }: NonNullable<Before['backup']>,
  signal: AbortSignal,
): Promise<boolean> {
  const { stdout } = await device.shell(
    `bmgr transport ${quoted(transport)}; bmgr enable ${wasEnabled}`,
    signal,
  );
  return !/Unknown transport/.test(stdout);
}

/** Over the build that is there, or in its place where Android does not take it for the same app. */
async function putBackApp(
  device: DeviceShell,
  { packageId, file }: NonNullable<Before['app']>,
  signal: AbortSignal,
): Promise<boolean> {
  if ((await device.install(file, signal)).code === 0) return true;
  await device.shell(`pm uninstall ${packageId}`, signal);
  return (await device.install(file, signal)).code === 0;
}

async function putBackSettings(
  device: DeviceShell,
  settings: NonNullable<Before['settings']>,
  signal: AbortSignal,
): Promise<boolean> {
  const lines = Object.entries(settings).map(([name, value]) =>
    value === null ? `settings delete ${name}` : `settings put ${name} ${quoted(value)}`,
  );
  return (await device.shell(lines.join(' && '), signal)).code === 0;
}

/** The present values of settings, each named by its namespace and name: `global auto_time`. */
export async function readSettings(
  device: DeviceShell,
  names: readonly string[],
  signal: AbortSignal,
): Promise<Record<string, string | null>> {
  const { stdout } = await device.shell(names.map((name) => `settings get ${name}`).join('; '), signal);
  const values = stdout.split('\n');
  return Object.fromEntries(
    names.map((name, index) => {
      const value = values[index]?.trim() ?? 'null';
      return [name, value === 'null' ? null : value];
    }),
  );
}
