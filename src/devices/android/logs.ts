import { randomBytes } from 'node:crypto';
import type { LogSearch } from '../../observations/types.js';
import { haystack, search, type Searcher } from '../../protocol/canary.js';
import { quoted } from './adb.js';
import type { DeviceShell } from './shell.js';

/** By which lines of ours are known in the device's log. */
const ownTag = 'keystore-audit';

const dump = 'logcat -d -b main,system,crash -v threadtime';

/** A line of the device's log. */
interface LogLine {
  readonly pid: number;
  readonly tag: string;
  readonly text: string;
}

/** The log of one app's processes: of all its lives, and of nobody else. */
export class AppLog {
  #mark: string | undefined;
  #pids = new Set<number>();

  constructor(
    private readonly device: DeviceShell,
    private readonly packageId: string,
  ) {}

  /** From now on: what was written before is passed over. */
  async begin(signal: AbortSignal): Promise<void> {
    this.#mark = newMark();
    await this.device.shell(logMark(this.#mark), signal);
  }

  /** Searches what the app's processes wrote since the last search, or since the beginning. */
  async search(as: string, sought: Searcher, signal: AbortSignal): Promise<LogSearch> {
    const mark = newMark();
    const lines = await this.#read(`${logMark(mark)}; ${dump}`, signal);
    const until = lines.findLastIndex(({ tag, text }) => tag === ownTag && text === mark);
    const own = this.#own(lines.slice(0, until < 0 ? undefined : until));
    this.#mark = mark;
    const found = own.flatMap(({ tag, text }, index) =>
      search(haystack(`${tag}: ${text}`), sought).map((trace) => ({
        ...trace,
        line: index + 1,
        source: /^[\w.:/-]{1,60}$/.test(tag) ? tag : 'unknown',
        ...(isRecord({ tag, text }) ? { isRecord: true as const } : {}),
      })),
    );
    return { as, root: 'the device’s log, lines of the app', lines: own.length, found };
  }

  /**
   * What the log tells of the app's death since the last search: kinds of exceptions and where they were thrown; what
   * they say in words is left out, for a secret may stand in it.
   */
  async death(signal: AbortSignal): Promise<string | undefined> {
    const own = this.#own(await this.#read(dump, signal));
    const start = own.findLastIndex(
      ({ tag, text }) => (tag === 'AndroidRuntime' && /^FATAL EXCEPTION/.test(text)) || isSignal(text),
    );
    if (start < 0) return undefined;
    if (isSignal(own[start]!.text)) return own[start]!.text.replace(/ in tid.*/, '');
    const stack = own
      .slice(start + 1)
      .filter(({ tag }) => tag === 'AndroidRuntime')
      .flatMap(({ text }) => wordsOfStack(text));
    return stack.slice(0, mostOfStack).join(' ');
  }

  async #read(command: string, signal: AbortSignal): Promise<LogLine[]> {
    const script = `pidof ${quoted(this.packageId)}; echo; ${command}`;
    const { stdout } = await this.device.shell(script, signal, readMs);
    const [running = '', ...rest] = stdout.split('\n');
    for (const [pid] of running.matchAll(/\d+/g)) this.#pids.add(Number(pid));
    const lines = rest.flatMap((line) => parsed(line) ?? []);
    const since = lines.findLastIndex(({ tag, text }) => tag === ownTag && text === this.#mark);
    return lines.slice(since + 1);
  }

  #own(lines: readonly LogLine[]): LogLine[] {
    const begun = new RegExp(`^Start proc (\\d+):${this.packageId.replaceAll('.', '\\.')}[:/]`);
    for (const { text } of lines) {
      const [, pid] = begun.exec(text) ?? [];
      if (pid !== undefined) this.#pids.add(Number(pid));
    }
    return lines.filter(({ pid }) => this.#pids.has(pid));
  }
}

/** Reading some megabytes of log takes its time on a phone, in milliseconds. */
const readMs = 60_000;

/** How many words of a stack are told. */
const mostOfStack = 6;

function newMark(): string {
  return `mark ${randomBytes(8).toString('hex')}`;
}

function logMark(mark: string): string {
  return `log -t ${ownTag} ${quoted(mark)}`;
}

/** Capacitor's bridge: `callback: 1, pluginId: …, methodName: …, methodData: {…}`. */
function isRecord({ tag, text }: Pick<LogLine, 'tag' | 'text'>): boolean {
  return tag === 'Capacitor' && /^callback: \S+, pluginId: \S+, methodName: /.test(text);
}

function isSignal(text: string): boolean {
  return /^Fatal signal \d+/.test(text);
}

function wordsOfStack(text: string): string[] {
  const [, frame] = /^\s*(at \S+)/.exec(text) ?? [];
  if (frame !== undefined) return [frame];
  const [, caused = '', thrown] =
    /^\s*(Caused by: )?([\w.$]+(?:Exception|Error|Throwable))\b/.exec(text) ?? [];
  return thrown === undefined ? [] : [caused + thrown];
}

function parsed(line: string): LogLine | undefined {
  const [, pid, tag, text] =
    /^\d\d-\d\d \d\d:\d\d:\d\d\.\d+ +(\d+) +\d+ [VDIWEFA] (.*?) *: (.*?)\r?$/.exec(line) ?? [];
  return pid === undefined ? undefined : { pid: Number(pid), tag: tag!, text: text! };
}
