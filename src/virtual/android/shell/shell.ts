import { createReadStream, createWriteStream } from 'node:fs';
import { PassThrough, Readable, Writable } from 'node:stream';
import type { Device } from '../device.js';
import { fileMessage, type User } from '../files.js';
import { matches } from './glob.js';
import { parse, ShellSyntaxError, type Command, type List, type Redirection, type Word } from './syntax.js';

/** What a command of the shell runs with. */
export interface Invocation {
  readonly device: Device;
  readonly name: string;
  readonly args: readonly string[];
  readonly stdin: Readable;
  readonly stdout: Writable;
  readonly stderr: Writable;
  readonly signal: AbortSignal;
  readonly user: User;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** Writes to stdout, with a line's end. */
  print(...lines: string[]): void;
  /** Writes to stderr, with a line's end. */
  complain(...lines: string[]): void;
  /** Runs another command, as su, run-as and xargs do. */
  run(argv: readonly string[], as?: { user?: User; cwd?: string }): Promise<number>;
  /** Runs a script, as sh -c does. */
  script(text: string): Promise<number>;
}

/** Gives the exit code. */
export type Program = (invocation: Invocation) => Promise<number> | number;

/** Exit code of a command that does not exist. */
export const notFound = 127;

export interface ShellStreams {
  readonly stdin: Readable;
  readonly stdout: Writable;
  readonly stderr: Writable;
  readonly signal: AbortSignal;
}

class ExitShell extends Error {
  constructor(readonly code: number) {
    super();
  }
}

/** One shell on the device: variables, folder, user. */
export class Shell {
  cwd: string;
  env: Record<string, string>;
  #last = 0;

  constructor(
    private readonly device: Device,
    private readonly programs: ReadonlyMap<string, Program>,
    private readonly user: User,
    cwd = '/',
    env: Readonly<Record<string, string>> = {},
  ) {
    this.cwd = cwd;
    this.env = {
      PATH: '/product/bin:/apex/com.android.runtime/bin:/system/bin:/vendor/bin',
      HOME: '/',
      SHELL: '/bin/sh',
      TMPDIR: '/data/local/tmp',
      ANDROID_ROOT: '/system',
      ANDROID_DATA: '/data',
      EXTERNAL_STORAGE: '/sdcard',
      USER: user.name,
      ...env,
    };
  }

  /** Runs a script and gives its exit code. Never throws. */
  async run(script: string, streams: ShellStreams): Promise<number> {
    let list: List;
    try {
      list = parse(script);
    } catch (error) {
      if (!(error instanceof ShellSyntaxError)) throw error;
      streams.stderr.write(`/system/bin/sh: ${error.message}\n`);
      return 1;
    }
    try {
      return await this.#list(list, streams);
    } catch (error) {
      if (error instanceof ExitShell) return error.code;
      throw error;
    }
  }

  async #list(list: List, streams: ShellStreams): Promise<number> {
    for (const { when, pipeline, background } of list) {
      if (streams.signal.aborted) return 130;
      if (when === '&&' && this.#last !== 0) continue;
      if (when === '||' && this.#last === 0) continue;
      if (background) {
        void this.#copy().#pipeline(pipeline.commands, streams);
        this.#last = 0;
        continue;
      }
      const code = await this.#pipeline(pipeline.commands, streams);
      this.#last = pipeline.negated ? Number(code === 0) : code;
    }
    return this.#last;
  }

  async #pipeline(commands: readonly Command[], streams: ShellStreams): Promise<number> {
    if (commands.length === 1) return this.#command(commands[0]!, streams);
    const controller = new AbortController();
    const stop = (): void => controller.abort();
    streams.signal.addEventListener('abort', stop, { once: true });
    let stdin = streams.stdin;
    const running = commands.map(async (command, index) => {
      const isLast = index === commands.length - 1;
      const pipe = isLast ? undefined : new PassThrough();
      const mine: ShellStreams = {
        stdin,
        stdout: pipe ?? streams.stdout,
        stderr: streams.stderr,
        signal: controller.signal,
      };
      if (pipe !== undefined) stdin = pipe;
      try {
        return await this.#copy().#command(command, mine);
      } catch (error) {
        if (error instanceof ExitShell) return error.code;
        throw error;
      } finally {
        pipe?.end();
        // Whoever still writes into a pipe that nobody reads is stopped, as by SIGPIPE.
        if (isLast) stop();
        if (index > 0 && mine.stdin instanceof PassThrough) mine.stdin.resume();
      }
    });
    const codes = await Promise.all(running);
    streams.signal.removeEventListener('abort', stop);
    return codes.at(-1)!;
  }

