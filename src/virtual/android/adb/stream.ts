import { Duplex } from 'node:stream';

/** What a stream needs of its connection. */
export interface Carrier {
  readonly maxData: number;
  send(command: string, arg0: number, arg1: number, data?: Buffer): void;
  forget(localId: number): void;
}

/**
 * One stream of an adb connection. At most one packet is under way in each direction: what is written waits for the other
 * side's OKAY, and the other side gets its OKAY when its packet has been taken up here. Emits `gone` when the other side
 * has closed, whether or not anybody reads.
 */
export class AdbStream extends Duplex {
  remoteId = 0;
  #owesOkay = false;
  #waiting: (() => void) | undefined;
  #remoteClosed = false;
  #closeSent = false;

  constructor(
    readonly localId: number,
    private readonly carrier: Carrier,
  ) {
    super({ allowHalfOpen: true, readableHighWaterMark: 1024 * 1024 });
    // A stream that breaks is a client that left: whoever uses it sees it end.
    this.on('error', () => undefined);
  }

  override _read(): void {
    if (!this.#owesOkay || this.#remoteClosed) return;
    this.#owesOkay = false;
    this.carrier.send('OKAY', this.localId, this.remoteId);
  }

  /** Data of the other side. */
  receive(data: Buffer): void {
    this.#owesOkay = true;
    if (data.length === 0 || this.push(data)) this._read();
  }

  /** The other side is ready for the next packet. */
  acknowledged(): void {
    const next = this.#waiting;
    this.#waiting = undefined;
    next?.();
  }

  /** The other side has closed, or the connection is gone. */
  remoteClose(): void {
    if (this.#remoteClosed) return;
    this.#remoteClosed = true;
    this.emit('gone');
    this.push(null);
    this.acknowledged();
    this.#finish();
    // Whoever still writes learns that nobody reads; whoever still reads gets what has arrived.
    if (!this.writableEnded) this.end();
  }

  get isRemoteClosed(): boolean {
    return this.#remoteClosed;
  }

  override _write(chunk: Buffer, _encoding: string, done: (error?: Error | null) => void): void {
    let offset = 0;
    const next = (): void => {
      if (this.#remoteClosed || offset >= chunk.length) return done();
      const part = chunk.subarray(offset, offset + this.carrier.maxData);
      offset += part.length;
      this.#waiting = next;
      this.carrier.send('WRTE', this.localId, this.remoteId, part);
    };
    next();
  }

  override _final(done: (error?: Error | null) => void): void {
    this.#finish();
    done();
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#finish();
    this.acknowledged();
    done(error);
  }

  /** Closing is for both directions: adb knows no half-closed stream. */
  #finish(): void {
    if (this.#closeSent) return;
    this.#closeSent = true;
    if (!this.#remoteClosed) this.carrier.send('CLSE', this.localId, this.remoteId);
    this.carrier.forget(this.localId);
    if (!this.readableEnded) this.push(null);
  }
}
