import { expect } from 'chai';
import path from 'node:path';
import { resolveContract } from '../../src/contracts/registry.js';
import { chooseBinding, listBindings } from '../../src/plugins/bindings.js';
import { errorOf, folderOf, temporary } from './support.js';

const bindings = listBindings();
const named = (name: string, version: string, family: 'cordova' | 'capacitor' | 'expo' = 'cordova') => ({
  name,
  version,
  family,
  folder: '/nowhere',
});
const choose = (name: string, version: string, more: { binding?: string; contract?: string } = {}) =>
  chooseBinding(named(name, version), bindings, { target: 'web', ...more });
const contractOf = (name: string, version: string) => {
  const { id, version: of } = choose(name, version).contract;
  return `${id}@${of}`;
};

describe('the bindings', () => {
  it('are the folders that have a binding.json', () => {
    expect(bindings.map(({ id }) => id)).to.include('cordova-secure-storage');
    for (const { id, folder } of bindings) expect(path.basename(folder)).to.equal(id);
  });

  it('are checked when they are read', async () => {
    const root = temporary();
    const good = {
      id: 'a',
      title: 'A',
      family: 'cordova',
      targets: ['web'],
      operations: ['set'],
      fits: [{ package: 'p', contract: 'c', contractVersion: '1.0.0' }],
    };
    const read = (binding: unknown) =>
      listBindings(path.dirname(folderOf(path.join(root, 'a'), { 'binding.json': JSON.stringify(binding) })));
    expect(read(good)).to.deep.equal([{ ...good, folder: path.join(root, 'a') }]);
    for (const wrong of [
      { ...good, id: 'b' },
      { ...good, operations: ['fly'] },
      { ...good, more: 1 },
      { ...good, fits: [{ ...good.fits[0], versions: 'x y z' }] },
      { ...good, fits: [{ ...good.fits[0], versionMatches: '(' }] },
    ])
      expect((await errorOf(() => read(wrong))).message).to.include('binding.json of "a"');
  });
});

describe('the choice of binding and contract', () => {
  const upstream = 'cordova-plugin-secure-storage';
  for (const [version, contract] of Object.entries({
    '2.6.8': 'cordova-secure-storage@2.6.0',
    '2.6.0': 'cordova-secure-storage@2.6.0',
    '3.0.0': 'cordova-secure-storage@3.0.0',
    '3.0.1': 'cordova-secure-storage@3.0.0',
    '3.0.2': 'cordova-secure-storage@3.0.2',
    '3.0.0-beta.1': 'cordova-secure-storage@3.0.0',
    '2.6.8-OS': 'cordova-secure-storage@2.6.0',
    '2.6.8-OS1': 'outsystems-keystore@2.2.0',
    '2.6.8-OS12': 'outsystems-keystore@2.2.0',
    '2.6.8-OS13': 'outsystems-keystore@2.3.0',
    '2.6.8-OS18': 'outsystems-keystore@2.3.0',
    '2.6.8-OS19': 'outsystems-keystore@2.4.0',
    '2.6.8-OS20': 'outsystems-keystore@2.4.0',
    '2.6.8-OS100': 'outsystems-keystore@2.4.0',
  })) {
    it(`judges ${upstream} ${version} by ${contract}`, () => {
      expect(contractOf(upstream, version)).to.equal(contract);
    });
  }

  it('judges the fork by what it was forked from', () => {
    expect(contractOf(`${upstream}-echo`, '5.1.1')).to.equal('cordova-secure-storage@3.0.0');
  });

  const capacitor = (name: string, version: string) => {
    const { binding, contract } = chooseBinding(named(name, version, 'capacitor'), bindings, {
      target: 'web',
    });
    return `${binding.id}: ${contract.id}@${contract.version}`;
  };
  for (const [name, version, contract] of [
    ['capacitor-secure-storage-plugin', '0.13.0', 'capacitor-secure-storage-plugin@0.6.2'],
    ['capacitor-secure-storage-plugin', '0.6.2', 'capacitor-secure-storage-plugin@0.6.2'],
    ['@evva/capacitor-secure-storage-plugin', '4.0.4', 'evva-capacitor-secure-storage-plugin@3.1.0'],
    ['@evva/capacitor-secure-storage-plugin', '3.0.1', 'evva-capacitor-secure-storage-plugin@3.0.1'],
    ['@aparajita/capacitor-secure-storage', '8.0.1', 'aparajita-capacitor-secure-storage@8.0.1'],
    ['@aparajita/capacitor-secure-storage', '8.0.0', 'aparajita-capacitor-secure-storage@5.0.0'],
    ['@aparajita/capacitor-secure-storage', '6.0.1', 'aparajita-capacitor-secure-storage@5.0.0'],
    ['@aparajita/capacitor-secure-storage', '4.0.0', 'aparajita-capacitor-secure-storage@3.0.0'],
    ['@capgo/capacitor-persistent-account', '8.0.36', 'capgo-capacitor-persistent-account@8.0.0'],
  ] as const) {
    it(`judges ${name} ${version} by ${contract}`, () => {
      expect(capacitor(name, version)).to.equal(`${contract.split('@')[0]}: ${contract}`);
    });
  }

  it('refuses versions of these that have another API', async () => {
    for (const [name, version] of [
      ['capacitor-secure-storage-plugin', '0.4.0'],
      ['@aparajita/capacitor-secure-storage', '2.0.0'],
      ['@evva/capacitor-secure-storage-plugin', '2.0.0'],
    ] as const)
      expect((await errorOf(() => capacitor(name, version))).code, name).to.equal('plugin-unclaimed');
  });

  it('has a contract for every package that a binding fits', () => {
    for (const { id, fits } of bindings)
      for (const { contract, contractVersion } of fits)
        expect(resolveContract(contract, contractVersion)?.version, id).to.equal(contractVersion);
  });

  it('can be given another contract, with and without a version', () => {
    expect(choose(upstream, '2.6.8', { contract: 'outsystems-keystore@2.2' }).contract).to.deep.equal({
      id: 'outsystems-keystore',
      version: '2.2',
    });
    expect(choose(upstream, '2.6.8', { contract: 'baseline' }).contract).to.deep.equal({ id: 'baseline' });
    expect(choose(upstream, '2.6.8', { contract: 'cordova-secure-storage' }).contract.version).to.equal(
      '2.6.0',
    );
  });

  it('takes a fork under another name with both named', () => {
    const { binding, contract } = choose('my-fork', '1.0.0', {
      binding: 'cordova-secure-storage',
      contract: 'outsystems-keystore@2.3.0',
    });
    expect(binding.id).to.equal('cordova-secure-storage');
    expect(contract).to.deep.equal({ id: 'outsystems-keystore', version: '2.3.0' });
  });

  it('asks for the contract as well where a named binding does not know the plugin', async () => {
    const error = await errorOf(() => choose('my-fork', '1.0.0', { binding: 'cordova-secure-storage' }));
    expect(error.code).to.equal('plugin-unclaimed');
    expect(error.hint).to.include('--contract ID');
  });

  it('refuses a plugin that no binding claims, and lists what they claim', async () => {
    for (const [name, version] of [
      ['my-fork', '1.0.0'],
      [upstream, '2.5.0'],
    ] as const) {
      const error = await errorOf(() => choose(name, version));
      expect(error.code).to.equal('plugin-unclaimed');
      expect(error.message).to.include(`"${name}@${version}"`).and.to.include(`${upstream}-echo`);
    }
  });

  it('refuses a binding that does not exist, or is for another system or target', async () => {
    const error = await errorOf(() => choose(upstream, '2.6.8', { binding: 'nothing' }));
    expect(error.code).to.equal('binding-unknown');
    expect(error.message).to.include('"cordova-secure-storage"');
    const wish = { binding: 'cordova-secure-storage', contract: 'baseline' };
    const other = await errorOf(() =>
      chooseBinding(named('x', '1.0.0', 'capacitor'), bindings, { target: 'web', ...wish }),
    );
    expect(other.code).to.equal('plugin-unclaimed');
    expect(other.message).to.include('capacitor');
    expect(
      (await errorOf(() => chooseBinding(named(upstream, '2.6.8'), bindings, { target: 'ios' }))).code,
    ).to.equal('plugin-unclaimed');
  });
});