  async #command(command: Command, streams: ShellStreams): Promise<number> {
    if (command.kind === 'simple') return this.#simple(command.words, command.redirections, streams);
    if (command.kind === 'group') {
      return this.#redirected(command.redirections, streams, async (inner) => {
        if (!command.subshell) return this.#list(command.body, inner);
        try {
          return await this.#copy().#list(command.body, inner);
        } catch (error) {
          if (error instanceof ExitShell) return error.code;
          throw error;
        }
      });
    }
    if (command.kind === 'if') {
      for (const { test, body } of command.branches) {
        this.#last = 0;
        if ((await this.#list(test, streams)) === 0) return this.#list(body, streams);
      }
      this.#last = 0;
      return command.otherwise === undefined ? 0 : this.#list(command.otherwise, streams);
    }
    if (command.kind === 'for') {
      const values = (await Promise.all(command.words.map((word) => this.#expand(word, streams)))).flat();
      this.#last = 0;
      for (const value of values) {
        this.env[command.name] = value;
        await this.#list(command.body, streams);
      }
      return this.#last;
    }
    let code = 0;
    while (!streams.signal.aborted) {
      this.#last = 0;
      if (((await this.#list(command.test, streams)) === 0) === command.until) break;
      code = await this.#list(command.body, streams);
      // Gives the clients' packets a turn: a loop of builtins alone would never.
      await new Promise((resolve) => setImmediate(resolve));
    }
    return code;
  }

  async #simple(
    words: readonly Word[],
    redirections: readonly Redirection[],
    streams: ShellStreams,
  ): Promise<number> {
    const assignments: [string, string][] = [];
    let rest = words;
    for (let first = rest[0]; first !== undefined; first = rest[0]) {
      const match = assignmentOf(first);
      if (match === undefined) break;
      assignments.push([match.name, (await this.#expand(match.value, streams)).join(' ')]);
      rest = rest.slice(1);
    }
    const argv = (await Promise.all(rest.map((word) => this.#expand(word, streams)))).flat();
    return this.#redirected(redirections, streams, async (inner) => {
      if (argv.length === 0) {
        for (const [name, value] of assignments) this.env[name] = value;
        return 0;
      }
      return this.#execute(argv, inner, { ...this.env, ...Object.fromEntries(assignments) });
    });
  }

  async #execute(
    argv: readonly string[],
    streams: ShellStreams,
    env: Record<string, string>,
  ): Promise<number> {
    const [name = '', ...args] = argv;
    switch (name) {
      case 'cd':
        return this.#cd(args[0] ?? '/', streams);
      case 'exit':
        throw new ExitShell(args[0] === undefined ? this.#last : Number(args[0]) & 0xff);
      case 'export':
      case 'local':
        for (const item of args) {
          const equals = item.indexOf('=');
          if (equals > 0) this.env[item.slice(0, equals)] = item.slice(equals + 1);
        }
        return 0;
      case 'unset':
        for (const item of args) delete this.env[item];
        return 0;
      case 'set':
      case 'trap':
      case 'umask':
      case 'ulimit':
        return 0;
      case 'exec':
        if (args.length === 0) return 0;
        throw new ExitShell(await this.#execute(args, streams, env));
      case 'eval':
        return this.run(args.join(' '), streams);
      case 'command':
        if (args[0] !== '-v') return this.#execute(args, streams, env);
        if (!this.programs.has(args[1] ?? '')) return 1;
        streams.stdout.write(`/system/bin/${args[1]}\n`);
        return 0;
    }
    return this.#program(argv, streams, env);
  }

  async #program(
    argv: readonly string[],
    streams: ShellStreams,
    env: Record<string, string>,
    user = this.user,
    cwd = this.cwd,
  ): Promise<number> {
    const [name = '', ...args] = argv;
    const program = this.programs.get(name.replace(/^\/system\/(bin|xbin)\//, ''));
    if (program === undefined) {
      this.device.listUnknown(argv.join(' '));
      streams.stderr.write(`/system/bin/sh: ${name}: not found\n`);
      return notFound;
    }
    const invocation: Invocation = {
      device: this.device,
      name,
      args,
      ...streams,
      user,
      cwd,
      env,
      print: (...lines) => void streams.stdout.write(`${lines.join('\n')}\n`),
      complain: (...lines) => void streams.stderr.write(`${lines.join('\n')}\n`),
      run: (other, as = {}) => this.#program(other, streams, env, as.user ?? user, as.cwd ?? cwd),
      script: (text) => new Shell(this.device, this.programs, user, cwd, env).run(text, streams),
    };
    try {
      return await program(invocation);
    } catch (error) {
      this.device.log.write('E', 'virtual', `${argv.join(' ')}: ${String((error as Error).stack ?? error)}`);
      streams.stderr.write(`${name}: ${fileMessage(error)}\n`);
      return 1;
    }
  }

  #cd(to: string, { stderr }: ShellStreams): number {
    const files = this.device.files;
    const whole = files.normal(to, this.cwd);
    try {
      if (!files.stat(whole, this.user).isDirectory()) throw Object.assign(new Error(), { code: 'ENOTDIR' });
      this.cwd = whole;
      this.env['PWD'] = whole;
      return 0;
    } catch (error) {
      stderr.write(`/system/bin/sh: cd: ${to}: ${fileMessage(error)}\n`);
      return 2;
    }
  }

  /** Runs something with files in the place of standard streams. */
  async #redirected(
    redirections: readonly Redirection[],
    streams: ShellStreams,
    run: (streams: ShellStreams) => Promise<number>,
  ): Promise<number> {
    if (redirections.length === 0) return run(streams);
    const now: { stdin: Readable; stdout: Writable; stderr: Writable } = { ...streams };
    const opened: Writable[] = [];
    const names = ['stdin', 'stdout', 'stderr'] as const;
    for (const { descriptor, how, target } of redirections) {
      const name = (await this.#expand(target, streams))[0] ?? '';
      if (how === 'duplicate') {
        if (name === '-')
          Object.assign(now, { [names[descriptor]]: new Writable({ write: (_c, _e, done) => done() }) });
        else Object.assign(now, { [names[descriptor]]: now[names[Number(name) as 0 | 1 | 2]] });
        continue;
      }
      try {
        if (how === 'read') now.stdin = await this.#openForReading(name);
        else {
          const file = this.#openForWriting(name, how);
          opened.push(file);
          Object.assign(now, { [names[descriptor]]: file });
        }
      } catch (error) {
        const verb = how === 'read' ? "can't open" : "can't create";
        streams.stderr.write(`/system/bin/sh: ${verb} ${name}: ${fileMessage(error)}\n`);
        for (const file of opened) file.destroy();
        return 1;
      }
    }
    try {
      return await run({ ...now, signal: streams.signal });
    } finally {
      await Promise.all(opened.map((file) => new Promise<void>((resolve) => file.end(() => resolve()))));
    }
  }

  async #openForReading(name: string): Promise<Readable> {
    if (name === '/dev/null') return Readable.from([]);
    const { files } = this.device;
    const whole = files.normal(name, this.cwd);
    const generated = files.generated(whole)?.(this.user);
    if (generated !== undefined) return Readable.from([Buffer.from(generated)]);
    return createReadStream(files.readable(whole, this.user));
  }

  #openForWriting(name: string, how: 'write' | 'append'): Writable {
    if (/^\/dev\/(null|stdout|stderr|tty)$/.test(name))
      return new Writable({ write: (_c, _e, done) => done() });
    const { files } = this.device;
    const host = files.writable(files.normal(name, this.cwd), this.user);
    if (
      files.exists(files.normal(name, this.cwd), this.user) &&
      files.stat(files.normal(name, this.cwd), this.user).isDirectory()
    ) {
      throw Object.assign(new Error(), { code: 'EISDIR' });
    }
    return createWriteStream(host, { flags: how === 'append' ? 'a' : 'w', mode: 0o660 });
  }

  /** A word's fields: variables and commands put in, split where they were not quoted, names matched. */
  async #expand(word: Word, streams: ShellStreams): Promise<string[]> {
    const fields: { text: string; pattern: string; magic: boolean }[] = [];
    let open = false;
    const add = (text: string, quoted: boolean): void => {
      if (!open) fields.push({ text: '', pattern: '', magic: false });
      open = true;
      const field = fields.at(-1)!;
      field.text += text;
      field.pattern += quoted ? text.replace(/[*?[\]\\]/g, '\\$&') : text;
      field.magic ||= !quoted && /[*?[]/.test(text);
    };
    for (const part of word) {
      if (part.kind === 'text') {
        const isHome = part === word[0] && !part.quoted && /^~(\/|$)/.test(part.text);
        add(isHome ? (this.env['HOME'] ?? '/') + part.text.slice(1) : part.text, part.quoted);
        continue;
      }
      const value =
        part.kind === 'variable' ? this.#variable(part.name) : await this.#substitute(part.script, streams);
      if (part.quoted) add(value, true);
      else {
        const pieces = value.split(/[ \t\n]+/);
        pieces.forEach((piece, index) => {
          if (index > 0) open = false;
          if (piece !== '') add(piece, false);
        });
      }
    }
    return fields.flatMap(({ text, pattern, magic }) => {
      const names = magic ? matches(this.device.files, pattern, this.cwd, this.user) : [];
      return names.length === 0 ? [text] : names;
    });
  }

  #variable(name: string): string {
    if (name === '?') return String(this.#last);
    if (name === '$') return '4242';
    if (name === '#') return '0';
    if (name === 'PWD') return this.cwd;
    return this.env[name] ?? '';
  }

  async #substitute(script: string, streams: ShellStreams): Promise<string> {
    const parts: Buffer[] = [];
    const stdout = new Writable({
      write(chunk: Buffer, _encoding, done) {
        parts.push(chunk);
        done();
      },
    });
    this.#last = await this.#copy().run(script, { ...streams, stdout });
    return Buffer.concat(parts).toString('utf8').replace(/\n+$/, '');
  }

  #copy(): Shell {
    const copy = new Shell(this.device, this.programs, this.user, this.cwd, this.env);
    copy.#last = this.#last;
    return copy;
  }
}

/** `NAME=value`, if that is what a word is. */
function assignmentOf(word: Word): { name: string; value: Word } | undefined {
  const first = word[0];
  if (first?.kind !== 'text' || first.quoted) return undefined;
  const match = /^([A-Za-z_]\w*)=(.*)$/s.exec(first.text);
  if (match === null) return undefined;
  return { name: match[1]!, value: [{ ...first, text: match[2]! }, ...word.slice(1)] };
}
