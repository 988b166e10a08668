import { existsSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'chai';
import { profileWith } from '../../src/virtual/android/profile.js';
import { startDevice, type RunningDevice } from '../../src/virtual/android/start.js';
import { nativeHalves } from '../../src/virtual/native/index.js';
import type { Result } from '../../src/result/schema.js';
import { adbServer, type AdbServer } from '../virtual/adb.js';
import { appiumServer, type AppiumServer } from '../virtual/appium.js';
import { program } from '../virtual/programs.js';
import { Place, type Ended } from './command.js';

const what = [
  ...['run', 'android', '--plugin', 'cordova-plugin-secure-storage@2.6.8'],
  ...['--audit', 'set-then-get', 'empty-value', 'remove-leaves-others', '--seed', 'remote'],
];
/** A name that the server does not need, as a stand-in for a key. */
const confidence = 'keep-this-to-yourself';

/** Every program of the PATH but adb. */
function withoutAdb(place: Place): NodeJS.ProcessEnv {
  const bin = path.dirname(place.write('bin/.there', ''));
  for (const folder of (process.env['PATH'] ?? '').split(path.delimiter).filter(existsSync))
    for (const name of readdirSync(folder))
      if (name !== 'adb' && !existsSync(path.join(bin, name)))
        symlinkSync(path.join(folder, name), path.join(bin, name));
  return { PATH: bin, ANDROID_HOME: '', ANDROID_SDK_ROOT: '' };
}

describe('keystore-audit run android --server', function () {
  this.timeout(180_000);
  const place = new Place();
  const local = new Place();
  let server: AdbServer;
  let running: RunningDevice;
  let appium: AppiumServer;
  let ended: Ended;

  const verdicts = ({ runs: [run] }: Result) =>
    run!.audits.map(({ id, outcome, fidelity, severity, basis }) => ({
      id,
      outcome,
      fidelity,
      severity,
      basis,
    }));

  before(async () => {
    server = await adbServer();
    running = await startDevice({ profile: profileWith('phone', {}), natives: nativeHalves });
    await server.adb('connect', running.address);
    appium = await appiumServer(server, { basePath: '/wd/hub' });
    const caps = {
      'appium:udid': running.serial,
      'appium:deviceName': confidence,
      'appium:options': { adbPort: server.port, chromedriverExecutable: program('chromedriver') },
    };
    place.write('caps.json', JSON.stringify(caps));
    const address = `http://127.0.0.1:${appium.port}/wd/hub`;
    [ended] = await Promise.all([
      place.run([...what, '--server', address, '--caps', 'caps.json'], { env: withoutAdb(place) }),
      local.run([...what, '--device', 'virtual:phone']),
    ]);
  });
  after(async () => {
    await appium?.stop();
    await running?.close();
    await server?.stop();
    place.remove();
    local.remove();
  });

  it('comes to the same as with a device of this machine, and needs no adb here', () => {
    expect(ended.code, ended.stderr).to.equal(0);
    const [run] = place.result().runs;
    expect(run).to.deep.include({ status: 'completed', problems: [] });
    expect(verdicts(place.result())).to.deep.equal(verdicts(local.result()));
    expect(run!.audits.filter(({ fidelity }) => fidelity === 'modelled').length).to.be.above(2);
    expect(run!.device).to.include({ kind: 'virtual' });
    expect(run!.environment).to.include({ appium: '3.8.0', driver: 'UiAutomator2 of the server' });
  });

  it('names the server and the file in the command that audits again', () => {
    expect(place.result().runs[0]!.audits[0]!.rerun).to.contain(
      `--server http://127.0.0.1:${appium.port}/wd/hub --caps caps.json`,
    );
  });

  it('starts no Appium, leaves no session, and writes nothing of the file down', () => {
    expect(existsSync(path.join(place.out, 'appium.log'))).to.equal(false);
    const [begun, over] = ['--> POST /wd/hub/session ', '--> DELETE /wd/hub/session/'].map(
      (request) => appium.log().split(request).length - 1,
    );
    expect(begun).to.equal(2);
    expect(over).to.equal(2);
    expect(place.leftovers()).to.deep.equal([]);
    const files = (readdirSync(place.out, { recursive: true }) as string[]).filter((name) =>
      statSync(path.join(place.out, name)).isFile(),
    );
    for (const file of files)
      expect(readFileSync(path.join(place.out, file), 'latin1'), file)
        .to.not.contain(confidence)
        .and.not.contain(running.serial);
  });
});
