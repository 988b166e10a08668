import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { InvalidArgumentError, type Command } from 'commander';
import { defaultCacheFolder } from '../plugins/cache.js';
import { renderTerminal } from '../report/index.js';
import { idsByBuild } from '../result/builds.js';
import { compareResults } from '../result/compare.js';
import { exitCodeOf, type FailOn } from '../result/exit.js';
import type { Result } from '../result/schema.js';
import { collect } from '../run/collect.js';
import type { Plan } from '../run/plan.js';
import { checkAccepted } from './accepted.js';
import { availableTargets, loadConfig, type Config } from './config.js';
import { fixAll, fixWeb } from './doctor.js';
import { fixAndroid } from './doctor/android.js';
import { assembleResult, judgeRun } from './finish.js';
import { examples } from './help.js';
import { listenForSignals } from './interrupt.js';
import type { Io, Shell } from './io.js';
import { listing } from './list.js';
import { baselineOption, failOnOption } from './options.js';
import { checkOutput, openOutput, writeReports, type Output } from './output.js';
import { Places } from './places.js';
import { newSeed, prepare } from './prepare.js';
import { readGiven, type GivenResult } from './results.js';
import { restoreLeft } from './restore.js';
import { runnerFolder } from './scenarios.js';
import { linesToRemember } from './trust.js';
import { wishesOf, type Wanted } from './wishes.js';

/** The options of `run` as commander hands them over. */
export interface RunOptions {
  readonly plugin?: string;
  readonly url?: string;
  readonly app?: string;
  readonly fromApp?: string;
  readonly contract?: string;
  readonly binding?: string;
  readonly device?: readonly string[];
  readonly server?: string;
  readonly caps?: string;
  readonly disposable?: boolean;
  readonly trustPlugin?: boolean;
  readonly audit?: readonly string[];
  readonly area?: readonly string[];
  readonly out?: string;
  readonly config?: string;
  readonly baseline?: string;
  readonly failOn?: FailOn;
  readonly allowInconclusive?: boolean;
  readonly repeat?: number;
  readonly timeout?: number;
  readonly seed?: string;
  readonly list?: boolean;
  readonly fix?: boolean;
  readonly json?: boolean;
  readonly verbose?: boolean;
}

export function registerRun(program: Command, shell: Shell): void {
  program
    .command('run')
    .description('audit a plugin on a device, or everything that the configuration names')
    .argument('[target]', availableTargets.join(', '))
    .option('--plugin <spec>', 'an npm name with or without version, a folder, or a tarball')
    .option('--url <address>', 'a deployed page that exposes its client actions, instead of a plugin')
    .option('--app <file>', 'an app for Android that has the plugin: a debug build of your own')
    .option('--from-app <file>', 'with --app: an older build of it, from which the upgrade is audited')
    .option('--contract <id[@version]>', 'what the plugin is held to, instead of what its binding says')
    .option('--binding <id|file>', 'how the plugin is called, for a fork or a plugin that is not known')
    .option('--device <id...>', 'serials as "devices" lists them, or "virtual"; one run on each')
    .option('--server <address>', 'a device of somebody else’s Appium or grid; needs --caps')
    .option('--caps <file>', 'the capabilities that this server is told, as JSON or YAML')
    .option('--disposable', 'everything on these devices may be changed and lost')
    .option('--trust-plugin', 'let hooks and Gradle files of the plugin run on this machine')
    .option('--audit <id...>', 'only these audits')
    .option('--area <area...>', 'only the audits of these areas')
    .option('--out <folder>', 'where result and report go (default: keystore-audit-out)')
    .option('--config <file>', 'the configuration, instead of keystore-audit.config.{ts,js,json,yaml}')
    .addOption(baselineOption())
    .addOption(failOnOption())
    .option('--allow-inconclusive', 'undecided critical audits do not give exit code 2')
    .option('--repeat <times>', 'collect every scenario so often; what varies is inconclusive', wholeNumber)
    .option('--timeout <seconds>', 'limit for one try of one scenario', wholeNumber)
    .option('--seed <text>', 'repeats a run with the same secrets and store names')
    .option('--list', 'tell what would be run, and run nothing')
    .option('--fix', 'install what is missing on this machine first')
    .option('--json', 'print the result on stdout')
    .addHelpText(
      'after',
      examples(
        ['keystore-audit run web --plugin cordova-plugin-secure-storage@2.6.8', 'Audit a published plugin'],
        [
          'keystore-audit run web --plugin ./my-fork --binding cordova-secure-storage --contract baseline',
          'A fork',
        ],
        [
          'keystore-audit run android --plugin cordova-plugin-secure-storage@3.0.2 --device virtual',
          'On a virtual device',
        ],
        [
          'keystore-audit run android --app my-app.apk --server http://grid.example:4444 --caps caps.json',
          'On a device of a grid',
        ],
        ['keystore-audit run --fix', 'Everything that the configuration names'],
      ),
    )
    .action(async (target: string | undefined, options: RunOptions) => {
      shell.exitCode = await run(target, { ...program.opts(), ...options }, shell);
    });
}

