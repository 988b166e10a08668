import type { NativeHost } from '../../native-api.js';
import { isJava } from '../java/errors.js';
import type { KeySpec, Keystore } from '../keystore/types.js';

/** How a build of the plugin makes its stores' RSA keys, and when it makes a new one. */
export interface StoreKeys {
  readonly spec: (host: Pick<NativeHost, 'apiLevel'>) => KeySpec;
  /** Whether the key is there: if not, `init` empties the store and makes a new key. */
  readonly isAvailable: (keystore: Keystore, alias: string) => boolean;
}

const rsa: KeySpec = {
  kind: { algorithm: 'RSA/ECB/PKCS1Padding', bits: 2048 },
  purposes: ['encrypt', 'decrypt'],
};

const thirtyOneDays = 31 * 24 * 60 * 60;

/** cordova-plugin-secure-storage 2.6.8 as published: KeyPairGeneratorSpec with setEncryptionRequired. */
export const publishedKeys: StoreKeys = {
  spec: () => ({ ...rsa, encryptionRequired: true }),
  isAvailable(keystore, alias) {
    try {
      return keystore.contains(alias);
    } catch (error) {
      if (isJava(error)) return false;
      throw error;
    }
  },
};

/**
 * OutSystems' builds OS9 to OS12: from API 24 on the key needs the user, who is believed for 31 days, and outlives
 * new fingers. A key that is dead counts as missing (OS9), so that a store whose lock was removed is emptied.
 */
export const outSystemsKeys: StoreKeys = {
  spec: ({ apiLevel }) =>
    apiLevel > 23
      ? {
          ...rsa,
          purposes: ['decrypt'],
          userAuthentication: { valid: { seconds: thirtyOneDays }, invalidatedByEnrolment: false },
        }
      : publishedKeys.spec({ apiLevel }),
  isAvailable(keystore, alias) {
    try {
      if (!keystore.contains(alias)) return false;
      keystore.decrypt(alias);
      return true;
    } catch (error) {
      if (isJava(error, 'UserNotAuthenticatedException')) return true;
      if (isJava(error)) return false;
      throw error;
    }
  },
};
