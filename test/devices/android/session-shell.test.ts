import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'chai';
import { AndroidDevice } from '../../../src/devices/android/android.js';
import { probeAndroid } from '../../../src/devices/android/list.js';
import { SessionShell, type ScriptSession } from '../../../src/devices/android/session-shell.js';
import type { RunningDevice } from '../../../src/virtual/android/start.js';
import { isSomebodys } from '../../../src/terms.js';
import { errorOf, fixtureApk, Lab, patience } from './lab.js';

/** A session whose server answers as a test wants it to. */
const answering = (answer: () => Promise<unknown>): ScriptSession => ({
  sessionId: 'one',
  executeScript: answer,
});
const refusing = (message: string): SessionShell =>
  new SessionShell(
    answering(() => Promise.reject(new Error(message))),
    { name: 'farm' },
  );

describe('the shell of a session', function () {
  this.timeout(60_000);
  const lab = new Lab();
  let running: RunningDevice;
  let session: WebdriverIO.Browser;
  let shell: SessionShell;

  before(async () => {
    await lab.open();
    running = await lab.device('phone', { lock: { kind: 'none', secret: '' } });
    session = await lab.session(running.serial);
    shell = new SessionShell(session, { name: 'http://farm' });
  });
  after(() => lab.close());

  it('tells exit code, output and errors apart', async () => {
    expect(await shell.shell('echo out; echo wrong >&2; exit 3')).to.deep.equal({
      code: 3,
      stdout: 'out\n',
      stderr: 'wrong\n',
    });
    expect(await shell.shell('printf out; printf wrong >&2')).to.deep.equal({
      code: 0,
      stdout: 'out',
      stderr: 'wrong',
    });
    expect(await shell.shell('echo \'ä "quoted" $HOME\'; cat')).to.deep.include({
      code: 0,
      stdout: 'ä "quoted" $HOME\n',
    });
  });

  it('changes no byte on the way, and leaves no file behind', async () => {
    const bytes = Uint8Array.from({ length: 70_000 }, (_, index) => index);
    const file = '/data/local/tmp/bytes';
    expect((await shell.exec(`cat > ${file}`, { input: bytes })).code).to.equal(0);
    const read = await shell.exec(`cat ${file}; echo wrong >&2; exit 4`);
    expect(Buffer.from(read.stdout).equals(Buffer.from(bytes))).to.equal(true);
    expect(read).to.include({ code: 4, stderr: 'wrong\n' });
    expect((await shell.shell('ls /data/local/tmp')).stdout).to.not.contain('keystore-audit-');
  });

  it('asks a device what it is, and knows what the way leaves out', async () => {
    const { kind, abilities } = await probeAndroid(shell, { isFar: true });
    expect(kind).to.equal('virtual');
    expect(abilities['read-app-data']?.by).to.equal('mobile: shell: run-as');
    expect(abilities).to.not.have.any.keys('reboot', 'present-finger', 'enrol-finger', 'set-clock');
  });

  it('drives an app: installs, loads, searches its data', async () => {
    const device = new AndroidDevice(
      session,
      lab.options(running.serial, { device: shell, apps: { current: await fixtureApk() } }),
    );
    await device.begin(patience());
    await device.loadPage('', patience());
    expect(await device.script('arguments[arguments.length - 1](1 + 1);', '', patience())).to.equal(2);
    await device.endApp(patience());
    device.close();
    expect((await shell.shell('pm list packages dev.keystoreaudit')).stdout).to.contain('fixture');
  });

  it('tells what Android says of an app that it refuses', async () => {
    const file = path.join(lab.folder, 'broken.apk');
    writeFileSync(file, 'not an app');
    const { stdout, stderr } = await shell.install(file);
    expect(`${stdout}${stderr}`).to.contain('INSTALL_PARSE_FAILED').and.to.not.contain('Success');
  });

  it('notices that a session is one with another device', async () => {
    const other = await lab.device('old-phone');
    const begun: string[] = [];
    const own = {
      sessionId: session.sessionId,
      executeScript: session.executeScript.bind(session),
    };
    const shell = new SessionShell(own, {
      name: 'farm',
      onSession: (id) => Promise.resolve(void begun.push(id)),
    });
    await shell.shell('true');
    const next = await lab.session(other.serial);
    own.sessionId = next.sessionId;
    own.executeScript = next.executeScript.bind(next);
    for (let time = 0; time < 2; time += 1)
      expect(await errorOf(shell.shell('true'))).to.include({ code: 'device-other' });
    expect(begun).to.deep.equal([session.sessionId]);
  });

  for (const [what, message, code] of [
    [
      'a server that was started without its option',
      "Potentially insecure feature 'adb_shell' has not been enabled. If you want to enable this feature",
      'shell-refused',
    ],
    ['a server that knows no such command', 'Unknown mobile command "shell"', 'shell-refused'],
    ['a session that is over', 'A session is either terminated or not started', 'session-lost'],
    [
      'a device that is gone',
      "Cannot execute the 'input text 1234' shell command. Original error: x. StdOut: . StdErr: error: device 'S1' not found",
      'session-lost',
    ],
  ] as const) {
    it(`says what is the matter with ${what}, and never the command`, async () => {
      const error = await errorOf(refusing(message).shell('input text 1234'));
      expect(error).to.include({ code });
      expect(error.message).to.not.contain('1234');
    });
  }

  it('takes a real device of another machine for one of a farm, which is somebody’s', async () => {
    const properties = '[ro.build.version.sdk]: [34]\n[ro.product.model]: [SM-G991B]\n';
    const device = {
      serial: 'farm',
      way: 'session',
      hasConsole: false,
      shell: () => Promise.resolve({ code: 0, stdout: properties, stderr: '' }),
    } as unknown as SessionShell;
    expect(await probeAndroid(device)).to.include({ kind: 'real', id: 'android-34-sm-g991b' });
    const { kind, abilities } = await probeAndroid(device, { isFar: true });
    expect(kind).to.equal('cloud');
    expect(isSomebodys(kind)).to.equal(true);
    expect(abilities['read-app-data']?.fidelity).to.equal('genuine');
  });

  it('refuses a shell that does not tell how a command ended', async () => {
    const shell = new SessionShell(
      answering(() => Promise.resolve('output alone')),
      { name: 'farm' },
    );
    expect(await errorOf(shell.shell('true'))).to.include({ code: 'shell-refused' });
  });

  it('stops waiting', async () => {
    const silent = new SessionShell(
      answering(() => new Promise(() => undefined)),
      { name: 'farm' },
    );
    expect(await errorOf(silent.shell('true', AbortSignal.abort(new Error('enough'))))).to.include({
      message: 'enough',
    });
    const stop = new AbortController();
    setTimeout(() => stop.abort(new Error('enough')), 20);
    expect(await errorOf(silent.shell('true', stop.signal))).to.include({ message: 'enough' });
  });
});
