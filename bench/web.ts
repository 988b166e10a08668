import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { capabilitiesOf } from '../src/devices/browser/capabilities.js';
import { findTools } from '../src/devices/browser/tools.js';
import { knownScenarios } from '../src/cli/scenarios.js';
import { buildWebFixture } from '../src/fixture/build/web.js';
import { Recorder } from '../src/harness/recorder.js';
import { beginScript, waitScript } from '../src/harness/webview.js';
import { listBindings } from '../src/plugins/bindings.js';
import { defaultCacheFolder } from '../src/plugins/cache.js';
import { resolvePlugin } from '../src/plugins/resolve.js';
import { installedPackage, makeAppiumHome } from '../src/run/appium.js';
import type { Plan } from '../src/run/plan.js';
import type { Device } from '../src/devices/port.js';
import { median } from './median.js';

/**
 * How long a web audit takes beside a bare script that starts Appium, opens the same sessions and sends the same step
 * lists. `npm run bench -- [rounds]`.
 */

const root = path.resolve(import.meta.dirname, '..');
const spec = 'cordova-plugin-secure-storage@2.6.8';
const rounds = Number(process.argv[2] ?? 5);
const folder = mkdtempSync(path.join(os.tmpdir(), 'bench-'));

/** A round that takes longer hangs, in milliseconds. */
const limitMs = 180_000;

function timed(args: readonly string[], cwd: string): { ms: number; stderr: string } {
  const began = performance.now();
  const { stderr, error } = spawnSync(process.execPath, args, { cwd, encoding: 'utf8', timeout: limitMs });
  if (error !== undefined) throw error;
  return { ms: performance.now() - began, stderr };
}

interface Act {
  end?: true;
  kill?: true;
  /** Waits until what was stored is on the disk, at most so many milliseconds. */
  write?: number;
  load?: boolean;
  origin?: string;
  wire?: string;
}

/** What an audit with that plan does, taken down by a device that only listens. */
async function actsOf(plan: Plan, attempts: ReadonlyMap<string, number>): Promise<Act[]> {
  const acts: Act[] = [];
  let load: string | undefined;
  const listener = {
    abilities: {},
    driverCommands: 0,
    loadPage: async (origin: string) => void (load = origin),
    script: async (_source: string, wire: string) => {
      acts.push({ wire, load: load !== undefined, origin: load ?? '' });
      load = undefined;
      throw new Error('taken down');
    },
    endApp: async () => void acts.push({ end: true }),
    killApp: async () => void acts.push({ kill: true }),
    awaitWrite: async (_since: number, limitMs: number) => (acts.push({ write: limitMs }), true),
    startApp: async () => undefined,
    searchLogs: async () => ({ as: '', source: '', lines: 0, found: [] }),
    searchAppData: async () => ({ as: '', root: '', files: 0, bytes: 0, unreadable: [], found: [] }),
  } as unknown as Device;
  for (const { name, steps } of (await knownScenarios()).filter((each) => attempts.has(each.name))) {
    for (let number = 1; number <= attempts.get(name)!; number += 1) {
      const why = number === 1 ? 'planned' : 'confirm';
      const recorder = new Recorder(
        {
          device: listener,
          plan: { ...plan, operations: plan.binding.operations },
          patience: { watchMs: plan.limits.watchMs, giveUpAfter: 3 },
          signal: new AbortController().signal,
        },
        name,
        number,
        why,
      );
      const { page } = recorder.actor;
      await steps({ ...recorder.actor, page: (...list) => page(...list).catch(() => undefined) });
    }
  }
  return acts;
}

try {
  spawnSync(process.execPath, [path.join(root, 'scripts', 'build.mjs')], { stdio: 'inherit' });
  const command = [path.join(root, 'bin', 'keystore-audit.js'), 'run', 'web', '--plugin', spec, '--verbose'];
  const { stderr } = timed(command, folder);
  const out = path.join(folder, 'keystore-audit-out');
  const plan = JSON.parse(readFileSync(path.join(out, 'runs', '1', 'plan.json'), 'utf8')) as Plan;
  const result = JSON.parse(readFileSync(path.join(out, 'result.json'), 'utf8')) as {
    runs: [{ scenarios: { name: string; attempts: number }[] }];
  };
  const attempts = new Map(result.runs[0].scenarios.map((scenario) => [scenario.name, scenario.attempts]));

  const tools = await findTools({ env: process.env });
  const plugin = await resolvePlugin(spec, { cacheFolder: defaultCacheFolder(process.env), cwd: folder });
  const binding = listBindings().find(({ id }) => id === plan.binding.id)!;
  const fixture = await buildWebFixture({ plugin, binding, out: path.join(folder, 'fixture') });
  const home = path.join(folder, 'home');
  makeAppiumHome(home, ['chromium']);
  const { 'goog:chromeOptions': options } = capabilitiesOf({
    ...tools,
    profile: '',
    driverPort: 0,
    limitMs: 1,
  });
  const work = path.join(folder, 'work.json');
  writeFileSync(
    work,
    JSON.stringify({
      appium: path.join(installedPackage('appium').folder, 'index.js'),
      home,
      fixture: fixture.folder,
      browser: { ...tools, args: options.args.filter((each) => !each.startsWith('--user-data-dir')) },
      scripts: { begin: beginScript, wait: waitScript },
      acts: await actsOf(plan, attempts),
    }),
  );
  const bare = [path.join(root, 'bench', 'bare.mjs'), work];

  const times = { audit: [] as number[], bare: [] as number[] };
  for (let round = 0; round < rounds; round += 1) {
    times.bare.push(timed(bare, root).ms);
    times.audit.push(timed(command, folder).ms);
  }
  const phases = stderr.split('\n').find((line) => line.includes('time until')) ?? '';
  console.log(`where the time goes: ${phases.trim()}`);
  console.log(
    `bare script   ${Math.round(median(times.bare))} ms (${times.bare.map(Math.round).join(', ')})`,
  );
  console.log(
    `web audit     ${Math.round(median(times.audit))} ms (${times.audit.map(Math.round).join(', ')})`,
  );
  console.log(`ratio         ${(median(times.audit) / median(times.bare)).toFixed(2)} (at most 1.30)`);
} finally {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}
