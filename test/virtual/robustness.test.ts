import { spawn } from 'node:child_process';
import {
  closeSync,
  ftruncateSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { connect, createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { expect } from 'chai';
import { encode } from '../../src/virtual/android/adb/packets.js';
import { profileWith } from '../../src/virtual/android/profile.js';
import { startDevice, type RunningDevice } from '../../src/virtual/android/start.js';
import { adbServer, freePort, type AdbServer } from './adb.js';
import { apk, cordovaPage } from './apk.js';

const name = 'org.example.virtual';
const open = { kind: 'none', secret: '' } as const;

/** Waits until something holds. Fails after ten seconds. */
async function eventually(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  const end = Date.now() + 10_000;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`It never held that ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Processes of this machine whose command line names a folder. */
function processesOf(folder: string): number {
  return readdirSync('/proc').filter((pid) => {
    if (!/^\d+$/.test(pid)) return false;
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'latin1').includes(folder);
    } catch {
      return false;
    }
  }).length;
}

describe('a virtual device that is not treated well', function () {
  this.timeout(120_000);
  let server: AdbServer;
  let running: RunningDevice;
  let folder: string;
  const adb = (...args: string[]) => server.adb('-s', running.serial, ...args);

  before(async () => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'vrob-'));
    server = await adbServer();
    running = await startDevice({ profile: profileWith('phone', { lock: open }) });
    await server.adb('connect', running.address);
  });
  after(async () => {
    await running.close();
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const answers = async (): Promise<void> => {
    expect((await adb('shell', 'echo alive')).stdout).to.equal('alive\n');
  };

  /** Sends bytes to its port and resolves when the device has closed. */
  const send = (...parts: Buffer[]): Promise<void> =>
    new Promise((resolve) => {
      const socket = connect(running.adbPort, '127.0.0.1', () => {
        for (const part of parts) socket.write(part);
      });
      socket.on('error', () => resolve()).on('close', () => resolve());
      socket.resume();
      setTimeout(() => socket.destroy(), 500);
    });
  const packet = (command: string, arg0: number, arg1: number, data = ''): Buffer =>
    encode({ command, arg0, arg1, data: Buffer.from(data) });

  it('closes what does not speak adb, and goes on', async () => {
    const hello = packet('CNXN', 0x01000001, 4096, 'host::\0');
    const huge = packet('WRTE', 1, 1);
    huge.writeUInt32LE(0x7fffffff, 12);
    await Promise.all([
      send(Buffer.from('GET / HTTP/1.1\r\nHost: x\r\n\r\n')),
      send(Buffer.alloc(100, 0xff)),
      send(packet('OPEN', 1, 0, 'shell:ls\0')),
      send(hello, huge),
      send(hello, Buffer.from('garbage garbage garbage garbage')),
      send(hello, packet('WRTE', 77, 99, 'x'), packet('OKAY', 5, 6), packet('CLSE', 5, 6)),
      send(hello, packet('OPEN', 1, 0, 'nosuchservice:\0')),
      send(
        hello,
        packet('OPEN', 1, 0, 'sync:\0'),
        packet('WRTE', 1, 1, 'SENDxxxxyyyyyyyyyyyyyyyyyyyyyyyyyyy'),
      ),
      send(hello, packet('OPEN', 1, 0, 'exec:cmd package install -S 1000\0'), packet('WRTE', 1, 1, 'short')),
      send(packet('CNXN', 0x01000001, 4096, 'host::\0').subarray(0, 30)),
    ]);
    await answers();
  });

  it('survives clients that are killed in the middle', async () => {
    const big = path.join(folder, 'big');
    writeFileSync(big, Buffer.alloc(30 * 1024 * 1024, 1));
    for (const args of [
      ['push', big, '/sdcard/big'],
      ['install', big],
      ['shell', 'logcat'],
      ['shell', 'cat /dev/zero; sleep 100'],
      ['shell', 'while true; do echo x; done'],
      ['exec-out', 'cat /sdcard/big'],
    ]) {
      const child = server.start('-s', running.serial, ...args);
      child.on('error', () => undefined);
      await new Promise((resolve) => setTimeout(resolve, 60));
      child.kill('SIGKILL');
    }
    await answers();
  });

  it('takes a push of a gigabyte without holding it in memory', async function () {
    const big = path.join(folder, 'gigabyte');
    const handle = openSync(big, 'w');
    ftruncateSync(handle, 1024 ** 3);
    closeSync(handle);
    const before = process.memoryUsage().rss;
    let most = before;
    const watch = setInterval(() => (most = Math.max(most, process.memoryUsage().rss)), 50);
    expect((await adb('push', big, '/sdcard/gigabyte')).code).to.equal(0);
    clearInterval(watch);
    expect(statSync(running.device.files.hostPath('/sdcard/gigabyte')).size).to.equal(1024 ** 3);
    expect((most - before) / 1024 ** 2).to.be.below(300);
    await adb('shell', 'rm /sdcard/gigabyte');
    rmSync(big);
  });

  it('answers a thousand commands at once', async () => {
    const one = (index: number): Promise<boolean> =>
      new Promise((resolve) => {
        const socket = connect(server.port, '127.0.0.1');
        let all = '';
        const ask = (text: string): void =>
          void socket.write(text.length.toString(16).padStart(4, '0') + text);
        socket.on('connect', () => ask(`host:transport:${running.serial}`));
        socket.on('data', (chunk) => {
          const first = all === '';
          all += chunk.toString('latin1');
          if (first) ask(`exec:echo n${index}`);
        });
        socket.on('error', () => resolve(false)).on('close', () => resolve(all.endsWith(`n${index}\n`)));
      });
    const answered = await Promise.all(Array.from({ length: 1000 }, (_, index) => one(index)));
    expect(answered.filter((ok) => !ok)).to.have.length(0);
  });

  it('says what is wrong when a port is taken, or one that every adb server looks at', async () => {
    const port = await freePort();
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(port, '127.0.0.1', () => resolve()));
    const wrong = (options: object): Promise<string> =>
      startDevice({ profile: profileWith('phone'), ...options }).then(
        async (device) => (await device.close(), 'started'),
        (error: Error) => error.message,
      );
    expect(await wrong({ port })).to.equal(
      `Port ${port} is taken: choose another with --port, or 0 for any.`,
    );
    expect(await wrong({ port: 5557 })).to.contain('every adb server looks at');
    const broken = mkdtempSync(path.join(folder, 'broken-'));
    writeFileSync(path.join(broken, 'state.json'), '{');
    expect(await wrong({ folder: broken })).to.contain('is not the state of a virtual device');
    taken.close();
  });

  it('says what is wrong when there is no Chromium, and stays a device', async () => {
    const other = await startDevice({
      profile: profileWith('phone', { lock: open }),
      chromium: '/nowhere/chromium',
    });
    const troubles: string[] = [];
    other.device.on('trouble', (message) => troubles.push(message));
    await server.adb('connect', other.address);
    const on = (...args: string[]) => server.adb('-s', other.serial, ...args);
    await on('install', apk());
    await on('shell', `am start -n ${name}/.MainActivity`);
    await eventually('it was told', () => troubles.length > 0);
    expect(troubles[0]).to.contain('/nowhere/chromium is not a program that can be run');
    expect((await on('shell', 'logcat -d -b crash')).stdout).to.contain('FATAL EXCEPTION');
    expect((await on('shell', 'echo alive')).stdout).to.equal('alive\n');
    await server.adb('disconnect', other.serial);
    await other.close();
  });

  it('comes back for adb when the cable or the adb server is back', async () => {
    await running.control.act({ do: 'unplug' });
    await eventually(
      'it was offline',
      async () => !(await server.adb('devices')).stdout.includes(`${running.serial}\tdevice`),
    );
    await running.control.act({ do: 'plug' });
    await server.adb('disconnect', running.serial);
    await server.adb('connect', running.address);
    await answers();
    await server.adb('kill-server');
    await server.adb('start-server');
    await server.adb('connect', running.address);
    await answers();
  });

  it('is restarted from its folder with apps, data, settings and lock', async () => {
    const state = path.join(folder, 'state');
    let one = await startDevice({ profile: profileWith('phone', { lock: open }), folder: state });
    const on = (...args: string[]) => server.adb('-s', one.serial, ...args);
    await server.adb('connect', one.address);
    await on('install', apk());
    await on(
      'shell',
      `settings put global mine kept; run-as ${name} sh -c "echo kept > f"; locksettings set-pin 4321`,
    );
    await server.adb('disconnect', one.serial);
    await one.close();
    one = await startDevice({ profile: profileWith('phone'), folder: state });
    await server.adb('connect', one.address);
    await on('shell', 'wm dismiss-keyguard; input text 4321; input keyevent 66');
    expect(
      (
        await on(
          'shell',
          `settings get global mine; run-as ${name} cat f; dumpsys trust | grep -o deviceLocked=.`,
        )
      ).stdout,
    ).to.equal('kept\nkept\ndeviceLocked=0\n');
    await server.adb('disconnect', one.serial);
    await one.close();
  });

  it('leaves no Chromium and no port when its program is killed', async () => {
    const state = path.join(folder, 'killed');
    const script = path.join(import.meta.dirname, 'run-device.ts');
    const child = spawn(process.execPath, ['--import=tsx', script, state], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let printed = '';
    child.stdout.on('data', (chunk) => (printed += String(chunk)));
    await eventually('it started', () => printed.includes('\n'));
    const { serial, address, port } = JSON.parse(printed) as {
      serial: string;
      address: string;
      port: number;
    };
    await server.adb('connect', address);
    await server.adb('-s', serial, 'install', apk({ www: cordovaPage(1) }));
    await server.adb('-s', serial, 'shell', `am start -n ${name}/.MainActivity`);
    await eventually('Chromium runs', () => processesOf(`${state}/fs/`) > 2);
    child.kill('SIGKILL');
    await eventually('nothing is left', () => processesOf(`${state}/fs/`) === 0);
    await eventually(
      'the port is free',
      () =>
        new Promise<boolean>((resolve) => {
          const socket = connect(port, '127.0.0.1', () => (socket.destroy(), resolve(false)));
          socket.on('error', () => resolve(true));
        }),
    );
    await server.adb('disconnect', serial);
  });

  it('leaks neither descriptors nor memory over 200 rounds of install, start and stop', async () => {
    const { device } = running;
    const file = apk({ name: 'org.example.rounds', www: { 'readme.txt': 'no page' } });
    const round = async (): Promise<void> => {
      const staged = path.join(folder, 'staged.apk');
      writeFileSync(staged, readFileSync(file));
      await device.packages.install(staged, { replace: true, downgrade: false, test: false, grant: false });
      await device.activities.start({
        packageName: 'org.example.rounds',
        className: 'org.example.rounds.MainActivity',
      });
      await device.activities.stop('org.example.rounds', 'force-stop');
    };
    const descriptors = (): number => readdirSync('/proc/self/fd').length;
    for (let warm = 0; warm < 20; warm++) await round();
    const before = { descriptors: descriptors(), memory: process.memoryUsage().heapUsed };
    for (let index = 0; index < 200; index++) await round();
    await eventually('descriptors are closed', () => descriptors() <= before.descriptors + 2);
    expect((process.memoryUsage().heapUsed - before.memory) / 1024 ** 2).to.be.below(60);
  });

  it('ends every Chromium over rounds of starting and stopping a page', async () => {
    await adb('install', apk({ www: cordovaPage(1) }));
    for (let round = 0; round < 5; round++) {
      await adb('shell', `am start -W -n ${name}/.MainActivity`);
      await adb('shell', `am force-stop ${name}`);
    }
    await eventually('none is left', () => processesOf(running.device.store.folder) === 0);
    expect(running.device.sockets.size).to.equal(0);
  });
});
