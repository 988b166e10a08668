import { expect } from 'chai';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { NativePlugin } from '../../../src/virtual/native-api.js';
import { createSecureStorage230 } from '../../../src/virtual/native/secure-storage/v230.js';
import { codes } from '../../../src/virtual/native/secure-storage/codes.js';
import { rejectionOf, TestDevice } from './device.js';

const missing = { code: 'OS-PLUG-KSTR-0012', message: 'Key does not exist.' };
const notAuthenticated = { code: 'OS-PLUG-KSTR-0013', message: 'Failed to authenticate user.' };
const notSecure = { code: 'OS-PLUG-KSTR-0014', message: 'Device is not secure.' };
const keystoreError = { code: 'OS-PLUG-KSTR-0015', message: 'There was an error accessing the KeyStore.' };

describe('the native half documented for 2.3.0', () => {
  let device: TestDevice;
  beforeEach(() => (device = new TestDevice()));
  afterEach(() => device.end());

  const start = async (apiLevel = 34, preferences: Readonly<Record<string, string>> = {}) => {
    const plugin = createSecureStorage230(device.host(apiLevel, preferences));
    expect(await plugin.exec('init', ['s'])).to.equal(1);
    return plugin;
  };
  const set = (plugin: NativePlugin, key: string, value: string, ...more: unknown[]) =>
    plugin.exec('set', ['s', key, value, ...more]);
  const get = (plugin: NativePlugin, key: string) => plugin.exec('get', ['s', key]);
  const cancel = () => ({ result: 'error', code: 10, message: 'Authentication canceled by user.' }) as const;

  it('sets, gets and removes', async () => {
    const plugin = await start();
    expect(plugin.service).to.equal('SecureStorage');
    expect(await set(plugin, '_SS_k', 'v')).to.equal('OK');
    expect(await get(plugin, '_SS_k')).to.equal('v');
    await set(plugin, '_SS_k', 'w', false);
    expect(await get(plugin, '_SS_k')).to.equal('w');
    expect(await plugin.exec('keys', ['s'])).to.deep.equal(['_SS_k']);
    expect(await plugin.exec('remove', ['s', '_SS_k'])).to.equal('OK');
    expect(await rejectionOf(get(plugin, '_SS_k'))).to.deep.equal(missing);
    expect(await rejectionOf(plugin.exec('remove', ['s', '_SS_k']))).to.deep.equal(missing);
    expect(await plugin.exec('keys', ['s'])).to.deep.equal([]);
    expect(device.prompts).to.deep.equal([]);
  });

  it('gives every value back under every key, in the next process too', async () => {
    const texts = [
      '', ' ', '\u0000', 'ü😀﷽', 'a/b', '../x', '","', '<&>"\'\n\r', '__proto__', '_SS_MIGRATED_TO_NATIVE', 'x'.repeat(300), 'x'.repeat(301), '漢'.repeat(350_000),
    ]; // prettier-ignore
    const plugin = await start();
    for (const text of texts) await plugin.exec('set', [text.slice(0, 400), text.slice(0, 400), text]);
    const next = await start();
    for (const text of texts) {
      expect((await next.exec('get', [text.slice(0, 400), text.slice(0, 400)])) === text).to.equal(true);
      expect(await next.exec('keys', [text.slice(0, 400)])).to.deep.equal([text.slice(0, 400)]);
    }
  });

  it('keeps stores and keys apart, whatever their names', async () => {
    const plugin = await start();
    await plugin.exec('set', ['A', '_SS_B_SS_C', '1']);
    await plugin.exec('set', ['A_SS_B', '_SS_C', '2']);
    await plugin.exec('set', ['A_SS_B_SS_C', '', '3']);
    expect(await plugin.exec('get', ['A', '_SS_B_SS_C'])).to.equal('1');
    await plugin.exec('clear', ['A_SS_B']);
    expect(await rejectionOf(plugin.exec('get', ['A_SS_B', '_SS_C']))).to.deep.equal(missing);
    expect(await plugin.exec('get', ['A', '_SS_B_SS_C'])).to.equal('1');
    expect(await plugin.exec('get', ['A_SS_B_SS_C', ''])).to.equal('3');
  });

  it('leaves nothing readable on the disk, guarded or not', async () => {
    const plugin = await start();
    await set(plugin, '_SS_name of key', 'plain secret');
    await set(plugin, '_SS_other key', 'guarded secret', true);
    const folder = join(device.dataDir, 'shared_prefs');
    for (const file of readdirSync(folder)) {
      const content = readFileSync(join(folder, file), 'latin1');
      for (const text of ['plain secret', 'guarded secret', 'name of key', 'other key'])
        for (const form of ['utf8', 'base64', 'hex', 'utf16le'] as const)
          expect(content).to.not.contain(Buffer.from(text).toString(form).replace(/=+$/, ''));
    }
    expect(readFileSync(device.prefs('oskeystore'), 'utf8')).to.contain(
      '__androidx_security_crypto_encrypted_prefs_key_keyset__',
    );
  });

  it('answers parallel calls each with its own, and fails a bad one alone', async () => {
    const plugin = await start();
    const numbers = Array.from({ length: 40 }, (_, at) => at);
    await Promise.all(numbers.map((at) => set(plugin, `_SS_${at}`, `value ${at}`)));
    const calls = numbers.map((at) => get(plugin, `_SS_${at}`));
    const bad = [plugin.exec('get', ['s']), get(plugin, '_SS_no'), plugin.exec('nothing', [])];
    expect(await Promise.all(bad.map(rejectionOf))).to.deep.equal(['JSON error', missing, 'Invalid action']);
    expect(await Promise.all(calls)).to.deep.equal(numbers.map((at) => `value ${at}`));
  });

  it('needs no lock for what needs no user, and reads it while locked', async () => {
    device.removeLock();
    const plugin = await start();
    await set(plugin, '_SS_k', 'v');
    device.setLock('pin');
    device.locked = true;
    expect(await get(plugin, '_SS_k')).to.equal('v');
    device.locked = false;
    device.enrol();
    device.removeLock();
    expect(await get(await start(), '_SS_k')).to.equal('v');
  });

  it('does as 2.6.8 with the actions of its JavaScript half', async () => {
    const plugin = await start();
    expect(await plugin.exec('fetch', ['_SS_MIGRATED_TO_NATIVE'])).to.equal('OK');
    expect(await plugin.exec('store', ['s', '_SS_MIGRATED_TO_NATIVE', '1'])).to.equal('OK');
    expect(await plugin.exec('keys', ['s'])).to.deep.equal([]);
    expect(await plugin.exec('secureDevice', [])).to.equal('OK');
    expect(await rejectionOf(plugin.exec('encrypt_rsa', ['s', 'x']))).to.deep.equal(keystoreError);
    device.confirms = () => false;
    expect(await rejectionOf(plugin.exec('secureDevice', []))).to.equal('Authentication screen skipped');
    device.removeLock();
    expect(await rejectionOf(plugin.exec('secureDevice', []))).to.equal('Device is not secure');
  });

  describe('with KeyAuthentication', () => {
    it('asks for every set, get and remove, and not for others', async () => {
      const plugin = await start();
      await set(plugin, '_SS_k', 'v', true);
      await set(plugin, '_SS_free', 'f');
      expect(device.prompts).to.have.length(1);
      expect(await get(plugin, '_SS_k')).to.equal('v');
      expect(await get(plugin, '_SS_k')).to.equal('v');
      expect(device.prompts).to.have.length(3);
      await get(plugin, '_SS_free');
      await plugin.exec('keys', ['s']);
      expect(device.prompts).to.have.length(3);
      await plugin.exec('remove', ['s', '_SS_k']);
      expect(device.prompts).to.have.length(4);
      expect(await rejectionOf(get(plugin, '_SS_k'))).to.deep.equal(missing);
      expect(device.prompts).to.have.length(4);
    });

    it('still in the next process, and no more once set without', async () => {
      await set(await start(), '_SS_k', 'v', true);
      const plugin = await start();
      await get(plugin, '_SS_k');
      expect(device.prompts).to.have.length(2);
      await set(plugin, '_SS_k', 'w', false);
      await get(await start(), '_SS_k');
      expect(device.prompts).to.have.length(2);
    });

    it('gives nothing and changes nothing where the prompt is refused', async () => {
      const plugin = await start();
      await set(plugin, '_SS_k', 'v', true);
      for (const code of [3, 5, 7, 9, 10, 13]) {
        device.answer = () => ({ result: 'error', code, message: 'no' });
        expect(await rejectionOf(get(plugin, '_SS_k'))).to.deep.equal(notAuthenticated);
        expect(await rejectionOf(set(plugin, '_SS_k', 'w', true))).to.deep.equal(notAuthenticated);
        expect(await rejectionOf(set(plugin, '_SS_new', 'w', true))).to.deep.equal(notAuthenticated);
        expect(await rejectionOf(plugin.exec('remove', ['s', '_SS_k']))).to.deep.equal(notAuthenticated);
      }
      expect(await plugin.exec('keys', ['s'])).to.deep.equal(['_SS_k']);
      device.answer = () => ({ result: 'succeeded', by: 'credential' });
      expect(await get(plugin, '_SS_k')).to.equal('v');
    });

    it('says that the device is not secure, and shows nothing', async () => {
      const plugin = await start();
      await set(plugin, '_SS_k', 'v', true);
      device.removeLock();
      for (const kind of ['none', 'swipe'] as const) {
        device.kind = kind;
        expect(await rejectionOf(get(plugin, '_SS_k'))).to.deep.equal(notSecure);
        expect(await rejectionOf(set(plugin, '_SS_n', 'v', true))).to.deep.equal(notSecure);
        expect(await rejectionOf(plugin.exec('remove', ['s', '_SS_k']))).to.deep.equal(notSecure);
      }
      expect(device.prompts).to.have.length(1);
      device.setLock('pattern');
      expect(await get(plugin, '_SS_k')).to.equal('v');
    });

    it('shows the prompt of the API level with the texts of the app', async () => {
      const texts = { authprompttitle: 'Who?', authpromptsubtitle: 'Tell', authpromptcancelbutton: 'Leave' };
      await set(await start(34), '_SS_k', 'v', true);
      await set(await start(30, texts), '_SS_k', 'v', true);
      await set(await start(29), '_SS_k', 'v', true);
      await set(await start(28, texts), '_SS_k', 'v', true);
      device.enrolled = 0;
      await set(await start(29, texts), '_SS_k', 'v', true);
      await set(await start(30), '_SS_k', 'v', true);
      const documented = { title: 'Authentication required', subtitle: 'Please authenticate to continue' };
      const any = { allow: ['strong', 'weak', 'credential'] };
      const finger = { allow: ['strong', 'weak'] };
      expect(device.prompts).to.deep.equal([
        { ...documented, ...any },
        { title: 'Who?', subtitle: 'Tell', ...any },
        { ...documented, ...finger, negativeText: 'Cancel' },
        { title: 'Who?', subtitle: 'Tell', ...finger, negativeText: 'Leave' },
        { confirm: [] },
        { ...documented, ...any },
      ]);
      device.confirms = () => false;
      expect(await rejectionOf(set(await start(29), '_SS_k', 'v', true))).to.deep.equal(notAuthenticated);
    });

    it('shows one prompt at a time and gives each answer to its own call', async () => {
      const plugin = await start();
      for (const key of ['a', 'b', 'c']) await set(plugin, `_SS_${key}`, `value ${key}`, true);
      let up = 0;
      let turn = 0;
      device.answer = async () => {
        expect(++up).to.equal(1);
        await new Promise((resolve) => setTimeout(resolve, 5));
        up--;
        return turn++ === 1 ? cancel() : { result: 'succeeded', by: 'biometric' };
      };
      const free = set(plugin, '_SS_free', 'f');
      const outcomes = await Promise.allSettled(['a', 'b', 'c'].map((key) => get(plugin, `_SS_${key}`)));
      expect(outcomes).to.deep.equal([
        { status: 'fulfilled', value: 'value a' },
        { status: 'rejected', reason: notAuthenticated },
        { status: 'fulfilled', value: 'value c' },
      ]);
      expect(await free).to.equal('OK');
    });

    it('gives what the secret is when the prompt ends', async () => {
      const plugin = await start();
      await set(plugin, '_SS_k', 'old', true);
      device.answer = async () => {
        await set(plugin, '_SS_k', 'new');
        return { result: 'succeeded', by: 'biometric' };
      };
      expect(await get(plugin, '_SS_k')).to.equal('new');
      device.answer = () => ({ result: 'succeeded', by: 'biometric' });
      await set(plugin, '_SS_k', 'again', true);
      device.answer = async () => {
        await plugin.exec('clear', ['s']);
        return { result: 'succeeded', by: 'biometric' };
      };
      expect(await rejectionOf(get(plugin, '_SS_k'))).to.deep.equal(missing);
    });
  });

  describe('when its data is damaged', () => {
    const file = () => device.prefs('oskeystore');
    const change = (pattern: RegExp, by: string) =>
      writeFileSync(file(), readFileSync(file(), 'utf8').replace(pattern, by));
    const everyCall = async (plugin: NativePlugin) => [
      await rejectionOf(get(plugin, '_SS_k')),
      await rejectionOf(plugin.exec('remove', ['s', '_SS_k'])),
      await rejectionOf(plugin.exec('keys', ['s'])),
    ];

    it('says so of a keyset that cannot be opened, until it is cleared', async () => {
      await set(await start(), '_SS_k', 'v');
      change(/(value_keyset__">..)../, '$100');
      const plugin = await start();
      expect(await everyCall(plugin)).to.deep.equal([keystoreError, keystoreError, keystoreError]);
      expect(await rejectionOf(set(plugin, '_SS_k', 'w'))).to.deep.equal(keystoreError);
      expect(device.log.join()).to.contain('E/SecureStorage: KeyStore failed');
      await plugin.exec('clear', ['s']);
      await set(plugin, '_SS_k', 'x');
      expect(await get(await start(), '_SS_k')).to.equal('x');
    });

    it('says so of a damaged value and goes on with the others', async () => {
      const plugin = await start();
      await set(plugin, '_SS_k', 'v');
      await set(plugin, '_SS_other', 'o');
      const line = readFileSync(file(), 'utf8').split('\n').at(-4)!;
      writeFileSync(
        file(),
        readFileSync(file(), 'utf8').replace(
          line,
          line.replace(/>.{30}/, (text) => text.slice(0, -3) + 'AAA'),
        ),
      );
      const next = await start();
      expect(await rejectionOf(get(next, '_SS_k'))).to.deep.equal(keystoreError);
      expect(await get(next, '_SS_other')).to.equal('o');
      await set(next, '_SS_k', 'w');
      expect(await get(next, '_SS_k')).to.equal('w');
    });

    it('says so of a backup that came back without its keys, until something is set', async () => {
      await set(await start(), '_SS_k', 'v');
      const backup = join(device.folder, 'backup');
      cpSync(device.dataDir, backup, { recursive: true });
      rmSync(device.keystoreDir, { recursive: true });
      rmSync(device.dataDir, { recursive: true });
      mkdirSync(device.dataDir);
      cpSync(backup, device.dataDir, { recursive: true });
      for (let process = 0; process < 2; process++) {
        const plugin = await start();
        expect(await everyCall(plugin)).to.deep.equal([keystoreError, keystoreError, keystoreError]);
        expect(existsSync(device.keystoreDir)).to.equal(false);
      }
      const plugin = await start();
      await set(plugin, '_SS_k', 'w');
      expect(await get(await start(), '_SS_k')).to.equal('w');
    });

    it('knows nothing of before after an uninstall', async () => {
      await set(await start(), '_SS_k', 'v');
      rmSync(device.keystoreDir, { recursive: true });
      rmSync(device.dataDir, { recursive: true });
      expect(await rejectionOf(get(await start(), '_SS_k'))).to.deep.equal(missing);
    });
  });

  describe('can be made wrong in one thing', () => {
    it('a code', async () => {
      const older = { ...codes, missing: { ...codes.missing, code: 'OS-PLUG-KSTR-00012' } };
      const plugin = createSecureStorage230(device.host(), { codes: older });
      expect(await rejectionOf(get(plugin, '_SS_k'))).to.deep.equal({
        ...missing,
        code: 'OS-PLUG-KSTR-00012',
      });
    });

    it('the prompt', async () => {
      const plugin = createSecureStorage230(device.host(), { gate: async () => undefined });
      await set(plugin, '_SS_k', 'v', true);
      expect(await get(plugin, '_SS_k')).to.equal('v');
      expect(device.prompts).to.deep.equal([]);
    });

    it('an action', async () => {
      const plugin = createSecureStorage230(device.host(), {
        actions: (actions) => ({ ...actions, remove: () => 'OK' }),
      });
      expect(await plugin.exec('remove', ['s', '_SS_k'])).to.equal('OK');
    });
  });
});
