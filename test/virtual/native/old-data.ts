import {
  constants,
  createCipheriv,
  createPublicKey,
  createPrivateKey,
  publicEncrypt,
  randomBytes,
} from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { NativeHost } from '../../../src/virtual/native-api.js';
import { createKeystore } from '../../../src/virtual/native/keystore/keystore.js';
import type { KeySpec } from '../../../src/virtual/native/keystore/types.js';
import type { TestDevice } from './device.js';

const month = 31 * 24 * 60 * 60;

/** The key that OutSystems' builds before OS13 make for a store. */
export const oldKey: KeySpec = {
  kind: { algorithm: 'RSA/ECB/PKCS1Padding', bits: 2048 },
  purposes: ['decrypt'],
  userAuthentication: { valid: { seconds: month }, invalidatedByEnrolment: false },
};

const escape = (text: string) =>
  text.replace(
    /[&<>"\n]/g,
    (char) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\n': '&#10;' })[char]!,
  );

const lines = (bytes: Buffer) => bytes.toString('base64').replace(/.{1,76}/g, '$&\n');

/** An entry as the native side of that era writes it, made without the code under test. */
export function oldEntry(
  publicKey: Parameters<typeof publicEncrypt>[0] & object,
  store: string,
  value: string,
): string {
  const [key, iv] = [randomBytes(32), randomBytes(13)];
  const cipher = createCipheriv('aes-256-ccm', key, iv, { authTagLength: 8 });
  cipher.setAAD(Buffer.from(store), { plaintextLength: Buffer.byteLength(value) });
  const ct = Buffer.concat([cipher.update(value, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return JSON.stringify({
    key: lines(publicEncrypt(publicKey, key)),
    value: {
      iv: lines(iv),
      v: '1',
      ks: '256',
      cipher: 'AES',
      mode: 'CCM',
      adata: lines(Buffer.from(store)),
      ct: lines(ct),
    },
    native: true,
  });
}

/** The public half of a store's key in the device's keystore, for RSA/ECB/PKCS1Padding. */
export function publicKeyOf(host: NativeHost, store: string) {
  const { material } = createKeystore(host).read(`org.example.app.${store}`)!;
  const key = createPublicKey(createPrivateKey({ key: material, format: 'der', type: 'pkcs8' }));
  return { key, padding: constants.RSA_PKCS1_PADDING };
}

/** Writes the file of a store with these entries, as text. */
export function putStoreFile(
  device: TestDevice,
  store: string,
  entries: Readonly<Record<string, string>>,
): void {
  const path = device.prefs(`org.example.app.${store}_SS`);
  mkdirSync(dirname(path), { recursive: true });
  const elements = Object.entries(entries).map(
    ([name, value]) => `    <string name="${escape(name)}">${escape(value)}</string>\n`,
  );
  writeFileSync(
    path,
    `<?xml version='1.0' encoding='utf-8' standalone='yes' ?>\n<map>\n${elements.join('')}</map>\n`,
  );
}

/** What an app of that era left on the device: a key for each store, and its values under `_SS_` names. */
export async function leaveOldData(
  device: TestDevice,
  host: NativeHost,
  stores: Readonly<Record<string, Readonly<Record<string, string>>>>,
  spec: KeySpec = oldKey,
): Promise<void> {
  for (const [store, values] of Object.entries(stores)) {
    await createKeystore(host).generate(`org.example.app.${store}`, spec);
    const publicKey = publicKeyOf(host, store);
    const entries = Object.entries(values).map(([key, value]) => [
      `_SS_${key}`,
      oldEntry(publicKey, store, value),
    ]);
    putStoreFile(device, store, Object.fromEntries([['_SS_MIGRATED_TO_NATIVE', '1'], ...entries]));
  }
}

/** Made by the package's own sjcl: the key is the bytes 0 to 31, the store "my store", the value `grüße "x" <&> / 😀`. */
export const sjclValue =
  '{"iv":"GjUsfAQz71S+HmZUyJ4PVg==","v":1,"iter":1000,"ks":256,"ts":128,"mode":"ccm","adata":"bXkgc3RvcmU=","cipher":"aes","ct":"TnL+h15UjIky3Hg0kjjXU3wpeIdbLLRWijlkPYNw0pKBGWsN3hY="}';
export const sjclKey = 'AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=';
