import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** A keyring whose key is valid from the time on that it was made, by a clock whose times can be compared as texts. */
export function validSince(keyring, { keystoreDir }, clock) {
  const file = path.join(keystoreDir, 'valid-since');
  return {
    read() {
      const key = keyring.read();
      if (key !== undefined && existsSync(file) && clock() < readFileSync(file, 'utf8')) {
        throw 'android.security.keystore.KeyNotYetValidException: Key not yet valid';
      }
      return key;
    },
    make() {
      writeFileSync(file, clock());
      return keyring.make();
    },
  };
}
