import { expect } from 'chai';
import { execa } from 'execa';
import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { resolvePlugin } from '../../src/plugins/resolve.js';
import { errorOf, folderOf, smallPlugin, temporary, withEnv } from './support.js';

const noRegistry = { npm_config_registry: 'http://127.0.0.1:9', npm_config_cache: undefined };
const noNpm = { ...noRegistry, PATH: '/nowhere' };

describe('a published plugin', () => {
  const root = temporary();
  const cacheFolder = path.join(root, 'cache');
  const cwd = folderOf(path.join(root, 'cwd'), { 'package.json': '{}' });
  const lines: string[] = [];
  const resolve = (spec: string) =>
    resolvePlugin(spec, { cacheFolder, cwd, log: (line) => lines.push(line) });
  const exact = 'cordova-plugin-secure-storage@2.6.8';

  before(() => resolve(exact));
  beforeEach(() => lines.splice(0));

  it('lies in the cache with what its registry published of it', async () => {
    const plugin = await resolve(exact);
    expect(plugin).to.include({
      name: 'cordova-plugin-secure-storage',
      version: '2.6.8',
      source: exact,
      family: 'cordova',
      integrity:
        'sha512-Mg2lX1/5HzpAudzFfg/ay0G20WmypPYeqFcGVGURlm+sknY4AMwRYcVZUdsjoS76uPiNtr8O063HihI9vzXUFw==',
    });
    expect(plugin.folder).to.equal(path.join(plugin.modules, 'cordova-plugin-secure-storage'));
    expect(readdirSync(plugin.folder)).to.include.members(['package.json', 'plugin.xml', 'www']);
    expect(readdirSync(cacheFolder)).to.deep.equal(['plugins']);
  });

  it('needs neither npm nor network nor time when its exact version is there', async () => {
    const times: number[] = [];
    await withEnv(noNpm, async () => {
      for (let i = 0; i < 5; i += 1) {
        const before = performance.now();
        await resolve(exact);
        times.push(performance.now() - before);
      }
    });
    expect(Math.min(...times)).to.be.below(20);
    expect(lines).to.deep.equal([]);
  });

  it('is the newest that a range or tag means, as npm says, and tells that it asked', async () => {
    expect((await resolve('cordova-plugin-secure-storage@^2.6.3')).version).to.equal('2.6.8');
    expect(lines.join('\n')).to.match(/Asking npm.*\n.*\^2\.6\.3 is 2\.6\.8/);
  });

  it('is told from a folder of the same name beside it', async () => {
    folderOf(path.join(cwd, 'cordova-plugin-secure-storage'), smallPlugin);
    expect((await resolve(exact)).version).to.equal('2.6.8');
    expect(lines.join('\n')).to.include('"./cordova-plugin-secure-storage"');
  });

  it('that nobody published is unknown', async () => {
    const error = await errorOf(() => resolve('cordova-plugin-that-nobody-published-kq'));
    expect(error.code).to.equal('plugin-unknown');
    expect(error.message).to.equal('npm knows no package "cordova-plugin-that-nobody-published-kq".');
  });

  for (const version of ['9.9.9', '^9.0.0', 'no-such-tag']) {
    it(`in the version ${version} that nobody published is answered with those there are`, async () => {
      const error = await errorOf(() => resolve(`cordova-plugin-secure-storage@${version}`));
      expect(error.code).to.equal('plugin-version-unknown');
      expect(error.message).to.include(`"${version}"`).and.to.include('3.0.2, 3.0.1, 3.0.0, 2.6.8, 2.6.6');
    });
  }

  it('cannot be fetched without a network, and says which versions need none', async () => {
    const error = await withEnv(noRegistry, () =>
      errorOf(() => resolve('cordova-plugin-secure-storage@^2.0.0')),
    );
    expect(error.code).to.equal('network');
    expect(error.message).to.include('ECONNREFUSED').and.not.to.include('127.0.0.1');
    expect(error.hint).to.include('"cordova-plugin-secure-storage@2.6.8"');
    const other = await withEnv(noRegistry, () => errorOf(() => resolve('cordova-plugin-x@1.0.0')));
    expect(other.code).to.equal('network');
    expect(readdirSync(cacheFolder)).to.deep.equal(['plugins']);
  });

  it('is fetched again when its kept copy was changed', async () => {
    const { folder } = await resolve(exact);
    const file = path.join(folder, 'www', 'securestorage.js');
    const text = readFileSync(file, 'utf8');
    appendFileSync(file, '\n// changed');
    await resolve(exact);
    expect(lines.join('\n')).to.include('damaged').and.to.include('Fetching');
    expect(readFileSync(file, 'utf8')).to.equal(text);
    expect(readdirSync(cacheFolder)).to.deep.equal(['plugins']);
  });

  it('is no spec when it is neither name, folder nor tarball', async () => {
    for (const spec of [
      '',
      'github:a/b',
      'https://example.org/x',
      '--registry=x',
      'a@npm:b@1.0.0',
      '_x',
      'a/b/c',
    ])
      expect((await errorOf(() => resolve(spec))).code, spec).to.equal('plugin-unknown');
  });
});

