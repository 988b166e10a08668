import { createHash, randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** The master key, a file in the system's keystore: it goes with an uninstall and is in no backup. */
export function createKeyring({ keystoreDir }) {
  return keyFile(path.join(keystoreDir, 'secure-storage.json'));
}

/** A key of 256 bits in a file. */
export function keyFile(file) {
  return {
    /** The key, or undefined where there is none that can be read. */
    read() {
      try {
        const key = Buffer.from(JSON.parse(readFileSync(file, 'utf8')).key, 'base64');
        return key.length === 32 ? key : undefined;
      } catch {
        return undefined;
      }
    },
    /** Makes the key anew. What was sealed with the one before can never be read again. */
    make() {
      const key = randomBytes(32);
      writeFileSync(file, JSON.stringify({ algorithm: 'AES', key: key.toString('base64') }));
      return key;
    },
  };
}

/** By what a store knows that it was sealed with a key; tells nothing of the key. */
export function idOf(key) {
  return createHash('sha256').update('id').update(key).digest('hex').slice(0, 16);
}
