import { createHash, randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { AuditError } from '../../errors.js';
import type { Ran } from './adb.js';
import { firstLine, messageOf, withinLimit, type Failure } from './driving.js';
import type { DeviceShell, ExecOptions } from './shell.js';

/** As much of a WebDriver session as the shell needs. */
export interface ScriptSession {
  readonly sessionId: string;
  executeScript(script: string, args: unknown[]): Promise<unknown>;
}

export interface SessionShellOptions {
  /** Names the device in messages: the server that holds it. */
  readonly name: string;
  /** What told the device apart when the session was begun, where it was begun by somebody else. */
  readonly identity?: string;
  /** Told of each session, once it is known to be one with the same device, and by what the device is told apart. */
  readonly onSession?: (sessionId: string, identity: string) => Promise<void>;
}

/** How long one command may take, in milliseconds: whoever asks for more says so. */
const commandMs = 30_000;
const installMs = 180_000;

/** Where files are put for the length of one command. */
const folder = '/data/local/tmp';

/** The same for one device from start to start, and for no other. */
const askIdentity =
  'cat /proc/sys/kernel/random/boot_id; getprop ro.serialno; settings get secure android_id';

/**
 * The shell of a device that somebody else's server holds: `mobile: shell` of the session, which the UiAutomator2 driver
 * has where its server was started with `--allow-insecure uiautomator2:adb_shell`. A session that was begun anew and is
 * one with another device is refused.
 */
export class SessionShell implements DeviceShell {
  readonly way = 'session';
  readonly hasConsole = false;
  readonly serial: string;
  #identity: string | undefined;
  /** The session whose device was looked at. */
  #known: string | undefined;
  /** After it stands the exit code of a command, at the end of what it wrote to stderr. */
  readonly #mark = `keystore-audit-${randomBytes(8).toString('hex')}:`;

  constructor(
    private readonly session: ScriptSession,
    private readonly options: SessionShellOptions,
  ) {
    this.serial = options.name;
    this.#identity = options.identity;
  }

  /** @throws AuditError shell-refused, session-lost, device-other; the signal's reason */
  async shell(command: string, signal?: AbortSignal, limitMs = commandMs): Promise<Ran> {
    await this.#know(signal);
    return this.#run(command, signal, limitMs);
  }

  /** Both ways as base64. @throws as `shell` */
  async exec(
    command: string,
    { input, signal, limitMs = commandMs }: ExecOptions = {},
  ): Promise<Ran<Uint8Array>> {
    await this.#know(signal);
    const file = input === undefined ? undefined : await this.#push(input, '', signal, limitMs);
    const told = this.#telling(command, file);
    const { stdout, ...ran } = await this.#send(`{ ${told}; } | base64`, signal, limitMs);
    if (file !== undefined) await this.#run(`rm -f ${file}`, signal, limitMs);
    return { ...ran, stdout: Buffer.from(stdout, 'base64') };
  }

  /** @throws as `shell` */
  async install(file: string, signal?: AbortSignal): Promise<Ran> {
    await this.#know(signal);
    const pushed = await this.#push(await readFile(file), '.apk', signal, installMs);
    return this.#run(`pm install -r ${pushed}; code=$?; rm -f ${pushed}; exit $code`, signal, installMs);
  }

  /** Looks at the device of a session that was not looked at yet. */
  async #know(signal?: AbortSignal): Promise<void> {
    const { sessionId } = this.session;
    if (sessionId === this.#known) return;
    const { stdout } = await this.#run(askIdentity, signal, commandMs);
    // Told apart, not told: a serial number is nobody else's business.
    const identity = createHash('sha256').update(stdout).digest('hex');
    if (this.#identity !== undefined && identity !== this.#identity)
      throw new AuditError('device-other', 'The new session is one with another device than the last one.');
    this.#identity = identity;
    await this.options.onSession?.(sessionId, identity);
    this.#known = sessionId;
  }

  #run(command: string, signal: AbortSignal | undefined, limitMs: number): Promise<Ran> {
    return this.#send(this.#telling(command, undefined), signal, limitMs);
  }

  /** A line that runs another one, with what stands in `file` as its input, and tells its exit code on stderr. */
  #telling(command: string, file: string | undefined): string {
    const ran = file === undefined ? `(${command}\n) </dev/null` : `cat ${file} | (${command}\n)`;
    return `${ran}; echo ${this.#mark}$? >&2`;
  }

  async #send(line: string, signal: AbortSignal | undefined, limitMs: number): Promise<Ran> {
    const args = { command: line, timeout: limitMs, includeStderr: true };
    const answer = await this.#mobile('shell', args, signal, limitMs);
    const { stdout = '', stderr = '' } = (answer ?? {}) as { stdout?: string; stderr?: string };
    const at = stderr.lastIndexOf(this.#mark);
    if (at < 0)
      throw new AuditError('shell-refused', 'The shell of the server does not tell what a command came to.');
    return { code: parseInt(stderr.slice(at + this.#mark.length), 10), stdout, stderr: stderr.slice(0, at) };
  }

  /** Puts bytes into a file on the device. Gives its path. */
  async #push(
    content: Uint8Array,
    ending: string,
    signal: AbortSignal | undefined,
    limitMs: number,
  ): Promise<string> {
    const remotePath = `${folder}/keystore-audit-${randomBytes(8).toString('hex')}${ending}`;
    const payload = Buffer.from(content).toString('base64');
    await this.#mobile('pushFile', { remotePath, payload }, signal, limitMs);
    return remotePath;
  }

  #mobile(
    name: 'shell' | 'pushFile',
    args: object,
    signal: AbortSignal | undefined,
    limitMs: number,
  ): Promise<unknown> {
    signal?.throwIfAborted();
    return withinLimit(() => this.session.executeScript(`mobile: ${name}`, [args]), {
      signal: signal ?? new AbortController().signal,
      limitMs,
      fail: (why) => Promise.resolve(troubleOf(why, name)),
    });
  }
}

/** How servers say that they have no shell, or none for us. */
const refusal = /adb_shell|insecure|unknown|not (?:allowed|supported|implemented|enabled)|unsupported/i;

/** What a failed command means. The command itself is not told: a PIN is typed by one too. */
function troubleOf(why: Failure, name: string): Error {
  if (why.kind === 'stopped') return why.cause as Error;
  if (why.kind === 'late')
    return new AuditError('session-lost', `The server gave no answer for ${why.limitMs / 1000} s.`);
  if (why.cause instanceof AuditError) return why.cause;
  const message = messageOf(why.cause);
  const ofAdb = /StdErr: (.*)/.exec(message)?.[1];
  if (/Cannot execute the /.test(message))
    return new AuditError(
      'session-lost',
      `The device is not reached by its server: ${ofAdb || 'it says nothing'}`,
    );
  const said = firstLine(message).replace(/ when running .*$/, '');
  return name === 'shell' && refusal.test(said) && !/session/i.test(said)
    ? new AuditError('shell-refused', `The server runs no commands on the device: ${said}`)
    : new AuditError('session-lost', `The session failed: ${said}`);
}
