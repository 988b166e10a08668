import { setTimeout as pause } from 'node:timers/promises';
import { DeviceTrouble } from '../port.js';

/** The commands of a WebDriver session that the adapter needs; WebdriverIO's `browser` has them. */
export interface AndroidWebDriver {
  sessionId: string;
  /** Where the session's server answers. */
  readonly options: {
    readonly protocol?: string;
    readonly hostname?: string;
    readonly port?: number;
    readonly path?: string;
    /** Sent with every command. */
    readonly headers?: Readonly<Record<string, string>>;
  };
  executeScript(script: string, args: unknown[]): Promise<unknown>;
  executeAsyncScript(script: string, args: string[]): Promise<unknown>;
  switchAppiumContext(name: string): Promise<unknown>;
  setTimeouts(implicit?: number, pageLoad?: number, script?: number): Promise<unknown>;
  navigateTo(url: string): Promise<unknown>;
  getUrl(): Promise<string>;
  getPageSource(): Promise<string>;
  reloadSession(): Promise<unknown>;
  on(event: 'command', listener: () => void): unknown;
  off(event: 'command', listener: () => void): unknown;
}

/** How a command came to nothing, before anybody has asked whose fault it is. */
export type Failure =
  | { readonly kind: 'stopped'; readonly cause: unknown }
  | { readonly kind: 'late'; readonly limitMs: number }
  /** `isEarly`: long before the command's time was over. */
  | { readonly kind: 'error'; readonly cause: unknown; readonly isEarly: boolean };

/** Sends one command, for at most `limitMs`. `fail` makes of its failure what is thrown. */
export async function withinLimit<T>(
  command: () => Promise<T>,
  { signal, limitMs, fail }: { signal: AbortSignal; limitMs: number; fail: (why: Failure) => Promise<Error> },
): Promise<T> {
  if (signal.aborted) throw stopped(signal.reason);
  // The driver has the same limit for a page that is merely slow: it comes first.
  const limit = AbortSignal.any([signal, AbortSignal.timeout(limitMs + 2000)]);
  let release = (): void => undefined;
  const aborted = new Promise<never>((_resolve, reject) => {
    const giveUp = (): void => reject(limit.reason as Error);
    limit.addEventListener('abort', giveUp, { once: true });
    release = () => limit.removeEventListener('abort', giveUp);
  });
  const began = performance.now();
  const answer = command();
  try {
    return await Promise.race([answer, aborted]);
  } catch (cause) {
    answer.catch(() => undefined);
    if (signal.aborted) throw await fail({ kind: 'stopped', cause: signal.reason });
    if (limit.aborted) throw await fail({ kind: 'late', limitMs });
    throw await fail({ kind: 'error', cause, isEarly: performance.now() - began < limitMs / 2 });
  } finally {
    release();
  }
}

/** Takes turns: what needs the session's context for itself waits until nobody else has it. */
export class Turns {
  #last: Promise<unknown> = Promise.resolve();

  async take<T>(signal: AbortSignal, act: () => Promise<T>): Promise<T> {
    const before = this.#last;
    let end = (): void => undefined;
    const mine = new Promise<void>((resolve) => (end = resolve));
    this.#last = before.then(() => mine);
    try {
      await orStopped(before, signal);
      return await act();
    } finally {
      end();
    }
  }
}

/** Waits for a promise that nothing can cut short. Rejects as soon as the signal fires. */
async function orStopped(promise: Promise<unknown>, signal: AbortSignal): Promise<void> {
  let release = (): void => undefined;
  const aborted = new Promise<never>((_resolve, reject) => {
    const giveUp = (): void => reject(stopped(signal.reason));
    if (signal.aborted) giveUp();
    signal.addEventListener('abort', giveUp, { once: true });
    release = () => signal.removeEventListener('abort', giveUp);
  });
  await Promise.race([aborted, promise]).finally(release);
}

/** Waits, in milliseconds. */
export async function rest(ms: number, signal: AbortSignal): Promise<void> {
  await pause(ms, undefined, { signal }).catch(() => {
    throw stopped(signal.reason);
  });
}

export function stopped(reason: unknown): DeviceTrouble {
  return new DeviceTrouble('stopped', 'The harness stopped waiting.', reason);
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

export function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? '';
}
