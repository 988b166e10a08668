import { expect } from 'chai';
import { constants, createDecipheriv, createPrivateKey, createPublicKey, publicEncrypt } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { JavaError, stackTrace } from '../../../src/virtual/native/java/errors.js';
import { createKeystore } from '../../../src/virtual/native/keystore/keystore.js';
import type { KeySpec, UserAuthentication } from '../../../src/virtual/native/keystore/types.js';
import { rejectionOf, TestDevice, thrownBy } from './device.js';

const aes = (userAuthentication?: UserAuthentication, more: Partial<KeySpec> = {}): KeySpec => ({
  kind: { algorithm: 'AES/GCM/NoPadding', bits: 256 },
  purposes: ['encrypt', 'decrypt'],
  ...(userAuthentication ? { userAuthentication } : {}),
  ...more,
});
const rsa = (userAuthentication?: UserAuthentication): KeySpec => ({
  kind: { algorithm: 'RSA/ECB/PKCS1Padding', bits: 2048 },
  purposes: ['decrypt'],
  ...(userAuthentication ? { userAuthentication } : {}),
});
const forAWhile: UserAuthentication = { valid: { seconds: 30 } };
const eachUse: UserAuthentication = { valid: 'each-use' };
const text = Buffer.from('plain');

describe('the keystore of the virtual device', () => {
  let device: TestDevice;
  beforeEach(() => (device = new TestDevice()));
  afterEach(() => device.end());

  const javaNameOf = (error: unknown) => (error as JavaError).name;
  const useOf = (alias: string, apiLevel = 34) => {
    const keystore = createKeystore(device.host(apiLevel));
    return () => keystore.encrypt(alias).doFinal(text);
  };
  const fileOf = (index = 0) => join(device.keystoreDir, readdirSync(device.keystoreDir)[index]!);
  const materialIn = (file: string) =>
    Buffer.from((JSON.parse(readFileSync(file, 'utf8')) as { material: string }).material, 'base64');

  describe('holds keys as files', () => {
    it('whose AES-GCM others can undo', async () => {
      const keystore = createKeystore(device.host());
      await keystore.generate('a', aes());
      const operation = keystore.encrypt('a');
      const sealed = operation.doFinal(Buffer.from('grüße'), Buffer.from('context'));
      const decipher = createDecipheriv('aes-256-gcm', materialIn(fileOf()), operation.iv!)
        .setAAD(Buffer.from('context'))
        .setAuthTag(sealed.subarray(-16));
      const plain = Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()]);
      expect(plain.toString()).to.equal('grüße');
    });

    it('whose RSA others can use', async () => {
      const keystore = createKeystore(device.host());
      for (const [alias, spec, padding] of [
        ['pkcs', rsa(), constants.RSA_PKCS1_PADDING],
        [
          'oaep',
          { ...rsa(), kind: { algorithm: 'RSA/ECB/OAEPPadding', bits: 2048, digest: 'SHA-256' } } as const,
          constants.RSA_PKCS1_OAEP_PADDING,
        ],
      ] as const) {
        await keystore.generate(alias, spec);
        const { material } = keystore.read(alias)!;
        const key = createPublicKey(createPrivateKey({ key: material, format: 'der', type: 'pkcs8' }));
        const foreign = publicEncrypt({ key, padding, oaepHash: 'sha256' }, Buffer.from([0, 1, 0, 2]));
        expect(keystore.decrypt(alias).doFinal(foreign)).to.deep.equal(Buffer.from([0, 1, 0, 2]));
        expect(keystore.decrypt(alias).doFinal(keystore.encrypt(alias).doFinal(text))).to.deep.equal(text);
      }
    });

    it('for the next process, but not after an uninstall or on another device', async () => {
      const host = device.host();
      await createKeystore(host).generate('stays', aes());
      expect(createKeystore(host).contains('stays')).to.equal(true);
      rmSync(device.keystoreDir, { recursive: true });
      const after = createKeystore(host);
      expect(after.contains('stays')).to.equal(false);
      expect(after.aliases()).to.deep.equal([]);
      expect(javaNameOf(thrownBy(() => after.encrypt('stays')))).to.equal('UnrecoverableKeyException');
    });

    it('by aliases of any characters and length, apart', async () => {
      const keystore = createKeystore(device.host());
      const aliases = ['a/b', 'a_b', '../x', 'ü😀', '\ud800', 'x'.repeat(5000), 'x'.repeat(5001), ''];
      for (const alias of aliases) await keystore.generate(alias, aes());
      expect([...keystore.aliases()].sort()).to.deep.equal([...aliases].sort());
      expect(readdirSync(device.keystoreDir)).to.have.length(aliases.length);
    });

    it('replaced by a new one of the same alias, and gone when removed', async () => {
      const keystore = createKeystore(device.host());
      await keystore.generate('a', aes());
      const operation = keystore.encrypt('a');
      const sealed = operation.doFinal(text);
      await keystore.generate('a', aes());
      const error = thrownBy(() => keystore.decrypt('a', operation.iv).doFinal(sealed)) as JavaError;
      expect(error.name).to.equal('AEADBadTagException');
      expect(error.javaMessage).to.equal(null);
      keystore.remove('a');
      expect(keystore.contains('a')).to.equal(false);
    });

    it('of which a damaged one is unrecoverable and leaves others alone', async () => {
      const keystore = createKeystore(device.host());
      await keystore.generate('a', aes());
      writeFileSync(fileOf(), '{"format":1');
      await keystore.generate('b', aes());
      const error = thrownBy(() => keystore.encrypt('a')) as JavaError;
      expect(stackTrace(error)).to.equal(
        'java.security.UnrecoverableKeyException: Failed to obtain information about key\n' +
          'Caused by: android.security.KeyStoreException: Key blob corrupted',
      );
      expect(keystore.aliases()).to.deep.equal(['b']);
    });
  });

  it('tells apart who threw and why', async () => {
    const keystore = createKeystore(device.host());
    await keystore.generate('a', aes());
    await keystore.generate('r', rsa());
    await keystore.generate('decrypting', aes(undefined, { purposes: ['decrypt'] }));
    expect(javaNameOf(thrownBy(() => keystore.encrypt('decrypting')))).to.equal('InvalidKeyException');
    expect(javaNameOf(thrownBy(() => keystore.decrypt('a')))).to.equal('InvalidAlgorithmParameterException');
    const operation = keystore.encrypt('a');
    const sealed = operation.doFinal(text, Buffer.from('context'));
    const other = thrownBy(() => keystore.decrypt('a', operation.iv).doFinal(sealed, Buffer.from('other')));
    expect(javaNameOf(other)).to.equal('AEADBadTagException');
    expect((other as JavaError).is('GeneralSecurityException')).to.equal(true);
    const short = thrownBy(() => keystore.decrypt('a', operation.iv).doFinal(Buffer.alloc(3)));
    expect(javaNameOf(short)).to.equal('AEADBadTagException');
    const foreign = keystore.encrypt('r').doFinal(text);
    foreign[200]! ^= 1;
    expect(javaNameOf(thrownBy(() => keystore.decrypt('r').doFinal(foreign)))).to.equal(
      'BadPaddingException',
    );
    expect(javaNameOf(thrownBy(() => keystore.decrypt('r').doFinal(text)))).to.equal(
      'IllegalBlockSizeException',
    );
    expect(javaNameOf(thrownBy(() => keystore.encrypt('r').doFinal(Buffer.alloc(246))))).to.equal(
      'IllegalBlockSizeException',
    );
  });

  describe('makes a key that needs the user', () => {
    it('only with a secure lock', async () => {
      device.removeLock();
      const keystore = createKeystore(device.host());
      for (const rules of [forAWhile, eachUse]) {
        const error = (await rejectionOf(keystore.generate('a', aes(rules)))) as JavaError;
        expect(error.name).to.equal('InvalidAlgorithmParameterException');
        expect(error.cause?.toString()).to.equal(
          'java.lang.IllegalStateException: Secure lock screen must be enabled to create keys requiring user authentication',
        );
      }
      device.kind = 'swipe';
      expect(javaNameOf(await rejectionOf(keystore.generate('a', aes(forAWhile))))).to.equal(
        'InvalidAlgorithmParameterException',
      );
      await keystore.generate('free', aes());
      device.setLock('pattern');
      await keystore.generate('a', aes(forAWhile));
    });

    it('for each use only with a strong biometric, unless the credential will do', async () => {
      const refusal = async (rules: UserAuthentication, apiLevel: number) =>
        ((await rejectionOf(createKeystore(device.host(apiLevel)).generate('a', aes(rules)))) as JavaError)
          .cause?.message;
      device.enrolled = 0;
      expect(await refusal(eachUse, 29)).to.match(/^At least one fingerprint must be enrolled/);
      expect(await refusal(eachUse, 30)).to.match(/^At least one biometric must be enrolled/);
      device.enrolled = 1;
      device.sensor = 'weak';
      expect(await refusal(eachUse, 34)).to.match(/^At least one biometric must be enrolled/);
      const either: UserAuthentication = { ...eachUse, by: ['biometric', 'credential'] };
      await createKeystore(device.host(30)).generate('a', aes(either));
      expect(await refusal(either, 29)).to.match(/^At least one fingerprint must be enrolled/);
    });

    it('in a StrongBox only where there is one', async () => {
      const strong = aes(undefined, { strongBox: true });
      expect(javaNameOf(await rejectionOf(createKeystore(device.host(34)).generate('a', strong)))).to.equal(
        'StrongBoxUnavailableException',
      );
      await createKeystore(device.host(27)).generate('a', strong);
      await createKeystore(device.host(34), { strongBox: true }).generate('a', strong);
    });
  });

  describe('lets a key that is good for a time be used', () => {
    for (const apiLevel of [24, 29, 30, 34]) {
      it(`within it and not a moment longer (API ${apiLevel})`, async () => {
        const keystore = createKeystore(device.host(apiLevel));
        await keystore.generate('a', aes(forAWhile));
        device.pass(30);
        keystore.encrypt('a').doFinal(text);
        device.pass(0.001);
        const error = thrownBy(() => keystore.encrypt('a')) as JavaError;
        expect(error.toString()).to.equal(
          'android.security.keystore.UserNotAuthenticatedException: User not authenticated',
        );
        expect(error.is('InvalidKeyException')).to.equal(true);
        keystore.authenticated('biometric');
        keystore.encrypt('a').doFinal(text);
        device.pass(31);
        expect(() => keystore.encrypt('a')).to.throw(JavaError);
        device.lastUnlockAt = device.time;
        keystore.encrypt('a').doFinal(text);
      });
    }

    it('by whom it was made for', async () => {
      const keystore = createKeystore(device.host(34));
      await keystore.generate('bio', aes({ ...forAWhile, by: ['biometric'] }));
      await keystore.generate('pin', aes({ ...forAWhile, by: ['credential'] }));
      expect(() => keystore.encrypt('bio')).to.throw(JavaError);
      keystore.encrypt('pin');
      device.pass(31);
      keystore.authenticated('biometric');
      keystore.encrypt('bio');
      expect(() => keystore.encrypt('pin')).to.throw(JavaError);
    });

    it('with the public half at any time, but for API 23', async () => {
      for (const apiLevel of [23, 24, 34]) {
        const keystore = createKeystore(device.host(apiLevel));
        device.lastUnlockAt = device.time;
        await keystore.generate('r', rsa(forAWhile));
        device.pass(31);
        if (apiLevel === 23)
          expect(javaNameOf(thrownBy(() => keystore.encrypt('r')))).to.equal('UserNotAuthenticatedException');
        else keystore.encrypt('r').doFinal(text);
        expect(javaNameOf(thrownBy(() => keystore.decrypt('r')))).to.equal('UserNotAuthenticatedException');
      }
    });
  });

  it('lets a key for each use begin and end only where the user vouched for it', async () => {
    for (const apiLevel of [28, 34]) {
      const keystore = createKeystore(device.host(apiLevel));
      await keystore.generate('a', aes(eachUse));
      keystore.authenticated('biometric');
      const error = thrownBy(() => keystore.encrypt('a').doFinal(text)) as JavaError;
      expect(error.name).to.equal('IllegalBlockSizeException');
      expect(error.cause?.toString()).to.match(
        /^android\.security\.KeyStoreException: Key user not authenticated/,
      );
      const operation = keystore.encrypt('a');
      operation.authorize('credential');
      expect(() => operation.doFinal(text)).to.throw(JavaError);
      operation.authorize('biometric');
      expect(operation.doFinal(text)).to.have.length(text.length + 16);
      expect(() => keystore.encrypt('a').doFinal(text)).to.throw(JavaError);
    }
  });

  it('lets the credential vouch for one operation where the key was made so, from API 30 on', async () => {
    const either: UserAuthentication = { ...eachUse, by: ['biometric', 'credential'] };
    for (const apiLevel of [29, 30]) {
      const keystore = createKeystore(device.host(apiLevel));
      await keystore.generate('a', aes(either));
      const operation = keystore.encrypt('a');
      operation.authorize('credential');
      if (apiLevel < 30) expect(() => operation.doFinal(text)).to.throw(JavaError);
      else operation.doFinal(text);
    }
  });

  it('refuses a key for the unlocked device while it is locked, from API 28 on', async () => {
    const spec = aes(undefined, { unlockedDeviceRequired: true });
    await createKeystore(device.host()).generate('a', spec);
    await createKeystore(device.host()).generate('free', aes());
    device.locked = true;
    expect(javaNameOf(thrownBy(useOf('a', 28)))).to.equal('InvalidKeyException');
    useOf('a', 27)();
    useOf('free', 34)();
    device.locked = false;
    useOf('a', 34)();
  });

  describe('when the lock is removed', () => {
    it('keeps keys that need no user', async () => {
      await createKeystore(device.host()).generate('a', aes());
      device.removeLock();
      useOf('a')();
    });

    for (const [kind, rules] of [
      ['for a time', forAWhile],
      ['for each use', eachUse],
      ['for each use, whatever is enrolled', { ...eachUse, invalidatedByEnrolment: false }],
    ] as const) {
      it(`ends keys ${kind} for ever`, async () => {
        for (const apiLevel of [28, 30]) {
          await createKeystore(device.host(apiLevel)).generate('a', aes(rules));
          device.removeLock();
          for (let round = 0; round < 2; round++) {
            const error = thrownBy(useOf('a', apiLevel)) as JavaError;
            expect(error.toString()).to.equal(
              'android.security.keystore.KeyPermanentlyInvalidatedException: Key permanently invalidated',
            );
            expect(createKeystore(device.host(apiLevel)).contains('a')).to.equal(true);
            device.setLock('pin');
            device.enrol();
          }
        }
        await createKeystore(device.host(34)).generate('a', aes(rules));
        device.removeLock();
        expect(createKeystore(device.host(34)).contains('a')).to.equal(false);
        device.setLock('pin');
        expect(javaNameOf(thrownBy(useOf('a')))).to.equal('UnrecoverableKeyException');
      });
    }

    it('deletes a key with encryption at rest up to API 30', async () => {
      const spec = aes(undefined, { encryptionRequired: true });
      for (const [apiLevel, stays] of [
        [30, false],
        [31, true],
      ] as const) {
        device.setLock('pin');
        await createKeystore(device.host(apiLevel)).generate('a', spec);
        device.removeLock();
        expect(createKeystore(device.host(apiLevel)).contains('a')).to.equal(stays);
      }
      const error = await rejectionOf(createKeystore(device.host(30)).generate('a', spec));
      expect(javaNameOf(error)).to.equal('IllegalStateException');
    });
  });

  it('keeps keys when the lock is changed', async () => {
    const keystore = createKeystore(device.host());
    await keystore.generate('while', aes(forAWhile));
    await keystore.generate('each', aes(eachUse));
    device.setLock('password');
    keystore.encrypt('while').doFinal(text);
    const operation = keystore.encrypt('each');
    operation.authorize('biometric');
    operation.doFinal(text);
  });

  it('ends by a new finger the keys that hang on the fingers, and no others', async () => {
    const keystore = createKeystore(device.host());
    await keystore.generate('while', aes(forAWhile));
    await keystore.generate('each', aes(eachUse));
    await keystore.generate('either', aes({ ...eachUse, by: ['biometric', 'credential'] }));
    await keystore.generate('kept', aes({ ...eachUse, invalidatedByEnrolment: false }));
    device.enrol();
    keystore.encrypt('while').doFinal(text);
    expect(javaNameOf(thrownBy(() => keystore.encrypt('each')))).to.equal(
      'KeyPermanentlyInvalidatedException',
    );
    for (const alias of ['either', 'kept']) {
      const operation = keystore.encrypt(alias);
      operation.authorize('biometric');
      operation.doFinal(text);
    }
  });

  it('can be made wrong in one rule', async () => {
    const keystore = createKeystore(device.host(), { fateOf: () => 'alive' });
    await keystore.generate('a', aes(forAWhile));
    device.removeLock();
    expect(keystore.contains('a')).to.equal(true);
  });
});
