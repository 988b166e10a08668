import { chmodSync, existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'chai';
import { loadConfig } from '../../src/cli/config.js';
import type { Result } from '../../src/result/schema.js';
import type { Plan } from '../../src/run/plan.js';
import { Place, processesWith, type Ended } from './command.js';

const plugin = ['--plugin', 'cordova-plugin-secure-storage@2.6.8'];

const example = path.resolve(import.meta.dirname, '../../examples/web-and-android/keystore-audit.config.ts');

async function exampleConfig() {
  const loaded = await loadConfig({ cwd: path.dirname(example) });
  return loaded!.config;
}

/** A few audits that need no restart of the app. */
const few = ['--audit', 'set-then-get', 'empty-value', 'store-isolation', 'remove-leaves-others'];

/** What a phone can do beside a browser, once each: the planted faults are audited in the other scenarios too. */
const ofPhones = [
  ...['background-persistence', 'restart-persistence', 'abrupt-stop', 'upgrade-persistence'],
  ...['reinstall-behaviour', 'app-isolation', 'reboot-persistence', 'locale-independence'],
  ...['value-at-rest', 'key-names-at-rest', 'log-leakage', 'error-leakage'],
  ...['backup-exposure', 'restore-behaviour'],
];

describe('keystore-audit run android --device virtual', function () {
  this.timeout(300_000);
  const place = new Place();
  let ended: Ended;
  let result: Result;

  before(async () => {
    // The published plugin answers only the last of several calls that open stores at once: patience is not tested here.
    const limits = { callMs: 4000, watchMs: 6000 };
    const runs = [{ target: 'android', plugin: plugin[1], device: 'virtual', audits: ofPhones }];
    place.write('keystore-audit.config.json', JSON.stringify({ runs, limits }));
    ended = await place.run(['run']);
    if (existsSync(path.join(place.out, 'result.json'))) result = place.result();
  });
  after(() => place.remove());

  const outcomeOf = (id: string) => result.runs[0]!.audits.find((audit) => audit.id === id)!;

  it('plays every scenario to its end, without trouble', () => {
    const run = result.runs[0]!;
    expect(run, ended.stderr).to.deep.include({ status: 'completed', problems: [] });
    expect(run.id).to.match(/^android\/android-\d+-virtual-\S+\/cordova-plugin-secure-storage@2\.6\.8$/);
    expect(run.device).to.include({ kind: 'virtual', os: 'android' });
    expect(run.environment).to.include({ appium: '3.8.0', driver: 'uiautomator2 8.7.0' });
    expect(run.fixture).to.deep.include({ variant: 'android', debuggable: true });
  });

  it('makes no real claim: nothing that it says is genuine, and the verdict is not known', () => {
    const run = result.runs[0]!;
    const decided = run.audits.filter(({ outcome }) => ['pass', 'fail', 'informative'].includes(outcome));
    expect(decided.length).to.be.above(12);
    expect(decided.filter(({ fidelity }) => fidelity === 'genuine')).to.deep.equal([]);
    expect(run.verdict.word).to.equal('not known');
    for (const report of ['report.html', 'summary.md'])
      expect(readFileSync(path.join(place.out, report), 'utf8')).to.contain('modelled');
  });

  it('sees a native half that keeps what it is given, and encrypts it', () => {
    for (const id of ['restart-persistence', 'value-at-rest', 'log-leakage'])
      expect(outcomeOf(id), id).to.include({ outcome: 'pass', fidelity: 'modelled' });
  });

  it('decides what a browser cannot', () => {
    for (const id of [
      'app-isolation',
      'upgrade-persistence',
      'reboot-persistence',
      'locale-independence',
      'backup-exposure',
    ])
      expect(outcomeOf(id).outcome, `${id}: ${outcomeOf(id).actual}`).to.not.equal('inconclusive');
  });

  it('keeps the driver’s commands of a scenario few', () => {
    for (const { name, attempts, driverCommands, steps } of result.runs[0]!.scenarios) {
      const acts = steps.filter(({ seen }) => seen === '').length;
      expect(driverCommands, name).to.be.at.most((6 + 8 * acts) * attempts);
    }
  });

  it('leaves no process, no temporary folder, and no secret in its output', () => {
    expect(place.leftovers()).to.deep.equal([]);
    const { found, searched } = place.secretsFound();
    expect(found).to.deep.equal([]);
    expect(searched).to.be.above(20);
  });
});

describe('choosing devices with Android', function () {
  this.timeout(120_000);
  let place: Place;
  beforeEach(() => (place = new Place()));
  afterEach(() => {
    expect(place.leftovers()).to.deep.equal([]);
    place.remove();
  });

  /** A program that answers `adb devices -l` with these lines, as adb does. */
  function adbWith(...lines: string[]): NodeJS.ProcessEnv {
    const listed = ['List of devices attached', ...lines, ''].join('\\n');
    const file = place.write('bin/adb', `#!/bin/sh\nprintf '${listed}'\n`);
    chmodSync(file, 0o755);
    return { PATH: `${path.dirname(file)}${path.delimiter}${process.env['PATH']}`, ANDROID_HOME: '' };
  }

  for (const [what, lines, code, says] of [
    ['none', [], 'device-missing', '--device virtual'],
    ['several', ['A1 device model:One', 'B2 device model:Two'], 'device-ambiguous', 'A1, B2'],
    ['one that does not trust this computer', ['A1 unauthorized usb:1'], 'device-unauthorised', 'A1'],
    ['one that is offline', ['A1 offline'], 'device-offline', 'offline'],
  ] as const) {
    it(`refuses ${what}, and never takes a virtual one by itself`, async () => {
      const { code: exit, stderr } = await place.run(['run', 'android', ...plugin], {
        env: adbWith(...lines),
      });
      expect(stderr).to.contain(code).and.to.contain(says);
      expect(exit).to.be.oneOf([2, 3]);
      expect(existsSync(path.join(place.out, 'result.json'))).to.equal(false);
    });
  }

  it('refuses one that adb does not list', async () => {
    const { code, stderr } = await place.run(['run', 'android', ...plugin, '--device', 'Z9'], {
      env: adbWith('A1 device'),
    });
    expect(code).to.equal(3);
    expect(stderr).to.contain('device-unknown').and.to.contain('A1');
  });

  it('refuses a virtual device of a profile that there is not', async () => {
    const { code, stderr } = await place.run(['run', 'android', ...plugin, '--device', 'virtual:fridge']);
    expect(code).to.equal(2);
    expect(stderr).to.contain('virtual-failed').and.to.contain('fridge');
  });

  it('audits as the example does, and on a second device, side by side for one report', async () => {
    const [web, android] = (await exampleConfig()).runs;
    // Not all that the example audits: that takes longer than this suite may.
    const runs = [web, android, { ...android, device: 'virtual:old-phone' }].map((run) => {
      return { ...run, areas: undefined, audits: few.slice(1) };
    });
    place.write('keystore-audit.config.json', JSON.stringify({ runs, allowInconclusive: true }));
    const { code, stderr } = await place.run(['run']);
    expect(code, stderr).to.equal(1);
    const told = place
      .result()
      .runs.map(({ device, status }) => `${device?.kind} ${device?.osVersion} ${status}`);
    expect(told.slice(1)).to.deep.equal(['virtual 15 completed', 'virtual 9 completed']);
    expect(place.result().runs[0]).to.deep.include({ status: 'completed' });
  });

  it('says nothing of a plugin that nobody has modelled', async () => {
    const unknown = ['--plugin', 'cordova-plugin-secure-storage@3.0.2', '--audit', 'set-then-get'];
    const { code, stderr } = await place.run(['run', 'android', ...unknown, '--device', 'virtual']);
    expect(code, stderr).to.equal(3);
    const [run] = place.result().runs;
    expect(run!.problems.map(({ code: problem }) => problem)).to.deep.equal(['plugin-unmodelled']);
    const { outcome, reason } = run!.audits.find(({ id }) => id === 'set-then-get')!;
    expect({ outcome, code: reason!.code }).to.deep.equal({ outcome: 'inconclusive', code: 'no-model' });
  });

  it('lists what the example would run, which is a part of what there is', async () => {
    const { code, stdout, stderr } = await place.run(['run', '--config', example, '--list', '--json']);
    expect(code, stderr).to.equal(0);
    const plans = JSON.parse(stdout) as Plan[];
    expect(plans.map(({ target, device }) => `${target} ${device.kind}`)).to.deep.equal([
      'web browser',
      'android virtual',
    ]);
    for (const { scenarios } of plans) expect(scenarios).to.include('set-then-get').and.not.include('reboot');
    expect(plans[1]!.scenarios).to.include.members(['upgrade', 'restart']);
  });

  it('lists what would be run and changed, and runs nothing', async () => {
    const { code, stdout } = await place.run(['run', 'android', ...plugin, '--device', 'virtual', '--list']);
    expect(code).to.equal(0);
    expect(stdout).to.contain('changes and puts back').and.to.contain('reboot');
    expect(existsSync(path.join(place.out, 'result.json'))).to.equal(false);
  });

  it('goes on without a device that went away', async () => {
    const { code, stderr } = await place.run(['run', 'android', ...plugin, '--device', 'virtual', ...few], {
      meanwhile: async () => {
        const observed = path.join(place.out, 'runs', '1', 'observations', 'empty-value.json');
        await place.until(() => existsSync(observed) || undefined, 60_000);
        const plan = readFileSync(path.join(place.out, 'runs', '1', 'plan.json'), 'utf8');
        const { adbPort } = (JSON.parse(plan) as { device: { adbPort: number } }).device;
        const [device] = processesWith(`virtual\0android\0--json\0--adb-server\0${adbPort}`);
        process.kill(device!, 'SIGKILL');
      },
    });
    expect(code, stderr).to.equal(2);
    const [run] = place.result().runs;
    expect(run!.audits.filter(({ outcome }) => outcome === 'fail')).to.deep.equal([]);
    expect(run!.audits.find(({ id }) => id === 'empty-value')).to.include({ outcome: 'pass' });
    expect(run!.problems.length).to.be.above(0);
  });

  it('ends what it started when it is interrupted, and puts back what it changed', async () => {
    const changed = path.join(place.out, 'runs', '1', 'restore.json');
    const audits = ['--audit', 'locale-independence'];
    const { code, stderr } = await place.run(
      ['run', 'android', ...plugin, '--device', 'virtual', ...audits],
      {
        meanwhile: async (pid) => {
          await place.until(() => existsSync(changed) || undefined, 60_000);
          process.kill(pid, 'SIGINT');
        },
      },
    );
    expect(code, stderr).to.equal(130);
    // The file goes with the change that it tells of.
    expect(existsSync(changed), stderr).to.equal(false);
    expect(place.result().runs[0]!.problems.map(({ code: problem }) => problem)).to.include('interrupted');
  });

  it('audits the plugin in an app that somebody else has built, and wipes nothing there', async () => {
    const built = await place.run(['build', 'android', ...plugin, '--virtual', '--out', 'app']);
    expect(built.code, built.stderr).to.equal(0);
    const app = ['--app', built.stdout.trim(), '--device', 'virtual'];
    const { code, stderr } = await place.run(['run', 'android', ...app, ...few, '--allow-inconclusive']);
    expect(code, stderr).to.equal(0);
    const [run] = place.result().runs;
    expect(run).to.deep.include({ status: 'completed', problems: [] });
    expect(run!.plugin).to.include({ name: 'cordova-plugin-secure-storage', version: '2.6.8' });
    expect(run!.audits.find(({ id }) => id === 'set-then-get')).to.include({ outcome: 'pass' });
    expect(run!.audits.find(({ id }) => id === 'set-then-get')!.rerun).to.contain('--app');
  });

  for (const [what, content] of [
    ['that is none', 'not a zip'],
    ['that is empty', ''],
  ] as const) {
    it(`refuses an app ${what}`, async () => {
      const file = place.write('app.apk', content);
      const { code, stderr } = await place.run(['run', 'android', '--app', file, '--device', 'virtual']);
      expect(code).to.equal(3);
      expect(stderr).to.contain('app-unreadable');
    });
  }
});