function wholeNumber(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1) {
    throw new InvalidArgumentError('It has to be a whole number above 0.');
  }
  return number;
}

/** `keystore-audit run`: plans, collects, judges and reports. Gives the exit code. */
export async function run(target: string | undefined, options: RunOptions, io: Io): Promise<number> {
  const signals = listenForSignals();
  const fixtures = await mkdtemp(path.join(os.tmpdir(), 'keystore-audit-fixture-'));
  try {
    return await planAndRun(target, options, {
      io,
      fixtures,
      signal: signals.stop,
      interrupted: signals.exitCode,
    });
  } catch (error) {
    const code = signals.exitCode();
    if (code === undefined) throw error;
    return code;
  } finally {
    signals.forget();
    await rm(fixtures, { recursive: true, force: true });
  }
}

interface Surroundings {
  readonly io: Io;
  /** Where fixtures are built. */
  readonly fixtures: string;
  readonly signal: AbortSignal;
  /** The exit code of an interruption, once there was one. */
  interrupted(): number | undefined;
}

async function planAndRun(
  target: string | undefined,
  options: RunOptions,
  surroundings: Surroundings,
): Promise<number> {
  const { io } = surroundings;
  const loaded = await loadConfig({
    cwd: io.cwd,
    ...(options.config === undefined ? {} : { file: options.config }),
  });
  const config: Config = loaded?.config ?? { runs: [] };
  const wishes = wishesOf(target, options, config);
  await checkAccepted(config.accepted ?? []);
  const baseline = options.baseline === undefined ? undefined : await readGiven(options.baseline, io.cwd);
  const out = path.resolve(io.cwd, options.out ?? config.out ?? 'keystore-audit-out');
  if (options.list !== true) await checkOutput(out);
  const disposable = options.disposable ?? config.disposable ?? false;
  const needsBrowser = wishes.some((wish) => wish.target === 'web');
  if (options.fix) await fixFor(wishes, config, io);
  const places = new Places({ io, tools: config.tools });
  // Browser and driver are asked for their versions while the plugin is fetched.
  if (needsBrowser) places.of({ target: 'web' }).catch(() => undefined);
  const settings = { config, digest: loaded?.digest ?? '', wishes, out, disposable, places, baseline };
  try {
    return await runAll(settings, options, surroundings);
  } finally {
    await places.close();
  }
}

/** Installs what these targets need. Throws fix-impossible. */
function fixFor(wishes: readonly Wanted[], config: Config, io: Io): Promise<void> {
  const forAndroid = wishes.some(({ target }) => target === 'android') ? [() => fixAndroid({ io })] : [];
  return fixAll([...forAndroid, () => fixWeb({ io, tools: config.tools ?? {} })]);
}

/** What was decided before anything is fetched, built or started. */
interface Settings {
  readonly config: Config;
  /** Of the configuration. */
  readonly digest: string;
  readonly wishes: readonly Wanted[];
  readonly out: string;
  readonly disposable: boolean;
  readonly places: Places;
  readonly baseline: GivenResult | undefined;
}

