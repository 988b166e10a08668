import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';

/**
 * The wire between harness and page: JSON in 7-bit text behind a checksum. ChromeDriver refuses a whole call for one
 * lone surrogate, so everything beyond ASCII travels as an escape.
 */

const intrinsics = {
  parse: JSON.parse,
  stringify: JSON.stringify,
};

/** Lays `body` out for the wire. */
export function encode(body: unknown): string {
  const json = intrinsics.stringify(body);
  let text = '';
  for (let i = 0; i < json.length; i += 1) {
    const unit = json.charCodeAt(i);
    text += unit < 0x7f ? json[i] : '\\u' + unit.toString(16).padStart(4, '0');
  }
  return checksum(text) + text;
}

/** Reads what `encode` made. Throws an Error when the checksum does not fit. */
export function decode(text: string): unknown {
  const body = text.slice(16);
  if (checksum(body) !== text.slice(0, 16))
    throw new Error('The message was altered on its way: its checksum does not fit.');
  return intrinsics.parse(body);
}

/** Strings that a careless channel alters: quotes, escapes, line ends, beyond ASCII, lone surrogates, NUL. */
export const hardStrings: readonly string[] = [
  '"\\\'`${}<>&%00',
  '\u0000\u0001\t\r\n\u2028\u2029\ufeff',
  'Zu\u0308rich Zürich',
  '👩‍👩‍👧 𝒳',
  '\ud800 \udc00',
];

/** SHA-256 of a text's UTF-16 code units, little endian. */
export function digest(text: string): string {
  const bytes = new Uint8Array(text.length * 2);
  for (let i = 0; i < text.length; i += 1) {
    const unit = text.charCodeAt(i);
    bytes[2 * i] = unit & 0xff;
    bytes[2 * i + 1] = unit >> 8;
  }
  return bytesToHex(sha256(bytes));
}

function checksum(ascii: string): string {
  const bytes = new Uint8Array(ascii.length);
  for (let i = 0; i < ascii.length; i += 1) bytes[i] = ascii.charCodeAt(i);
  return bytesToHex(sha256(bytes)).slice(0, 16);
}
