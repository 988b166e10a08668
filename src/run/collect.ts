import { watch } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { AuditError, problemOf } from '../errors.js';
import { readCollection, writeCollection, writeWhole } from '../observations/files.js';
import type { Collection } from '../observations/types.js';
import type { Problem } from '../terms.js';
import { installedPackage } from './appium.js';
import { childEnvironment, endChild, startNode } from './children.js';
import { withholdSecrets } from './logs.js';
import { authVariable } from './remote.js';
import { secretVariable } from './secret.js';
import type { Plan } from './plan.js';
import { startServices, type PlannedRun } from './services.js';

export interface CollectOptions {
  /** The output folder, which holds the folders of all runs, and the logs. */
  readonly out: string;
  /** The test runner's configuration. */
  readonly wdioConfig: string;
  /** Fires on Ctrl-C and SIGTERM. */
  readonly signal: AbortSignal;
  /** Told whenever observations of a scenario are on disk. */
  readonly onProgress: (run: PlannedRun, scenario: string) => void;
}

/**
 * Drives the device through every scenario of every run, with one Appium. Does not throw for trouble: what was collected
 * stays, and the trouble is in the problems of the collections, one for each run.
 */
export async function collect(runs: readonly PlannedRun[], options: CollectOptions): Promise<Collection[]> {
  const startedAt = new Date().toISOString();
  for (const { plan, folder } of runs) {
    await mkdir(path.join(folder, 'observations'), { recursive: true });
    await writeWhole(path.join(folder, 'plan.json'), plan);
  }
  const playable = runs.filter(({ plan }) => plan.scenarios.length > 0);
  const trouble = playable.length === 0 ? undefined : await runWorkers(playable, options);
  return Promise.all(
    runs.map(async (run) => {
      const told = await readCollection(run.folder);
      const collected: Collection = told ?? {
        schema: 'keystore-audit/collection@1',
        startedAt,
        environment: {},
        driverCommands: 0,
        phases: {},
        problems: [],
      };
      if (collected.finishedAt === undefined && playable.includes(run)) {
        collected.problems.push(trouble ?? (await workerTrouble(run.plan, collected, options.out)));
      }
      collected.finishedAt ??= new Date().toISOString();
      await writeCollection(run.folder, collected);
      return collected;
    }),
  );
}

/** Runs the workers to their end, whichever that is. Gives the trouble that ended them early, if one did. */
async function runWorkers(
  runs: readonly PlannedRun[],
  { out, wdioConfig, signal, onProgress }: CollectOptions,
): Promise<Problem | undefined> {
  const services = await startServices(runs, out);
  const workers = startNode(
    [path.join(installedPackage('@wdio/cli').folder, 'bin', 'wdio.js'), 'run', wdioConfig],
    {
      cwd: path.dirname(wdioConfig),
      log: path.join(out, 'wdio.log'),
      env: childEnvironment({
        KEYSTORE_AUDIT_OUT: out,
        NODE_OPTIONS: withoutLoader(),
        ...Object.fromEntries(
          [secretVariable, authVariable].flatMap((name) =>
            process.env[name] ? [[name, process.env[name]]] : [],
          ),
        ),
      }),
    },
  );
  const progress = watchProgress(runs, onProgress);
  let stop = (): void => undefined;
  const stopped = new Promise<'stopped'>((resolve) => {
    stop = () => resolve('stopped');
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
  try {
    const first = await Promise.race([
      workers.ended.then(() => 'workers' as const),
      ...(services.appium === undefined ? [] : [services.appium.ended.then(() => 'appium' as const)]),
      stopped,
    ]);
    if (first === 'stopped') return problemOf(new AuditError('interrupted', 'The run was interrupted.'));
    if (first === 'workers') return undefined;
    const begun = await Promise.all(runs.map(({ folder }) => readCollection(folder)));
    return begun.every((each) => each === undefined)
      ? problemOf(new AuditError('appium-not-ready', 'Appium ended before it was ready.'))
      : problemOf(new AuditError('appium-died', 'Appium ended while scenarios were being collected.'));
  } finally {
    signal.removeEventListener('abort', stop);
    progress.close();
    await endChild(workers, signal.aborted ? 0 : 1000);
    await services.close();
    await withholdSecrets(path.join(out, 'wdio.log'));
  }
}

/**
 * WebdriverIO loads tsx into every worker, which doubles the time that a worker needs to start, unless NODE_OPTIONS
 * names tsx already. Compiled specs need no loader: here its address is only part of the process's title.
 */
function withoutLoader(): string {
  const { folder } = installedPackage('@wdio/cli');
  const loader = path.join(installedPackage('tsx', folder).folder, 'dist', 'loader.mjs');
  return import.meta.filename.endsWith('.ts') ? '' : `--title=keystore-audit,${pathToFileURL(loader).href}`;
}

/** Why a run was not collected to its end although nobody stopped it: what the test runner said of it. */
async function workerTrouble(plan: Plan, { device }: Collection, out: string): Promise<Problem> {
  const lines = (await readFile(path.join(out, 'wdio.log'), 'utf8').catch(() => '')).split('\n');
  const told = lines.find((line) => /error/i.test(line) && !/^\s*at /.test(line)) ?? 'It told nothing.';
  // Left of the message stand the time and the logger, right of it the address, which is random.
  const reason = told
    .replace(/^.*Error: /, '')
    .replace(/ when running .*$/, '')
    .slice(0, 500);
  if (device === undefined && plan.device.kind === 'remote')
    return problemOf(new AuditError('session-refused', `The server gave no session: ${reason}`));
  return problemOf(
    device === undefined
      ? new AuditError('session-not-created', `No session with the device came about: ${reason}`)
      : new AuditError('collecting-failed', `Collecting ended early: ${reason}`),
  );
}

/** Tells of each scenario when its observations come onto the disk. */
function watchProgress(
  runs: readonly PlannedRun[],
  onProgress: CollectOptions['onProgress'],
): { close(): void } {
  const watchers = runs.map((run) => {
    const seen = new Set<string>();
    return watch(path.join(run.folder, 'observations'), (_event, name) => {
      if (name?.endsWith('.json') !== true || seen.has(name)) return;
      seen.add(name);
      onProgress(run, path.parse(name).name);
    });
  });
  return { close: () => watchers.forEach((watcher) => watcher.close()) };
}
