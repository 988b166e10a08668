import {
  constants,
  createCipheriv,
  createDecipheriv,
  createPrivateKey,
  createPublicKey,
  privateDecrypt,
  publicEncrypt,
  type KeyObject,
} from 'node:crypto';
import { JavaError } from '../java/errors.js';
import type { KeySpec } from './types.js';

const tagLength = 16;

/** AES-GCM with the tag behind the cipher text, as Java's Cipher gives it. */
export function gcmEncrypt(key: Buffer, iv: Buffer, plain: Buffer, associatedData?: Buffer): Buffer {
  const cipher = createCipheriv(gcmOf(key), key, iv);
  if (associatedData) cipher.setAAD(associatedData);
  return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

/** @throws JavaError AEADBadTagException, with no message, as the keystore's provider throws it */
export function gcmDecrypt(key: Buffer, iv: Buffer, input: Buffer, associatedData?: Buffer): Buffer {
  const bad = () =>
    new JavaError(
      'AEADBadTagException',
      null,
      new JavaError('KeyStoreException', 'Signature/MAC verification failed'),
    );
  if (input.length < tagLength) throw bad();
  const decipher = createDecipheriv(gcmOf(key), key, iv);
  if (associatedData) decipher.setAAD(associatedData);
  decipher.setAuthTag(input.subarray(-tagLength));
  try {
    return Buffer.concat([decipher.update(input.subarray(0, -tagLength)), decipher.final()]);
  } catch {
    throw bad();
  }
}

const gcmOf = (key: Buffer) => `aes-${(key.length * 8) as 128 | 192 | 256}-gcm` as const;

type Rsa = Exclude<KeySpec['kind'], { readonly algorithm: 'AES/GCM/NoPadding' }>;

const privateKeyOf = (material: Buffer) => createPrivateKey({ key: material, format: 'der', type: 'pkcs8' });

// In Android's "OAEPPadding" MGF1 hashes with SHA-1 whatever the digest; Node's option sets both, so that
// a key with SHA-256 here is not readable by other code with Android's parameters.
const paddingOf = (kind: Rsa, key: KeyObject) =>
  kind.algorithm === 'RSA/ECB/PKCS1Padding'
    ? { key, padding: constants.RSA_PKCS1_PADDING }
    : {
        key,
        padding: constants.RSA_PKCS1_OAEP_PADDING,
        oaepHash: kind.digest.replace('-', '').toLowerCase(),
      };

/** @throws JavaError IllegalBlockSizeException if the input is longer than the key takes */
export function rsaEncrypt(kind: Rsa, material: Buffer, plain: Buffer): Buffer {
  try {
    return publicEncrypt(paddingOf(kind, createPublicKey(privateKeyOf(material))), plain);
  } catch {
    throw new JavaError('IllegalBlockSizeException', null);
  }
}

/**
 * @throws JavaError BadPaddingException where it was not made for this key; IllegalBlockSizeException for a wrong
 * length. Which of them the device's software throws for foreign input is not confirmed.
 */
export function rsaDecrypt(kind: Rsa, material: Buffer, input: Buffer): Buffer {
  if (input.length !== kind.bits / 8)
    throw new JavaError(
      'IllegalBlockSizeException',
      null,
      new JavaError('KeyStoreException', 'Invalid input length'),
    );
  const key = privateKeyOf(material);
  try {
    return kind.algorithm === 'RSA/ECB/PKCS1Padding'
      ? withoutPkcs1(privateDecrypt({ key, padding: constants.RSA_NO_PADDING }, input))
      : privateDecrypt(paddingOf(kind, key), input);
  } catch {
    throw new JavaError('BadPaddingException', null, new JavaError('KeyStoreException', 'Invalid argument'));
  }
}

/** Node refuses this padding for private keys, as it answers a stranger's question; here nobody asks from outside. */
function withoutPkcs1(block: Buffer): Buffer {
  const end = block.indexOf(0, 2);
  if (block[0] !== 0 || block[1] !== 2 || end < 10) throw new Error('no PKCS #1 block of type 2');
  return block.subarray(end + 1);
}
