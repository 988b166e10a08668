import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'chai';
import type { Adb } from '../../../src/devices/android/adb.js';
import { AndroidDevice } from '../../../src/devices/android/android.js';
import { restoreFromFile } from '../../../src/devices/android/changes.js';
import { DeviceTrouble } from '../../../src/devices/port.js';
import { AuditError } from '../../../src/errors.js';
import { canary, needles, searcher } from '../../../src/protocol/canary.js';
import { nativeHalves } from '../../../src/virtual/native/index.js';
import type { RunningDevice } from '../../../src/virtual/android/start.js';
import { apk, cordovaPage } from '../../virtual/apk.js';
import { testNatives } from '../../virtual/natives.js';
import { errorOf, fixtureApk, Lab, patience } from './lab.js';

const fixture = 'dev.keystoreaudit.fixture';
const foreign = 'org.example.virtual';
const ownPin = '1234';
const key = '07'.repeat(32);
const secret = canary(key, 'test', 1);
const sought = searcher(needles(key, 'test', [1]));

/** In somebody else's app there is no runtime until the adapter brings it. */
const runtime = 'Object.defineProperty(window, "__keystoreAudit", { value: { brought: true } });';

const answer = (expression: string): string => `arguments[arguments.length - 1](${expression});`;

/** Answers as a ChromeDriver of another version does, in its words. */
const oldChromedriver = `#!${process.execPath}
const version = '90.0.4430.24';
if (process.argv.includes('--version')) console.log('ChromeDriver ' + version);
else {
  const port = Number(/--port=(\\d+)/.exec(process.argv.join(' '))[1]);
  const refusal = {
    error: 'session not created',
    message: 'session not created: This version of ChromeDriver only supports Chrome version 90\\n' +
      'Current browser version is 156.0.8078.79',
    stacktrace: '',
  };
  require('node:http').createServer((request, response) => {
    const refused = request.method === 'POST';
    response.writeHead(refused ? 500 : 200, { 'Content-Type': 'application/json' });
    response.end(JSON.stringify({ value: refused ? refusal : { ready: true, message: '', build: { version } } }));
  }).listen(port, '127.0.0.1', () => console.log('Starting ChromeDriver ' + version + ' on port ' + port));
}
`;

