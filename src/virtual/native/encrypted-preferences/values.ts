import { JavaError } from '../java/errors.js';
import { bytesOf } from '../java/text.js';
import type { Preference } from '../preferences/types.js';

/** How androidx's EncryptedSharedPreferences puts a value into bytes, all numbers big-endian: the type's number first. */
const types = [
  'string',
  'set',
  'int',
  'long',
  'float',
  'boolean',
] as const satisfies readonly Preference['type'][];

const int = (value: number) => {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
};

const text = (value: string) => {
  const bytes = bytesOf(value);
  return Buffer.concat([int(bytes.length), bytes]);
};

/** The bytes of a value, before they are encrypted. */
export function encodeValue(preference: Preference): Buffer {
  return Buffer.concat([int(types.indexOf(preference.type)), ...payload(preference)]);
}

function payload(preference: Preference): readonly Buffer[] {
  const number = Buffer.alloc(8);
  switch (preference.type) {
    case 'string':
      return [text(preference.value)];
    case 'set':
      return [...preference.value].map(text);
    case 'int':
      return [int(preference.value)];
    case 'long':
      number.writeBigInt64BE(preference.value);
      return [number];
    case 'float':
      number.writeFloatBE(preference.value);
      return [number.subarray(0, 4)];
    case 'boolean':
      return [Buffer.from([preference.value ? 1 : 0])];
  }
}

/** @throws JavaError SecurityException if the type is unknown or the bytes end too early */
export function decodeValue(bytes: Buffer): Preference {
  try {
    const id = bytes.readInt32BE(0);
    const type = types[id];
    const rest = bytes.subarray(4);
    switch (type) {
      case 'string':
        return { type, value: textsOf(rest)[0] ?? '' };
      case 'set':
        return { type, value: new Set(textsOf(rest)) };
      case 'int':
        return { type, value: rest.readInt32BE(0) };
      case 'long':
        return { type, value: rest.readBigInt64BE(0) };
      case 'float':
        return { type, value: rest.readFloatBE(0) };
      case 'boolean':
        return { type, value: rest.readUInt8(0) !== 0 };
      default:
        throw new JavaError('SecurityException', `Unknown type ID for encrypted pref value: ${id}`);
    }
  } catch (error) {
    if (error instanceof RangeError) throw new JavaError('SecurityException', 'Could not decrypt value. ');
    throw error;
  }
}

function textsOf(bytes: Buffer): readonly string[] {
  const texts: string[] = [];
  for (let at = 0; at < bytes.length;) {
    const end = at + 4 + bytes.readInt32BE(at);
    texts.push(bytes.subarray(at + 4, end).toString('utf8'));
    at = end;
  }
  return texts;
}
