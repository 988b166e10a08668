import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/** AES-256-GCM. `about` is what the text belongs to: elsewhere it cannot be opened. */
export function createCipher() {
  return {
    /** Base 64 of nonce, tag and text. */
    seal(key, text, about) {
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(about));
      const sealed = [cipher.update(bytesOf(text)), cipher.final()];
      return Buffer.concat([nonce, cipher.getAuthTag(), ...sealed]).toString('base64');
    },
    /** Throws where it was not sealed so. */
    open(key, sealed, about) {
      const bytes = Buffer.from(sealed, 'base64');
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12));
      decipher.setAAD(Buffer.from(about)).setAuthTag(bytes.subarray(12, 28));
      return textOf(Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]));
    },
  };
}

/** UTF-16, as Java and the page have it: a lone surrogate stays what it is. */
export function bytesOf(text) {
  return Buffer.from(text, 'utf16le');
}

export function textOf(bytes) {
  return bytes.toString('utf16le');
}
