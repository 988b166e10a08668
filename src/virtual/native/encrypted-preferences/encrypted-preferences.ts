import { randomBytes } from 'node:crypto';
import { JavaError } from '../java/errors.js';
import { bytesOf } from '../java/text.js';
import { gcmDecrypt, gcmEncrypt } from '../keystore/ciphers.js';
import type { Keystore, KeySpec } from '../keystore/types.js';
import type { Preference, PreferencesFolder } from '../preferences/types.js';
import { sivDecrypt, sivEncrypt } from './aes-siv.js';
import { newKeyset, openKeyset, prefixOf, sealKeyset, type Keyset, type KeysetKind } from './keyset.js';
import { decodeValue, encodeValue } from './values.js';

/** The entries that hold the keysets, and the alias of the key that encrypts them (androidx.security.crypto). */
export const keyKeysetName = '__androidx_security_crypto_encrypted_prefs_key_keyset__';
export const valueKeysetName = '__androidx_security_crypto_encrypted_prefs_value_keyset__';
export const masterKeyAlias = '_androidx_security_master_key_';

/** MasterKey.KeyScheme.AES256_GCM without user authentication. */
const masterKeySpec: KeySpec = {
  kind: { algorithm: 'AES/GCM/NoPadding', bits: 256 },
  purposes: ['encrypt', 'decrypt'],
};

/** A file of EncryptedSharedPreferences. Changes reach the disk at once, as `edit()…commit()` does. */
export interface EncryptedPreferences {
  /** @throws JavaError SecurityException if any name or value was not made with these keysets, or by hand */
  all(): ReadonlyMap<string, Preference>;
  /** The names without decrypting a value. @throws JavaError SecurityException as `all` */
  names(): readonly string[];
  /** @throws JavaError SecurityException if the value cannot be decrypted, or the name is a keyset's */
  get(name: string): Preference | undefined;
  contains(name: string): boolean;
  /** @returns what `commit` returned. @throws JavaError SecurityException if the name is a keyset's */
  put(name: string, preference: Preference): boolean;
  remove(name: string): boolean;
  /** Removes every entry but the keysets. */
  clear(): boolean;
}

/** What EncryptedSharedPreferences stands on. */
export interface EncryptedPreferencesParts {
  readonly preferences: PreferencesFolder;
  readonly keystore: Keystore;
}

/**
 * EncryptedSharedPreferences.create(context, fileName, masterKey, AES256_SIV, AES256_GCM) of androidx
 * security-crypto 1.1.0-alpha03: makes what is not there yet, the master key and the keysets.
 * @throws JavaError AEADBadTagException if the keysets were made with another master key (a restored backup),
 * InvalidProtocolBufferException or GeneralSecurityException if they are damaged
 */
export async function openEncryptedPreferences(
  { preferences, keystore }: EncryptedPreferencesParts,
  fileName: string,
): Promise<EncryptedPreferences> {
  if (!keystore.contains(masterKeyAlias)) await keystore.generate(masterKeyAlias, masterKeySpec);
  const file = preferences.open(fileName);

  const keysetOf = (name: string, kind: KeysetKind): Keyset => {
    const sealed = file.getString(name);
    if (sealed !== undefined) return openKeyset(keystore, masterKeyAlias, kind, sealed);
    const keyset = newKeyset(kind);
    file
      .edit()
      .putString(name, sealKeyset(keystore, masterKeyAlias, kind, keyset))
      .commit();
    return keyset;
  };
  const nameKeys = keysetOf(keyKeysetName, 'AES256_SIV');
  const valueKeys = keysetOf(valueKeysetName, 'AES256_GCM');
  const boundToFile = bytesOf(fileName);

  const isReserved = (name: string) => name === keyKeysetName || name === valueKeysetName;
  const checked = (name: string) => {
    if (!isReserved(name)) return name;
    throw new JavaError('SecurityException', `${name} is a reserved key for the encryption keyset.`);
  };

  const sealName = (name: string) => {
    const key = nameKeys.primary;
    return Buffer.concat([
      prefixOf(key),
      sivEncrypt(key.bytes, bytesOf(checked(name)), boundToFile),
    ]).toString('base64');
  };
  const openName = (sealed: string) => {
    const opened = openWith(nameKeys, sealed, (key, bytes) => sivDecrypt(key, bytes, boundToFile));
    if (opened) return opened.toString('utf8');
    throw failed('key');
  };
  const sealValue = (sealedName: string, preference: Preference) => {
    const key = valueKeys.primary;
    const iv = randomBytes(12);
    const sealed = gcmEncrypt(key.bytes, iv, encodeValue(preference), Buffer.from(sealedName));
    return Buffer.concat([prefixOf(key), iv, sealed]).toString('base64');
  };
  const openValue = (sealedName: string, sealed: string) => {
    const opened = openWith(valueKeys, sealed, (key, bytes) => {
      try {
        return gcmDecrypt(key, bytes.subarray(0, 12), bytes.subarray(12), Buffer.from(sealedName));
      } catch {
        return undefined;
      }
    });
    if (opened) return decodeValue(opened);
    throw failed('value');
  };
  const sealedNames = () => [...file.all().keys()].filter((name) => !isReserved(name));
  const get = (sealedName: string) => {
    const sealed = file.getString(sealedName);
    return sealed === undefined ? undefined : openValue(sealedName, sealed);
  };

  return {
    all: () => new Map(sealedNames().map((sealed) => [openName(sealed), get(sealed)!])),
    names: () => sealedNames().map(openName),
    get: (name) => get(sealName(name)),
    contains: (name) => file.contains(sealName(name)),
    put(name, preference) {
      const sealedName = sealName(name);
      return file.edit().putString(sealedName, sealValue(sealedName, preference)).commit();
    },
    remove: (name) => file.edit().remove(sealName(name)).commit(),
    clear() {
      const editor = file.edit();
      for (const name of sealedNames()) editor.remove(name);
      return editor.commit();
    },
  };
}

/** Tink tries the keys whose prefix the cipher text bears. */
function openWith(
  keyset: Keyset,
  sealed: string,
  open: (key: Buffer, bytes: Buffer) => Buffer | undefined,
): Buffer | undefined {
  const bytes = Buffer.from(sealed, 'base64');
  for (const key of keyset.keys) {
    const prefix = prefixOf(key);
    if (!bytes.subarray(0, prefix.length).equals(prefix)) continue;
    const opened = open(key.bytes, bytes.subarray(prefix.length));
    if (opened) return opened;
  }
  return undefined;
}

const failed = (what: 'key' | 'value') =>
  new JavaError(
    'SecurityException',
    `Could not decrypt ${what}. decryption failed`,
    new JavaError('GeneralSecurityException', 'decryption failed'),
  );
