import { JavaError } from '../java/errors.js';

/** As much of protobuf's wire format as Tink's keysets need: numbers and byte strings by field. */

/** A field of a message: a number (varint), or bytes (text and messages as well). */
export type Field = readonly [field: number, value: number | Buffer];

function varint(value: number): Buffer {
  const bytes: number[] = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return Buffer.from([...bytes, rest]);
    bytes.push((rest % 128) | 128);
  }
}

/** Encodes a message. Zero is left out, as protobuf 3 does. */
export function encodeMessage(fields: readonly Field[]): Buffer {
  return Buffer.concat(
    fields.flatMap(([field, value]) => {
      if (typeof value === 'number') return value === 0 ? [] : [varint(field * 8), varint(value)];
      return [varint(field * 8 + 2), varint(value.length), value];
    }),
  );
}

/** @throws JavaError InvalidProtocolBufferException if it ends too early or is none */
export function decodeMessage(bytes: Buffer): readonly Field[] {
  const fields: Field[] = [];
  let at = 0;
  const number = () => {
    let value = 0;
    for (let shift = 1; ; shift *= 128) {
      const byte = bytes[at++];
      if (byte === undefined || shift > 2 ** 56) throw truncated();
      value += (byte & 127) * shift;
      if (byte < 128) return value;
    }
  };
  while (at < bytes.length) {
    const tag = number();
    if (tag % 8 === 0) {
      fields.push([Math.floor(tag / 8), number()]);
    } else if (tag % 8 === 2) {
      const length = number();
      if (at + length > bytes.length) throw truncated();
      fields.push([Math.floor(tag / 8), bytes.subarray(at, at + length)]);
      at += length;
    } else {
      throw new JavaError('InvalidProtocolBufferException', 'Protocol message tag had invalid wire type.');
    }
  }
  return fields;
}

const truncated = () =>
  new JavaError(
    'InvalidProtocolBufferException',
    'While parsing a protocol message, the input ended unexpectedly in the middle of a field.',
  );

/** The bytes of a field, empty if it is absent. */
export function bytesField(fields: readonly Field[], field: number): Buffer {
  const value = fields.find(([at]) => at === field)?.[1];
  return value instanceof Buffer ? value : Buffer.alloc(0);
}

/** The number of a field, 0 if it is absent. */
export function numberField(fields: readonly Field[], field: number): number {
  const value = fields.find(([at]) => at === field)?.[1];
  return typeof value === 'number' ? value : 0;
}
