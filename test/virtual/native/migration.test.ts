import { expect } from 'chai';
import { publicEncrypt } from 'node:crypto';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import type { NativeHost } from '../../../src/virtual/native-api.js';
import { createKeystore } from '../../../src/virtual/native/keystore/keystore.js';
import { createPreferences } from '../../../src/virtual/native/preferences/preferences.js';
import { readXml } from '../../../src/virtual/native/preferences/xml.js';
import { createSecureStorage220, outSystemsParts } from '../../../src/virtual/native/secure-storage/v220.js';
import { createSecureStorage230 } from '../../../src/virtual/native/secure-storage/v230.js';
import { createVault } from '../../../src/virtual/native/secure-storage/vault.js';
import { rejectionOf, TestDevice } from './device.js';
import { leaveOldData, oldEntry, oldKey, publicKeyOf, putStoreFile, sjclKey, sjclValue } from './old-data.js';

const missing = { code: 'OS-PLUG-KSTR-0012', message: 'Key does not exist.' };
const notAuthenticated = { code: 'OS-PLUG-KSTR-0013', message: 'Failed to authenticate user.' };
const notSecure = { code: 'OS-PLUG-KSTR-0014', message: 'Device is not secure.' };
const keystoreError = { code: 'OS-PLUG-KSTR-0015', message: 'There was an error accessing the KeyStore.' };