describe('the Android adapter', function () {
  this.timeout(60_000);
  const lab = new Lab();
  let running: RunningDevice;
  let session: WebdriverIO.Browser;
  let device: AndroidDevice;
  let adb: Adb;
  let restoreFile: string;

  const evaluate = (expression: string): Promise<unknown> =>
    device.script(answer(expression), '', patience());
  /** Sets or gets through the plugin; gives its answer. */
  const store = (call: string): Promise<unknown> =>
    device.script(
      `var done = arguments[arguments.length - 1];
       setTimeout(function () { done('silent'); }, 3000);
       var no = function (e) { done('refused: ' + (e.message || e)); };
       document.addEventListener('deviceready', function () {
         var s = new cordova.plugins.SecureStorage(function () { s.${call}; }, no, 'mine');
       });`,
      '',
      patience(),
    );
  const set = (value: string): Promise<unknown> => store(`set(done, no, 'token', '${value}')`);
  const get = (): Promise<unknown> => store(`get(done, no, 'token')`);
  const shell = async (command: string): Promise<string> => (await adb.shell(command)).stdout.trim();

  before(async function () {
    this.timeout(120_000);
    const [current, next] = await Promise.all([fixtureApk(), fixtureApk({ versionCode: 2 })]);
    await lab.open();
    running = await lab.device(
      'emulator',
      { lock: { kind: 'pin', secret: ownPin }, fingers: [1], timezone: 'Europe/Berlin' },
      (host) => [...nativeHalves(host), ...testNatives(host)],
    );
    session = await lab.session(running.serial);
    const options = lab.options(running.serial, { apps: { current, next }, secret: ownPin, kind: 'virtual' });
    restoreFile = options.restoreFile;
    device = new AndroidDevice(session, options);
    adb = options.device as Adb;
  });
  after(function () {
    this.timeout(30_000);
    return lab.close();
  });

  it('begins: the screen is unlocked, an old app with its data gone, the current one there', async () => {
    copyFileSync(apk({ name: fixture }), path.join(lab.folder, 'old.apk'));
    expect((await adb.install(path.join(lab.folder, 'old.apk'))).stdout).to.contain('Success');
    await shell(`input keyevent 224; wm dismiss-keyguard; input text ${ownPin}; input keyevent 66`);
    expect(await shell(`run-as ${fixture} sh -c 'echo x > old; ls old'; input keyevent 223`)).to.equal('old');
    expect(running.device.lock.keyguard).to.equal(true);
    await device.begin(patience());
    expect(running.device.lock.keyguard).to.equal(false);
    expect(running.device.packages.get(fixture)?.versionName).to.equal('1.0.0');
    expect(await shell(`run-as ${fixture} ls`)).not.to.contain('old');
  });

  it('tells what the device is, and nothing of its owner', async () => {
    const { abilities, ...facts } = await device.facts();
    expect(facts).to.include({
      id: 'android-35-virtual-sdk-gphone64-x86-64',
      kind: 'virtual',
      os: 'android',
      osVersion: '15',
      maker: 'Google',
      securityPatch: '2025-01-05',
      screenLock: 'secured',
      biometrics: 'fingerprint, 1 enrolled',
    });
    expect(facts.webview).to.match(/^\d+\.\d+/);
    expect(JSON.stringify(facts)).not.to.contain(running.serial);
    expect(abilities).to.equal(device.abilities);
    expect(abilities['read-app-data']).to.include({ fidelity: 'modelled', impact: 'harmless' });
    expect(abilities['set-screen-lock']).to.include({ fidelity: 'modelled', impact: 'destructive' });
  });

  it('loads the page of a start once, and a fresh one afterwards', async () => {
    await device.loadPage('', patience());
    expect(await evaluate('location.href')).to.equal('https://localhost/index.html');
    await evaluate('window.mine = 1');
    const commands = device.driverCommands;
    await device.startApp(patience());
    expect(device.driverCommands).to.equal(commands);
    expect(await evaluate('window.mine')).to.equal(1);
    await device.loadPage('', patience());
    expect(await evaluate('window.mine === undefined && typeof window.__keystoreAudit')).to.equal('object');
    expect(device.driverCommands).to.equal(commands + 4);
  });

  it('waits for what the app writes, and for nothing else', async () => {
    const began = Date.now();
    expect(await set('kept')).to.equal('token');
    expect(await device.awaitWrite(began, 5000, patience())).to.equal(true);
    expect(await device.awaitWrite(Date.now() + 60_000, 0, patience())).to.equal(false);
  });

  it('keeps the data where the app is ended, killed and started', async () => {
    for (const end of ['endApp', 'killApp'] as const) {
      const pid = await shell(`pidof ${fixture}`);
      await device[end](patience());
      expect(await shell(`pidof ${fixture}`), end).to.equal('');
      await device.loadPage('', patience());
      expect(await shell(`pidof ${fixture}`))
        .to.match(/^\d+$/)
        .and.not.to.equal(pid);
      expect(await get(), end).to.equal('kept');
    }
  });

  it('searches the app’s data: contents, names, and what cannot be read', async () => {
    await shell(
      `run-as ${fixture} sh -c 'mkdir -p files; echo ${secret} > files/plain; echo x > files/name-${secret}; echo y > files/shut; chmod 000 files/shut'`,
    );
    const { root, files, found, unreadable } = await device.searchAppData('mine', sought, patience());
    expect(root).to.equal('the data folder of the app');
    expect(files).to.be.greaterThan(3);
    expect(unreadable).to.deep.equal(['files/shut']);
    expect(found).to.deep.equal([
      { canary: 1, encoding: 'plain', offset: 0, path: 'files/plain' },
      { canary: 1, encoding: 'plain', offset: 11, path: '(a name of a file or folder)' },
    ]);
    await shell(`run-as ${fixture} rm -rf files`);
  });

  it('searches the log of the app alone, in all of its lives, once', async () => {
    await device.searchLogs('before', sought, patience());
    await evaluate(`console.log('it is ${secret}')`);
    await shell(`log -t other ${secret}`);
    await device.killApp(patience());
    await device.startApp(patience());
    const { lines, found } = await device.searchLogs('mine', sought, patience());
    expect(lines).to.be.greaterThan(0);
    expect(found.map(({ source, encoding }) => [source, encoding])).to.deep.equal([['chromium', 'plain']]);
    expect((await device.searchLogs('again', sought, patience())).found).to.deep.equal([]);
  });

  it('starts fresh without data, and takes another origin for another app', async () => {
    await device.loadPage('first', patience());
    expect(await set('of the first')).to.equal('token');
    await device.killApp(patience());
    await device.startApp(patience());
    await device.loadPage('first', patience());
    expect(await get()).to.equal('of the first');
    await device.loadPage('second', patience());
    expect(await get()).to.match(/^refused/);
  });

  it('gives a page that breaks the driver’s means its answer all the same', async () => {
    await device.script(`window.Promise = undefined; ${answer('1')}`, '', patience()).catch(() => undefined);
    await evaluate('Object.prototype.toJSON = function () { throw new Error("mine"); }');
    expect(await evaluate('2 + 3')).to.equal(5);
    await device.loadPage('second', patience());
    await evaluate('setTimeout(function () { alert("a dialog"); }, 0)');
    expect(await evaluate('6 * 7')).to.equal(42);
  });

  it('gives up when it is told to, and goes on afterwards', async () => {
    const error = await errorOf(device.script('', '', AbortSignal.timeout(500)));
    expect(error).to.be.instanceOf(DeviceTrouble).and.to.include({ kind: 'stopped' });
    await device.startFresh(patience());
    await device.loadPage('', patience());
    expect(await evaluate('1')).to.equal(1);
    for (const verb of ['endApp', 'killApp', 'startFresh'] as const)
      expect(await errorOf(device[verb](AbortSignal.abort())), verb).to.include({ kind: 'stopped' });
  });

  it('tells of a page that froze, and frees the driver and the screen', async () => {
    device.frozenMs = 1500;
    await device.startFresh(patience());
    await device.loadPage('', patience());
    expect(await errorOf(device.script('for (;;);', '', patience()))).to.include({ kind: 'app-froze' });
    expect(await shell(`pidof ${fixture}`)).to.equal('');
    device.frozenMs = 10_000;
    await device.startFresh(patience());
    expect(running.device.windows.focused()?.window.packageName).to.equal(fixture);
    expect(await evaluate('1')).to.equal(1);
  });

  describe('as mobile', () => {
    it('upgrades, and keeps the data', async () => {
      await set('before the upgrade');
      await device.awaitWrite(Date.now() - 5000, 5000, patience());
      await device.mobile.upgradeApp('next', patience());
      expect(await shell(`pidof ${fixture}`)).to.equal('');
      expect(running.device.packages.get(fixture)?.versionCode).to.equal(2);
      await device.loadPage('', patience());
      expect(await get()).to.equal('before the upgrade');
    });

    it('goes into the background and comes back with its page', async () => {
      await evaluate('window.mine = 2');
      await device.mobile.backgroundApp(patience());
      expect(running.device.activities.isForeground(fixture)).to.equal(false);
      await device.mobile.foregroundApp(patience());
      expect(running.device.activities.isForeground(fixture)).to.equal(true);
      expect(await evaluate('window.mine')).to.equal(2);
    });

    it('locks and unlocks the screen, with what was in front still there', async () => {
      await device.mobile.lockScreen(patience());
      expect(running.device.lock).to.include({ screenOn: false, keyguard: true });
      await device.mobile.unlockScreen(patience());
      expect(running.device.lock).to.include({ screenOn: true, keyguard: false });
      expect(running.device.activities.isForeground(fixture)).to.equal(true);
      expect(await evaluate('window.mine')).to.equal(2);
    });

    it('sets the screen lock, enrols a finger and presents it, and puts the lock back', async () => {
      const { lock, fingers } = running.device;
      await device.mobile.setScreenLock({ kind: 'none' }, patience());
      expect(lock.secure).to.equal(false);
      expect(fingers.enrolled).to.deep.equal([]);
      await device.mobile.setScreenLock({ kind: 'pin', secret: '5678' }, patience());
      await device.mobile.enrolFinger(3, patience());
      expect(fingers.enrolled).to.deep.equal([3]);
      expect(running.device.activities.isForeground(fixture)).to.equal(true);
      expect(await device.mobile.presentFinger(3, patience())).to.equal(false);
      expect(await evaluate('window.mine')).to.equal(2);
      await device.mobile.setScreenLock({ kind: 'password', secret: 'abcd12' }, patience());
      expect(lock.check('abcd12')).to.equal('right');
      expect(fingers.enrolled).to.deep.equal([3]);
      expect(readFileSync(restoreFile, 'utf8')).not.to.contain(ownPin);
      await device.restore(patience());
      expect(lock.check(ownPin)).to.equal('right');
      expect(existsSync(restoreFile)).to.equal(false);
    });

    it('changes language, time zone and clock, and puts them back from the file', async () => {
      const { device: inside } = running;
      await device.mobile.setLocale('de-DE', patience());
      await device.mobile.setTimezone('Asia/Tokyo', patience());
      await device.mobile.shiftClock(3_600_000, patience());
      await device.mobile.shiftClock(3_600_000, patience());
      expect(inside.store.state).to.include({ locale: 'de-DE', timezone: 'Asia/Tokyo' });
      expect(inside.now() - Date.now()).to.be.closeTo(7_200_000, 5000);
      expect(inside.store.state.settings.global).to.include({ auto_time: '0', auto_time_zone: '0' });
      await device.killApp(patience());
      await device.loadPage('', patience());
      expect(await device.awaitWrite(Date.now() + 1000, 0, patience())).to.equal(false);
      const began = Date.now();
      await set('after the clock was set');
      expect(await device.awaitWrite(began, 5000, patience())).to.equal(true);
      const left = path.join(lab.folder, 'left.json');
      copyFileSync(restoreFile, left);
      await restoreFromFile(adb, left);
      expect(inside.store.state).to.include({ locale: 'en-US', timezone: 'Europe/Berlin' });
      expect(inside.now() - Date.now()).to.be.closeTo(0, 5000);
      expect(inside.store.state.settings.global).to.include({ auto_time: '1', auto_time_zone: '1' });
      expect(existsSync(left)).to.equal(false);
      writeFileSync(left, '{}');
      expect(await errorOf(restoreFromFile(adb, left))).to.include({ code: 'input-unreadable' });
    });

    it('backs up and restores, and damages what the app keeps', async () => {
      const file = `shared_prefs/${fixture}.mine_SS.xml`;
      const read = (): Promise<string> => shell(`run-as ${fixture} cat ${file}`);
      const kept = await read();
      expect(kept).to.contain('_SS_token');
      expect(await device.mobile.backupApp(patience())).to.equal('done');
      expect(await device.mobile.damageAppData(patience())).to.include(file);
      const damaged = await read();
      expect(damaged)
        .to.match(/^<\?xml[\s\S]*<\/map>$/)
        .and.not.to.equal(kept);
      expect(damaged.length).to.equal(kept.length);
      await device.loadPage('', patience());
      expect(await get()).to.match(/^(refused|silent)/);
      await device.mobile.restoreApp(patience());
      expect(await read()).to.equal(kept);
      await device.mobile.reinstallApp('current', patience());
      expect(running.device.packages.get(fixture)?.versionCode).to.equal(1);
      await device.loadPage('', patience());
      expect(await get()).to.match(/^refused/);
    });
  });

  describe('with somebody else’s app', () => {
    let other: AndroidDevice;
    // Long before it is run: a program that is still open for writing in another process does not start.
    before(() => writeFileSync(path.join(lab.folder, 'chromedriver'), oldChromedriver, { mode: 0o755 }));
    const otherApk = (more = {}): string => apk({ www: cordovaPage(1), services: ['Echo'], ...more });
    const adapterOf = (file: string, previous?: string): AndroidDevice =>
      new AndroidDevice(
        session,
        lab.options(running.serial, {
          apps: { current: file, ...(previous === undefined ? {} : { previous }) },
          app: { packageId: foreign, debuggable: true },
          script: path.join(lab.folder, 'runtime.js'),
          wipes: false,
          secret: ownPin,
        }),
      );
    const call = (action: string, argument: unknown): string =>
      `window.answer = undefined; window.call('Echo', '${action}', [${JSON.stringify(argument)}]).then(function (a) { window.answer = JSON.stringify(a.value); });`;
    const told = async (): Promise<unknown> => {
      const text = await other.script(
        `var done = arguments[arguments.length - 1];
         (function look() { if (window.answer !== undefined) done(window.answer); else setTimeout(look, 10); })();`,
        '',
        patience(),
      );
      return JSON.parse(text as string) as unknown;
    };
    const ask = async (allow: readonly string[]): Promise<void> => {
      const asked = { title: 'Prove it', subtitle: 'Now', negativeText: 'Refuse', allow };
      await other.script(`${call('authenticate', asked)} ${answer('1')}`, '', patience());
      for (const end = Date.now() + 5000; ;) {
        if ((await other.mobile.seePrompt(patience())) !== undefined) return;
        if (Date.now() > end) throw new Error('There is no prompt.');
      }
    };

    before(async () => {
      device.close();
      writeFileSync(path.join(lab.folder, 'runtime.js'), runtime);
      other = adapterOf(otherApk());
      await other.begin(patience());
    });

    it('brings the runtime into each page, and clears nothing', async () => {
      await other.loadPage('', patience());
      expect(await other.script(answer('window.__keystoreAudit.brought'), '', patience())).to.equal(true);
      const count = answer("Number(localStorage.getItem('count'))");
      const before = Number(await other.script(count, '', patience()));
      await other.loadPage('an-origin', patience());
      await other.loadPage('another', patience());
      expect(await other.script(count, '', patience())).to.equal(before + 2);
      await shell(`run-as ${foreign} touch kept`);
      await other.startFresh(patience());
      expect(await shell(`run-as ${foreign} ls kept`)).to.equal('kept');
      expect(other.abilities).not.to.have.any.keys('install-app', 'upgrade-app');
    });

    it('sees and answers prompts, each in its way', async () => {
      expect(await other.mobile.seePrompt(patience())).to.equal(undefined);
      running.device.fingers.enrol(1);
      await ask(['strong']);
      expect(await other.mobile.seePrompt(patience())).to.deep.include({
        host: 'com.android.systemui',
        asks: 'finger',
      });
      expect((await other.mobile.seePrompt(patience()))!.texts).to.include.members(['Prove it', 'Refuse']);
      await other.mobile.answerPrompt('wrong-finger', patience());
      expect(running.device.fingers.counters.reject).to.equal(1);
      expect(await other.mobile.presentFinger(98, patience())).to.equal(true);
      expect(running.device.fingers.counters.reject).to.equal(2);
      await other.mobile.answerPrompt('finger', patience());
      expect(await told()).to.include({ result: 'succeeded' });
      await ask(['strong']);
      await other.mobile.answerPrompt('negative', patience());
      expect(await told()).to.include({ result: 'error', code: 13 });
      for (const way of ['back', 'outside'] as const) {
        await ask(['strong']);
        await other.mobile.answerPrompt(way, patience());
        expect(await told(), way).to.include({ result: 'error', code: 10 });
      }
      await ask(['strong', 'credential']);
      await other.mobile.answerPrompt('credential', patience());
      expect(await told()).to.deep.equal({ result: 'succeeded', by: 'credential' });
      expect((await errorOf(other.mobile.answerPrompt('negative', patience()))).message).to.contain(
        'no prompt',
      );
    });

    it('sees the settings’ own screen, which confirms a PIN', async () => {
      await other.script(`${call('confirm', '')} ${answer('1')}`, '', patience());
      let prompt = await other.mobile.seePrompt(patience());
      for (const end = Date.now() + 5000; prompt === undefined && Date.now() < end;)
        prompt = await other.mobile.seePrompt(patience());
      expect(prompt).to.include({ host: 'com.android.settings', asks: 'credential' });
      await other.mobile.answerPrompt('credential', patience());
      expect(await told()).to.equal(true);
    });

    it('tells where the app died, without what the exception said', async () => {
      const crash = other.script(`window.call('Echo', 'crash');`, '', patience());
      const error = await errorOf(crash);
      expect(error).to.include({ kind: 'app-died' });
      expect(error.message)
        .to.contain('java.lang.IllegalStateException at org.example.Echo.execute(Echo.java:1)')
        .and.not.to.contain('asked for');
      await other.startFresh(patience());
      expect(running.device.windows.focused()?.window.packageName).to.equal(foreign);
      expect(await other.script(answer('1'), '', patience())).to.equal(1);
    });

    it('says why an app was not installed', async () => {
      const refused = async (more: object): Promise<Error> =>
        errorOf(adapterOf(otherApk(more)).begin(patience()));
      const signed = await refused({ signer: 'other' });
      expect(signed).to.be.instanceOf(AuditError).and.to.include({ code: 'app-install-failed' });
      expect(signed.message).to.contain('signed by somebody else').and.to.contain('UPDATE_INCOMPATIBLE');
      expect((await refused({ minSdk: 36 })).message).to.contain('later Android');
      await other.mobile.lockScreen(patience());
      expect((await adb.install(otherApk({ versionCode: 3 }))).stdout).to.contain('Success');
      expect((await refused({ versionCode: 2 })).message).to.contain('A later version');
      expect(running.device.lock.keyguard).to.equal(false);
    });

    it('removes it for its previous build alone, and puts it back, after a crash too', async () => {
      const owned = adapterOf(otherApk({ versionCode: 3 }), otherApk());
      await owned.begin(patience());
      expect(owned.abilities).to.include.keys('install-app', 'upgrade-app');
      const version = () => running.device.packages.get(foreign)?.versionCode;
      const keep = async (): Promise<void> => void (await shell(`run-as ${foreign} touch kept`));
      const isKept = async () => (await shell(`run-as ${foreign} ls`)).includes('kept');
      await keep();
      await owned.mobile.reinstallApp('previous', patience());
      expect([version(), await isKept()]).to.deep.equal([1, false]);
      await keep();
      const left = path.join(lab.folder, 'left.json');
      copyFileSync(restoreFile, left);
      await restoreFromFile(adb, left);
      expect([version(), await isKept()]).to.deep.equal([3, true]);
      await owned.mobile.reinstallApp('previous', patience());
      await keep();
      await owned.mobile.upgradeApp('current', patience());
      expect([version(), await isKept()]).to.deep.equal([3, true]);
      expect(JSON.parse(readFileSync(restoreFile, 'utf8'))).not.to.have.any.keys('app');
      await owned.mobile.reinstallApp('previous', patience());
      await owned.restore(patience());
      expect(version()).to.equal(3);
      owned.close();
    });

    it('says why a page cannot be driven, or is no fixture', async () => {
      expect((await adb.uninstall(foreign)).code).to.equal(0);
      const begun = async (file: string, debuggable: boolean): Promise<AndroidDevice> => {
        const app = { packageId: foreign, debuggable };
        const more = { apps: { current: file }, app, secret: ownPin, readyMs: 1500 };
        const made = new AndroidDevice(session, lab.options(running.serial, more));
        await made.begin(patience());
        return made;
      };
      const closed = await begun(otherApk({ debuggable: false, allowBackup: false }), false);
      expect(closed.abilities).not.to.have.any.keys('read-app-data', 'write-app-data');
      const error = await errorOf(closed.startApp(patience()));
      expect(error).to.be.instanceOf(AuditError).and.to.include({ code: 'webview-not-debuggable' });
      expect(await closed.mobile.backupApp(patience())).to.equal('refused');
      closed.close();
      const strange = await begun(otherApk(), true);
      expect(await errorOf(strange.startApp(patience()))).to.include({ kind: 'app-never-ready' });
      strange.close();
    });

    it('says that ChromeDriver does not fit', async () => {
      const chromedriver = path.join(lab.folder, 'chromedriver');
      const late = new AndroidDevice(
        await lab.session(running.serial, { chromedriver }),
        lab.options(running.serial, {
          app: { packageId: foreign, debuggable: true },
          secret: ownPin,
        }),
      );
      await late.begin(patience());
      const error = await errorOf(late.startApp(patience()));
      expect(error).to.be.instanceOf(AuditError).and.to.include({ code: 'chromedriver-mismatch' });
      expect(error.message).to.match(/156\.0/);
      late.close();
    });

    it('reboots, begins another session, and goes on', async () => {
      await other.mobile.reboot(patience());
      expect(running.device.lock.userUnlocked).to.equal(false);
      await other.mobile.unlockScreen(patience());
      await other.startApp(patience());
      expect(await other.script(answer('document.readyState'), '', patience())).to.equal('complete');
    });

    it('tells of a device that is gone', async () => {
      await running.control.act({ do: 'unplug' });
      const error = await errorOf(other.startFresh(patience()));
      expect(error).to.be.instanceOf(DeviceTrouble).and.to.include({ kind: 'lost' });
      const began = Date.now();
      expect(await errorOf(other.startFresh(patience()))).to.include({ kind: 'lost' });
      expect(Date.now() - began).to.be.lessThan(5000);
    });
  });
});
