import type { DeviceFacts } from '../../observations/types.js';
import type { DeviceKind } from '../../terms.js';
import { androidAbilities } from './abilities.js';
import { runAdb } from './adb.js';
import type { DeviceShell } from './shell.js';

/** A device that adb knows of. */
export interface AttachedDevice {
  readonly serial: string;
  /** adb's word: `device` for one that can be used, `unauthorized`, `offline`, `no permissions` and others. */
  readonly state: string;
  readonly model?: string;
}

export interface AdbServer {
  readonly program?: string;
  readonly serverPort: number;
  readonly env?: NodeJS.ProcessEnv;
}

/** Starting adb's server takes a while. */
const listMs = 20_000;

/** Every device that adb knows of. Throws AuditError adb-missing, adb-silent. */
export async function listAndroidDevices(server: AdbServer): Promise<AttachedDevice[]> {
  const { stdout } = await runAdb({ ...server, args: ['devices', '-l'], limitMs: listMs });
  return Buffer.from(stdout)
    .toString('utf8')
    .split('\n')
    .flatMap((line) => {
      const [, serial, state] = /^(\S+)\s+(no permissions|[a-z]+)\b/.exec(line) ?? [];
      if (serial === undefined || state === undefined || /^(\*|List)/.test(line)) return [];
      const model = / model:(\S+)/.exec(line)?.[1]?.replaceAll('_', ' ');
      return [{ serial, state, ...(model === undefined ? {} : { model }) }];
    });
}

export interface ProbeOptions {
  /** What the device is, where whoever started it knows it better than the device: virtual, cloud. */
  readonly kind?: DeviceKind;
  /** Whether it stands elsewhere: a real one then is one of a farm. */
  readonly isFar?: boolean;
  /** Whether the app at hand is debuggable; the fixture app is. */
  readonly debuggable?: boolean;
  /** Whether the secret of a device is known that has one. */
  readonly knowsSecret?: boolean;
  /** Whether the app may be removed and installed again, and whether there are other builds of it. */
  readonly reinstalls?: boolean;
  readonly upgrades?: boolean;
  /** Whether there is the same app of another signer. */
  readonly strangers?: boolean;
}

/** What the device tells of itself, in one go. */
const questions = {
  properties: 'getprop',
  webview: 'dumpsys webviewupdate',
  policy: 'dumpsys window policy',
  fingerprint: 'dumpsys fingerprint',
} as const;

const mark = '----keystore-audit----';

/** Asks a device what it is. Throws AuditError where it is not reached. */
export async function probeAndroid(
  device: DeviceShell,
  {
    kind: given,
    isFar = false,
    debuggable = true,
    knowsSecret = false,
    reinstalls = true,
    upgrades = true,
    strangers = true,
  }: ProbeOptions = {},
  signal?: AbortSignal,
): Promise<DeviceFacts> {
  const script = Object.values(questions).join(`; echo ${mark}; `);
  const { stdout } = await device.shell(`{ ${script}; } 2>&1`, signal);
  const answers = stdout.split(`${mark}\n`);
  const answerTo = (question: keyof typeof questions): string =>
    answers[Object.keys(questions).indexOf(question)] ?? '';
  const property = propertiesIn(answerTo('properties'));
  const isEmulator = property('ro.kernel.qemu') === '1' || property('ro.boot.qemu') === '1';
  // Also where nobody says so: what a model answers never counts as a device's.
  const isModel = property('ro.keystore_audit.modelled') === '1';
  const kind = isModel ? 'virtual' : (given ?? (isEmulator ? 'emulator' : isFar ? 'cloud' : 'real'));
  const apiLevel = Number(property('ro.build.version.sdk'));
  const fingers = fingersIn(answerTo('fingerprint'));
  const model = property('ro.product.model');
  const webview = /Current WebView package[^:]*: \([^,]*, ([\d.]+)\)/.exec(answerTo('webview'))?.[1];
  const release = property('ro.build.version.release');
  const screenLock = lockIn(answerTo('policy'));
  return {
    id: idOf(kind, apiLevel, model),
    name: `${kind === 'virtual' ? `Virtual ${model}` : isEmulator ? 'Emulator' : model}, Android ${release}`,
    kind,
    os: 'android',
    osVersion: release,
    model,
    maker: property('ro.product.manufacturer'),
    build: property('ro.build.display.id'),
    securityPatch: property('ro.build.version.security_patch'),
    ...(webview === undefined ? {} : { webview }),
    screenLock,
    biometrics: fingers === undefined ? 'none' : `fingerprint, ${fingers} enrolled`,
    abilities: androidAbilities({
      apiLevel,
      kind,
      debuggable,
      hasSensor: fingers !== undefined,
      hasConsole: device.hasConsole,
      way: device.way,
      canUnlock: screenLock !== 'secured' || knowsSecret,
      reinstalls,
      upgrades,
      strangers,
    }),
  };
}

/** The same for every device of that kind: no serial number, nothing of its owner. */
function idOf(kind: DeviceKind, apiLevel: number, model: string): string {
  if (kind === 'emulator') return `android-${apiLevel}-emulator`;
  const name = model
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  return `android-${apiLevel}-${kind === 'virtual' ? 'virtual-' : ''}${name}`;
}

function propertiesIn(printed: string): (name: string) => string {
  const all = new Map<string, string>();
  for (const [, name, value] of printed.matchAll(/^\[([^\]]+)\]: \[(.*)\]\r?$/gm)) all.set(name!, value!);
  return (name) => all.get(name) ?? '';
}

/** How many fingers are enrolled; undefined where there is no sensor. */
export function fingersIn(printed: string): number | undefined {
  if (!printed.includes('"prints":')) return undefined;
  const counts = [...printed.matchAll(/"count":(\d+)/g)].map(([, count]) => Number(count));
  return Math.max(0, ...counts);
}

/** Whether a secret is asked for. Nothing is tried out for it: Android counts wrong ones. */
function lockIn(policy: string): string {
  const [, secure] = /^\s*secure=(true|false)/m.exec(policy) ?? [];
  if (secure === undefined) return 'unknown';
  return secure === 'true' ? 'secured' : 'none or swipe';
}
