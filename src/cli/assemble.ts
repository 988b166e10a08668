import { wordsOfEnd } from '../audits/look.js';
import type { JudgedAudit } from '../audits/types.js';
import { clausesInForce } from '../contracts/registry.js';
import type { Attempt, Collection, Observation } from '../observations/types.js';
import { latencyOf } from '../result/latency.js';
import type { Run } from '../result/schema.js';
import { verdictOf } from '../result/verdict.js';
import type { Plan } from '../run/plan.js';
import { operations, type Problem, type RunStatus } from '../terms.js';
import { causesSeen } from './causes.js';
import { contractOf } from './judging.js';

/** Everything that is known of one run. */
export interface RunInput {
  readonly plan: Plan;
  /** The run's folder as the result names it: relative, with `/`. */
  readonly folder: string;
  readonly collection: Collection;
  readonly observations: ReadonlyMap<string, Observation>;
  readonly audits: readonly JudgedAudit[];
}

/** The run as it stands in the result. */
export function assembleRun({ plan, folder, collection, observations, audits }: RunInput): Run {
  const { contract, version } = contractOf(plan.contract);
  const { device, environment } = collection;
  const run: Omit<Run, 'verdict'> = {
    id: plan.runId,
    status: statusOf(plan, observations),
    target: plan.target,
    channel: 'webview',
    plugin: plan.plugin,
    from: plan.from ?? null,
    contract: {
      id: contract.id,
      version,
      clauses: clausesInForce(contract, { target: plan.target, version }).map((clause) => ({
        id: clause.id,
        text: clause.text,
        basis: clause.basis,
        document: clause.document,
        section: clause.section,
        url: clause.url ?? null,
        audits: [...clause.audits],
        untested: clause.untested ?? null,
      })),
    },
    fixture: {
      digest: plan.fixture.digest,
      variant: plan.fixture.variant,
      debuggable: plan.fixture.app?.debuggable ?? true,
    },
    device:
      device === undefined
        ? null
        : {
            ...device,
            model: device.model ?? null,
            maker: device.maker ?? null,
            build: device.build ?? null,
            securityPatch: device.securityPatch ?? null,
            webview: device.webview ?? null,
            screenLock: device.screenLock ?? null,
            biometrics: device.biometrics ?? null,
          },
    environment: {
      appium: environment.appium ?? '',
      driver: environment.driver ?? '',
      node: environment.node ?? '',
    },
    durationMs: Math.max(
      0,
      Date.parse(collection.finishedAt ?? collection.startedAt) - Date.parse(collection.startedAt),
    ),
    driverCommands: collection.driverCommands,
    problems: problemsOf(collection, observations, plan.fixture.foreignCode?.problem),
    scenarios: plan.scenarios.map((name) => scenarioOf(name, observations.get(name))),
    causes: causesSeen(contract, plan, observations),
    latency: latencies(observations),
    audits: audits.map(({ evidence, clauses, references, attemptOutcomes, ...audit }) => ({
      ...audit,
      clauses: [...clauses],
      references: references.map((reference) => ({ ...reference })),
      attemptOutcomes: [...attemptOutcomes],
      evidence: evidence.map((each) => ({ ...each, path: `${folder}/${each.path}` })),
      rerun: rerunOf(plan, audit.id),
    })),
  };
  return { ...run, verdict: verdictOf(run) };
}

/** An attempt that the app ended tells as much as one that was completed. */
function statusOf(plan: Plan, observations: ReadonlyMap<string, Observation>): RunStatus {
  const told = plan.scenarios.filter((name) => {
    const status = observations.get(name)?.attempts.at(-1)?.status;
    return status === 'completed' || status === 'app-lost';
  });
  if (told.length === 0) return 'failed';
  return told.length === plan.scenarios.length ? 'completed' : 'partial';
}

/** What went wrong, the same trouble told once. */
function problemsOf(
  { problems }: Collection,
  observations: ReadonlyMap<string, Observation>,
  ofTrust: Problem | undefined,
): Run['problems'] {
  const told = new Map<string, Run['problems'][number]>();
  const tell = (problem: Run['problems'][number], where: string): void => {
    const same = `${problem.code} ${problem.message}`;
    if (!told.has(same)) told.set(same, { ...problem, message: where + problem.message });
  };
  if (ofTrust !== undefined) tell(ofTrust, '');
  for (const [scenario, { attempts }] of observations) {
    for (const attempt of attempts) {
      for (const problem of attempt.problems) tell(problem, `${scenario}, try ${attempt.number}: `);
    }
  }
  for (const problem of problems) tell(problem, '');
  return [...told.values()];
}

function scenarioOf(name: string, observation: Observation | undefined): Run['scenarios'][number] {
  const attempts = observation?.attempts ?? [];
  const last = attempts.at(-1);
  return {
    name,
    status: last?.status ?? 'not-reached',
    attempts: attempts.length,
    durationMs: attempts.reduce((sum, { durationMs }) => sum + durationMs, 0),
    driverCommands: attempts.reduce((sum, { driverCommands }) => sum + driverCommands, 0),
    steps: last === undefined ? [] : storyOf(last),
  };
}

function storyOf(attempt: Attempt): { text: string; seen: string }[] {
  const all = [...(attempt.earlierCalls ?? []), ...attempt.calls];
  return attempt.steps.map(({ kind, text, calls }) => ({
    text,
    seen:
      kind === 'scan'
        ? countFound(attempt.scans)
        : kind === 'device'
          ? text.startsWith('search')
            ? countFound(attempt.searches)
            : ''
          : calls.map((as) => wordsOfEnd(all.find((call) => call.as === as))).join('; '),
  }));
}

function countFound(looks: readonly { readonly found: readonly unknown[] }[]): string {
  const places = looks.reduce((sum, { found }) => sum + found.length, 0);
  return places === 0 ? 'nothing found' : `${places} places`;
}

/** How long calls that succeeded took, over all attempts. */
function latencies(observations: ReadonlyMap<string, Observation>): Run['latency'] {
  const calls = [...observations.values()].flatMap(({ attempts }) =>
    attempts.flatMap((attempt) => attempt.calls),
  );
  return Object.fromEntries(
    operations.flatMap((operation) => {
      const samples = calls
        .filter(({ call, settlements }) => call === operation && settlements[0]?.how === 'resolved')
        .map(({ settlements }) => settlements[0]!.afterMs);
      return samples.length === 0 ? [] : [[operation, latencyOf(samples)]];
    }),
  );
}

/** The command that audits just this again. */
function rerunOf(plan: Plan, audit: string): string {
  const what = { deployed: '--url', 'own-app': '--app', web: '--plugin', android: '--plugin' }[
    plan.fixture.variant
  ];
  const words = ['keystore-audit', 'run', plan.target, what, plan.plugin.source, ...plan.overrides];
  return [...words, '--audit', audit, '--seed', plan.seed].map(quoted).join(' ');
}

/** A word as a shell takes it. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
