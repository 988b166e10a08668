import { expect } from 'chai';
import { constants, createDecipheriv, createPrivateKey, privateDecrypt } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { NativePlugin } from '../../../src/virtual/native-api.js';
import { createKeystore } from '../../../src/virtual/native/keystore/keystore.js';
import { readXml } from '../../../src/virtual/native/preferences/xml.js';
import { createSecureStorage220, outSystemsParts } from '../../../src/virtual/native/secure-storage/v220.js';
import { rejectionOf, TestDevice } from './device.js';
import { oldEntry, publicKeyOf, putStoreFile, sjclKey, sjclValue } from './old-data.js';

describe('the native half of the era of 2.2.0', () => {
  let device: TestDevice;
  beforeEach(() => (device = new TestDevice()));
  afterEach(() => device.end());

  const start = (apiLevel = 34) => createSecureStorage220(device.host(apiLevel));
  const startOutSystems = (apiLevel = 34) => {
    const host = device.host(apiLevel);
    return createSecureStorage220(host, outSystemsParts(host));
  };
  const started = async (plugin: NativePlugin, store = 'my store') => {
    expect(await plugin.exec('init', [store])).to.equal(1);
    return plugin;
  };
  const storeFile = (store = 'my store') => device.prefs(`org.example.app.${store}_SS`);
  const entries = (store?: string) => readXml(readFileSync(storeFile(store), 'utf8'));

  describe('as published (2.6.8)', () => {
    it('keeps values in its format, as a second reader finds', async () => {
      const plugin = await started(start());
      expect(await plugin.exec('set', ['my store', '_SS_k', 'grüße'])).to.equal('OK');
      const text = (entries().get('_SS_k') as { value: string }).value;
      expect(text).to.match(
        /^\{"key":"[^"]+\\n","value":\{"iv":.*"v":"1","ks":"256","cipher":"AES","mode":"CCM"/,
      );
      expect(text, 'as org.json escapes').to.not.match(/[^\\]\//);
      const entry = JSON.parse(text) as { key: string; native: boolean; value: Record<string, string> };
      expect(Object.keys(entry)).to.deep.equal(['key', 'value', 'native']);
      expect(entry.native).to.equal(true);
      expect(Object.keys(entry.value)).to.deep.equal(['iv', 'v', 'ks', 'cipher', 'mode', 'adata', 'ct']);
      expect(Math.max(...entry.key.split('\n').map(({ length }) => length)), 'line length').to.equal(76);
      expect(entry.value['adata']).to.equal('bXkgc3RvcmU=\n');

      const bytes = (name: string) => Buffer.from(entry.value[name]!, 'base64');
      const { material, spec } = createKeystore(device.host()).read('org.example.app.my store')!;
      expect(spec).to.include({ encryptionRequired: true }).and.not.have.property('userAuthentication');
      const block = privateDecrypt(
        {
          key: createPrivateKey({ key: material, format: 'der', type: 'pkcs8' }),
          padding: constants.RSA_NO_PADDING,
        },
        Buffer.from(entry.key, 'base64'),
      );
      const decipher = createDecipheriv('aes-256-ccm', block.subarray(-32), bytes('iv'), {
        authTagLength: 8,
      });
      decipher.setAuthTag(bytes('ct').subarray(-8));
      decipher.setAAD(bytes('adata'), { plaintextLength: bytes('ct').length - 8 });
      expect(decipher.update(bytes('ct').subarray(0, -8)).toString()).to.equal('grüße');
    });

    it('reads what another wrote in that format', async () => {
      const plugin = await started(start());
      const entry = oldEntry(publicKeyOf(device.host(), 'my store'), 'my store', 'von früher');
      putStoreFile(device, 'my store', { _SS_old: entry });
      const next = await started(start());
      expect(await next.exec('get', ['my store', '_SS_old'])).to.equal('von früher');
      expect(plugin.service).to.equal('SecureStorage');
    });

    it('gives every value back, in the next process too', async () => {
      const values = [
        '',
        ' ',
        '\u0000',
        'ü😀﷽',
        '{"a":1}',
        '<&>"\'\n',
        'x'.repeat(1_000_000),
        '漢'.repeat(300_000),
      ];
      const plugin = await started(start());
      for (const [index, value] of values.entries()) {
        await plugin.exec('set', ['my store', `_SS_${value.slice(0, 40)}${index}`, value]);
      }
      const next = await started(start());
      expect(await next.exec('keys', ['my store'])).to.have.length(values.length);
      for (const [index, value] of values.entries()) {
        expect(
          (await next.exec('get', ['my store', `_SS_${value.slice(0, 40)}${index}`])) === value,
        ).to.equal(true);
      }
    });

    it('answers parallel calls each with its own', async () => {
      const plugin = await started(start());
      const numbers = Array.from({ length: 50 }, (_, at) => at);
      await Promise.all(numbers.map((at) => plugin.exec('set', ['my store', `_SS_${at}`, `value ${at}`])));
      const got = await Promise.all(numbers.map((at) => plugin.exec('get', ['my store', `_SS_${at}`])));
      expect(got).to.deep.equal(numbers.map((at) => `value ${at}`));
    });

    it('says in plain text what went wrong', async () => {
      const plugin = await started(start());
      expect(await rejectionOf(plugin.exec('get', ['my store', '_SS_no']))).to.equal(
        'Key [_SS_no] not found.',
      );
      expect(await rejectionOf(plugin.exec('fetch', ['my store', '_SS_no']))).to.equal(
        'Key [_SS_no] not found.',
      );
      expect(await plugin.exec('remove', ['my store', '_SS_no'])).to.equal('OK');
      expect(await rejectionOf(plugin.exec('get', ['my store']))).to.equal('JSON error');
      expect(await rejectionOf(plugin.exec('init', []))).to.equal('JSON error');
      expect(await rejectionOf(plugin.exec('toString', []))).to.equal('Invalid action');
      expect(await rejectionOf(plugin.exec('get', ['other', '_SS_k']))).to.equal(
        "Attempt to invoke virtual method 'java.lang.String com.crypho.plugins.SharedPreferencesHandler.fetch(java.lang.String)' on a null object reference",
      );
      expect(await rejectionOf(plugin.exec('set', ['other', '_SS_k', 'v']))).to.equal(
        'Failed to load key for org.example.app.other',
      );
      expect(await rejectionOf(plugin.exec('init', ['a/b']))).to.equal(
        'File org.example.app.a/b_SS.xml contains a path separator',
      );
    });

    it('takes arguments as Java does', async () => {
      const plugin = await started(start());
      await plugin.exec('set', ['my store', null, 1]);
      await plugin.exec('set', ['my store', { a: '/' }, true]);
      expect(await plugin.exec('keys', ['my store'])).to.deep.equal(['null', '{"a":"\\/"}']);
      expect(await plugin.exec('get', ['my store', 'null'])).to.equal('1');
    });

    it('keeps raw entries for its JavaScript half, and RSA', async () => {
      const plugin = await started(start());
      await plugin.exec('store', ['my store', '_SS_MIGRATED_TO_NATIVE', '1']);
      await plugin.exec('store', ['my store', '_SS_x', 'raw']);
      expect(await plugin.exec('keys', ['my store'])).to.deep.equal(['_SS_x']);
      expect(await plugin.exec('fetch', ['my store', '_SS_x'])).to.equal('raw');
      const sealed = (await plugin.exec('encrypt_rsa', ['my store', 'short'])) as string;
      expect(await plugin.exec('decrypt_rsa', ['my store', sealed])).to.equal('short');
      expect(await rejectionOf(plugin.exec('decrypt_rsa', ['my store', '*']))).to.equal('bad base-64');
      await plugin.exec('clear', ['my store']);
      expect(await plugin.exec('keys', ['my store'])).to.deep.equal([]);
      expect(readFileSync(storeFile(), 'utf8')).to.match(/<map \/>/);
    });

    it('has no message of its own where a cipher has none', async () => {
      const plugin = await started(start());
      await started(plugin, 'other');
      await plugin.exec('set', ['my store', '_SS_k', 'v']);
      const entry = JSON.parse((await plugin.exec('fetch', ['my store', '_SS_k'])) as string) as Record<
        string,
        unknown
      >;
      const put = (changed: unknown) => plugin.exec('store', ['my store', '_SS_k', JSON.stringify(changed)]);
      const answer = () => rejectionOf(plugin.exec('get', ['my store', '_SS_k']));
      await put({ ...entry, key: Buffer.alloc(256, 1).toString('base64') });
      expect(await answer()).to.equal(null);
      expect(device.log.join()).to.match(
        /E\/SecureStorage: Decrypt \(RSA\/AES\) failed :\njavax\.crypto\.BadPadding/,
      );
      await put({ ...entry, value: { ...(entry['value'] as object), adata: 'eA==' } });
      expect(await answer()).to.equal('mac check in CCM failed');
      await put({ ...entry, value: { ...(entry['value'] as object), iv: '%' } });
      expect(await answer()).to.equal('bad base-64');
      await put({ key: sjclKey, value: sjclValue });
      expect(await answer()).to.equal('JSON error');
      await plugin.exec('store', ['my store', '_SS_k', 'no JSON']);
      expect(await answer()).to.equal('JSON error');
      await started(plugin, 'other');
      await plugin.exec('store', ['other', '_SS_k', JSON.stringify(entry)]);
      expect(await rejectionOf(plugin.exec('get', ['other', '_SS_k']))).to.equal(null);
    });

    it('wants a secure lock to begin, and to go on', async () => {
      const plugin = await started(start());
      await plugin.exec('set', ['my store', '_SS_k', 'v']);
      expect(await plugin.exec('secureDevice', [])).to.equal('OK');
      device.removeLock();
      const next = start();
      expect(await rejectionOf(next.exec('init', ['my store']))).to.equal('Device is not secure');
      expect(await rejectionOf(next.exec('secureDevice', []))).to.equal('Device is not secure');
      device.setLock('pin');
      await started(next);
      expect(await next.exec('get', ['my store', '_SS_k'])).to.equal('v');
    });

    it('begins anew where the key is gone: removed with the lock up to API 30, absent from a backup', async () => {
      const plugin = await started(start(30));
      await plugin.exec('set', ['my store', '_SS_k', 'v']);
      device.removeLock();
      device.setLock('pin');
      const next = await started(start(30));
      expect(await next.exec('keys', ['my store'])).to.deep.equal([]);
      await next.exec('set', ['my store', '_SS_k', 'w']);
      rmSync(device.keystoreDir, { recursive: true });
      const restored = await started(start(30));
      expect(await rejectionOf(restored.exec('get', ['my store', '_SS_k']))).to.equal(
        'Key [_SS_k] not found.',
      );
      await restored.exec('set', ['my store', '_SS_k', 'x']);
      expect(await restored.exec('get', ['my store', '_SS_k'])).to.equal('x');
    });

    it('answers only the last of the calls that wait for a key', async () => {
      const plugin = start();
      let first = 'waits';
      void plugin.exec('init', ['a']).finally(() => (first = 'answered'));
      await started(plugin, 'b');
      expect(first).to.equal('waits');
      await started(plugin, 'a');
      await Promise.all([started(plugin, 'a'), started(plugin, 'b')]);
    });

    it('keeps stores apart, and reads while the device is locked', async () => {
      const plugin = await started(start());
      await started(plugin, 'other');
      await plugin.exec('set', ['my store', '_SS_k', 'mine']);
      await plugin.exec('set', ['other', '_SS_k', 'theirs']);
      await plugin.exec('clear', ['other']);
      device.locked = true;
      expect(await plugin.exec('get', ['my store', '_SS_k'])).to.equal('mine');
    });
  });

  describe('as OutSystems built it before OS13', () => {
    it('ties its key to the user for 31 days, and asks when they are over', async () => {
      const plugin = await started(startOutSystems());
      await plugin.exec('set', ['my store', '_SS_k', 'v']);
      expect(device.prompts).to.have.length(1);
      device.pass(31 * 24 * 3600);
      expect(await plugin.exec('get', ['my store', '_SS_k'])).to.equal('v');
      expect(device.prompts).to.have.length(1);
      device.pass(1);
      device.confirms = () => false;
      expect(await rejectionOf(plugin.exec('get', ['my store', '_SS_k']))).to.equal(
        'Authentication screen skipped',
      );
      device.confirms = () => true;
      expect(await plugin.exec('get', ['my store', '_SS_k'])).to.equal('v');
      expect(await plugin.exec('get', ['my store', '_SS_k'])).to.equal('v');
      expect(device.prompts).to.deep.equal([{ confirm: [] }, { confirm: [] }, { confirm: [] }]);
    });

    it('makes no key where the user leaves the screen', async () => {
      device.confirms = () => false;
      const plugin = startOutSystems();
      expect(await rejectionOf(plugin.exec('init', ['my store']))).to.equal('Authentication screen skipped');
      expect(existsSync(device.keystoreDir)).to.equal(false);
    });

    it('outlives a new finger, not the removal of the lock', async () => {
      for (const apiLevel of [29, 34]) {
        const plugin = await started(startOutSystems(apiLevel));
        await plugin.exec('set', ['my store', '_SS_k', 'v']);
        device.enrol();
        expect(await plugin.exec('get', ['my store', '_SS_k'])).to.equal('v');
        device.removeLock();
        device.setLock('pin');
        const next = await started(startOutSystems(apiLevel));
        expect(await next.exec('keys', ['my store'])).to.deep.equal([]);
        expect(await rejectionOf(next.exec('get', ['my store', '_SS_k']))).to.equal('Key [_SS_k] not found.');
      }
    });

    it('answers every call that waits for a key', async () => {
      const plugin = startOutSystems();
      await Promise.all(['a', 'b', 'a'].map((store) => started(plugin, store)));
      expect(createKeystore(device.host()).aliases()).to.have.members([
        'org.example.app.a',
        'org.example.app.b',
      ]);
    });
  });

  it('can be made wrong in one thing', async () => {
    const plugin = createSecureStorage220(device.host(), {
      actions: (actions) => ({ ...actions, clear: () => 'OK' }),
    });
    await started(plugin);
    await plugin.exec('set', ['my store', '_SS_k', 'v']);
    await plugin.exec('clear', ['my store']);
    expect(await plugin.exec('get', ['my store', '_SS_k'])).to.equal('v');
    writeFileSync(storeFile(), 'damaged');
    expect(await (await started(start())).exec('keys', ['my store'])).to.deep.equal([]);
  });
});
