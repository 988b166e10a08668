import { randomBytes, randomInt } from 'node:crypto';
import { JavaError } from '../java/errors.js';
import type { Keystore } from '../keystore/types.js';
import { bytesField, decodeMessage, encodeMessage, numberField } from './protobuf.js';

/**
 * Tink's keysets (tink.proto, aes_siv.proto, aes_gcm.proto), as EncryptedSharedPreferences keeps them:
 * an EncryptedKeyset in hex, encrypted by a key of the Android keystore.
 */
export type KeysetKind = 'AES256_SIV' | 'AES256_GCM';

/** A key of a keyset: what it encrypts begins with 0x01 and its id. */
export interface TinkKey {
  readonly id: number;
  readonly bytes: Buffer;
}

/** The keys of a keyset; new text is encrypted with the primary one. */
export interface Keyset {
  readonly primary: TinkKey;
  readonly keys: readonly TinkKey[];
}

// Numbers of the fields and of the enums, from Tink's .proto files.
const kinds = {
  AES256_SIV: { url: 'type.googleapis.com/google.crypto.tink.AesSivKey', bytes: 64, valueField: 2 },
  AES256_GCM: { url: 'type.googleapis.com/google.crypto.tink.AesGcmKey', bytes: 32, valueField: 3 },
} as const;
const enabled = 1;
const tinkPrefix = 1;
const symmetric = 1;

/** What a key puts before its cipher text: 0x01 and its id. */
export function prefixOf({ id }: TinkKey): Buffer {
  const prefix = Buffer.from([1, 0, 0, 0, 0]);
  prefix.writeUInt32BE(id, 1);
  return prefix;
}

/** A keyset of one new key. */
export function newKeyset(kind: KeysetKind): Keyset {
  const primary = { id: randomInt(1, 2 ** 32), bytes: randomBytes(kinds[kind].bytes) };
  return { primary, keys: [primary] };
}

/**
 * @param masterKey alias of an AES-GCM key in the keystore
 * @returns the keyset encrypted, in hex
 * @throws JavaError what the keystore throws
 */
export function sealKeyset(keystore: Keystore, masterKey: string, kind: KeysetKind, keyset: Keyset): string {
  const { url, valueField } = kinds[kind];
  const clear = encodeMessage([
    [1, keyset.primary.id],
    ...keyset.keys.map(({ id, bytes }) => {
      const data = encodeMessage([
        [1, Buffer.from(url)],
        [2, encodeMessage([[valueField, bytes]])],
        [3, symmetric],
      ]);
      return [
        2,
        encodeMessage([
          [1, data],
          [2, enabled],
          [3, id],
          [4, tinkPrefix],
        ]),
      ] as const;
    }),
  ]);
  const info = encodeMessage([
    [1, keyset.primary.id],
    ...keyset.keys.map(({ id }) => {
      const key = encodeMessage([
        [1, Buffer.from(url)],
        [2, enabled],
        [3, id],
        [4, tinkPrefix],
      ]);
      return [2, key] as const;
    }),
  ]);
  const operation = keystore.encrypt(masterKey);
  // The nonce of the keystore comes first; the associated data of a keyset is empty.
  const sealed = Buffer.concat([operation.iv!, operation.doFinal(clear, Buffer.alloc(0))]);
  return encodeMessage([
    [2, sealed],
    [3, info],
  ]).toString('hex');
}

/**
 * @throws JavaError AEADBadTagException if the master key is another one; InvalidProtocolBufferException,
 * GeneralSecurityException if it is no keyset; what the keystore throws
 */
export function openKeyset(keystore: Keystore, masterKey: string, kind: KeysetKind, hex: string): Keyset {
  if (!/^([\da-f]{2})*$/i.test(hex))
    throw new JavaError('IllegalArgumentException', "can't read keyset; the pref value is not hex");
  const sealed = bytesField(decodeMessage(Buffer.from(hex, 'hex')), 2);
  if (sealed.length < 12) throw new JavaError('GeneralSecurityException', 'empty keyset');
  const operation = keystore.decrypt(masterKey, sealed.subarray(0, 12));
  const fields = decodeMessage(operation.doFinal(sealed.subarray(12), Buffer.alloc(0)));
  const { url, valueField } = kinds[kind];
  const keys = fields.flatMap(([field, value]) => {
    if (field !== 2 || typeof value === 'number') return [];
    const key = decodeMessage(value);
    const data = decodeMessage(bytesField(key, 1));
    if (bytesField(data, 1).toString() !== url || numberField(key, 2) !== enabled) return [];
    return [{ id: numberField(key, 3), bytes: bytesField(decodeMessage(bytesField(data, 2)), valueField) }];
  });
  const primary = keys.find(({ id }) => id === numberField(fields, 1));
  if (!primary) throw new JavaError('GeneralSecurityException', 'empty keyset');
  return { primary, keys };
}