async function runAll(
  { config, digest, wishes, out, disposable, places, baseline }: Settings,
  options: RunOptions,
  { io, fixtures, signal, interrupted }: Surroundings,
): Promise<number> {
  const log = (line: string): void => void io.stderr.write(`${line}\n`);
  const seed = options.seed ?? config.seed ?? newSeed();
  const startedAt = new Date().toISOString();
  const timeout = options.timeout ?? config.timeout;
  const prepared = await Promise.all(
    wishes.map((wish, index) =>
      prepare(wish, {
        places,
        cacheFolder: defaultCacheFolder(io.env),
        cwd: io.cwd,
        env: io.env,
        fixtureFolder: path.join(fixtures, String(index + 1)),
        disposable,
        trusted: options.trustPlugin ?? false,
        remembered: config.trusted,
        seed,
        repeat: options.repeat ?? config.repeat ?? 1,
        limits: { ...config.limits, ...(timeout === undefined ? {} : { scenarioMs: timeout * 1000 }) },
        signal,
        log,
      }),
    ),
  );
  const plans = withOwnIds(prepared);
  for (const line of linesToRemember(plans))
    log(`To have it trusted without --trust-plugin, add to "trusted" in the configuration:\n  ${line}`);
  if (options.list) {
    io.stdout.write(options.json ? `${JSON.stringify(plans)}\n` : await listing(plans));
    return 0;
  }

  const output: Output = {
    schema: 'keystore-audit/run@1',
    configDigest: digest,
    seed,
    startedAt,
    runs: plans.map((plan, index) => ({ id: plan.runId, folder: `runs/${index + 1}` })),
    accepted: config.accepted ?? [],
  };
  await openOutput(out, output);
  await collectAll(plans, output, { out, signal, log, verbose: options.verbose === true });
  await restoreLeft(out, io);
  const runs = await Promise.all(plans.map((plan, index) => judgeRun(out, output.runs[index]!.folder, plan)));
  const result = assembleResult(output, runs, new Date().toISOString());
  const comparison = baseline === undefined ? undefined : compareResults(baseline.result, result);
  await writeReports(out, result, io, comparison);
  io.stderr.write(`\n${renderTerminal(result, path.join(out, 'report.html'), comparison)}`);
  if (options.json) io.stdout.write(`${JSON.stringify(result)}\n`);
  return interrupted() ?? exitOf(result, options, config);
}

/** The plans, no two of one id: builds of one plugin are told apart, and devices of one model and release are numbered. */
function withOwnIds(plans: readonly Plan[]): Plan[] {
  const ids = idsByBuild(plans.map(({ runId: id, plugin }) => ({ id, plugin })));
  const times = new Map<string, number>();
  return plans.map((plan, at) => {
    const id = ids[at]!;
    const time = (times.get(id) ?? 0) + 1;
    times.set(id, time);
    const isFirst = time === 1 || plan.device.kind === 'browser';
    return { ...plan, runId: isFirst ? id : `${id}#${time}` };
  });
}

interface CollectAllOptions {
  readonly out: string;
  readonly signal: AbortSignal;
  readonly log: (line: string) => void;
  readonly verbose: boolean;
}

/** Collects every run, and tells how far it got. */
async function collectAll(
  plans: readonly Plan[],
  output: Output,
  { out, signal, log, verbose }: CollectAllOptions,
): Promise<void> {
  const began = Date.now();
  const total = plans.reduce((sum, { scenarios }) => sum + scenarios.length, 0);
  let done = 0;
  log(
    `${plans.length === 1 ? plans[0]!.runId : `${plans.length} runs`}: ${total} ${total === 1 ? 'scenario' : 'scenarios'}`,
  );
  const collections = await collect(
    plans.map((plan, index) => ({ plan, folder: path.join(out, output.runs[index]!.folder) })),
    {
      out,
      wdioConfig: path.join(runnerFolder, `wdio.conf${path.extname(import.meta.filename)}`),
      signal,
      onProgress: ({ plan }, scenario) => {
        done += 1;
        const whose = plans.length === 1 ? '' : `  ${plan.runId}`;
        log(`  [${done}/${total}] ${scenario}${whose}  ${((Date.now() - began) / 1000).toFixed(1)} s`);
      },
    },
  );
  if (!verbose) return;
  for (const [index, { phases }] of collections.entries()) {
    const told = Object.entries(phases).map(([phase, ms]) => `${phase} ${ms} ms`);
    log(`  ${plans[index]!.runId}: time until ${told.join(', ')}`);
  }
}

function exitOf(result: Result, options: RunOptions, config: Config): number {
  // A wish that no run could fulfil is the wish's mistake.
  const impossible = result.runs.every(
    ({ status, problems }) =>
      status === 'failed' &&
      problems.some(({ code }) => code === 'plugin-no-web' || code === 'plugin-unmodelled'),
  );
  if (impossible) return 3;
  return exitCodeOf(result, {
    failOn: options.failOn ?? config.failOn ?? 'major',
    allowInconclusive: options.allowInconclusive ?? config.allowInconclusive ?? false,
  });
}
