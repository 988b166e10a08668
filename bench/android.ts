import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { median } from './median.js';

/**
 * How long an audit on a virtual Android device takes, and how long from the session's reply to the first step that is
 * recorded. `npx tsx bench/android.ts [rounds]`.
 */

const root = path.resolve(import.meta.dirname, '..');
const rounds = Number(process.argv[2] ?? 3);
const folder = mkdtempSync(path.join(os.tmpdir(), 'bench-'));

/** A round that takes longer hangs, in milliseconds. */
const limitMs = 300_000;

interface Round {
  readonly wholeMs: number;
  readonly toFirstStepMs: number;
}

function round(): Round {
  const command = [path.join(root, 'bin', 'keystore-audit.js'), 'run', 'android', '--device', 'virtual'];
  const plugin = [
    '--plugin',
    'cordova-plugin-secure-storage@2.6.8',
    '--allow-inconclusive',
    '--fail-on',
    'never',
  ];
  const began = performance.now();
  const { status, stderr, error } = spawnSync(process.execPath, [...command, ...plugin], {
    cwd: folder,
    encoding: 'utf8',
    timeout: limitMs,
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

try {
  execFileSync(process.execPath, [path.join(root, 'scripts', 'build.mjs')], { stdio: 'inherit' });
  // The app is made once, and kept.
  round();
  const all = Array.from({ length: rounds }, round);
  const seconds = median(all.map(({ wholeMs }) => wholeMs)) / 1000;
  const first = Math.round(median(all.map(({ toFirstStepMs }) => toFirstStepMs)));
  console.log(`an audit on a virtual device          ${seconds.toFixed(1)} s (about 20)`);
  console.log(`from the session to the first step    ${first} ms (at most 300)`);
} finally {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}
