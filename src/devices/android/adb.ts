import { execa } from 'execa';
import { AuditError } from '../../errors.js';
import type { DeviceShell, ExecOptions } from './shell.js';

export interface AdbOptions {
  /** The adb that is run; without one, the one on the PATH. */
  readonly program?: string;
  readonly serverPort: number;
  /** As `adb devices` lists it. */
  readonly serial: string;
  readonly env?: NodeJS.ProcessEnv;
}

/** What a command on the device came to. */
export interface Ran<Output = string> {
  readonly code: number;
  readonly stdout: Output;
  readonly stderr: string;
}

/** How long one command may take, in milliseconds: whoever asks for more says so. */
const commandMs = 30_000;
const installMs = 180_000;

/** adb, for one device. Its own trouble is an AuditError; what a command on the device says is only handed on. */
export class Adb implements DeviceShell {
  readonly serial: string;
  readonly way = 'adb';

  constructor(private readonly options: AdbOptions) {
    this.serial = options.serial;
  }

  get hasConsole(): boolean {
    return this.serial.startsWith('emulator-');
  }

  /**
   * Runs a line of the device's shell.
   * @throws AuditError adb-missing, adb-silent, device-offline, device-unauthorised
   */
  shell(command: string, signal?: AbortSignal, limitMs = commandMs): Promise<Ran> {
    return this.run(['shell', '-T', command], signal, limitMs);
  }

  /** The same, for a command that reads or prints bytes: nothing on the way changes them. */
  exec(command: string, { input, signal, limitMs = commandMs }: ExecOptions = {}): Promise<Ran<Uint8Array>> {
    return this.#run(
      { args: ['shell', '-T', command], limitMs, ...(input === undefined ? {} : { input }) },
      signal,
    );
  }

  /** Installs an APK over the app that is there. Gives what Android said, for whoever tells why it refused. */
  install(file: string, signal?: AbortSignal): Promise<Ran> {
    return this.run(['install', '-r', file], signal, installMs);
  }

  /** Removes an app with its data, if it is there. */
  uninstall(packageId: string, signal?: AbortSignal): Promise<Ran> {
    return this.run(['uninstall', packageId], signal);
  }

  /** Any other command of adb, for this device. */
  async run(args: readonly string[], signal?: AbortSignal, limitMs = commandMs): Promise<Ran> {
    const { code, stdout, stderr } = await this.#run({ args, limitMs }, signal);
    return { code, stdout: Buffer.from(stdout).toString('utf8'), stderr };
  }

  /** A command for adb's server, whatever state the device is in. */
  server(args: readonly string[], signal?: AbortSignal): Promise<Ran<Uint8Array>> {
    return runAdb({ ...this.options, args, limitMs: commandMs }, signal);
  }

  async #run(command: Omit<AdbCommand, 'serverPort'>, signal?: AbortSignal): Promise<Ran<Uint8Array>> {
    const args = ['-s', this.serial, ...command.args];
    return checked(await runAdb({ ...this.options, ...command, args }, signal), this.serial);
  }
}

/** A command of adb that no device is named for, or any that `Adb` makes. */
export interface AdbCommand {
  readonly program?: string;
  readonly serverPort: number;
  readonly env?: NodeJS.ProcessEnv;
  readonly args: readonly string[];
  readonly input?: Uint8Array;
  readonly limitMs: number;
}

/**
 * Runs adb to its end; one that hangs is ended.
 * @throws AuditError adb-missing, adb-silent; the signal's reason
 */
export async function runAdb(
  { program = 'adb', serverPort, env = process.env, args, input, limitMs }: AdbCommand,
  signal?: AbortSignal,
): Promise<Ran<Uint8Array>> {
  signal?.throwIfAborted();
  const ended = await execa(program, ['-P', String(serverPort), ...args], {
    env,
    extendEnv: false,
    ...(input === undefined ? { stdin: 'ignore' as const } : { input }),
    encoding: 'buffer',
    stripFinalNewline: false,
    maxBuffer: 2 ** 30,
    reject: false,
    timeout: limitMs,
    forceKillAfterDelay: 500,
    ...(signal === undefined ? {} : { cancelSignal: signal }),
  });
  signal?.throwIfAborted();
  if (ended.timedOut)
    throw new AuditError('adb-silent', `adb gave no answer for ${limitMs / 1000} s: ${told(args)}.`);
  if (ended.exitCode === undefined) {
    throw ended.code === 'ENOENT'
      ? new AuditError('adb-missing', `There is no program "${program}".`, { cause: ended })
      : new AuditError('adb-missing', `"${program}" cannot be run: ${ended.shortMessage}`, { cause: ended });
  }
  return {
    code: ended.exitCode,
    stdout: ended.stdout,
    stderr: Buffer.from(ended.stderr).toString('utf8'),
  };
}

/** A command in words, without what may be secret in it: a PIN is typed by a command too. */
function told(args: readonly string[]): string {
  const [verb = '', ...rest] = args[0] === '-s' ? args.slice(2) : args;
  return verb === 'shell' ? `shell ${rest.at(-1)!.split(' ', 1)[0]}` : verb;
}

/** How adb itself, not the device's shell, says that it does not reach a device. */
const unreached =
  /^(?:adb: |error: )+(?:device (?:'.*' )?(?:not found|offline|still \w+)|closed|protocol fault)/m;
const unauthorised = /^(?:adb: |error: )+device unauthori[sz]ed/m;

function checked<Output>(ran: Ran<Output>, serial: string): Ran<Output> {
  if (ran.code === 0) return ran;
  if (unauthorised.test(ran.stderr))
    throw new AuditError('device-unauthorised', `${serial} does not let this machine in.`);
  const [said] = unreached.exec(ran.stderr) ?? [];
  if (said !== undefined) throw new AuditError('device-offline', `adb does not reach ${serial}: ${said}.`);
  return ran;
}

/** A text as one word of the device's shell. */
export function quoted(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
