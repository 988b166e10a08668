import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'chai';
import { execa } from 'execa';
import { androidFolder } from '../../faults/android.js';
import { findAdb } from '../../src/cli/adb.js';
import { listing } from '../../src/cli/list.js';
import type { Place as FoundPlace, Places } from '../../src/cli/places.js';
import { prepare } from '../../src/cli/prepare.js';
import type { Wanted } from '../../src/cli/wishes.js';
import { androidAbilities } from '../../src/devices/android/abilities.js';
import { findTools } from '../../src/devices/browser/tools.js';
import { buildAndroidFixture } from '../../src/fixture/build/android/build.js';
import { chooseBinding, listBindings } from '../../src/plugins/bindings.js';
import type { Run } from '../../src/result/schema.js';
import { VirtualDevices } from '../../src/run/virtual-devices.js';
import { errorOf } from '../plugins/support.js';
import { key } from '../virtual/apk.js';
import { Place, type Ended } from './command.js';

const name = 'cordova-plugin-secure-storage';

/** Somebody's app with the page's half of all native halves, as if it were the published plugin. */
async function appWith(place: Place, version: string, versionCode: number): Promise<string> {
  const modules = path.join(place.folder, version, 'node_modules');
  const folder = path.join(modules, name);
  cpSync(path.join(androidFolder, 'plugin'), folder, { recursive: true });
  for (const file of ['package.json', 'plugin.xml']) {
    const text = readFileSync(path.join(folder, file), 'utf8');
    const renamed = text.replaceAll('fault-secure-storage', name).replace(/1\.0\.0(?=")/, version);
    writeFileSync(path.join(folder, file), renamed);
  }
  const plugin = { name, version, family: 'cordova' as const, integrity: version, folder, modules };
  const cacheFolder = path.join(place.folder, 'cache');
  mkdirSync(cacheFolder, { recursive: true });
  const { binding } = chooseBinding(plugin, listBindings(), { target: 'android' });
  const built = await buildAndroidFixture({
    plugin,
    binding,
    variant: 'debug',
    virtual: true,
    trusted: false,
    app: { versionCode, versionName: `${versionCode}.0.0` },
    cacheFolder,
    env: process.env,
    installPackages: () => Promise.reject(new Error('Nothing has to be fetched here.')),
  });
  const file = path.join(place.folder, `app-${versionCode}.apk`);
  cpSync(built.file, file);
  return file;
}

/** The same app, signed by somebody else. */
async function signedByOther(file: string): Promise<string> {
  const out = file.replace('.apk', '-of-somebody-else.apk');
  const keystore = ['--ks', key('other'), '--ks-pass', 'pass:android'];
  await execa('apksigner', ['sign', ...keystore, '--out', out, file], { stdin: 'ignore' });
  return out;
}

describe('keystore-audit run android --app NEW --from-app OLD', function () {
  this.timeout(300_000);
  const place = new Place();
  let devices: VirtualDevices;
  let ended: Ended;
  let runs: readonly Run[];
  let app: string;
  let fromApp: string;

  before(async () => {
    const [tools, adb] = [await findTools({ env: process.env }), await findAdb(process.env)];
    const command = path.resolve(import.meta.dirname, '..', '..', 'bin', 'keystore-audit.js');
    devices = new VirtualDevices({ adb: adb!, command, chromium: tools.browser });
    const halves = ['correct', 'upgrade-forgets'].map((half) => path.join(androidFolder, half));
    const [correct, forgets] = await Promise.all(halves.map((half) => devices.start(['--native', half])));
    app = await appWith(place, '2.6.8', 2);
    fromApp = await appWith(place, '2.6.6', 1);
    const foreign = await signedByOther(fromApp);
    const run = { target: 'android', app, audits: ['upgrade-persistence', 'app-stability'] };
    const config = {
      runs: [
        { ...run, fromApp, device: correct!.serial },
        { ...run, fromApp, device: forgets!.serial },
        { ...run, fromApp: foreign, device: correct!.serial, audits: [...run.audits, 'set-then-get'] },
      ],
    };
    place.write('keystore-audit.config.json', JSON.stringify(config));
    const env = { ANDROID_ADB_SERVER_PORT: String(correct!.adbPort) };
    ended = await place.run(['run'], { env });
    runs = place.result().runs;
  });
  after(async () => {
    await devices.close();
    place.remove();
  });

  const auditOf = (run: number, id: string) => runs[run]!.audits.find((audit) => audit.id === id)!;

  it('passes a plugin that reads what the older build stored, and says which that was', () => {
    expect(runs[0], ended.stderr).to.deep.include({
      status: 'completed',
      problems: [],
      from: { name, version: '2.6.6' },
    });
    expect(runs[0]!.plugin).to.include({ name, version: '2.6.8' });
    expect(auditOf(0, 'upgrade-persistence')).to.include({ outcome: 'pass', fidelity: 'modelled' });
    expect(auditOf(0, 'upgrade-persistence').rerun).to.contain(`--app ${app} --from-app ${fromApp}`);
    expect(readFileSync(path.join(place.out, 'report.html'), 'utf8')).to.contain(`${name} 2.6.6`);
  });

  it('tells its story: what is set in the older build is read in the one under audit', () => {
    const { steps } = runs[0]!.scenarios.find((scenario) => scenario.name === 'upgrade')!;
    const told = steps.map(({ text, seen }) => (seen === '' ? text : text.split(' ', 1)[0]!));
    expect(told.filter((text, at) => text !== told[at - 1])).to.deep.equal([
      'remove the app and install the older build of the app',
      'start the app again',
      'load a fresh page',
      ...['get', 'set', 'get'],
      'end the app in the ordinary way',
      'install the app under audit over the one that is there',
      'start the app again',
      'load a fresh page',
      ...['get', 'set', 'get'],
      'install the app under audit again',
    ]);
    const [attempt] = place.observation('upgrade').attempts;
    expect(attempt!.driverCommands).to.be.at.most(60);
  });

  it('finds one that forgets at an upgrade, a second time from a clean state', () => {
    expect(auditOf(1, 'upgrade-persistence')).to.include({ outcome: 'fail', attempts: 2 });
    expect(auditOf(1, 'app-stability')).to.include({ outcome: 'pass' });
    expect(runs[1]!.problems).to.deep.equal([]);
  });

  it('loses nothing but the upgrade where somebody else has signed the older build', () => {
    expect(runs[2]).to.deep.include({ status: 'partial', from: { name, version: '2.6.6' } });
    const [problem, ...more] = runs[2]!.problems;
    expect(problem).to.include({ code: 'app-install-failed' });
    expect(problem!.message).to.contain('INSTALL_FAILED_UPDATE_INCOMPATIBLE');
    expect(more).to.deep.equal([]);
    expect(auditOf(2, 'upgrade-persistence')).to.include({ outcome: 'inconclusive' });
    expect(auditOf(2, 'set-then-get')).to.include({ outcome: 'pass' });
    expect(auditOf(2, 'app-stability')).to.include({ outcome: 'pass' });
  });

  describe('planned', () => {
    /** For a device of a kind, without any: what may be done to it is known beforehand. */
    const planned = (kind: 'real' | 'emulator', more: Partial<Wanted>, disposable: boolean) => {
      const abilities = androidAbilities({
        ...{ apiLevel: 35, kind, debuggable: true, hasSensor: true, hasConsole: false },
      });
      const device = { kind, serial: 'A1', adb: 'adb', adbPort: 5037, driver: 'chromedriver' };
      const found: FoundPlace = { device, id: 'a-device', abilities };
      return prepare(
        { target: 'android', app: path.basename(app), ...more },
        {
          ...{ places: { of: async () => found } as unknown as Places, env: process.env, disposable },
          ...{
            trusted: false,
            cacheFolder: place.folder,
            cwd: place.folder,
            seed: 'a',
            repeat: 1,
            limits: {},
          },
          fixtureFolder: path.join(place.folder, 'fixture'),
          signal: new AbortController().signal,
          log: () => undefined,
        },
      );
    };

    it('leaves the upgrade out on a phone that is somebody’s, where it would remove the app', async () => {
      const plan = await planned('real', { fromApp: path.basename(fromApp) }, false);
      expect(plan.leftOut['upgrade']).to.include({ code: 'would-change-device' });
      expect(plan.leftOut['upgrade']!.needs).to.contain('the app is removed').and.to.contain('--disposable');
      expect(plan.fixture.app!.builds).to.deep.equal({ current: app });
      expect(plan).not.to.have.any.keys('from');
      expect(await listing([plan])).to.contain('leaves the rest alone');
    });

    it('plays it on one that is disposable, and on an emulator, and nothing else that removes it', async () => {
      for (const plan of [
        await planned('real', { fromApp: path.basename(fromApp) }, true),
        await planned('emulator', { fromApp: path.basename(fromApp) }, false),
      ]) {
        expect(plan.scenarios).to.include('upgrade').and.not.include.members(['reinstall', 'left-out']);
        expect(plan.leftOut['reinstall']).to.include({ code: 'ability-missing' });
        expect(plan.fixture.app).to.deep.include({
          ours: false,
          builds: { current: app, previous: fromApp },
        });
        expect(plan.from).to.deep.equal({ name, version: '2.6.6' });
        expect(await listing([plan])).to.contain('removes dev.keystoreaudit.fixture with all that it holds');
      }
    });

    it('never removes an app that no older build was given of, whatever may be lost', async () => {
      const plan = await planned('real', {}, true);
      expect(plan.leftOut['upgrade']).to.include({ code: 'ability-missing' });
      expect(plan.leftOut['upgrade']!.needs).to.contain('--from-app');
      expect(plan.fixture.app!.builds).to.deep.equal({ current: app });
    });

    it('is refused the wrong way round', async () => {
      const error = await errorOf(() => planned('emulator', { app: fromApp, fromApp: app }, false));
      expect(error.code).to.equal('upgrade-impossible');
    });
  });

  it('leaves no secret in its output', () => {
    expect(place.secretsFound().found).to.deep.equal([]);
  });
});
