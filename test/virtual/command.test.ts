import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { expect } from 'chai';
import { main } from '../../src/cli/main.js';
import { adbServer, type AdbServer } from './adb.js';

interface Told {
  readonly serial: string;
  readonly adbPort: number;
  readonly consolePort: number | null;
  readonly control: string;
  readonly apiLevel: number;
}

describe('keystore-audit virtual', function () {
  this.timeout(60_000);
  let server: AdbServer;
  let folder: string;
  let child: ChildProcess | undefined;

  before(async () => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'vcmd-'));
    server = await adbServer();
  });
  after(async () => {
    child?.kill('SIGKILL');
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const command = async (...args: string[]): Promise<{ code: number; told: string }> => {
    let told = '';
    const output = { write: (text: string) => (told += text) };
    const io = { stdout: output, stderr: output, env: server.env, cwd: folder, isTTY: false };
    return { code: await main(['virtual', ...args], io), told };
  };

  it('says what it cannot make', async () => {
    for (const [args, words] of [
      [['android', '--api', '12'], 'The API level is 26 to 36, not 12.'],
      [['android', '--profile', 'nothing'], 'There is no profile "nothing". Profiles are: emulator, phone'],
      [['android', '--lock', 'pin:1'], 'at least four characters'],
      [['android', '--lock', 'none', '--finger', '1'], 'only on a device with a PIN'],
      [['android', '--port', '5555'], 'every adb server looks at'],
      [['android', '--adb-server', '1'], 'No adb server answers on port 1'],
    ] as const) {
      const { code, told } = await command(...args);
      expect(told).to.contain(`error virtual-failed: `).and.to.contain(words);
      expect(code).to.equal(2);
    }
  });

  it('runs devices until it is interrupted; a hand reaches them by their control socket', async () => {
    writeFileSync(
      path.join(folder, 'device.json'),
      JSON.stringify({
        profile: 'emulator',
        apiLevel: 31,
        lock: { kind: 'pin', secret: '2468' },
        fingers: [3],
      }),
    );
    const cli = path.resolve(import.meta.dirname, '..', '..', 'src', 'cli', 'main.ts');
    child = spawn(
      process.execPath,
      [
        ...[
          `--import=${import.meta.resolve('tsx')}`,
          '-e',
          `import(${JSON.stringify(cli)}).then(({ start }) => start())`,
          '--',
          'keystore-audit',
        ],
        ...['virtual', 'android', '--profile', 'device.json', '--count', '2', '--latency', '40', '--json'],
        ...['--adb-server', String(server.port)],
      ],
      { cwd: folder, env: { ...server.env }, stdio: ['ignore', 'pipe', 'pipe'] },
    );
    let printed = '';
    let errors = '';
    child.stdout!.on('data', (chunk) => (printed += String(chunk)));
    child.stderr!.on('data', (chunk) => (errors += String(chunk)));
    const ended = new Promise<number | null>((resolve) => child!.once('exit', resolve));
    const end = Date.now() + 30_000;
    while (printed.split('\n').length < 3 && Date.now() < end)
      await new Promise((resolve) => setTimeout(resolve, 25));
    expect(printed, errors).to.not.equal('');
    const devices = printed
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Told);
    expect(devices).to.have.length(2);
    const [one] = devices as [Told];
    expect(one.serial).to.equal(`emulator-${one.consolePort}`);
    expect(one.adbPort).to.equal(one.consolePort! + 1);
    const adb = (...args: string[]) => server.adb('-s', one.serial, ...args);
    await adb('wait-for-device');
    const began = performance.now();
    expect((await adb('shell', 'getprop ro.build.version.sdk; nosuchthing')).stdout).to.equal('31\n');
    expect(performance.now() - began).to.be.at.least(40);

    const control = connect(one.control);
    const answers: AsyncIterator<Buffer> = control[Symbol.asyncIterator]();
    const hand = async (line: string): Promise<unknown> => {
      control.write(`${line}\n`);
      return JSON.parse(String((await answers.next()).value));
    };
    expect(await hand('{"do":"state"}')).to.deep.include({ ok: true });
    expect(await hand('{"do":"unknown"}')).to.deep.equal({ ok: true, value: { commands: ['nosuchthing'] } });
    expect(await hand('{"do":"enrol","finger":4}')).to.deep.equal({ ok: true, value: { fingers: [3, 4] } });
    expect(await hand('{"do":"touch","finger":4}')).to.deep.equal({ ok: true, value: { heard: false } });
    expect(await hand('{"do":"key","code":26}')).to.deep.equal({ ok: true, value: {} });
    expect((await adb('shell', 'dumpsys power | grep mWakefulness=')).stdout).to.contain('Asleep');
    const text = Buffer.from('written').toString('base64');
    expect(await hand(`{"do":"write","path":"/sdcard/w","base64":"${text}"}`)).to.deep.equal({
      ok: true,
      value: {},
    });
    expect((await adb('shell', 'cat /sdcard/w')).stdout).to.equal('written');
    expect(await hand('{"do":"write","path":"/../../../../etc/w","base64":""}')).to.deep.include({
      ok: true,
    });
    expect(await hand('{"do":"clock","ms":1700000000000}')).to.deep.include({ ok: true });
    expect((await adb('shell', 'date +%Y')).stdout).to.equal('2023\n');
    expect(await hand('nonsense')).to.deep.include({ ok: false });
    expect(await hand('{"do":"nonsense"}')).to.deep.include({ ok: false, error: 'There is no "nonsense".' });
    control.destroy();

    child.kill('SIGINT');
    expect(await ended).to.equal(0);
    expect(errors).to.contain('not known to this device: nosuchthing');
  });

  it('verifies a device and saves what it found', async () => {
    const recorded = {
      format: 'keystore-audit/virtual-verify@1',
      device: { apiLevel: '33', fingerprint: 'x' },
    };
    const answers = [{ id: 'echo', command: 'adb shell echo hello', code: 0, stdout: 'bye\n', stderr: '' }];
    writeFileSync(
      path.join(folder, 'recorded.json'),
      JSON.stringify({ reference: { ...recorded, answers } }),
    );
    const { code, told } = await command(
      'verify',
      '--against',
      'recorded.json',
      '--adb-server',
      String(server.port),
      '--out',
      'o.json',
    );
    expect(told).to.contain('echo: adb shell echo hello\n  - bye\n').and.to.contain('  + hello\n');
    expect(code).to.equal(1);
    const saved = JSON.parse(readFileSync(path.join(folder, 'o.json'), 'utf8')) as {
      virtual: { answers: unknown[] };
    };
    expect(saved.virtual.answers.length).to.be.at.least(60);
  });
});
