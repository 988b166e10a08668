import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { virtualDevices } from '../faults/android-audit.js';
import { androidFolder } from '../faults/android.js';
import { median } from './median.js';

/**
 * How long an audit of a plugin without a defect takes on a virtual Android device, and how long from the session's reply
 * to the first step that is recorded. `npx tsx bench/android.ts [rounds]`.
 */

const root = path.resolve(import.meta.dirname, '..');
const command = path.join(root, 'bin', 'keystore-audit.js');
const rounds = Number(process.argv[2] ?? 3);
const folder = mkdtempSync(path.join(os.tmpdir(), 'bench-'));

/** A round that takes longer hangs, in milliseconds. */
const limitMs = 300_000;

interface Round {
  readonly wholeMs: number;
  readonly toFirstStepMs: number;
}

function round({ serial, adbPort }: { serial: string; adbPort: number }): Round {
  const args = ['run', 'android', '--device', serial, '--plugin', path.join(androidFolder, 'plugin')];
  const held = ['--binding', 'cordova-secure-storage', '--contract', 'baseline', '--allow-inconclusive'];
  const began = performance.now();
  const { status, stderr, error } = spawnSync(process.execPath, [command, ...args, ...held], {
    cwd: folder,
    encoding: 'utf8',
    timeout: limitMs,
    env: { ...process.env, ANDROID_ADB_SERVER_PORT: String(adbPort) },
  });
  const wholeMs = performance.now() - began;
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`It ended with ${status}:\n${stderr}`);
  const run = path.join(folder, 'keystore-audit-out', 'runs', '1');
  const { startedAt, phases } = read<{ startedAt: string; phases: { session: number } }>(
    run,
    'collection.json',
  );
  const starts = readdirSync(path.join(run, 'observations')).map((name) =>
    Date.parse(read<{ attempts: { startedAt: string }[] }>(run, 'observations', name).attempts[0]!.startedAt),
  );
  return { wholeMs, toFirstStepMs: Math.min(...starts) - (Date.parse(startedAt) + phases.session) };
}

function read<Content>(...at: string[]): Content {
  return JSON.parse(readFileSync(path.join(...at), 'utf8')) as Content;
}

const devices = await virtualDevices();
try {
  execFileSync(process.execPath, [path.join(root, 'scripts', 'build.mjs')], { stdio: 'inherit' });
  const device = await devices.start(['--native', path.join(androidFolder, 'correct')]);
  // The app is made once, and kept.
  round(device);
  const all = Array.from({ length: rounds }, () => round(device));
  const seconds = median(all.map(({ wholeMs }) => wholeMs)) / 1000;
  const first = Math.round(median(all.map(({ toFirstStepMs }) => toFirstStepMs)));
  console.log(`an audit on a virtual device          ${seconds.toFixed(1)} s (about 20)`);
  console.log(`from the session to the first step    ${first} ms (at most 300)`);
} finally {
  await devices.close();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}
