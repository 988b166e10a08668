import { EventEmitter } from 'node:events';
import type { Readable, Writable } from 'node:stream';

export type Params = Readonly<Record<string, unknown>>;

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: Params;
  readonly sessionId?: string;
  readonly result?: Params;
  readonly error?: { readonly message: string };
}

/** Chromium's DevTools protocol over its pipe: JSON behind zero bytes. */
export class Cdp extends EventEmitter<{
  event: [method: string, params: Params, sessionId: string | undefined];
  closed: [];
}> {
  readonly #waiting = new Map<
    number,
    { resolve: (result: Params) => void; reject: (error: Error) => void }
  >();
  #next = 1;
  #parts: Buffer[] = [];
  #closed = false;

  constructor(
    private readonly out: Writable,
    incoming: Readable,
  ) {
    super();
    incoming.on('data', (chunk: Buffer) => this.#take(chunk));
    const end = (): void => this.close();
    incoming.on('close', end).on('end', end).on('error', end);
    out.on('error', end);
  }

  /** Sends a command. Rejects when Chromium refuses it or is gone. */
  send(method: string, params: Params = {}, sessionId?: string): Promise<Params> {
    if (this.#closed) return Promise.reject(new Error('Chromium is gone.'));
    const id = this.#next++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.out.write(
        `${JSON.stringify({ id, method, params, ...(sessionId === undefined ? {} : { sessionId }) })}\0`,
      );
    });
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const { reject } of this.#waiting.values()) reject(new Error('Chromium is gone.'));
    this.#waiting.clear();
    this.emit('closed');
  }

  #take(chunk: Buffer): void {
    let start = 0;
    for (let end = chunk.indexOf(0); end >= 0; end = chunk.indexOf(0, start)) {
      this.#parts.push(chunk.subarray(start, end));
      const text = Buffer.concat(this.#parts).toString('utf8');
      this.#parts = [];
      start = end + 1;
      this.#handle(JSON.parse(text) as Message);
    }
    if (start < chunk.length) this.#parts.push(chunk.subarray(start));
  }

  #handle({ id, method, params = {}, sessionId, result, error }: Message): void {
    if (method !== undefined) return void this.emit('event', method, params, sessionId);
    const waiting = this.#waiting.get(id ?? 0);
    this.#waiting.delete(id ?? 0);
    if (error === undefined) waiting?.resolve(result ?? {});
    else waiting?.reject(new Error(error.message));
  }
}
