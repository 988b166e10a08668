import { expect } from 'chai';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import semver from 'semver';
import { resolvePlugin, type ResolvedPlugin } from '../../src/plugins/resolve.js';
import { errorOf, folderOf, temporary } from './support.js';

describe('the core of a Capacitor plugin', function () {
  this.timeout(60_000);
  const root = temporary();
  const lines: string[] = [];
  const resolve = (name: string, manifest: object) => {
    const description = { name, version: '1.0.0', capacitor: { ios: { src: 'ios' } }, ...manifest };
    folderOf(path.join(root, name), { 'package.json': JSON.stringify(description) });
    const options = {
      cacheFolder: path.join(root, 'cache'),
      cwd: root,
      log: (line: string) => lines.push(line),
    };
    return resolvePlugin(`./${name}`, options);
  };
  const coreOf = ({ modules }: ResolvedPlugin): string | undefined => {
    const file = path.join(modules, '@capacitor', 'core', 'package.json');
    return existsSync(file)
      ? (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version
      : undefined;
  };
  beforeEach(() => lines.splice(0));

  it('is the one that its peer range asks for, and no other peer comes with it', async () => {
    const plugin = await resolve('with-peer', {
      peerDependencies: { '@capacitor/core': '^7.0.1', semver: '*' },
    });
    expect(semver.satisfies(coreOf(plugin)!, '^7.0.1')).to.equal(true);
    expect(existsSync(path.join(plugin.modules, 'semver'))).to.equal(false);
    expect(plugin.name).to.equal('with-peer');
    expect(lines.join('\n')).to.include('Fetching @capacitor/core@^7.0.1, which with-peer asks for.');
  });

  it('is kept with the plugin', async () => {
    await resolve('with-peer', { peerDependencies: { '@capacitor/core': '^7.0.1', semver: '*' } });
    expect(lines.join('\n')).not.to.include('@capacitor/core');
  });

  it('is that of its dependencies, where it has it there', async () => {
    const plugin = await resolve('with-dependency', {
      dependencies: { '@capacitor/core': '^6.0.0' },
      peerDependencies: { '@capacitor/core': '>=6.0.0' },
    });
    expect(semver.satisfies(coreOf(plugin)!, '^6.0.0')).to.equal(true);
    expect(lines.join('\n')).not.to.include('@capacitor/core');
  });

  it('is left out where none is asked for', async () => {
    expect(coreOf(await resolve('without', {}))).to.equal(undefined);
  });

  it('cannot be a folder or an address, and has to be published', async () => {
    for (const wanted of ['file:../other', 'github:a/b', 'npm:other@1.0.0', 'https://example.org/x.tgz']) {
      const error = await errorOf(() => resolve('odd', { peerDependencies: { '@capacitor/core': wanted } }));
      expect(error.code, wanted).to.equal('plugin-broken');
    }
    const error = await errorOf(() =>
      resolve('new', { peerDependencies: { '@capacitor/core': '^999.0.0' } }),
    );
    expect(error.code).to.equal('npm-failed');
    expect(error.message).to.include('@capacitor/core@^999.0.0');
  });
});
