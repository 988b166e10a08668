import { EventEmitter } from 'node:events';

export type Priority = 'V' | 'D' | 'I' | 'W' | 'E' | 'F';

export interface LogLine {
  /** Milliseconds since 1970 by the device's clock. */
  readonly time: number;
  readonly pid: number;
  readonly tid: number;
  readonly priority: Priority;
  readonly tag: string;
  readonly message: string;
  readonly buffer: 'main' | 'system' | 'crash' | 'events';
}

/** How many lines are kept; a device keeps 256 KiB for each buffer. */
const keptLines = 8000;

/** The log of a device: a ring that can be followed. */
export class Log {
  readonly #emitter = new EventEmitter().setMaxListeners(0);
  #lines: LogLine[] = [];

  constructor(private readonly now: () => number) {}

  write(
    priority: Priority,
    tag: string,
    message: string,
    {
      pid = 1000,
      tid = pid,
      buffer = 'main',
    }: { pid?: number; tid?: number; buffer?: LogLine['buffer'] } = {},
  ): void {
    for (const part of message.split('\n')) {
      const line = { time: this.now(), pid, tid, priority, tag, message: part, buffer };
      this.#lines.push(line);
      this.#emitter.emit('line', line);
    }
    if (this.#lines.length > keptLines * 1.25) this.#lines = this.#lines.slice(-keptLines);
  }

  lines(): readonly LogLine[] {
    return this.#lines;
  }

  clear(): void {
    this.#lines = [];
  }

  /** Calls back for every new line until the signal is aborted. */
  follow(listener: (line: LogLine) => void, signal: AbortSignal): void {
    if (signal.aborted) return;
    this.#emitter.on('line', listener);
    signal.addEventListener('abort', () => this.#emitter.off('line', listener), { once: true });
  }
}
