import { spawn, type ChildProcess } from 'node:child_process';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'chai';
import { remote } from 'webdriverio';
import { profileWith } from '../../src/virtual/android/profile.js';
import { startDevice, type RunningDevice } from '../../src/virtual/android/start.js';
import { adbServer, freePort, type AdbServer } from '../virtual/adb.js';
import { program } from '../virtual/programs.js';
import { Place } from './command.js';

const app = 'dev.keystoreaudit.fixture';

/** How long anything here may take to come about, in milliseconds. */
const patienceMs = 20_000;

describe('the fixture app on a virtual device', function () {
  this.timeout(120_000);
  const place = new Place();
  let server: AdbServer;
  let running: RunningDevice;
  let driver: ChildProcess;
  let browser: WebdriverIO.Browser;

  const adb = (...args: string[]) => server.adb('-s', running.serial, ...args);

  async function until(holds: () => Promise<boolean>): Promise<void> {
    const end = Date.now() + patienceMs;
    while (!(await holds())) {
      if (Date.now() > end) throw new Error('What the test waits for did not come about.');
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  }

  before(async () => {
    const built = await place.run([
      ...['build', 'android', '--plugin', 'cordova-plugin-secure-storage@2.6.8'],
      ...['--virtual', '--out', 'app'],
    ]);
    expect(built.code, built.stderr).to.equal(0);
    const folder = path.join(place.folder, 'app');
    const file = readdirSync(folder).find((name) => name.endsWith('.apk'))!;
    server = await adbServer();
    running = await startDevice({
      profile: profileWith('phone', { lock: { kind: 'pin', secret: '1234' } }),
    });
    await server.adb('connect', running.address);
    await adb('install', path.join(folder, file));
    await adb('shell', 'input keyevent 224; wm dismiss-keyguard; input text 1234; input keyevent 66');
    const port = await freePort();
    driver = spawn(program('chromedriver'), [`--port=${port}`, `--adb-port=${server.port}`], {
      env: server.env,
      stdio: 'ignore',
    });
    const status = `http://127.0.0.1:${port}/status`;
    await until(() =>
      fetch(status).then(
        ({ ok }) => ok,
        () => false,
      ),
    );
    browser = await remote({
      hostname: '127.0.0.1',
      port,
      logLevel: 'silent',
      connectionRetryCount: 0,
      capabilities: {
        browserName: 'chrome',
        'wdio:enforceWebDriverClassic': true,
        'goog:chromeOptions': {
          androidPackage: app,
          androidActivity: '.MainActivity',
          androidDeviceSerial: running.serial,
        },
      } as WebdriverIO.Capabilities,
    });
  });
  after(async () => {
    await browser?.deleteSession().catch(() => undefined);
    driver?.kill();
    await running?.close();
    await server?.stop();
    place.remove();
  });

  it('becomes ready: Cordova’s bridge is not taken for a dialog', async () => {
    await until(
      async () =>
        (await browser.execute(
          "return cordova.require('cordova/channel').onDeviceReady.state === 2;",
        )) as boolean,
    );
    expect(await browser.getUrl()).to.equal('https://localhost/index.html');
  });

  it('stores through the plugin’s native half, which leaves no readable value on the disk', async () => {
    const told = await browser.executeAsync(`
      var done = arguments[arguments.length - 1];
      var failed = function (what) { return function (error) { done(what + ': ' + error); }; };
      var store = new cordova.plugins.SecureStorage(function () {
        store.set(function () {
          store.get(done, failed('get'), 'token');
        }, failed('set'), 'token', 'kept-by-the-device');
      }, failed('init'), 'mine');
    `);
    expect(told).to.equal('kept-by-the-device');
    const file = `shared_prefs/${app}.mine_SS.xml`;
    const { stdout } = await adb('shell', `run-as ${app} cat ${file}`);
    expect(stdout).to.contain('_SS_token').and.not.to.contain('kept-by-the-device');
  });
});
