import { generateKeyPair, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import type { NativeHost } from '../../native-api.js';
import { JavaError } from '../java/errors.js';
import { gcmDecrypt, gcmEncrypt, rsaDecrypt, rsaEncrypt } from './ciphers.js';
import { createKeyRecords, type KeyRecords } from './records.js';
import { admit, authenticatorsOf, bind, fateOf, unauthorized, type Vouched } from './rules.js';
import type { Authenticator, CipherOperation, KeyRecord, KeySpec, Keystore } from './types.js';

const makePair = promisify(generateKeyPair);

/** The nonce of AES-GCM, which Android's keystore chooses itself: 12 bytes. */
const nonceLength = 12;

/** What can be exchanged of a keystore. */
export interface KeystoreParts {
  readonly records: KeyRecords;
  /** What becomes of a key by what happens on the device. */
  readonly fateOf: typeof fateOf;
  /** Whether an operation may begin. */
  readonly admit: typeof admit;
  /** Whether and how a key can be made. */
  readonly bind: typeof bind;
  /** Whether the device has a StrongBox; emulators have none. */
  readonly strongBox: boolean;
}

/**
 * Android's keystore of one app: keys by alias, in files of `host.keystoreDir`, used by real cryptography under
 * the rules of the API level (`rules.ts`). It sees what happened to the lock and to the fingers when a
 * key is next touched, so a process that ran meanwhile notices as well.
 */
export function createKeystore(host: NativeHost, replaced: Partial<KeystoreParts> = {}): Keystore {
  const parts: KeystoreParts = {
    records: createKeyRecords(host.keystoreDir),
    fateOf,
    admit,
    bind,
    strongBox: false,
    ...replaced,
  };
  const { records } = parts;
  let vouched: Vouched = {};

  const read = (alias: string): KeyRecord | undefined => {
    const key = records.read(alias);
    if (!key || parts.fateOf(host, key) !== 'gone') return key;
    records.remove(alias);
    return undefined;
  };

  /** The key for an operation that needs its secret, and whether the user has to vouch for it. */
  const unlock = (alias: string, purpose: 'encrypt' | 'decrypt') => {
    const key = existing(alias, purpose);
    if (parts.fateOf(host, key) === 'dead')
      throw new JavaError('KeyPermanentlyInvalidatedException', 'Key permanently invalidated');
    return { key, admission: parts.admit(host, key, vouched) };
  };

  const existing = (alias: string, purpose: 'encrypt' | 'decrypt'): KeyRecord => {
    const key = read(alias);
    if (!key)
      throw new JavaError(
        'UnrecoverableKeyException',
        'Failed to obtain information about key',
        new JavaError('KeyStoreException', 'Key not found'),
      );
    if (!key.spec.purposes.includes(purpose))
      throw new JavaError(
        'InvalidKeyException',
        'Keystore operation failed',
        new JavaError('KeyStoreException', 'Incompatible purpose'),
      );
    return key;
  };

  const operation = (
    { key, admission }: ReturnType<typeof unlock>,
    iv: Buffer | undefined,
    work: (key: KeyRecord, input: Buffer, associatedData?: Buffer) => Buffer,
  ): CipherOperation => {
    let authorized = admission === 'free';
    return {
      iv,
      authorize(by) {
        const rules = key.spec.userAuthentication;
        if (rules && authenticatorsOf(rules, host.apiLevel).includes(by)) authorized = true;
      },
      doFinal(input, associatedData) {
        if (!authorized) throw unauthorized(host.apiLevel);
        return work(key, input, associatedData);
      },
    };
  };

  return {
    async generate(alias, spec) {
      const boundTo = parts.bind(host, spec, parts);
      const material = await makeMaterial(spec);
      records.write({ alias, spec, createdAt: host.now(), material, ...(boundTo ? { boundTo } : {}) });
    },
    contains: (alias) => read(alias) !== undefined,
    read,
    aliases: () => records.aliases().filter((alias) => read(alias)),
    remove: (alias) => records.remove(alias),
    encrypt(alias) {
      const { kind } = read(alias)?.spec ?? {};
      if (kind && kind.algorithm !== 'AES/GCM/NoPadding') {
        // The public half asks for nobody, but for API 23, where it did by a mistake of the release. The half that
        // encrypts needs no purpose either: Android gives the certificate out as plain data.
        const use =
          host.apiLevel === 23 ? unlock(alias, 'decrypt') : { key: read(alias)!, admission: 'free' as const };
        return operation(use, undefined, (key, input) => rsaEncrypt(kind, key.material, input));
      }
      const iv = randomBytes(nonceLength);
      return operation(unlock(alias, 'encrypt'), iv, (key, input, associatedData) =>
        gcmEncrypt(key.material, iv, input, associatedData),
      );
    },
    decrypt(alias, iv) {
      const use = unlock(alias, 'decrypt');
      const { kind } = use.key.spec;
      if (kind.algorithm !== 'AES/GCM/NoPadding')
        return operation(use, undefined, (key, input) => rsaDecrypt(kind, key.material, input));
      if (iv?.length !== nonceLength)
        throw new JavaError('InvalidAlgorithmParameterException', 'IV required when decrypting');
      return operation(use, iv, (key, input, associatedData) =>
        gcmDecrypt(key.material, iv, input, associatedData),
      );
    },
    authenticated(by: Authenticator) {
      vouched = { ...vouched, [by]: host.now() };
    },
  };
}

async function makeMaterial({ kind }: KeySpec): Promise<Buffer> {
  if (kind.algorithm === 'AES/GCM/NoPadding') return randomBytes(kind.bits / 8);
  const { privateKey } = await makePair('rsa', { modulusLength: kind.bits, publicExponent: 65537 });
  return privateKey.export({ format: 'der', type: 'pkcs8' });
}
