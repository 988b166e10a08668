import type { Command } from 'commander';
import { execa } from 'execa';
import { Adb } from '../devices/android/adb.js';
import { listAndroidDevices, probeAndroid } from '../devices/android/list.js';
import { onPath } from '../devices/browser/tools.js';
import type { DeviceFacts } from '../observations/types.js';
import { visible } from '../report/text.js';
import { isSomebodys, type Impact } from '../terms.js';
import { profiles } from '../virtual/android/profile.js';
import { findAdb, serverPortOf } from './adb.js';
import { examples } from './help.js';
import type { Shell } from './io.js';
import { table } from './table.js';

/** One device that `run --device` takes. */
interface ListedDevice {
  /** What is given to `--device`; null for an emulator that has to be started first. */
  readonly device: string | null;
  readonly kind: DeviceFacts['kind'];
  readonly name: string;
  /** As adb says it, `startable`, or `ready` for a virtual one. */
  readonly state: string;
  /** What it can do beside running the app; empty where it cannot be asked. */
  readonly abilities: readonly string[];
  /** Those of them that need `--disposable` on a real device. */
  readonly destructive: readonly string[];
}

/** `devices`: what `run android` can be told to use. */
export function registerDevices(program: Command, io: Shell): void {
  program
    .command('devices')
    .description('list the devices that plugins can be audited on, and what each can do')
    .option('--json', 'write them as JSON')
    .addHelpText('after', examples(['keystore-audit devices', 'Phones, emulators and virtual devices']))
    .action(async (options: { json?: true }) => {
      const { devices, notes } = await knownDevices(io.env);
      if (options.json) {
        io.stdout.write(`${JSON.stringify(devices, null, 2)}\n`);
      } else {
        io.stdout.write(visible(table([['DEVICE', 'KIND', 'STATE', 'NAME'], ...devices.map(rowOf)])));
        for (const device of devices.filter(({ abilities }) => abilities.length > 0))
          io.stdout.write(visible(abilitiesOf(device)));
      }
      for (const note of notes) io.stderr.write(visible(`${note}\n`));
    });
}

function rowOf({ device, kind, state, name }: ListedDevice): string[] {
  return [device ?? '-', kind, state, name];
}

function abilitiesOf({ device, kind, abilities, destructive }: ListedDevice): string {
  const only =
    destructive.length === 0 || !isSomebodys(kind)
      ? ''
      : `\n  only with --disposable: ${destructive.join(', ')}`;
  return `\n${device}\n  can: ${abilities.join(', ')}${only}\n`;
}

async function knownDevices(
  env: NodeJS.ProcessEnv,
): Promise<{ devices: ListedDevice[]; notes: readonly string[] }> {
  const virtual = Object.values(profiles).map(({ name, apiLevel, model }): ListedDevice => {
    const device = name === 'emulator' ? 'virtual' : `virtual:${name}`;
    const told = `${model}, API ${apiLevel}; what it says is modelled`;
    return { device, kind: 'virtual', name: told, state: 'ready', abilities: [], destructive: [] };
  });
  const program = await findAdb(env);
  const [attached, emulators] = await Promise.all([
    program === undefined ? [] : attachedDevices(program, env),
    startableEmulators(env),
  ]);
  const notes = [
    ...(program === undefined
      ? ['There is no adb on this machine: run "keystore-audit doctor android".']
      : []),
    ...(program !== undefined && attached.length === 0 ? ['adb lists no device.'] : []),
  ];
  return { devices: [...attached, ...emulators, ...virtual], notes };
}

async function attachedDevices(program: string, env: NodeJS.ProcessEnv): Promise<ListedDevice[]> {
  const serverPort = serverPortOf(env);
  const devices = await listAndroidDevices({ program, serverPort, env });
  return Promise.all(
    devices.map(async ({ serial, state, model }): Promise<ListedDevice> => {
      const unknown = {
        device: serial,
        kind: 'real',
        name: model ?? '',
        state,
        abilities: [],
        destructive: [],
      } as const;
      if (state !== 'device') return unknown;
      const facts = await probeAndroid(new Adb({ program, serverPort, serial })).catch(() => undefined);
      if (facts === undefined) return { ...unknown, state: 'does not answer' };
      const having = (impacts: readonly Impact[]): string[] =>
        Object.entries(facts.abilities).flatMap(([ability, how]) =>
          impacts.includes(how.impact) ? [ability] : [],
        );
      return {
        device: serial,
        kind: facts.kind,
        name: facts.name,
        state,
        abilities: having(['harmless', 'restorable', 'destructive']),
        destructive: having(['destructive']),
      };
    }),
  );
}

/** Emulators of the SDK that do not run; nothing where there is no SDK. */
async function startableEmulators(env: NodeJS.ProcessEnv): Promise<ListedDevice[]> {
  const home = env['ANDROID_HOME'] || env['ANDROID_SDK_ROOT'];
  const program = await onPath('emulator', home ? { PATH: `${home}/emulator` } : env);
  if (program === undefined) return [];
  const { stdout, failed } = await execa(program, ['-list-avds'], {
    reject: false,
    timeout: 10_000,
    stdin: 'ignore',
  });
  if (failed) return [];
  return stdout
    .split('\n')
    .filter((line) => /^[\w.-]+$/.test(line))
    .map((avd) => ({
      device: null,
      kind: 'emulator',
      name: `${avd}: start it with "emulator -avd ${avd}"`,
      state: 'startable',
      abilities: [],
      destructive: [],
    }));
}
