import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import type { CanaryTrace } from './steps.js';

/**
 * Canaries: secret-like random text, derived on both sides from the run's key, a scope and a number, and searched for
 * afterwards. Letters and digits alone, so that percent and JSON escapes leave them as they are.
 */

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const canaryLength = 48;
/** Shortest piece of a canary that is taken for it: 16 characters of 62 are 95 bits. */
const pieceLength = 16;

/** The canary of that number. `key` is hexadecimal. */
export function canary(key: string, scope: string, number: number): string {
  let text = '';
  for (let block = 0; text.length < canaryLength; block += 1) {
    for (const byte of hmac(sha256, hexToBytes(key), utf8ToBytes(`${scope}\n${number}\n${block}`))) {
      if (byte < 248 && text.length < canaryLength) text += alphabet[byte % 62];
    }
  }
  return text;
}

/** One form in which a piece of a canary may stand in a file or a text. */
export interface Needle {
  readonly canary: number;
  readonly encoding: string;
  /** As Latin-1: one character a byte. */
  readonly pattern: string;
}

/**
 * Every form searched for: start, middle and end of the canary, so that one cut in two is found, each plain, reversed,
 * as UTF-16, hexadecimal, base64 at every alignment, percent-encoded and JSON-escaped.
 */
export function needles(key: string, scope: string, numbers: readonly number[]): Needle[] {
  const all: Needle[] = [];
  for (const number of numbers) {
    const whole = canary(key, scope, number);
    for (const start of [0, (canaryLength - pieceLength) / 2, canaryLength - pieceLength]) {
      const piece = whole.slice(start, start + pieceLength);
      for (const [encoding, pattern] of forms(piece)) all.push({ canary: number, encoding, pattern });
    }
  }
  return all;
}

/** Needles made ready for `search`. */
export interface Searcher {
  readonly sought: readonly Needle[];
  /** By the first two bytes; almost every place of a haystack is passed over with one look. */
  readonly byStart: readonly (readonly Needle[] | undefined)[];
}

/** Makes needles ready to be searched for in many haystacks. */
export function searcher(sought: readonly Needle[]): Searcher {
  const byStart: (Needle[] | undefined)[] = [];
  for (let i = 0; i < 65536; i += 1) byStart[i] = undefined;
  for (const needle of sought) {
    const start = needle.pattern.charCodeAt(0) * 256 + needle.pattern.charCodeAt(1);
    const same = byStart[start];
    if (same === undefined) byStart[start] = [needle];
    else same[same.length] = needle;
  }
  return { sought, byStart };
}

/** The first place of each canary and encoding in a haystack of bytes. */
export function search(haystack: Uint8Array, { byStart }: Searcher): CanaryTrace[] {
  const found: CanaryTrace[] = [];
  for (let at = 0; at + 1 < haystack.length; at += 1) {
    const candidates = byStart[haystack[at]! * 256 + haystack[at + 1]!];
    if (candidates === undefined) continue;
    for (let i = 0; i < candidates.length; i += 1) {
      const { canary: number, encoding, pattern } = candidates[i]!;
      if (!startsAt(haystack, at, pattern)) continue;
      let known = false;
      for (let j = 0; j < found.length; j += 1) {
        if (found[j]!.canary === number && found[j]!.encoding === encoding) known = true;
      }
      if (!known) found[found.length] = { canary: number, encoding, offset: at };
    }
  }
  return found;
}

/** A text as `search` wants it: a byte for each code unit; those beyond Latin-1, of which no needle has any, as NUL. */
export function haystack(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i += 1) {
    const unit = text.charCodeAt(i);
    bytes[i] = unit < 256 ? unit : 0;
  }
  return bytes;
}

function startsAt(bytes: Uint8Array, at: number, pattern: string): boolean {
  if (at + pattern.length > bytes.length) return false;
  for (let i = 0; i < pattern.length; i += 1) {
    if (bytes[at + i] !== pattern.charCodeAt(i)) return false;
  }
  return true;
}

function forms(piece: string): (readonly [encoding: string, pattern: string])[] {
  const units = Array.from(piece, (letter) => letter.charCodeAt(0));
  const hex = units.map((unit) => unit.toString(16).padStart(2, '0'));
  const wide = piece.split('').join('\0');
  const reversed = piece.split('').reverse().join('');
  return [
    ['plain', piece],
    ['reversed', reversed],
    ['utf-16', wide],
    ['hex', hex.join('')],
    ['hex', hex.join('').toUpperCase()],
    ['percent', hex.map((byte) => `%${byte}`).join('')],
    [
      'percent',
      hex
        .map((byte) => `%${byte}`)
        .join('')
        .toUpperCase(),
    ],
    ['json-escaped', hex.map((byte) => `\\u00${byte}`).join('')],
    ['json-escaped', hex.map((byte) => `\\u00${byte.toUpperCase()}`).join('')],
    ...base64Forms(units).map((pattern) => ['base64', pattern] as const),
    ...base64Forms(units.flatMap((unit) => [unit, 0])).map(
      (pattern) => ['base64 of utf-16', pattern] as const,
    ),
  ];
}

/** Base64 of `bytes` wherever it may begin in a longer text: three alignments, edges that depend on neighbours cut. */
function base64Forms(bytes: readonly number[]): string[] {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  const forms = new Set<string>();
  for (const lead of [0, 1, 2]) {
    const bits = [...new Array<number>(lead).fill(0), ...bytes]
      .map((byte) => byte.toString(2).padStart(8, '0'))
      .join('');
    let text = '';
    for (let at = Math.ceil((lead * 8) / 6) * 6; at + 6 <= bits.length; at += 6) {
      text += letters[parseInt(bits.slice(at, at + 6), 2)];
    }
    forms.add(text);
    forms.add(text.replace(/\+/g, '-').replace(/\//g, '_'));
  }
  return [...forms];
}
