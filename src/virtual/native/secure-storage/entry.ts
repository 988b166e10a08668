import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { JavaError } from '../java/errors.js';
import { androidJson, base64Lines, bytesOf, fromBase64 } from '../java/text.js';
import type { Keystore } from '../keystore/types.js';

/**
 * An entry of `<package>.<store>_SS.xml`: JSON of a value under an AES key of its own, and that key under the
 * store's RSA key. The native form is what `set` writes; sjcl's is what the JavaScript half wrote on devices
 * without native AES, with the value as text of JSON.
 */

/** AES/CCM/NoPadding of Android's Bouncy Castle: a tag of 64 bits unless it is told otherwise. */
const nativeTag = 8;
/** Its nonce where none is given: 12 bytes, 13 in older releases. Reading takes 7 to 13. */
const nonceLength = 12;

/**
 * @param alias of the store's RSA key
 * @param associatedData the store's name
 * @returns the entry's text
 * @throws JavaError what the keystore throws
 */
export function sealEntry(keystore: Keystore, alias: string, associatedData: string, value: string): string {
  const key = randomBytes(32);
  const iv = randomBytes(nonceLength);
  const adata = bytesOf(associatedData);
  const plain = bytesOf(value);
  const cipher = createCipheriv('aes-256-ccm', key, iv, { authTagLength: nativeTag });
  cipher.setAAD(adata, { plaintextLength: plain.length });
  const ct = Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
  return androidJson({
    key: base64Lines(keystore.encrypt(alias).doFinal(key)),
    value: {
      iv: base64Lines(iv),
      v: '1',
      ks: '256',
      cipher: 'AES',
      mode: 'CCM',
      adata: base64Lines(adata),
      ct: base64Lines(ct),
    },
    native: true,
  });
}

/** What an entry says before anything is decrypted. */
export interface SealedEntry {
  /** The AES key under the RSA key. */
  readonly key: Buffer;
  readonly iv: Buffer;
  readonly adata: Buffer;
  /** Cipher text and tag. */
  readonly ct: Buffer;
}

/**
 * Reads the native form.
 * @throws JavaError JSONException if it is no JSON of that form, IllegalArgumentException if a part is not base 64
 */
export function parseEntry(text: string): SealedEntry {
  const entry = parseJson(text);
  const value = entry['value'];
  if (typeof value !== 'object' || value === null) throw new JavaError('JSONException', 'No value for value');
  const parts = value as Record<string, unknown>;
  return {
    key: part(entry, 'key'),
    ct: part(parts, 'ct'),
    iv: part(parts, 'iv'),
    adata: part(parts, 'adata'),
  };
}

/** @throws JavaError what the keystore throws; AEADBadTagException if key, value and associated data are not of one entry */
export function openEntry(keystore: Keystore, alias: string, entry: SealedEntry): string {
  const key = keystore.decrypt(alias).doFinal(entry.key);
  return openCcm(key, entry, nativeTag).toString('utf8');
}

/** Whether an entry was written by the JavaScript half. */
export function isSjcl(text: string): boolean {
  try {
    return typeof parseJson(text)['value'] === 'string';
  } catch {
    return false;
  }
}

/**
 * Opens sjcl's form: the RSA key guards the AES key as base 64 text, and `value` is JSON with the tag's bits in `ts`.
 * @throws JavaError as parseEntry and openEntry
 */
export function openSjclEntry(keystore: Keystore, alias: string, text: string): string {
  const entry = parseJson(text);
  const parts = parseJson(String(entry['value']));
  const key = fromBase64(keystore.decrypt(alias).doFinal(part(entry, 'key')).toString('utf8'));
  if (!key) throw notBase64();
  const ct = part(parts, 'ct');
  const tag = Number(parts['ts']) / 8;
  // sjcl takes as much of the nonce as the length of the text leaves room for, at most 13 bytes.
  let size = 2;
  while (size < 4 && (ct.length - tag) / 2 ** (8 * size) >= 1) size++;
  const iv = part(parts, 'iv').subarray(0, 15 - size);
  return openCcm(key, { ct, iv, adata: part(parts, 'adata') }, tag).toString('utf8');
}

function openCcm(key: Buffer, { iv, adata, ct }: Omit<SealedEntry, 'key'>, tagLength: number): Buffer {
  const failed = () => new JavaError('AEADBadTagException', 'mac check in CCM failed');
  if (![16, 24, 32].includes(key.length))
    throw new JavaError('InvalidKeyException', 'Key length not 128/192/256 bits.');
  if (iv.length < 7 || iv.length > 13)
    throw new JavaError('InvalidKeyException', 'nonce must have length from 7 to 13 octets');
  if (ct.length < tagLength) throw failed();
  try {
    const bits = (key.length * 8) as 128 | 192 | 256;
    const decipher = createDecipheriv(`aes-${bits}-ccm`, key, iv, { authTagLength: tagLength });
    decipher.setAuthTag(ct.subarray(ct.length - tagLength));
    decipher.setAAD(adata, { plaintextLength: ct.length - tagLength });
    return Buffer.concat([decipher.update(ct.subarray(0, ct.length - tagLength)), decipher.final()]);
  } catch {
    throw failed();
  }
}

function parseJson(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return value as Record<string, unknown>;
  } catch {
    // Below.
  }
  throw new JavaError('JSONException', `Value ${text.slice(0, 40)} cannot be converted to JSONObject`);
}

function part(from: Record<string, unknown>, name: string): Buffer {
  const value = from[name];
  if (typeof value !== 'string') throw new JavaError('JSONException', `No value for ${name}`);
  const bytes = fromBase64(value);
  if (!bytes) throw notBase64();
  return bytes;
}

const notBase64 = () => new JavaError('IllegalArgumentException', 'bad base-64');
