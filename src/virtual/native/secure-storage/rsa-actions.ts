import type { NativeHost } from '../../native-api.js';
import { JavaError } from '../java/errors.js';
import { base64Lines, bytesOf, fromBase64 } from '../java/text.js';
import type { Keystore } from '../keystore/types.js';
import { aliasOf } from './store-files.js';

/** @throws JavaError Exception if the store has no key, in the plugin's own words */
export function withStoreKey<T>(
  host: NativeHost,
  keystore: Keystore,
  store: string,
  work: (alias: string) => T,
): T {
  const alias = aliasOf(host, store);
  if (keystore.contains(alias)) return work(alias);
  throw new JavaError('Exception', `Failed to load key for ${alias}`);
}

/** `encrypt_rsa`: text under the store's RSA key, in base 64 with line feeds. */
export function encryptRsa(host: NativeHost, keystore: Keystore, store: string, text: string): string {
  return withStoreKey(host, keystore, store, (alias) =>
    base64Lines(keystore.encrypt(alias).doFinal(bytesOf(text))),
  );
}

/** `decrypt_rsa`: the text of that. */
export function decryptRsa(host: NativeHost, keystore: Keystore, store: string, input: string): string {
  const bytes = fromBase64(input);
  if (!bytes) throw new JavaError('IllegalArgumentException', 'bad base-64');
  return withStoreKey(host, keystore, store, (alias) =>
    keystore.decrypt(alias).doFinal(bytes).toString('utf8'),
  );
}
