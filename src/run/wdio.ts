import { serverVersion } from '../devices/android/server-session.js';
import type { Context } from '../harness/context.js';
import { collectScenario, registeredScenarios } from '../harness/scenario.js';
import { AuditError, problemOf } from '../errors.js';
import { writeCollection } from '../observations/files.js';
import type { Collection, Observation } from '../observations/types.js';
import { forgetSession } from './abandoned.js';
import { driverOf, driverVersion, installedPackage, waitForAppium } from './appium.js';
import { plainCapabilities, remoteServer, wdioConnection } from './remote.js';
import { capabilitiesFor, openDevice, type DrivenDevice, type Work } from './drive.js';
import type { Plan, RemotePlace } from './plan.js';

/**
 * Scenarios have limits of their own. WebdriverIO takes 3 ms off a test's limit, so that 0, which mocha also makes of the
 * largest number there is, would end it at once.
 */
const unlimitedMs = 2 ** 30;

/** By which a worker is told its number; never sent to Appium. */
const workerCapability = 'keystore-audit:worker';
const workerVariable = 'KEYSTORE_AUDIT_WORKER';

/**
 * WebdriverIO's configuration: one Appium, a session for each run, each scenario one test of `spec`. Nothing is sent or
 * tried a second time unless `collectScenario` says so.
 */
export function wdioConfig({ addresses, runs }: Work, spec: string) {
  const sessionMs = Math.max(...runs.map(({ plan }) => plan.limits.sessionMs));
  const workers = new Set(runs.map(({ worker }) => worker)).size;
  return {
    runner: 'local' as const,
    ...(addresses.appium === undefined ? {} : { hostname: '127.0.0.1', ...addresses.appium }),
    specs: [spec],
    maxInstances: workers,
    capabilities: Array.from({ length: workers }, (_, worker) => ({
      platformName: 'any',
      'appium:automationName': 'any',
      [workerCapability]: worker,
    })),
    logLevel: 'error' as const,
    framework: 'mocha' as const,
    mochaOpts: { ui: 'bdd' as const, timeout: unlimitedMs, retries: 0 },
    connectionRetryCount: 0,
    connectionRetryTimeout: sessionMs,
    specFileRetries: 0,
    autoXvfb: false,
    reporters: [],

    async beforeSession(config: object, capabilities: Record<string, unknown>) {
      const worker = Number(capabilities[workerCapability]);
      delete capabilities[workerCapability];
      process.env[workerVariable] = String(worker);
      const first = runs.find((run) => run.worker === worker)!;
      const { device } = first.plan;
      if (device.kind === 'remote') {
        const server = await remoteServer(device, process.env);
        Object.assign(config, wdioConnection(server, remoteCommandMs));
        Object.assign(capabilities, plainCapabilities);
        return;
      }
      const [wanted] = await Promise.all([
        capabilitiesFor(first, addresses),
        waitForAppium(addresses.appium!, sessionMs),
      ]);
      Object.assign(capabilities, wanted);
    },

    async afterSession() {
      const worker = Number(process.env[workerVariable]);
      for (const run of runs) if (run.worker === worker) await forgetSession(run.folder);
    },
  };
}

/** How long one command may take with somebody else's server, in milliseconds: an app is sent there by one. */
const remoteCommandMs = 240_000;

/** What a test runner offers to a file of tests. */
export interface TestRunner {
  readonly describe: (title: string, body: () => void) => void;
  readonly it: (title: string, body: () => Promise<void>) => void;
  readonly before: (body: () => Promise<void>) => void;
  readonly after: (body: () => Promise<void>) => void;
  /** WebdriverIO's `browser`: the session, once a test or hook runs. */
  readonly browser: unknown;
}

/** Makes a group of tests of each run that belongs to this worker, and a test of each of its scenarios. */
export function describeRuns(
  { addresses, runs }: Work,
  runner: TestRunner,
  confirm: (plan: Plan, observation: Observation) => boolean,
): void {
  const { describe, it, before, after } = runner;
  const worker = Number(process.env[workerVariable]);
  const scenarios = new Map(registeredScenarios().map((scenario) => [scenario.name, scenario]));
  const mine = runs.filter((run) => run.worker === worker);
  for (const [index, run] of mine.entries()) {
    const { plan, folder } = run;
    describe(plan.runId, () => {
      const began = Date.now();
      const collection = newCollection(addresses.began, plan);
      let driven: DrivenDevice;
      let context: Context;
      const reached = (phase: string): void => {
        collection.phases[phase] = Date.now() - addresses.began;
      };
      before(async () => {
        if (index === 0) collection.phases['worker'] = began - addresses.began;
        else collection.startedAt = new Date().toISOString();
        driven = openDevice(run, runner.browser, addresses, index === 0);
        context = {
          device: driven.device,
          plan: { ...plan, operations: plan.binding.operations, lacks: plan.binding.lacks },
          folder,
          confirm: (observation) => confirm(plan, observation),
        };
        reached('session');
        if (plan.device.kind === 'remote') await nameServer(collection, plan.device);
        await driven.begin(AbortSignal.timeout(plan.limits.sessionMs)).catch((error: unknown) => {
          if (!(error instanceof AuditError)) throw error;
          context.hopeless = problemOf(error);
        });
        reached('app');
        collection.device = await driven.device.facts();
        await writeCollection(folder, collection);
      });
      for (const name of plan.scenarios) {
        it(name, () => collectScenario(context, name, scenarios.get(name)!.steps));
      }
      after(async () => {
        reached('scenarios');
        if (context.hopeless !== undefined) collection.problems.push(context.hopeless);
        await driven.end(AbortSignal.timeout(plan.limits.sessionMs)).catch((error: unknown) => {
          collection.problems.push(problemOf(error, 'restore-failed'));
        });
        collection.driverCommands = driven.device.driverCommands;
        // Where the session never came about, whoever started us tells why.
        if (collection.device !== undefined) collection.finishedAt = new Date().toISOString();
        await writeCollection(folder, collection);
      });
    });
  }
}

/** Versions of a server that is somebody else's are what it says of itself. */
async function nameServer({ environment }: Collection, place: RemotePlace): Promise<void> {
  const server = await remoteServer(place, process.env);
  environment.appium = (await serverVersion(server, statusMs)) ?? 'not told by the server';
  environment.driver = 'UiAutomator2 of the server';
}

/** How long a server may take to say its version, in milliseconds. */
const statusMs = 10_000;

function newCollection(began: number, plan: Plan): Collection {
  const driver = driverOf(plan);
  return {
    schema: 'keystore-audit/collection@1',
    startedAt: new Date(began).toISOString(),
    environment: {
      appium: installedPackage('appium').version,
      driver: `${driver} ${driverVersion(driver)}`,
      node: process.versions.node,
    },
    driverCommands: 0,
    phases: {},
    problems: [],
  };
}