describe('a registry that takes the connection and stays silent', () => {
  const cacheFolder = path.join(temporary(), 'cache');
  const server: Server = createServer(() => undefined);
  let env: Record<string, string>;
  const resolve = (signal?: AbortSignal) =>
    withEnv(env, () =>
      errorOf(() =>
        resolvePlugin('small-plugin@1.0.0', { cacheFolder, cwd: '/', ...(signal && { signal }) }),
      ),
    );

  before(async () => {
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const { port } = server.address() as AddressInfo;
    env = { npm_config_registry: `http://127.0.0.1:${port}`, npm_config_fetch_timeout: '800' };
  });
  after(() => server.closeAllConnections());
  after(() => server.close());

  it('is given up when npm has waited as long as the user lets it', async () => {
    const before = performance.now();
    expect((await resolve()).code).to.equal('network');
    expect(performance.now() - before).to.be.below(8000);
  });

  it('is not waited for when the signal comes, and leaves nothing behind', async () => {
    env['npm_config_fetch_timeout'] = '60000';
    const before = performance.now();
    expect((await resolve(AbortSignal.timeout(700))).code).to.equal('interrupted');
    expect(performance.now() - before).to.be.below(5000);
    expect(readdirSync(cacheFolder)).to.deep.equal(['plugins']);
    expect((await resolve(AbortSignal.abort())).code).to.equal('interrupted');
  });
});

describe('a plugin in a folder', () => {
  const root = temporary();
  const cacheFolder = path.join(root, 'cache');
  const resolve = (spec: string) => resolvePlugin(spec, { cacheFolder, cwd: root });

  it('is packed as it would be published, none of its scripts run', async () => {
    const names = [
      'preinstall',
      'install',
      'postinstall',
      'prepare',
      'prepublish',
      'prepublishOnly',
      'prepack',
      'postpack',
    ];
    const scripts = Object.fromEntries(
      names.map((name) => [name, `node -e "fs.writeFileSync('${name}','')"`]),
    );
    const folder = folderOf(path.join(root, 'with-scripts'), {
      ...smallPlugin,
      'package.json': JSON.stringify({
        name: 'small-plugin',
        version: '1.2.3',
        files: ['www', 'plugin.xml'],
        scripts,
      }),
      'private.txt': 'not published',
    });
    const plugin = await resolve('./with-scripts');
    expect(plugin).to.include({
      name: 'small-plugin',
      version: '1.2.3',
      family: 'cordova',
      source: './with-scripts',
    });
    expect(plugin.integrity).to.match(/^sha512-[A-Za-z0-9+/]{86}==$/);
    expect(readdirSync(folder).sort()).to.deep.equal(['package.json', 'plugin.xml', 'private.txt', 'www']);
    expect(readdirSync(plugin.folder).sort()).to.deep.equal(['package.json', 'plugin.xml', 'www']);
  });

  it('is another one when a file of it changes', async () => {
    folderOf(path.join(root, 'changing'), smallPlugin);
    const first = await resolve('./changing');
    const again = await resolve(path.join(root, 'changing'));
    appendFileSync(path.join(root, 'changing', 'www', 'small.js'), '\n');
    const changed = await resolve('./changing');
    expect(again.integrity).to.equal(first.integrity);
    expect(changed.integrity).not.to.equal(first.integrity);
    expect(readFileSync(path.join(changed.folder, 'www', 'small.js'), 'utf8')).to.equal(
      'exports.answer = 42;\n',
    );
  });

  it('is resolved by two audits at once', async () => {
    folderOf(path.join(root, 'at-once'), { ...smallPlugin, 'README.md': 'at once' });
    const all = await Promise.all([resolve('./at-once'), resolve('./at-once'), resolve('./at-once')]);
    expect(new Set(all.map((plugin) => plugin.folder)).size).to.equal(1);
    expect(readFileSync(path.join(all[0]!.folder, 'README.md'), 'utf8')).to.equal('at once');
    expect(readdirSync(cacheFolder)).to.deep.equal(['plugins']);
  });

  const wrong: Record<string, [code: string, message: RegExp, files: Record<string, string>]> = {
    'has no package.json': ['plugin-no-package', /no package\.json/, { 'plugin.xml': '<plugin/>' }],
    'has a package.json that is not JSON': ['plugin-broken', /not JSON/, { 'package.json': '{ "name": ' }],
    'has no name': ['plugin-broken', /"name"/, { ...smallPlugin, 'package.json': '{ "version": "1.0.0" }' }],
    'has no version': ['plugin-broken', /"version"/, { ...smallPlugin, 'package.json': '{ "name": "x" }' }],
    'has a version that is none': [
      'plugin-broken',
      /"version"/,
      { ...smallPlugin, 'package.json': '{ "name": "x", "version": "one" }' },
    ],
    'is of no known system': [
      'plugin-broken',
      /not a plugin of a known system/,
      { 'package.json': '{ "name": "x", "version": "1.0.0" }' },
    ],
  };
  for (const [what, [code, message, files]] of Object.entries(wrong)) {
    it(`is refused when it ${what}`, async () => {
      folderOf(path.join(root, what), files);
      const error = await errorOf(() => resolve(`./${what}`));
      expect(error.code).to.equal(code);
      expect(error.message).to.match(message);
    });
  }

  it('is refused when it does not exist', async () => {
    const error = await errorOf(() => resolve('./nowhere'));
    expect(error.code).to.equal('plugin-no-package');
    expect(error.message).to.include('"./nowhere"');
  });

  it('tells its family by its files', async () => {
    const named = (name: string, more = '') => `{ "name": "${name}", "version": "1.0.0"${more} }`;
    const families = {
      capacitor: { 'package.json': named('a', ', "capacitor": { "ios": { "src": "ios" } }') },
      expo: { 'package.json': named('b'), 'expo-module.config.json': '{ "platforms": ["web"] }' },
      forge: { 'package.json': named('c', ', "peerDependencies": { "@forge/kvs": "^1.0.0" }') },
    };
    for (const [family, files] of Object.entries(families)) {
      folderOf(path.join(root, family), files);
      expect((await resolve(`./${family}`)).family).to.equal(family);
    }
  });
});