describe('a plugin without a web implementation', () => {
  const root = temporary();
  const plugin = (family: 'cordova' | 'expo', name: string, files: Record<string, string>) => ({
    ...named(name, '1.0.0', family),
    folder: folderOf(path.join(root, name), files),
  });
  const codeOf = async (one: ReturnType<typeof plugin>, target: 'web' | 'android' = 'web') =>
    (await errorOf(() => chooseBinding(one, bindings, { target }))).code;

  it('is told before it is told that nobody claims it', async () => {
    const expo = plugin('expo', 'e1', { 'expo-module.config.json': '{ "platforms": ["apple", "android"] }' });
    expect(await codeOf(expo)).to.equal('plugin-no-web');
    expect(await codeOf(expo, 'android')).to.equal('plugin-unclaimed');
    const wish = { target: 'web', binding: 'cordova-secure-storage', contract: 'baseline' } as const;
    expect((await errorOf(() => chooseBinding(expo, bindings, wish))).code).to.equal('plugin-no-web');
    const scriptless =
      '<plugin id="c" version="1"><platform name="ios"><js-module src="a.js"/></platform></plugin>';
    expect(await codeOf(plugin('cordova', 'c1', { 'plugin.xml': scriptless }))).to.equal('plugin-no-web');
  });

  it('is told of every package of Forge, and of that alone on the web', async () => {
    const forge = { ...named('@forge/kvs', '1.6.5'), family: 'forge' } as const;
    const error = await errorOf(() => chooseBinding(forge, bindings, { target: 'web' }));
    expect(error.code).to.equal('plugin-no-web');
    expect(error.message).to.include('"@forge/kvs@1.6.5"').and.to.include('servers');
    expect((await errorOf(() => chooseBinding(forge, bindings, { target: 'ios' }))).code).to.equal(
      'plugin-unclaimed',
    );
  });

  it('is only told where its metadata is certain', async () => {
    const some = '<js-module src="a.js"/>';
    for (const one of [
      plugin('expo', 'e2', { 'expo-module.config.json': '{ "platforms": ["web"] }' }),
      plugin('expo', 'e3', { 'expo-module.config.json': 'no JSON' }),
      plugin('expo', 'e4', { 'expo-module.config.json': '{}' }),
      plugin('cordova', 'c2', { 'plugin.xml': `<plugin id="c" version="1">${some}</plugin>` }),
      plugin('cordova', 'c3', {
        'plugin.xml': `<plugin id="c" version="1"><platform name="browser">${some}</platform></plugin>`,
      }),
      plugin('cordova', 'c4', { 'plugin.xml': 'no XML' }),
      plugin('cordova', 'c5', {}),
    ])
      expect(await codeOf(one), one.name).to.equal('plugin-unclaimed');
  });
});
