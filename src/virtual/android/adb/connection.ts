import type { Socket } from 'node:net';
import { Decoder, encode, maxData, protocolVersion, type Packet } from './packets.js';
import { AdbStream, type Carrier } from './stream.js';

/** What answers a service that a client opens: gives what takes the stream over, or undefined to refuse it. */
export type OpenService = (
  service: string,
) => Promise<((stream: AdbStream) => void) | undefined> | ((stream: AdbStream) => void) | undefined;

/** How many services one connection may have open; adbd has no such limit, but descriptors are not endless. */
const maxStreams = 4096;

/** The device's side of one connection from an adb server. */
export class AdbConnection implements Carrier {
  maxData = maxData;
  readonly #streams = new Map<number, AdbStream>();
  readonly #opening = new Map<number, (accepted: boolean) => void>();
  #nextId = 1;
  #greeted = false;
  #closed = false;

  constructor(
    private readonly socket: Socket,
    private readonly options: {
      readonly banner: () => string;
      readonly open: OpenService;
      readonly delay: () => Promise<void>;
      readonly closed: () => void;
    },
  ) {
    const decoder = new Decoder();
    socket.setNoDelay(true);
    socket.on('data', (chunk: Buffer) => {
      try {
        for (const packet of decoder.push(chunk)) this.#take(packet);
      } catch {
        // As adbd does with what is not adb's: it closes.
        this.close();
      }
    });
    socket.on('error', () => this.close());
    socket.on('close', () => this.close());
  }

  send(command: string, arg0: number, arg1: number, data: Buffer = Buffer.alloc(0)): void {
    if (!this.#closed) this.socket.write(encode({ command, arg0, arg1, data }));
  }

  forget(localId: number): void {
    this.#streams.delete(localId);
  }

  /** Opens a stream to the client's host, as a reversed port does. Gives undefined when it is refused. */
  async openToHost(service: string): Promise<AdbStream | undefined> {
    const stream = this.#newStream();
    const accepted = new Promise<boolean>((resolve) => this.#opening.set(stream.localId, resolve));
    this.send('OPEN', stream.localId, 0, Buffer.from(`${service}\0`));
    return (await accepted) ? stream : undefined;
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.socket.destroy();
    for (const resolve of this.#opening.values()) resolve(false);
    for (const stream of [...this.#streams.values()]) stream.remoteClose();
    this.#streams.clear();
    this.options.closed();
  }

  #newStream(): AdbStream {
    const stream = new AdbStream(this.#nextId++, this);
    this.#streams.set(stream.localId, stream);
    return stream;
  }

  #take(packet: Packet): void {
    if (packet.command === 'CNXN') return this.#greet(packet);
    if (!this.#greeted) throw new Error('The first packet is not CNXN.');
    const { command, arg0, arg1, data } = packet;
    if (command === 'OPEN') return void this.#open(arg0, data);
    const stream = this.#streams.get(arg1);
    if (command === 'OKAY') return this.#okay(arg0, arg1, stream);
    if (command === 'WRTE') {
      if (stream === undefined) this.send('CLSE', 0, arg0);
      else stream.receive(Buffer.from(data));
      return;
    }
    if (command === 'CLSE') {
      this.#opening.get(arg1)?.(false);
      this.#opening.delete(arg1);
      stream?.remoteClose();
    }
  }

  #greet({ arg1 }: Packet): void {
    for (const stream of [...this.#streams.values()]) stream.remoteClose();
    this.#greeted = true;
    this.maxData = Math.max(4096, Math.min(maxData, arg1));
    this.send('CNXN', protocolVersion, maxData, Buffer.from(this.options.banner()));
  }

  #okay(remote: number, local: number, stream: AdbStream | undefined): void {
    const opened = this.#opening.get(local);
    if (opened !== undefined && stream !== undefined) {
      this.#opening.delete(local);
      stream.remoteId = remote;
      opened(true);
      return;
    }
    stream?.acknowledged();
  }

  async #open(remoteId: number, data: Buffer): Promise<void> {
    const service = data.toString('utf8').replace(/\0.*$/s, '');
    if (this.#streams.size >= maxStreams) return this.send('CLSE', 0, remoteId);
    await this.options.delay();
    const take = await this.options.open(service);
    if (this.#closed) return;
    if (take === undefined) return this.send('CLSE', 0, remoteId);
    const stream = this.#newStream();
    stream.remoteId = remoteId;
    this.send('OKAY', stream.localId, remoteId);
    take(stream);
  }
}
