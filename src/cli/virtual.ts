import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { InvalidArgumentError, type Command } from 'commander';
import { AuditError } from '../errors.js';
import {
  profileFromFile,
  profiles,
  profileWith,
  type LockKind,
  type Profile,
} from '../virtual/android/profile.js';
import { startDevice, type RunningDevice } from '../virtual/android/start.js';
import type { Recording } from '../virtual/android/verify/compare.js';
import { verify } from '../virtual/android/verify/verify.js';
import { nativesOf } from '../virtual/native-folder.js';
import { examples } from './help.js';
import type { Io, Shell } from './io.js';

interface AndroidOptions {
  readonly profile: string;
  readonly api?: number;
  readonly maker?: string;
  readonly lock?: string;
  readonly finger?: number[];
  readonly sensor?: 'none' | 'weak' | 'strong';
  readonly plain?: true;
  readonly port: number;
  readonly count: number;
  readonly state?: string;
  readonly latency: number;
  readonly native?: string;
  readonly chromium?: string;
  readonly adbServer?: number;
  readonly json?: true;
}

const whole = (text: string): number => {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError('It must be a whole number.');
  return Number(text);
};

/** `virtual`: devices made of software, for trying things out without a phone. */
export function registerVirtual(program: Command, io: Shell): void {
  const virtual = program
    .command('virtual')
    .description('run a virtual device, or compare one with an emulator')
    .addHelpText(
      'after',
      examples(
        ['keystore-audit virtual android --adb-server 5037', 'A device that "adb devices" lists'],
        [
          'keystore-audit virtual verify --against emulator-5554',
          'Where a virtual device differs from an emulator',
        ],
      ),
    );
  virtual
    .command('android')
    .description(
      'run a virtual Android device that adb, Appium and ChromeDriver work with, until it is interrupted',
    )
    .option('--profile <name>', `${Object.keys(profiles).join(', ')}, or a JSON file`, 'emulator')
    .option('--api <level>', 'API level, 26 to 36', whole)
    .option('--maker <name>', 'manufacturer')
    .option(
      '--lock <kind[:secret]>',
      'lock of a new device: none, swipe, pin:1234, pattern:1236, password:word',
    )
    .option('--finger <id...>', 'fingers enrolled on a new device', (id: string, all: number[] = []) => [
      ...all,
      whole(id),
    ])
    .option('--sensor <kind>', 'none, weak or strong')
    .option('--plain', 'a plain serial in the place of an emulator with a console')
    .option(
      '--port <port>',
      "port for adb, 0 for any that is free; an emulator's console is on the port before",
      whole,
      0,
    )
    .option('--count <n>', 'how many devices', whole, 1)
    .option('--state <folder>', 'keep the state there and go on from it; without it the device is forgotten')
    .option('--latency <ms>', 'delay each command as a device farm would', whole, 0)
    .option('--native <folder>', 'native halves of plugins, in place of those that come along')
    .option('--chromium <file>', "Chromium's program", io.env['KEYSTORE_AUDIT_CHROMIUM'])
    .option('--adb-server <port>', 'make the device known to the adb server on this port', whole)
    .option('--json', 'write what runs to stdout as JSON, one line for each device')
    .addHelpText(
      'after',
      examples(
        ['keystore-audit virtual android --adb-server 5037', 'A device that "adb devices" lists'],
        [
          'keystore-audit virtual android --api 30 --lock pin:1234 --finger 1',
          'With a PIN and an enrolled finger',
        ],
        ['keystore-audit virtual android --profile phone --state ./phone', 'A phone that remembers'],
      ),
    )
    .action((options: AndroidOptions) => runAndroid(io, options));
  virtual
    .command('verify')
    .description('ask an emulator and a virtual device the same things, and tell where they differ')
    .requiredOption('--against <serial>', 'the emulator as adb lists it, or a file that was recorded of one')
    .option('--adb-server <port>', 'port of the adb server', whole, 5037)
    .option('--out <file>', 'where to save answers and differences', 'virtual-verify.json')
    .addHelpText(
      'after',
      examples([
        'keystore-audit virtual verify --against emulator-5554',
        'Sets and removes a lock, installs and removes an app',
      ]),
    )
    .action((options: VerifyOptions) => runVerify(io, options));
}

interface VerifyOptions {
  readonly against: string;
  readonly adbServer: number;
  readonly out: string;
}

