import { expect } from 'chai';
import { profileWith } from '../../src/virtual/android/profile.js';
import { startDevice, type RunningDevice } from '../../src/virtual/android/start.js';
import { adbServer, type AdbServer } from './adb.js';
import { apk, cordovaPage } from './apk.js';
import { appiumServer, type AppiumServer } from './appium.js';
import { testNatives } from './natives.js';

const name = 'org.example.virtual';
const services = ['Echo'];
const first = (): string => apk({ www: cordovaPage(1), services });
const second = (): string => apk({ www: cordovaPage(2), services, versionCode: 2 });
const lock = { kind: 'pin', secret: '1234' } as const;

/** A page script that calls a plugin and gives its answer as text: an answer with `error` in it is WebDriver's own. */
function call(
  browser: WebdriverIO.Browser,
  action: string,
  args: unknown[] = [],
  service = 'Echo',
): Promise<string> {
  return browser.executeAsync(
    (service, action, args, done) => {
      const page = globalThis as unknown as { call(...all: unknown[]): Promise<unknown> };
      void page.call(service, action, args).then((answer) => done(JSON.stringify(answer)));
    },
    service,
    action,
    args,
  ) as unknown as Promise<string>;
}

describe('plain WebdriverIO and Appium against virtual devices', function () {
  this.timeout(120_000);
  let server: AdbServer;
  let appium: AppiumServer;
  let running: RunningDevice;

  before(async () => {
    server = await adbServer();
    [appium, running] = await Promise.all([
      appiumServer(server),
      startDevice({ profile: profileWith('emulator', { lock, fingers: [1] }), natives: testNatives }),
    ]);
    await server.adb('connect', running.address);
    await shell('wm dismiss-keyguard; input text 1234; input keyevent 66');
  });
  after(async () => {
    await appium.stop();
    await running.close();
    await server.stop();
  });

  const shell = async (script: string): Promise<string> =>
    (await server.adb('-s', running.serial, 'shell', script)).stdout;

  const toWeb = async (browser: WebdriverIO.Browser): Promise<void> => {
    await browser.execute('mobile: getContexts', { waitForWebviewMs: 20_000 });
    await browser.switchContext(`WEBVIEW_${name}`);
    await browser.waitUntil(async () => (await browser.getTitle()).startsWith('Ready'), { timeout: 20_000 });
  };

  describe('one session', () => {
    let browser: WebdriverIO.Browser;
    before(async () => {
      browser = await appium.session(running.serial, { 'appium:app': first() });
    });
    after(() => browser.deleteSession());
    beforeEach(async () => {
      await browser.switchContext('NATIVE_APP');
    });

    it('installs and starts the app, and finds what is on the screen', async () => {
      expect(await browser.execute('mobile: getCurrentActivity', {})).to.equal('.MainActivity');
      await toWeb(browser);
      await browser.switchContext('NATIVE_APP');
      const source = await browser.getPageSource();
      expect(source).to.contain('android.webkit.WebView').and.to.contain('text="Version 1"');
      for (const selector of [
        '//android.widget.Button[@text="Press me"]',
        'id=press',
        'android=new UiSelector().text("Press me")',
        'android=new UiSelector().className("android.widget.Button").instance(0)',
        '//*[@resource-id="press"]',
      ]) {
        expect(await (await browser.$(selector)).getText(), selector).to.equal('Press me');
      }
      expect(await (await browser.$('~Name')).getTagName()).to.be.a('string');
      expect(await (await browser.$('id=nothing')).isExisting()).to.equal(false);
      expect(await browser.$$('android.widget.Button').length).to.equal(2);
      await (await browser.$('id=press')).click();
      expect(await (await browser.$('id=state')).getText()).to.equal('pressed');
      const field = await browser.$('android.widget.EditText');
      await field.setValue('one');
      expect(await field.getText()).to.equal('one');
      await field.addValue(' two');
      expect(await field.getText()).to.equal('one two');
      await field.clearValue();
      expect(await field.getText()).to.equal('');
      expect(await field.getAttribute('clickable')).to.equal('true');
    });

    it('accepts and dismisses dialogs of the page', async () => {
      expect(await browser.getAlertText().catch((error: Error) => error.message)).to.match(
        /no such alert|modal dialog/i,
      );
      await (await browser.$('id=ask')).click();
      expect(await browser.getAlertText()).to.contain('Sure?');
      await browser.acceptAlert();
      await browser.waitUntil(async () => (await (await browser.$('id=state')).getText()) === 'yes');
      await (await browser.$('id=ask')).click();
      await browser.dismissAlert();
      await browser.waitUntil(async () => (await (await browser.$('id=state')).getText()) === 'no');
    });

    it('drives the page through ChromeDriver, and the native side through Cordova', async () => {
      await toWeb(browser);
      expect(await browser.getUrl()).to.equal('https://localhost/index.html');
      expect(await browser.execute(() => isSecureContext)).to.equal(true);
      expect(await browser.execute(() => navigator.userAgent)).to.match(/Android 15; .*; wv\)/);
      expect(await call(browser, 'echo', ['ä\u2028"'])).to.equal('{"value":"ä\u2028\\""}');
      expect(await call(browser, 'echo', [{ a: [1, null] }])).to.equal('{"value":{"a":[1,null]}}');
      expect(await call(browser, 'nothing')).to.equal('{"value":"OK"}');
      expect(await call(browser, 'refuse', [{ code: 7 }])).to.equal('{"error":{"code":7}}');
      expect(await call(browser, 'throw', ['why'])).to.equal('{"error":"why"}');
      expect(await call(browser, 'any', [], 'Missing')).to.equal('{"error":"Class not found"}');
      expect(await call(browser, 'state'))
        .to.contain('"greeting":"hello"')
        .and.to.contain('"enrolled":1');
      await browser.execute(() => console.log('from the page'));
      await browser.switchContext('NATIVE_APP');
      expect(await shell('logcat -d | grep chromium')).to.match(
        /I chromium: \[INFO:CONSOLE\(\d+\)\] "from the page", source: /,
      );
    });

    it('takes pictures', async () => {
      expect(
        Buffer.from(await browser.takeScreenshot(), 'base64')
          .subarray(1, 4)
          .toString(),
      ).to.equal('PNG');
    });

    describe('prompts', () => {
      const ask = async (allow: readonly string[]): Promise<() => Promise<unknown>> => {
        await toWeb(browser);
        await browser.execute((allow) => {
          const page = globalThis as unknown as {
            answer?: unknown;
            call(...all: unknown[]): Promise<unknown>;
          };
          page.answer = undefined;
          void page
            .call('Echo', 'authenticate', [
              { title: 'Prove it', subtitle: 'Now', negativeText: 'Refuse', allow },
            ])
            .then((answer) => (page.answer = answer));
        }, allow);
        await browser.switchContext('NATIVE_APP');
        await (await browser.$('id=com.android.systemui:id/title')).waitForExist();
        return async () => {
          await toWeb(browser);
          const answer = await browser.waitUntil(() =>
            browser.execute(() => JSON.stringify((globalThis as unknown as { answer?: unknown }).answer)),
          );
          await browser.switchContext('NATIVE_APP');
          return (JSON.parse(answer as string) as { value: unknown }).value;
        };
      };

      it('are accepted with a finger', async () => {
        const answer = await ask(['strong']);
        expect(await (await browser.$('id=com.android.systemui:id/title')).getText()).to.equal('Prove it');
        expect(await shell('dumpsys window | grep mCurrentFocus')).to.contain('BiometricPrompt');
        await browser.execute('mobile: fingerprint', { fingerprintId: 9 });
        expect(await (await browser.$('id=com.android.systemui:id/indicator')).getText()).to.equal(
          'Not recognized',
        );
        await browser.execute('mobile: fingerprint', { fingerprintId: 1 });
        expect(await answer()).to.deep.equal({ result: 'succeeded', by: 'biometric' });
        expect(await shell('dumpsys fingerprint')).to.match(/"accept":[1-9]\d*,"reject":1,/);
      });

      it('are refused by button and by the back key', async () => {
        let answer = await ask(['strong']);
        await (await browser.$('id=com.android.systemui:id/button_negative')).click();
        expect(await answer()).to.include({ result: 'error', code: 13 });
        answer = await ask(['strong']);
        await browser.back();
        expect(await answer()).to.include({ result: 'error', code: 10 });
      });

      it('are secured, and take the PIN where a credential is allowed', async () => {
        const answer = await ask(['strong', 'credential']);
        expect(await browser.takeScreenshot().catch((error: Error) => error.message)).to.contain(
          "'secure' flag",
        );
        expect(await (await browser.$('id=com.android.systemui:id/button_negative')).isExisting()).to.equal(
          false,
        );
        await (await browser.$('id=com.android.systemui:id/button_use_credential')).click();
        const field = await browser.$('id=com.android.systemui:id/lockPassword');
        expect(await field.getAttribute('password')).to.equal('true');
        await shell('input text 0000; input keyevent 66');
        expect(await (await browser.$('id=com.android.systemui:id/error')).getText()).to.equal('Wrong PIN');
        await shell('input text 1234; input keyevent 66');
        expect(await answer()).to.deep.equal({ result: 'succeeded', by: 'credential' });
      });

      it('lock out after five misses', async () => {
        const answer = await ask(['strong']);
        for (let miss = 0; miss < 5; miss++)
          await server.adb('-s', running.serial, 'emu', 'finger', 'touch', '9');
        expect(await answer()).to.include({ result: 'error', code: 7 });
        expect(await shell('dumpsys fingerprint')).to.contain('timedLockout=true');
        expect(await shell('locksettings verify --old 1234')).to.contain('verified successfully');
      });
    });

    it('locks and unlocks', async () => {
      await browser.execute('mobile: lock', {});
      expect(await browser.execute('mobile: isLocked', {})).to.equal(true);
      await browser.execute('mobile: unlock', { key: '1234', type: 'pin', strategy: 'uiautomator' });
      expect(await browser.execute('mobile: isLocked', {})).to.equal(false);
      await browser.execute('mobile: lock', {});
      await browser.execute('mobile: unlock', { key: '1', type: 'fingerprint' });
      expect(await browser.execute('mobile: isLocked', {})).to.equal(false);
    });

    it('unlocks with a pattern that is drawn', async () => {
      await shell('locksettings set-pattern --old 1234 14789');
      await browser.execute('mobile: lock', {});
      await browser.execute('mobile: unlock', { key: '14789', type: 'pattern', strategy: 'uiautomator' });
      expect(await browser.execute('mobile: isLocked', {})).to.equal(false);
      expect(await shell('locksettings set-pin --old 14789 1234')).to.equal("Pin set to '1234'\n");
    });

    it('says that an app is not responding', async () => {
      await toWeb(browser);
      await browser.execute(() => {
        document.getElementById('press')!.onclick = () => {
          for (const end = Date.now() + 7000; Date.now() < end;);
        };
      });
      await browser.switchContext('NATIVE_APP');
      await (await browser.$('id=press')).click();
      expect(await browser.getAlertText().catch((error: Error) => error.message)).to.contain(
        "isn't responding",
      );
      await (await browser.$('id=android:id/aerr_wait')).click();
      await toWeb(browser);
    });

    it('upgrades the app and keeps its data', async () => {
      await toWeb(browser);
      await browser.execute(() => localStorage.setItem('count', '41'));
      await call(browser, 'write', ['file', 'kept']);
      await browser.switchContext('NATIVE_APP');
      await browser.execute('mobile: installApp', { appPath: second() });
      expect(await browser.execute('mobile: queryAppState', { appId: name })).to.equal(1);
      await browser.execute('mobile: activateApp', { appId: name });
      await toWeb(browser);
      expect(await browser.getTitle()).to.equal('Ready 2');
      expect(await (await browser.$('#count')).getText()).to.equal('Start 42');
      expect(await shell(`run-as ${name} cat file`)).to.equal('kept');
    });

    it('sends the app to the background and brings it back', async () => {
      await browser.execute('mobile: backgroundApp', { seconds: -1 });
      expect(await browser.execute('mobile: queryAppState', { appId: name })).to.equal(3);
      await browser.execute('mobile: activateApp', { appId: name });
      expect(await browser.execute('mobile: queryAppState', { appId: name })).to.equal(4);
    });

    it('pushes and pulls files, also of the app', async () => {
      await browser.pushFile('/sdcard/Download/f.txt', Buffer.from('pushed').toString('base64'));
      expect(Buffer.from(await browser.pullFile('/sdcard/Download/f.txt'), 'base64').toString()).to.equal(
        'pushed',
      );
      expect(Buffer.from(await browser.pullFile(`@${name}/file`), 'base64').toString()).to.equal('kept');
    });

    it('shows that an app has crashed', async () => {
      await toWeb(browser);
      await browser.execute(() => {
        const page = globalThis as unknown as { call(...all: unknown[]): Promise<unknown> };
        setTimeout(() => void page.call('Echo', 'crash'), 50);
      });
      await browser.switchContext('NATIVE_APP');
      await browser.waitUntil(async () => (await browser.getAlertText().catch(() => '')) !== '');
      expect(await browser.getAlertText()).to.equal('Virtual test has stopped');
      await browser.acceptAlert();
      expect(await shell('logcat -d -b crash'))
        .to.contain('FATAL EXCEPTION: main')
        .and.to.contain('asked for');
      expect(await browser.execute('mobile: queryAppState', { appId: name })).to.equal(1);
    });

    it('terminates and clears the app', async () => {
      await browser.execute('mobile: activateApp', { appId: name });
      expect(await browser.execute('mobile: terminateApp', { appId: name })).to.equal(true);
      await browser.execute('mobile: clearApp', { appId: name });
      expect(await shell(`run-as ${name} ls`)).to.equal('cache\ncode_cache\n');
      await browser.execute('mobile: activateApp', { appId: name });
      await toWeb(browser);
      expect(await (await browser.$('#count')).getText()).to.equal('Start 1');
    });
  });

  it('drives two devices at once, and learns of the death of one', async () => {
    const other = await startDevice({
      profile: profileWith('phone', { apiLevel: 30 }),
      natives: testNatives,
    });
    await server.adb('connect', other.address);
    const browsers = await Promise.all(
      [running, other].map((one, index) =>
        appium.session(one.serial, {
          'appium:app': first(),
          'appium:systemPort': 8250 + index,
          'appium:chromedriverPort': 9750 + index,
          'appium:mjpegServerPort': 9850 + index,
        }),
      ),
    );
    try {
      const versions = await Promise.all(
        browsers.map(async (browser) => {
          await toWeb(browser);
          return browser.execute(() => /Android \d+/.exec(navigator.userAgent)?.[0]);
        }),
      );
      expect(versions).to.deep.equal(['Android 15', 'Android 11']);
      await browsers[1]!.switchContext('NATIVE_APP');
      await other.close();
      expect(await browsers[1]!.getPageSource().catch((error: Error) => error.message)).to.not.contain(
        '<hierarchy',
      );
      expect(await browsers[0]!.execute(() => 1 + 1)).to.equal(2);
    } finally {
      await Promise.all(browsers.map((browser) => browser.deleteSession().catch(() => undefined)));
      await other.close();
      await server.adb('disconnect', other.serial);
    }
  });
});