describe('a plugin in a tarball', () => {
  const root = temporary();
  const cacheFolder = path.join(root, 'cache');
  const resolve = (spec: string) => resolvePlugin(spec, { cacheFolder, cwd: root });
  const tarball = async (name: string, files: Record<string, string>): Promise<string> => {
    folderOf(path.join(root, name, 'package'), files);
    await execa('tar', ['-czf', path.join(root, `${name}.tgz`), '-C', path.join(root, name), 'package']);
    return `./${name}.tgz`;
  };

  it('is unpacked, its integrity that of the file', async () => {
    const spec = await tarball('whole', smallPlugin);
    const plugin = await resolve(spec);
    const digest = createHash('sha512').update(readFileSync(path.join(root, 'whole.tgz')));
    expect(plugin.integrity).to.equal(`sha512-${digest.digest('base64')}`);
    expect(plugin).to.include({ name: 'small-plugin', version: '1.2.3', source: './whole.tgz' });
    await withEnv(noNpm, async () => expect(await resolve(spec)).to.deep.equal(plugin));
  });

  it('is refused when it does not exist', async () => {
    expect((await errorOf(() => resolve('nowhere.tgz'))).code).to.equal('plugin-no-package');
  });

  it('is refused when it is not whole, or no package', async () => {
    folderOf(root, { 'noise.tgz': 'noise' });
    const specs = {
      './noise.tgz': /not a whole tarball/,
      [await tarball('no-package', { 'plugin.xml': '<plugin/>' })]: /no package\.json/,
      [await tarball('no-json', { 'package.json': '{' })]: /not JSON/,
      [await tarball('no-name', { ...smallPlugin, 'package.json': '{ "version": "1.0.0" }' })]:
        /cannot be unpacked/,
      [await tarball('no-version', { ...smallPlugin, 'package.json': '{ "name": "x" }' })]: /"version"/,
      [await tarball('upwards', {
        ...smallPlugin,
        'package.json': '{ "name": "../../up", "version": "1.0.0" }',
      })]: /cannot be unpacked/,
    };
    for (const [spec, message] of Object.entries(specs)) {
      const error = await errorOf(() => resolve(spec));
      expect(error.code, spec).to.equal('plugin-broken');
      expect(error.message, spec).to.match(message);
    }
    expect(readdirSync(cacheFolder)).to.deep.equal(['plugins']);
    expect(existsSync(path.join(cacheFolder, 'up'))).to.equal(false);
  });
});
