import { spawn } from 'node:child_process';
import { connect } from 'node:net';
import path from 'node:path';
import { profileWith } from '../src/virtual/android/profile.js';
import { startDevice } from '../src/virtual/android/start.js';
import { adbServer } from '../test/virtual/adb.js';
import { appiumServer } from '../test/virtual/appium.js';
import { median } from './median.js';

/**
 * How quick the virtual device is: medians, beside what was measured of a sketch of it. `tsx bench/virtual.ts [rounds]`.
 */
const root = path.resolve(import.meta.dirname, '..');
const rounds = Number(process.argv[2] ?? 9);

async function timed(act: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await act();
  return performance.now() - began;
}

async function medianOf(count: number, act: () => Promise<unknown>): Promise<number> {
  const took: number[] = [];
  for (let round = 0; round < count; round++) took.push(await timed(act));
  return median(took);
}

/** A command through the adb server, without starting a client's program. */
function service(server: number, serial: string, name: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(server, '127.0.0.1');
    const ask = (text: string): void => void socket.write(text.length.toString(16).padStart(4, '0') + text);
    socket.once('connect', () => ask(`host:transport:${serial}`));
    socket.once('data', () => {
      ask(name);
      socket.resume();
    });
    socket.on('error', reject).on('close', () => resolve());
  });
}

const phone = profileWith('phone', { lock: { kind: 'none', secret: '' } });
const server = await adbServer();
const rows: [what: string, ms: number, limit: string][] = [];
const warm = await startDevice({ profile: phone, adbServer: server.port });

/** The program itself, from its start until it has told of as many devices. */
function program(count: number): Promise<void> {
  const args = ['virtual', 'android', '--plain', '--json', '--count', String(count)];
  const child = spawn(process.execPath, [path.join(root, 'bin', 'keystore-audit.js'), ...args]);
  let told = 0;
  return new Promise((resolve, reject) => {
    child.stdout.on('data', (chunk) => {
      told += String(chunk).split('\n').length - 1;
      if (told >= count) child.kill('SIGTERM');
    });
    child.on('exit', () =>
      told >= count ? resolve() : reject(new Error('The program ended early; is it built?')),
    );
  });
}

const one = await medianOf(rounds, () => program(1));
rows.push(['one device, start and end of the program', one, 'under 1000']);
rows.push(['eight devices, in times of one', (await medianOf(rounds, () => program(8))) / one, 'at most 3']);

const inside = await medianOf(rounds * 20, () =>
  service(server.port, warm.serial, 'shell:getprop ro.build.version.sdk'),
);
rows.push(['getprop, through the adb server', inside, 'at most 5']);

const appium = await appiumServer(server);
const session = await appium.session(warm.serial);
rows.push(['page source', await medianOf(rounds * 5, () => session.getPageSource()), '']);
await session.deleteSession();
const sessions: number[] = [];
const deletes: number[] = [];
for (let round = 0; round < rounds; round++) {
  const began = performance.now();
  const browser = await appium.session(warm.serial);
  sessions.push(performance.now() - began);
  deletes.push(await timed(() => browser.deleteSession()));
}
rows.push(['bare session on a warm device', median(sessions), 'at most 600; sketch 400 to 520']);
rows.push(['its end', median(deletes), 'sketch 340 to 510']);

for (const [what, value, limit] of rows)
  console.log(`${what.padEnd(40)} ${value.toFixed(1).padStart(8)}   ${limit}`);
await appium.stop();
await warm.close();
await server.stop();