describe('the migration to 2.3.0', () => {
  let device: TestDevice;
  beforeEach(() => (device = new TestDevice()));
  afterEach(() => device.end());

  const withAuthentication = { migratedkeysauthentication: 'true' };
  const start = (host: NativeHost = device.host()) => createSecureStorage230(host);
  const oldNames = (store: string) => [
    ...readXml(readFileSync(device.prefs(`org.example.app.${store}_SS`), 'utf8')).keys(),
  ];
  const isFlagged = () =>
    existsSync(device.prefs('MIGRATED_FOR_ENCRYPTED')) &&
    readFileSync(device.prefs('MIGRATED_FOR_ENCRYPTED'), 'utf8').includes(
      '<boolean name="MIGRATED_FOR_ENCRYPTED" value="true" />',
    );

  for (const apiLevel of [23, 26, 29, 34]) {
    it(`brings the values of every store, whichever is asked for first (API ${apiLevel})`, async () => {
      const host = device.host(apiLevel);
      await leaveOldData(device, host, {
        one: { a: 'grüße', empty: '' },
        'two words': { a: '2' },
        three: {},
      });
      const plugin = start(host);
      expect(await plugin.exec('init', ['one'])).to.equal(1);
      expect(device.prompts).to.deep.equal([]);
      expect(await plugin.exec('get', ['one', '_SS_a'])).to.equal('grüße');
      expect(await plugin.exec('get', ['one', '_SS_empty'])).to.equal('');
      expect(await plugin.exec('keys', ['one'])).to.deep.equal(['_SS_a', '_SS_empty']);
      expect(await plugin.exec('get', ['two words', '_SS_a'])).to.equal('2');
      expect(await plugin.exec('keys', ['three'])).to.deep.equal([]);
      expect(oldNames('one')).to.deep.equal(['_SS_MIGRATED_TO_NATIVE']);
      expect(oldNames('two words')).to.deep.equal(['_SS_MIGRATED_TO_NATIVE']);
      expect(isFlagged()).to.equal(true);
      expect(device.prompts).to.deep.equal([]);
    });
  }

  it('brings what the halves of before have written', async () => {
    for (const [store, parts] of [
      ['published', {}],
      ['outsystems', outSystemsParts(device.host())],
    ] as const) {
      const before = createSecureStorage220(device.host(), parts);
      await before.exec('init', [store]);
      for (const value of ['', 'ü😀', 'x'.repeat(1_000_000)])
        await before.exec('set', [store, `_SS_${value.length}`, value]);
    }
    const plugin = start();
    await plugin.exec('init', ['published']);
    for (const store of ['published', 'outsystems'])
      for (const value of ['', 'ü😀', 'x'.repeat(1_000_000)])
        expect((await plugin.exec('get', [store, `_SS_${value.length}`])) === value).to.equal(true);
  });

  it('brings what the JavaScript half wrote on devices without native AES', async () => {
    const host = device.host();
    await leaveOldData(device, host, { 'my store': {} });
    const key = publicEncrypt(publicKeyOf(host, 'my store'), Buffer.from(sjclKey)).toString('base64');
    putStoreFile(device, 'my store', { _SS_k: JSON.stringify({ key, value: sjclValue }) });
    const plugin = start();
    await plugin.exec('init', ['my store']);
    expect(await plugin.exec('get', ['my store', '_SS_k'])).to.equal('grüße "x" <&> / 😀');
  });

  it('guards what it brings only where the app says so, and never the key of the ciphered storage', async () => {
    const values = { a: '1', 'outsystems-local-storage-key': '2' };
    await leaveOldData(device, device.host(), { s: values });
    const guarded = start(device.host(34, withAuthentication));
    await guarded.exec('init', ['s']);
    expect(device.prompts).to.deep.equal([]);
    expect(await guarded.exec('get', ['s', '_SS_outsystems-local-storage-key'])).to.equal('2');
    expect(device.prompts).to.deep.equal([]);
    expect(await guarded.exec('get', ['s', '_SS_a'])).to.equal('1');
    expect(device.prompts).to.have.length(1);
    device.answer = () => ({ result: 'error', code: 13, message: 'Cancel' });
    expect(await rejectionOf(guarded.exec('get', ['s', '_SS_a']))).to.deep.equal(notAuthenticated);
    // What was set since is guarded as it was set.
    await guarded.exec('set', ['s', '_SS_a', 'new']);
    expect(await guarded.exec('get', ['s', '_SS_a'])).to.equal('new');
  });

  it('runs once: what comes into the old file later stays there', async () => {
    const host = device.host();
    await leaveOldData(device, host, { s: { a: 'old' } });
    const plugin = start();
    await plugin.exec('init', ['s']);
    await plugin.exec('set', ['s', '_SS_a', 'new']);
    putStoreFile(device, 's', { _SS_a: oldEntry(publicKeyOf(host, 's'), 's', 'older still'), _SS_b: 'x' });
    const next = start();
    await next.exec('init', ['s']);
    expect(await next.exec('get', ['s', '_SS_a'])).to.equal('new');
    expect(await rejectionOf(next.exec('get', ['s', '_SS_b']))).to.deep.equal(missing);
    expect(await next.exec('keys', ['s'])).to.deep.equal(['_SS_a']);
  });

  it('goes on where it was interrupted, and what was set since counts', async () => {
    const host = device.host();
    const values = { a: '1', b: '2', c: '3' };
    for (let dieAfter = 0; dieAfter < 3; dieAfter++) {
      rmSync(device.dataDir, { recursive: true, force: true });
      await leaveOldData(device, device.host(), { s: values });
      // The process dies when a value is in the vault and not yet out of the old file.
      const preferences = createPreferences(host);
      const keystore = createKeystore(host);
      const vault = createVault({ preferences, keystore });
      let written = 0;
      const dying = createSecureStorage230(host, {
        preferences,
        keystore,
        vault: {
          ...vault,
          async putNew(...secret) {
            await vault.putNew(...secret);
            if (written++ === dieAfter) await new Promise(() => undefined);
          },
        },
      });
      void dying.exec('init', ['s']);
      while (written <= dieAfter) await new Promise((resolve) => setTimeout(resolve, 5));
      expect(isFlagged()).to.equal(false);
      expect(oldNames('s').filter((name) => !name.includes('MIGRATED'))).to.have.length(3 - dieAfter);

      const next = start();
      const halfway = ['_SS_a', '_SS_b', '_SS_c'][dieAfter]!;
      await next.exec('set', ['s', halfway, 'new']);
      await next.exec('init', ['s']);
      const expected = { _SS_a: '1', _SS_b: '2', _SS_c: '3', [halfway]: 'new' };
      expect(await next.exec('keys', ['s'])).to.have.members(Object.keys(expected));
      for (const [key, value] of Object.entries(expected))
        expect(await next.exec('get', ['s', key])).to.equal(value);
      expect(isFlagged()).to.equal(true);
    }
  });

  it('leaves alone what cannot be read, brings the rest, and says so of that key only', async () => {
    const host = device.host();
    await leaveOldData(device, host, { s: { good: '1' } });
    const good = oldEntry(publicKeyOf(host, 's'), 's', 'good');
    const parsed = JSON.parse(good) as { key: string; value: Record<string, string> };
    const wrong = {
      _SS_text: 'no entry',
      _SS_json: '{"key":1}',
      _SS_array: '[]',
      _SS_adata: JSON.stringify({ ...parsed, value: { ...parsed.value, adata: 'eA==' } }),
      _SS_iv: JSON.stringify({ ...parsed, value: { ...parsed.value, iv: '' } }),
      _SS_ct: JSON.stringify({ ...parsed, value: { ...parsed.value, ct: '%' } }),
      _SS_key: JSON.stringify({ ...parsed, key: Buffer.alloc(256).toString('base64') }),
      _SS_sjcl: JSON.stringify({ key: parsed.key, value: sjclValue }),
      _SS_cut: good.slice(0, 300),
    };
    putStoreFile(device, 's', { ...wrong, _SS_good: good });
    const plugin = start();
    expect(await plugin.exec('init', ['s'])).to.equal(1);
    expect(await plugin.exec('get', ['s', '_SS_good'])).to.equal('good');
    for (const key of Object.keys(wrong))
      expect(await rejectionOf(plugin.exec('get', ['s', key])), key).to.deep.equal(keystoreError);
    expect(await plugin.exec('keys', ['s'])).to.have.members(['_SS_good', ...Object.keys(wrong)]);
    expect(isFlagged()).to.equal(false);
    expect(device.log.join()).to.contain('E/SecureStorage: Migration of an entry failed');

    await plugin.exec('set', ['s', '_SS_text', 'set anew']);
    expect(await plugin.exec('get', ['s', '_SS_text'])).to.equal('set anew');
    expect(await plugin.exec('remove', ['s', '_SS_json'])).to.equal('OK');
    expect(await rejectionOf(plugin.exec('get', ['s', '_SS_json']))).to.deep.equal(missing);
    await plugin.exec('clear', ['s']);
    expect(await plugin.exec('keys', ['s'])).to.deep.equal([]);
    await start().exec('init', ['s']);
    expect(isFlagged()).to.equal(true);
  });

  for (const apiLevel of [29, 34]) {
    it(`finds its key dead where the lock was removed, and other stores are not stopped by it (API ${apiLevel})`, async () => {
      const host = device.host(apiLevel);
      await leaveOldData(device, host, { dead: { a: '1' } });
      device.removeLock();
      device.setLock('pin');
      await leaveOldData(device, host, { alive: { a: '2' } });
      for (let process = 0; process < 2; process++) {
        const plugin = start(host);
        expect(await plugin.exec('init', ['dead'])).to.equal(1);
        expect(await rejectionOf(plugin.exec('get', ['dead', '_SS_a']))).to.deep.equal(keystoreError);
        expect(await plugin.exec('get', ['alive', '_SS_a'])).to.equal('2');
        expect(await plugin.exec('set', ['dead', '_SS_b', 'new'])).to.equal('OK');
        expect(await plugin.exec('get', ['dead', '_SS_b'])).to.equal('new');
      }
      expect(oldNames('dead')).to.include('_SS_a');
    });
  }

  it('says the same of a backup that came back without its keys', async () => {
    await leaveOldData(device, device.host(), { s: { a: '1' } });
    rmSync(device.keystoreDir, { recursive: true });
    const plugin = start();
    await plugin.exec('init', ['s']);
    expect(await rejectionOf(plugin.exec('get', ['s', '_SS_a']))).to.deep.equal(keystoreError);
  });

  describe('where the old key was not used with the user for 31 days', () => {
    const late = async (apiLevel = 34) => {
      await leaveOldData(device, device.host(apiLevel), { s: { a: '1', b: '2' }, t: { a: '3' } });
      device.pass(32 * 24 * 3600);
      return createSecureStorage230(device.host(apiLevel));
    };

    it('asks once for everything', async () => {
      const plugin = await late();
      expect(await plugin.exec('init', ['s'])).to.equal(1);
      expect(device.prompts).to.have.length(1);
      expect(await plugin.exec('get', ['t', '_SS_a'])).to.equal('3');
      expect(isFlagged()).to.equal(true);
      expect(device.prompts).to.have.length(1);
    });

    it('asks by the system screen below API 30 with no finger', async () => {
      device.enrolled = 0;
      const plugin = await late(28);
      await plugin.exec('init', ['s']);
      expect(device.prompts).to.deep.equal([{ confirm: [] }]);
    });

    it('loses nothing where the user refuses, and asks again', async () => {
      const plugin = await late();
      device.answer = () => ({ result: 'error', code: 10, message: 'no' });
      expect(await rejectionOf(plugin.exec('init', ['s']))).to.deep.equal(notAuthenticated);
      expect(isFlagged()).to.equal(false);
      expect(await rejectionOf(plugin.exec('get', ['s', '_SS_a']))).to.deep.equal(notAuthenticated);
      expect(await plugin.exec('keys', ['s'])).to.deep.equal(['_SS_a', '_SS_b']);
      device.answer = () => ({ result: 'succeeded', by: 'credential' });
      expect(await plugin.exec('get', ['s', '_SS_a'])).to.equal('1');
      await plugin.exec('init', ['s']);
      expect(await plugin.exec('get', ['s', '_SS_b'])).to.equal('2');
      expect(isFlagged()).to.equal(true);
    });

    it('holds up nobody who wants something else while the prompt is up', async () => {
      const plugin = await late();
      await plugin.exec('set', ['s', '_SS_new', 'n']);
      let up = () => {};
      const shown = new Promise<void>((resolve) => (up = resolve));
      device.answer = () => (up(), new Promise(() => undefined));
      void plugin.exec('init', ['s']);
      await shown;
      expect(await plugin.exec('get', ['s', '_SS_new'])).to.equal('n');
      expect(await rejectionOf(plugin.exec('get', ['s', '_SS_no']))).to.deep.equal(missing);
      expect(await plugin.exec('set', ['s', '_SS_a', 'anew'])).to.equal('OK');
      expect(await plugin.exec('get', ['s', '_SS_a'])).to.equal('anew');
    });

    it('lets what was set meanwhile stand', async () => {
      const plugin = await late();
      device.answer = async () => {
        await plugin.exec('set', ['s', '_SS_a', 'new']);
        await plugin.exec('clear', ['t']);
        return { result: 'succeeded', by: 'biometric' };
      };
      await plugin.exec('init', ['s']);
      expect(await plugin.exec('get', ['s', '_SS_a'])).to.equal('new');
      expect(await plugin.exec('get', ['s', '_SS_b'])).to.equal('2');
      expect(await rejectionOf(plugin.exec('get', ['t', '_SS_a']))).to.deep.equal(missing);
    });
  });

  it('is done once for calls that come together', async () => {
    await leaveOldData(device, device.host(), { s: { a: '1' }, t: { a: '2' } });
    const plugin = start();
    const outcomes = await Promise.all([
      plugin.exec('init', ['s']),
      plugin.exec('get', ['t', '_SS_a']),
      plugin.exec('init', ['t']),
      plugin.exec('get', ['s', '_SS_a']),
    ]);
    expect(outcomes).to.deep.equal([1, '2', 1, '1']);
  });

  it('wants a lock only for what the user guards', async () => {
    const host = device.host(34, withAuthentication);
    const unguardedKey = { kind: oldKey.kind, purposes: oldKey.purposes };
    await leaveOldData(device, host, { s: { a: '1' } }, unguardedKey);
    device.removeLock();
    const plugin = start(host);
    await plugin.exec('init', ['s']);
    expect(await rejectionOf(plugin.exec('get', ['s', '_SS_a']))).to.deep.equal(notSecure);
    device.setLock('pin');
    expect(await plugin.exec('get', ['s', '_SS_a'])).to.equal('1');
  });
});
