import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'chai';
import { asFork, browsersIn, Place, processesWith, slowStore } from './command.js';

/** What goes wrong while a device is driven is told, and what was collected before is reported. */
describe('trouble during a run', function () {
  this.timeout(120_000);
  let place: Place;
  beforeEach(() => (place = new Place()));
  afterEach(() => {
    expect(place.leftovers()).to.deep.equal([]);
    place.remove();
  });

  const audit = (id: string) => place.result().runs[0]!.audits.find((each) => each.id === id)!;
  const problems = () => place.result().runs[0]!.problems.map(({ code }) => code);
  const reported = () => existsSync(path.join(place.out, 'report.html'));
  const observed = (scenario: string) => () =>
    existsSync(path.join(place.out, 'runs', '1', 'observations', `${scenario}.json`)) || undefined;

  it('a published plugin that declares a browser but calls native code', async () => {
    for (const plugin of [
      'cordova-plugin-secure-storage@3.0.2',
      'cordova-plugin-secure-storage-echo@5.1.1',
    ]) {
      const { code, stderr } = await place.run(['run', 'web', '--plugin', plugin]);
      expect(code, stderr).to.equal(3);
      expect(stderr).to.contain('plugin-no-web');
      expect(audit('set-then-get')).to.include({ outcome: 'inconclusive' });
      expect(audit('app-stability')).to.include({ outcome: 'inconclusive' });
    }
  });

  it('a browser that does not start', async () => {
    const told = execFileSync('chromium', ['--version'], { encoding: 'utf8', stdio: 'pipe' });
    const [version] = /\d+(\.\d+)+/.exec(told)!;
    const answer = `[ "$1" = --version ] && echo "Chromium ${version}" && exit 0`;
    const fake = place.write('chromium', `#!/bin/sh\n${answer}\nexit 1\n`);
    chmodSync(fake, 0o755);
    const plugin = place.plugin('slow', slowStore(1));
    const { code, stderr } = await place.run(['run', 'web', '--plugin', plugin, ...asFork], {
      env: { KEYSTORE_AUDIT_CHROMIUM: fake },
    });
    expect(code, stderr).to.equal(2);
    expect(problems()).to.deep.equal(['session-not-created']);
    expect(stderr).to.contain('session not created').and.not.to.contain('when running');
    expect(place.result().runs[0]!.device).to.equal(null);
    const decided = place
      .result()
      .runs[0]!.audits.filter(({ outcome }) => !['inconclusive', 'not-applicable'].includes(outcome));
    expect(decided).to.deep.equal([]);
  });

  it('a plugin that throws while it loads', async () => {
    const plugin = place.plugin('throws', 'throw new Error("broken from the start");');
    place.configure(plugin, { readyMs: 2000 });
    const { code, stderr } = await place.run(['run']);
    expect([1, 2], stderr).to.include(code);
    expect(stderr).to.match(/page-load-error|page-not-ready/);
    expect(stderr).to.contain('broken from the start');
    expect(audit('set-then-get')).to.include({ outcome: 'inconclusive' });
    expect(reported()).to.equal(true);
  });

  it('an app that never becomes ready', async () => {
    const plugin = place.plugin(
      'never-ready',
      `var channel = require('cordova/channel');
       channel.createSticky('onNever');
       channel.waitForInitialization('onNever');
       module.exports = function () {};`,
    );
    place.configure(plugin, { readyMs: 1000 });
    const { code, stderr } = await place.run(['run']);
    expect(code, stderr).to.equal(1);
    expect(problems()).to.include('page-not-ready');
    expect(audit('app-stability')).to.include({ outcome: 'fail' });
    expect(audit('set-then-get')).to.include({ outcome: 'inconclusive' });
  });

  it('a page that loops for ever', async () => {
    const plugin = place.plugin('loops', 'while (true);');
    place.configure(plugin, { frozenMs: 2000, readyMs: 2000 });
    const { code, stderr } = await place.run(['run']);
    expect(code, stderr).to.equal(1);
    expect(problems()).to.include('page-frozen');
    expect(audit('app-stability')).to.include({ outcome: 'fail', fidelity: 'genuine' });
    expect(audit('app-stability').attemptOutcomes).to.deep.equal(['fail', 'fail']);
  });

  it('Appium that ends in the middle', async () => {
    const plugin = place.plugin('slow', slowStore(20));
    const { code, stderr } = await place.run(['run', 'web', '--plugin', plugin, ...asFork], {
      meanwhile: async () => {
        await place.until(observed('empty-value'));
        const [appium] = processesWith(place.services()!.appium.path);
        process.kill(appium!, 'SIGKILL');
      },
    });
    expect(code, stderr).to.equal(2);
    expect(problems()).to.include('appium-died');
    expect(audit('empty-value')).to.include({ outcome: 'pass' });
    expect(audit('store-isolation')).to.include({ outcome: 'inconclusive' });
    expect(place.result().runs[0]!.status).to.equal('partial');
    expect(reported()).to.equal(true);
  });

  it('a browser that is ended by somebody else, once', async () => {
    const plugin = place.plugin('slow', slowStore(150));
    // No scenario of these restarts its browser: none that is ended here was ending anyway.
    const audits = ['set-then-get', 'empty-value', 'store-isolation', 'app-stability'];
    const { code, stderr } = await place.run(
      ['run', 'web', '--plugin', plugin, ...asFork, '--audit', ...audits],
      {
        meanwhile: async () => {
          await place.until(observed('empty-value'));
          for (const browser of browsersIn(place.services()!.profiles)) process.kill(browser, 'SIGKILL');
        },
      },
    );
    // It did not happen again on a fresh app: nobody can say who did it.
    expect(code, stderr).to.equal(2);
    expect(problems()).to.include('browser-died');
    expect(audit('app-stability')).to.include({ outcome: 'inconclusive' });
    expect(audit('app-stability').reason).to.include({ code: 'unstable' });
    expect(audit('set-then-get')).to.include({ outcome: 'pass' });
    expect(place.result().runs[0]!.status).to.equal('completed');
  });

  for (const [signal, exit] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const) {
    it(`${signal}: children ended, what was collected reported`, async () => {
      const plugin = place.plugin('slow', slowStore(20));
      const { code, stderr } = await place.run(['run', 'web', '--plugin', plugin, ...asFork], {
        meanwhile: async (pid) => {
          await place.until(observed('empty-value'));
          process.kill(pid, signal);
        },
      });
      expect(code, stderr).to.equal(exit);
      expect(problems()).to.include('interrupted');
      expect(audit('empty-value')).to.include({ outcome: 'pass' });
      expect(audit('store-isolation')).to.include({ outcome: 'inconclusive' });
      expect(reported()).to.equal(true);
    });
  }

  it('a signal before anything was collected', async () => {
    const plugin = place.plugin('slow', slowStore(20));
    const { code, stderr } = await place.run(['run', 'web', '--plugin', plugin, ...asFork], {
      meanwhile: async (pid) => {
        await place.until(() => place.services());
        process.kill(pid, 'SIGTERM');
      },
    });
    expect(code, stderr).to.equal(143);
    expect(place.result().runs[0]!.status).to.equal('failed');
    expect(reported()).to.equal(true);
  });
});