async function runVerify(io: Shell, { against, adbServer, out }: VerifyOptions): Promise<void> {
  const file = path.resolve(io.cwd, against);
  try {
    const recorded = existsSync(file)
      ? (JSON.parse(readFileSync(file, 'utf8')) as { reference: Recording })
      : undefined;
    const { reference, virtual, differences } = await verify({
      against: recorded?.reference ?? against,
      server: adbServer,
      env: io.env,
      onProgress: (done, all) => {
        if (io.isTTY) io.stderr.write(`\r${done} of ${all}`);
      },
    });
    if (io.isTTY) io.stderr.write('\n');
    for (const { id, command, expected, actual } of differences) {
      io.stdout.write(`${id}: ${command}\n${indented('- ', expected)}${indented('+ ', actual)}\n`);
    }
    writeFileSync(
      path.resolve(io.cwd, out),
      `${JSON.stringify({ reference, virtual, differences }, null, 2)}\n`,
    );
    io.stderr.write(`${differences.length} of ${virtual.answers.length} answers differ; saved as ${out}.\n`);
    if (differences.length > 0) io.exitCode = 1;
  } catch (error) {
    throw new AuditError('virtual-failed', error instanceof Error ? error.message : String(error), {
      cause: error,
    });
  }
}

function indented(prefix: string, text: string): string {
  return text
    .split('\n')
    .map((line) => `  ${prefix}${line}\n`)
    .join('');
}

async function runAndroid(io: Shell, options: AndroidOptions): Promise<void> {
  const running: RunningDevice[] = [];
  try {
    const profile = await profileOf(io, options);
    const natives =
      options.native === undefined ? undefined : await nativesOf(path.resolve(io.cwd, options.native));
    for (let index = 0; index < options.count; index++) {
      const folder = options.state === undefined ? undefined : path.resolve(io.cwd, options.state);
      const one = await startDevice({
        profile,
        folder: folder === undefined || options.count === 1 ? folder : path.join(folder, String(index + 1)),
        port: options.port === 0 ? 0 : options.port + index * 2,
        latencyMs: options.latency,
        ...(natives === undefined ? {} : { natives }),
        chromium: options.chromium,
        adbServer: options.adbServer,
      });
      running.push(one);
      tell(io, one, options);
    }
  } catch (error) {
    await Promise.all(running.map((one) => one.close()));
    if (error instanceof AuditError) throw error;
    throw new AuditError('virtual-failed', error instanceof Error ? error.message : String(error), {
      cause: error,
    });
  }
  await untilInterrupted(running);
}

async function profileOf(io: Io, options: AndroidOptions): Promise<Profile> {
  const [kind, ...rest] = (options.lock ?? '').split(':');
  const file = path.resolve(io.cwd, options.profile);
  const isFile = !Object.hasOwn(profiles, options.profile) && existsSync(file);
  const base = isFile ? await profileFromFile(file) : profileWith(options.profile);
  return profileWith('emulator', {
    ...base,
    ...(options.api === undefined ? {} : { apiLevel: options.api }),
    ...(options.maker === undefined ? {} : { manufacturer: options.maker }),
    ...(options.lock === undefined ? {} : { lock: { kind: kind as LockKind, secret: rest.join(':') } }),
    ...(options.finger === undefined ? {} : { fingers: options.finger }),
    ...(options.sensor === undefined ? {} : { sensor: options.sensor }),
    ...(options.plain === undefined ? {} : { emulator: false }),
  });
}

function tell(
  io: Io,
  { device, address, serial, adbPort, consolePort, control }: RunningDevice,
  options: AndroidOptions,
): void {
  const { manufacturer, model, apiLevel } = device.profile;
  if (options.json) {
    io.stdout.write(
      `${JSON.stringify({ serial, address, adbPort, consolePort: consolePort ?? null, control: control.path, apiLevel })}\n`,
    );
  } else {
    io.stderr.write(
      `${manufacturer} ${model}, API ${apiLevel}: ${options.adbServer === undefined ? `adb connect ${address}` : ''}\n` +
        `  listed as ${serial}, a person's hand: ${control.path}\n`,
    );
  }
  device.on('unknown', (command) => io.stderr.write(`not known to this device: ${command}\n`));
  device.on('trouble', (message) => io.stderr.write(`${message}\n`));
}

/** Resolves when every device is off, or a signal has switched them off. */
async function untilInterrupted(running: readonly RunningDevice[]): Promise<void> {
  const stop = (): void => void Promise.all(running.map((one) => one.close()));
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) process.on(signal, stop);
  await Promise.all(running.map((one) => one.closed));
  for (const signal of signals) process.off(signal, stop);
}
