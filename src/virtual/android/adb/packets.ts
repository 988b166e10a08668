/** One message of adb's transport: a header of 24 bytes, and data. */
export interface Packet {
  readonly command: string;
  readonly arg0: number;
  readonly arg1: number;
  readonly data: Buffer;
}

/** The version from which on checksums are not looked at. */
export const protocolVersion = 0x01000001;

/** The most that one packet carries, in bytes. */
export const maxData = 1024 * 1024;

const headerLength = 24;
const known = new Set(['CNXN', 'OPEN', 'OKAY', 'WRTE', 'CLSE', 'AUTH', 'SYNC', 'STLS']);

export function encode({ command, arg0, arg1, data }: Packet): Buffer {
  const header = Buffer.alloc(headerLength);
  header.write(command, 0, 'latin1');
  header.writeUInt32LE(arg0, 4);
  header.writeUInt32LE(arg1, 8);
  header.writeUInt32LE(data.length, 12);
  header.writeUInt32LE((header.readUInt32LE(0) ^ 0xffffffff) >>> 0, 20);
  return data.length === 0 ? header : Buffer.concat([header, data]);
}

/** Takes packets out of what arrives in any pieces. Throws at the first byte that cannot be adb's. */
export class Decoder {
  #parts: Buffer[] = [];
  #length = 0;
  #wanted = headerLength;

  *push(chunk: Buffer): Generator<Packet> {
    this.#parts.push(chunk);
    this.#length += chunk.length;
    while (this.#length >= this.#wanted) {
      const all = this.#parts.length === 1 ? this.#parts[0]! : Buffer.concat(this.#parts);
      this.#parts = [all];
      if (all.length < headerLength) return;
      const { command, size } = readHeader(all);
      this.#wanted = headerLength + size;
      if (all.length < this.#wanted) return;
      const data = all.subarray(headerLength, this.#wanted);
      const rest = all.subarray(this.#wanted);
      this.#parts = rest.length === 0 ? [] : [rest];
      this.#length = rest.length;
      this.#wanted = headerLength;
      yield { command, arg0: all.readUInt32LE(4), arg1: all.readUInt32LE(8), data };
    }
  }
}

function readHeader(bytes: Buffer): { command: string; size: number } {
  const command = bytes.toString('latin1', 0, 4);
  const size = bytes.readUInt32LE(12);
  const magic = bytes.readUInt32LE(20);
  if (!known.has(command) || magic !== (bytes.readUInt32LE(0) ^ 0xffffffff) >>> 0) {
    throw new Error(`Not a packet of adb: ${bytes.toString('hex', 0, headerLength)}`);
  }
  if (size > maxData) throw new Error(`A packet of ${size} bytes is larger than the ${maxData} agreed on.`);
  return { command, size };
}
