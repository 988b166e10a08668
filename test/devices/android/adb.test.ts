import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect } from 'chai';
import { androidAbilities } from '../../../src/devices/android/abilities.js';
import { Adb, runAdb } from '../../../src/devices/android/adb.js';
import { Changes } from '../../../src/devices/android/changes.js';
import { installRefusal } from '../../../src/devices/android/install.js';
import { listAndroidDevices, probeAndroid } from '../../../src/devices/android/list.js';
import { unlockScreen } from '../../../src/devices/android/screen.js';
import { profileWith } from '../../../src/virtual/android/profile.js';
import { startDevice, type RunningDevice } from '../../../src/virtual/android/start.js';
import { adbServer, type AdbServer } from '../../virtual/adb.js';
import { errorOf } from './lab.js';

describe('adb', function () {
  this.timeout(30_000);
  let server: AdbServer;
  let running: RunningDevice;
  const folder = mkdtempSync(path.join(os.tmpdir(), 'adb-'));
  const options = () => ({ serverPort: server.port, env: server.env });
  const adb = (serial = running.serial): Adb => new Adb({ ...options(), serial });

  /** An adb that does what a real one can only be brought to do by hand. */
  function standIn(script: string): { program: string; serverPort: number; serial: string } {
    const program = path.join(folder, 'adb');
    writeFileSync(program, `#!/bin/sh\n${script}\n`);
    chmodSync(program, 0o755);
    return { program, serverPort: 1, serial: 'S1' };
  }

  before(async () => {
    server = await adbServer();
    running = await startDevice({ profile: profileWith('phone', { apiLevel: 28 }) });
    await server.adb('connect', running.address);
  });
  after(async () => {
    await running.close();
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('runs commands on the device: text, bytes, codes, input', async () => {
    expect(await adb().shell('echo out; echo wrong >&2; exit 3')).to.deep.equal({
      code: 3,
      stdout: 'out\n',
      stderr: 'wrong\n',
    });
    const bytes = Uint8Array.from({ length: 256 }, (_, index) => index);
    await adb().exec('cat > /data/local/tmp/bytes', { input: bytes });
    expect(Buffer.from((await adb().exec('cat /data/local/tmp/bytes')).stdout)).to.deep.equal(
      Buffer.from(bytes),
    );
  });

  it('says what a user can do where adb or the device is not there', async () => {
    const nowhere = new Adb({ program: '/no/such/adb', serverPort: server.port, serial: 'S1' });
    expect(await errorOf(nowhere.shell('true'))).to.include({ code: 'adb-missing' });
    expect(await errorOf(adb('not-there').shell('true'))).to.include({ code: 'device-offline' });
    expect(
      await errorOf(new Adb(standIn('echo "error: device unauthorized." >&2; exit 1')).shell('x')),
    ).to.include({
      code: 'device-unauthorised',
    });
    expect(await errorOf(new Adb(standIn('echo "error: device offline" >&2; exit 1')).shell('x'))).to.include(
      {
        code: 'device-offline',
      },
    );
    expect((await new Adb(standIn('echo "error: mine" >&2; exit 1')).shell('x')).code).to.equal(1);
  });

  it('ends a command that hangs, or that is no longer wanted', async () => {
    const began = Date.now();
    const silent = await errorOf(adb().shell('sleep 20; echo 1234', undefined, 300));
    expect(silent).to.include({ code: 'adb-silent' });
    expect(silent.message).to.contain('shell sleep').and.not.to.contain('1234');
    expect(await errorOf(adb().shell('sleep 20', AbortSignal.timeout(300)))).to.include({
      name: 'TimeoutError',
    });
    const deaf = { ...standIn('trap "" TERM; while :; do sleep 0.1; done'), args: [], limitMs: 300 };
    expect(await errorOf(runAdb(deaf))).to.include({ code: 'adb-silent' });
    expect(Date.now() - began).to.be.lessThan(15_000);
  });

  it('lists devices in every state', async () => {
    expect(await listAndroidDevices(options())).to.deep.equal([
      { serial: running.serial, state: 'device', model: 'Pixel 8' },
    ]);
    const lines = [
      '* daemon started successfully',
      'List of devices attached',
      'R58M42         unauthorized usb:1-2 transport_id:3',
      'emulator-5554  offline transport_id:1',
      '0123           no permissions (user in plugdev group; are your udev rules wrong?); see [http://x] usb:1-1',
      'ab12           device usb:1-3 product:p model:SM_G991B device:d transport_id:9',
    ];
    const { program, serverPort } = standIn(lines.map((line) => `echo '${line}'`).join('\n'));
    expect(await listAndroidDevices({ program, serverPort })).to.deep.equal([
      { serial: 'R58M42', state: 'unauthorized' },
      { serial: 'emulator-5554', state: 'offline' },
      { serial: '0123', state: 'no permissions' },
      { serial: 'ab12', state: 'device', model: 'SM G991B' },
    ]);
  });

  it('asks a device what it is; a model says so, whatever it passes for', async () => {
    const { abilities, ...facts } = await probeAndroid(adb(), { kind: 'real' });
    expect(facts).to.deep.include({
      id: 'android-28-virtual-pixel-8',
      name: 'Virtual Pixel 8, Android 9',
      kind: 'virtual',
      screenLock: 'none or swipe',
      biometrics: 'fingerprint, 0 enrolled',
    });
    expect(abilities).to.include.keys('lock-screen', 'set-screen-lock', 'reboot');
    expect(abilities).not.to.have.any.keys('present-finger', 'enrol-finger', 'set-clock');
    running.device.lock.set('pin', '1234');
    const secured = await probeAndroid(adb(), { knowsSecret: false });
    expect(secured.screenLock).to.equal('secured');
    expect(secured.abilities).not.to.have.any.keys('lock-screen', 'set-screen-lock', 'reboot');
    running.device.lock.sleep();
    const { signal } = new AbortController();
    expect(await errorOf(unlockScreen(adb(), undefined, signal))).to.include({ code: 'device-locked' });
    expect(running.device.lock.keyguard).to.equal(true);
    await unlockScreen(adb(), '1234', signal);
    expect(running.device.lock.keyguard).to.equal(false);
    expect((await probeAndroid(adb(), { knowsSecret: true })).abilities).to.include.keys(
      'lock-screen',
      'reboot',
    );
  });

  it('keeps what an earlier run has left to be put back', async () => {
    const file = path.join(folder, 'out', 'restore.json');
    await new Changes(file).note(adb(), { locale: 'fr-FR' });
    const later = new Changes(file);
    expect(await later.get('locale')).to.equal('fr-FR');
    await later.note(adb(), { timezone: 'UTC' });
    expect(JSON.parse(readFileSync(file, 'utf8'))).to.include({ locale: 'fr-FR', timezone: 'UTC' });
  });

  it('gives each device the abilities that it has', () => {
    const emulator = {
      apiLevel: 35,
      kind: 'emulator',
      debuggable: true,
      hasSensor: true,
      hasConsole: true,
    } as const;
    const all = androidAbilities(emulator);
    expect(Object.keys(all)).to.have.length(20);
    expect(all['kill-app']).to.deep.equal({
      fidelity: 'genuine',
      impact: 'harmless',
      by: 'adb: am force-stop',
    });
    const destructive = Object.entries(all).filter(([, { impact }]) => impact === 'destructive');
    expect(destructive.map(([ability]) => ability).sort()).to.deep.equal([
      'backup-app',
      'enrol-finger',
      'reboot',
      'set-clock',
      'set-locale',
      'set-screen-lock',
    ]);
    const without = (traits: object): string[] => {
      const left = androidAbilities({ ...emulator, ...traits });
      return Object.keys(all).filter((ability) => !(ability in left));
    };
    expect(without({ debuggable: false })).to.deep.equal(['read-app-data', 'write-app-data']);
    expect(without({ hasSensor: false })).to.deep.equal(['present-finger', 'enrol-finger']);
    expect(without({ hasConsole: false })).to.deep.equal(['present-finger', 'enrol-finger', 'set-clock']);
    expect(without({ apiLevel: 25 })).to.deep.equal(['set-screen-lock', 'enrol-finger']);
    expect(without({ reinstalls: false, upgrades: false })).to.deep.equal(['install-app', 'upgrade-app']);
    const virtual = Object.values(androidAbilities({ ...emulator, kind: 'virtual' }));
    expect(new Set(virtual.map(({ fidelity }) => fidelity))).to.deep.equal(new Set(['modelled']));
  });

  it('says in words why an app was not installed', () => {
    const cases: readonly (readonly [said: string, words: string, hint: string])[] = [
      [
        'adb: failed to install app.apk: Failure [INSTALL_FAILED_UPDATE_INCOMPATIBLE: Package x signatures do not match]',
        'signed by somebody else',
        'Remove the app',
      ],
      ['Failure [INSTALL_FAILED_VERSION_DOWNGRADE]', 'A later version', 'version code'],
      [
        'Failure [INSTALL_FAILED_OLDER_SDK: Requires newer sdk version #36]',
        'later Android',
        'later Android',
      ],
      ['Failure [INSTALL_FAILED_INSUFFICIENT_STORAGE]', 'no space', 'Make space'],
      ['Failure [INSTALL_FAILED_NO_MATCHING_ABIS: x]', 'no code for the processor', 'processor'],
      ['Failure [INSTALL_FAILED_TEST_ONLY: installPackageLI]', 'for tests only', 'testOnly'],
      ['Failure [INSTALL_FAILED_USER_RESTRICTED: Install canceled by user]', 'does not let tools', 'via USB'],
      ['Failure [INSTALL_PARSE_FAILED_NO_CERTIFICATES: x]', 'no app', 'whole and signed'],
      [
        'Failure [INSTALL_FAILED_SOMETHING_NEW: why]',
        'INSTALL_FAILED_SOMETHING_NEW: why',
        'Android said above',
      ],
      ['/data/app: No space left on device', 'no space', 'Make space'],
    ];
    for (const [said, words, hint] of cases) {
      const error = installRefusal(said);
      expect(error.code).to.equal('app-install-failed');
      expect(error.message, said).to.contain(words);
      expect(error.hint, said).to.contain(hint);
    }
  });
});
