import { spawn, type ChildProcess } from 'node:child_process';
import { expect } from 'chai';
import { remote } from 'webdriverio';
import { profileWith } from '../../src/virtual/android/profile.js';
import { startDevice, type RunningDevice } from '../../src/virtual/android/start.js';
import { adbServer, freePort, type AdbServer } from './adb.js';
import { apk, cordovaPage } from './apk.js';
import { testNatives } from './natives.js';
import { program } from './programs.js';

const name = 'org.example.virtual';

describe("ChromeDriver's own attach", function () {
  this.timeout(60_000);
  let server: AdbServer;
  let running: RunningDevice;
  let driver: ChildProcess;
  let port: number;

  before(async () => {
    server = await adbServer();
    running = await startDevice({
      profile: profileWith('phone', { lock: { kind: 'none', secret: '' } }),
      natives: testNatives,
    });
    await server.adb('connect', running.address);
    port = await freePort();
    driver = spawn(program('chromedriver'), [`--port=${port}`, `--adb-port=${server.port}`], {
      env: server.env,
      stdio: 'ignore',
    });
    for (let tries = 0; tries < 400; tries++) {
      if (
        await fetch(`http://127.0.0.1:${port}/status`).then(
          (answer) => answer.ok,
          () => false,
        )
      )
        break;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  });
  after(async () => {
    driver.kill();
    await running.close();
    await server.stop();
  });

  const attach = (options: object): Promise<WebdriverIO.Browser> =>
    remote({
      hostname: '127.0.0.1',
      port,
      logLevel: 'silent',
      connectionRetryCount: 0,
      capabilities: {
        browserName: 'chrome',
        'wdio:enforceWebDriverClassic': true,
        'goog:chromeOptions': { androidPackage: name, androidDeviceSerial: running.serial, ...options },
      } as WebdriverIO.Capabilities,
    });

  it('starts an app and drives its page', async () => {
    await server.adb('-s', running.serial, 'install', apk({ www: cordovaPage(1) }));
    const browser = await attach({ androidActivity: '.MainActivity' });
    try {
      await browser.waitUntil(async () => (await browser.getTitle()) === 'Ready 1');
      await (await browser.$('#press')).click();
      expect(await (await browser.$('#state')).getText()).to.equal('pressed');
    } finally {
      await browser.deleteSession();
    }
  });

  it('attaches to an app that runs', async () => {
    const adb = (script: string) => server.adb('-s', running.serial, 'shell', script);
    await adb(`am start -n ${name}/.MainActivity`);
    for (
      let tries = 0;
      tries < 200 && (await adb('grep -q webview_devtools /proc/net/unix')).code !== 0;
      tries++
    );
    const browser = await attach({ androidUseRunningApp: true });
    expect(await browser.getUrl()).to.equal('https://localhost/index.html');
    await browser.deleteSession();
  });

  it('drives a page of Capacitor, whose native side answers as its bridge does', async () => {
    const other = 'org.example.capacitor';
    const page = `<!doctype html><title>Capacitor</title><script>
      const waiting = {};
      window.Capacitor.fromNative = (answer) => waiting[answer.callbackId](answer);
      window.call = (pluginId, methodName, options) => new Promise((resolve) => {
        const callbackId = String(Object.keys(waiting).length);
        waiting[callbackId] = resolve;
        androidBridge.postMessage(JSON.stringify({ callbackId, pluginId, methodName, options }));
      });
      </script>`;
    const file = apk({ name: other, folder: 'public', www: { 'index.html': page } });
    await server.adb('-s', running.serial, 'install', file);
    const browser = await attach({ androidPackage: other, androidActivity: '.MainActivity' });
    try {
      await browser.waitUntil(async () => (await browser.getTitle()) === 'Capacitor');
      expect(await browser.getUrl()).to.equal('https://localhost/');
      const call = (...args: unknown[]): Promise<unknown> =>
        browser.executeAsync((args, done) => {
          const { call } = globalThis as unknown as { call(...all: unknown[]): Promise<unknown> };
          void call(...(args as unknown[])).then((answer) => done(JSON.stringify(answer)));
        }, args) as Promise<unknown>;
      expect(JSON.parse((await call('Echo', 'echo', { a: 1 })) as string)).to.deep.equal({
        ...{
          callbackId: '0',
          pluginId: 'Echo',
          methodName: 'echo',
          save: false,
          success: true,
          data: { a: 1 },
        },
      });
      // A debug build writes every call down.
      const { stdout } = await server.adb('-s', running.serial, 'logcat', '-d', '-s', 'Capacitor');
      expect(stdout).to.match(
        /V Capacitor *: callback: 0, pluginId: Echo, methodName: echo, methodData: \{"a":1\}/,
      );
      expect(JSON.parse((await call('Missing', 'any', {})) as string).error).to.deep.equal({
        message: '"Missing" plugin is not implemented on android',
        code: 'UNIMPLEMENTED',
      });
    } finally {
      await browser.deleteSession();
    }
  });

  it('finds no page in an app that is not debuggable', async () => {
    const hidden = 'org.example.hidden';
    await server.adb('-s', running.serial, 'install', apk({ name: hidden, debuggable: false }));
    await server.adb('-s', running.serial, 'shell', `am start -n ${hidden}/.MainActivity`);
    const pid = (await server.adb('-s', running.serial, 'shell', `pidof ${hidden}`)).stdout.trim();
    expect(pid).to.match(/^\d+$/);
    const { stdout } = await server.adb('-s', running.serial, 'shell', 'cat /proc/net/unix');
    expect(stdout).to.not.contain(`webview_devtools_remote_${pid}`);
  });
});
