import { expect } from 'chai';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { smallPlugin } from '../plugins/support.js';
import { needsApkTools, smallAndroid } from '../fixture/build/android-parts.js';
import { runMain } from './run-main.js';
import { temporary } from './temporary.js';

describe('build', function () {
  this.timeout(60_000);
  const space = temporary();
  after(() => space.remove());
  const cache = path.join(space.folder, 'cache');
  const env = { ...process.env, KEYSTORE_AUDIT_CACHE: cache, ANDROID_HOME: '', ANDROID_SDK_ROOT: '' };
  const cwd = space.with({
    ...Object.fromEntries(Object.entries(smallPlugin).map(([name, text]) => [`plugin/${name}`, text])),
    'plugin/plugin.xml': `<plugin id="small-plugin" version="1.2.3">${smallAndroid}</plugin>`,
    'plugin/src/android/Small.java': 'package small; public class Small {}',
  });
  const fork = ['--plugin', './plugin', '--binding', 'cordova-secure-storage'];
  const build = (...argv: string[]) => runMain(['build', ...argv], { cwd, env });

  it('wants a target that it knows, a plugin and a variant that there is', async () => {
    const ios = await build('ios', ...fork);
    expect(ios.code).to.equal(3);
    expect(ios.stderr).to.include('error target-unknown').and.to.include('android, web');
    const none = await build('android');
    expect(none.code).to.equal(3);
    expect(none.stderr).to.include('error plugin-missing');
    const variant = await build('android', ...fork, '--variant', 'beta');
    expect(variant.code).to.equal(3);
    expect(variant.stderr).to.include("'beta' is invalid. Allowed choices are debug, release.");
    expect((await build('android', '--plugin', './nowhere')).stderr).to.include('error plugin-no-package');
  });

  it('without an SDK builds an app for Android only if it may be without code', async () => {
    const out = path.join(space.folder, 'refused');
    const { code, stdout, stderr } = await build('android', ...fork, '--out', out);
    expect(code).to.equal(2);
    expect(stdout).to.equal('');
    expect(stderr).to.include('error android-sdk-missing').and.to.include('--virtual');
    expect(existsSync(out)).to.equal(false);
  });

  it('writes the app and its log, tells where, and replaces what it wrote before', async function () {
    needsApkTools.call(this);
    const out = path.join(space.folder, 'app');
    const app = path.join(out, 'dev.keystoreaudit.fixture-debug-virtual.apk');
    const first = await build('android', ...fork, '--virtual', '--out', out);
    expect(first.stderr).to.include('virtual only').and.to.include('small-plugin@1.2.3');
    expect(first).to.include({ code: 0, stdout: `${app}\n` });
    expect(readdirSync(out).sort()).to.deep.equal([
      'build.log',
      'dev.keystoreaudit.fixture-debug-virtual.apk',
      'fixture.json',
    ]);
    expect(readFileSync(app).subarray(0, 2).toString()).to.equal('PK');

    const again = await build('android', ...fork, '--virtual', '--out', out, '--json');
    expect(again.code).to.equal(0);
    expect(JSON.parse(again.stdout)).to.deep.include({
      target: 'android',
      virtualOnly: true,
      cached: true,
      file: app,
      packageId: 'dev.keystoreaudit.fixture',
    });
    const whole = JSON.parse(readFileSync(path.join(out, 'fixture.json'), 'utf8')) as object;
    expect(JSON.stringify(whole)).not.to.include(space.folder);
  });

  it('writes the page for the web', async () => {
    const out = path.join(space.folder, 'page');
    const { code, stdout } = await build('web', ...fork, '--out', out, '--json');
    expect(code).to.equal(0);
    expect(JSON.parse(stdout)).to.deep.include({ target: 'web', folder: out, page: 'index.html' });
    expect(readdirSync(out)).to.include.members(['index.html', 'runtime.js', 'cordova.js', 'fixture.json']);
    expect((await build('web', ...fork, '--out', out)).stdout).to.equal(`${out}\n`);
  });

  it('touches no folder of somebody else, and says when it cannot write', async () => {
    const theirs = path.join(space.folder, 'theirs');
    mkdirSync(theirs);
    writeFileSync(path.join(theirs, 'fixture.json'), '{ "mine": true }');
    for (const target of ['web', 'android']) {
      const foreign = await build(target, ...fork, '--virtual', '--out', theirs);
      expect(foreign.code).to.equal(3);
      expect(foreign.stderr).to.include('error out-foreign');
      const file = await build(target, ...fork, '--virtual', '--out', path.join(theirs, 'fixture.json', 'x'));
      expect(file.code).to.equal(3);
      expect(file.stderr).to.include('error out-unwritable');
    }
    expect(readdirSync(theirs)).to.deep.equal(['fixture.json']);
  });

  it('says where apps cannot be kept', async function () {
    needsApkTools.call(this);
    // A file where the folder of built apps would be.
    const other = space.with({ builds: '' });
    const broken = await runMain(['build', 'android', ...fork, '--virtual'], {
      cwd,
      env: { ...env, KEYSTORE_AUDIT_CACHE: other },
    });
    expect(broken.code).to.equal(2);
    expect(broken.stderr).to.include('error cache-unwritable');
  });
});
