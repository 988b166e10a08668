import { chmodSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'chai';
import { Place } from './command.js';

/** Every mistake has its code, says what to do, and ends with the designed exit code before a device is touched. */
describe('a mistake of the user', function () {
  this.timeout(60_000);
  let place: Place;
  beforeEach(() => (place = new Place()));
  afterEach(() => place.remove());

  async function refused(args: readonly string[], code: string, exit: number, env: NodeJS.ProcessEnv = {}) {
    const ended = await place.run(args, { env });
    expect(ended.stderr).to.contain(code);
    expect(ended.stderr).not.to.match(/\n\s+at /);
    expect(ended.code, ended.stderr).to.equal(exit);
    expect(existsSync(path.join(place.out, 'result.json'))).to.equal(false);
    return ended.stderr;
  }
  const run = (plugin: string, ...more: string[]) => ['run', 'web', '--plugin', plugin, ...more];
  const good = 'cordova-plugin-secure-storage@2.6.8';

  it('an unknown plugin', async () => {
    await refused(run('cordova-plugin-that-nobody-has-published'), 'plugin-unknown', 3);
  });
  it('a version that does not exist', async () => {
    expect(
      await refused(run('cordova-plugin-secure-storage@99.0.0'), 'plugin-version-unknown', 3),
    ).to.contain('2.6.8');
  });
  it('a folder without a package', async () => {
    mkdirSync(path.join(place.folder, 'empty'));
    await refused(run('./empty'), 'plugin-no-package', 3);
  });
  it('a plugin that no binding claims, with those that exist', async () => {
    place.plugin('unclaimed', '');
    expect(await refused(run('./unclaimed'), 'plugin-unclaimed', 3)).to.contain('cordova-secure-storage');
  });
  it('a plugin of a system without a web half', async () => {
    await refused(run('expo-secure-store@57.0.4'), 'plugin-no-web', 3);
  });
  it('an unknown audit, area, contract, binding or target', async () => {
    await refused(run(good, '--audit', 'no-such-audit'), 'audit-unknown', 3);
    await refused(run(good, '--area', 'no-such-area'), 'area-unknown', 3);
    await refused(run(good, '--contract', 'no-such-contract'), 'contract-unknown', 3);
    await refused(run(good, '--binding', 'no-such-binding', '--contract', 'baseline'), 'binding-unknown', 3);
    await refused(['run', 'symbian', '--plugin', good], 'target-unknown', 3);
  });
  it('an unknown option, and nothing to run', async () => {
    await refused(run(good, '--no-such-option'), 'usage', 3);
    await refused(['run'], 'config-missing', 3);
    await refused(['run', 'web'], 'plugin-missing', 3);
  });
  it('a configuration that cannot be read or is not one', async () => {
    place.write('keystore-audit.config.yaml', 'runs: [');
    await refused(['run'], 'config-unreadable', 3);
    place.write('keystore-audit.config.yaml', 'runs:\n  - target: web\n    plugun: x\n');
    const told = await refused(['run'], 'config-invalid', 3);
    expect(told).to.contain('keystore-audit.config.yaml').and.to.contain('plugun');
  });
  it('an output folder that cannot be written, or that is somebody else’s', async () => {
    place.write('file', '');
    await refused(run(good, '--out', 'file/below'), 'out-unwritable', 3);
    place.write('mine/thesis.txt', 'years of work');
    await refused(run(good, '--out', 'mine'), 'out-foreign', 3);
    expect(readdirSync(path.join(place.folder, 'mine'))).to.deep.equal(['thesis.txt']);
  });
  it('no network, where the plugin was never fetched', async () => {
    await refused(run('cordova-plugin-secure-storage@2.6.5'), 'network', 2, {
      npm_config_registry: 'http://127.0.0.1:9',
      KEYSTORE_AUDIT_CACHE: path.join(place.folder, 'cache'),
    });
  });

  /** A machine that has Node and nothing else. */
  const bare = (): NodeJS.ProcessEnv => ({
    PATH: path.dirname(process.execPath) + ':' + path.join(place.folder, 'bin'),
  });
  function program(name: string, prints: string): string {
    const file = place.write(`bin/${name}`, `#!/bin/sh\necho "${prints}"\n`);
    chmodSync(file, 0o755);
    return file;
  }

  it('no Chromium', async () => {
    await refused(run(good), 'chromium-missing', 2, {
      KEYSTORE_AUDIT_CHROMIUM: path.join(place.folder, 'nothing'),
    });
  });
  it('no ChromeDriver', async () => {
    await refused(run(good), 'chromedriver-missing', 2, {
      KEYSTORE_AUDIT_CHROMEDRIVER: path.join(place.folder, 'nothing'),
    });
  });
  it('a ChromeDriver that does not match', async () => {
    const told = await refused(run(good), 'chromedriver-mismatch', 2, {
      ...bare(),
      KEYSTORE_AUDIT_CHROMIUM: program('chromium', 'Chromium 150.0.1.2'),
      KEYSTORE_AUDIT_CHROMEDRIVER: program('chromedriver', 'ChromeDriver 149.0.3.4'),
    });
    expect(told).to.contain('150').and.to.contain('149');
  });
});

describe('keystore-audit run --list', function () {
  this.timeout(60_000);
  const place = new Place();
  after(() => place.remove());

  it('tells what it would do and what it cannot decide, and does nothing', async () => {
    place.plugin('forked', '');
    const { code, stdout } = await place.run([
      ...['run', 'web', '--plugin', './forked', '--binding', 'cordova-secure-storage'],
      ...['--contract', 'outsystems-keystore', '--list'],
    ]);
    expect(code).to.equal(0);
    expect(stdout).to.match(/scenarios .*set-then-get.*restart/);
    expect(stdout).to.match(/undecided .*error-0018.*\n.*inconclusive/);
    expect(stdout).to.match(/undecided .*error-0001.*\n.*not-applicable/);
    expect(existsSync(place.out)).to.equal(false);
  });
});
