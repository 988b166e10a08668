import { operations, type Operation, type RunStatus } from '../terms.js';
import { idsByBuild } from './builds.js';
import { latencyOf } from './latency.js';
import type { Result, Run, RunAudit } from './schema.js';
import { verdictOf } from './verdict.js';

/** A result and what messages call it. */
export interface Given {
  readonly name: string;
  readonly result: Result;
}

export interface Merged {
  readonly result: Result;
  /** What a person should know of how the results were put together, in sentences. */
  readonly notices: readonly string[];
}

/** One run with what only the result around it tells. */
interface Told {
  readonly run: Run;
  readonly name: string;
  readonly finishedAt: string;
}

/**
 * One result of many: machines, shards, dates. A run that was given twice counts once, shards of one run become one,
 * and runs of the same name are told apart by the origin of their builds or by their time. Nothing given is changed.
 */
export function mergeResults(given: readonly [Given, ...Given[]]): Merged {
  const notices: string[] = [];
  const inTime = [...given].sort((a, b) => a.result.finishedAt.localeCompare(b.result.finishedAt));
  const all = inTime.flatMap(({ name, result }) =>
    result.runs.map((run) => ({ run, name, finishedAt: result.finishedAt })),
  );
  const once = withoutRepeated(all, notices);
  const whole = joinShards(once, notices);
  const runs = withNames(whole);
  const [first] = inTime as [Given, ...Given[]];
  const results = inTime.map(({ result }) => result);
  return {
    result: {
      schema: first.result.schema,
      tool: { name: 'keystore-audit', version: joined(results.map(({ tool }) => tool.version)) },
      configDigest: same(results.map(({ configDigest }) => configDigest)) ?? '',
      seed: same(results.map(({ seed }) => seed)) ?? '',
      host: {
        os: joined(results.map(({ host }) => host.os)),
        arch: joined(results.map(({ host }) => host.arch)),
        cpus: Math.max(...results.map(({ host }) => host.cpus)),
        ci: results.every(({ host }) => host.ci),
      },
      startedAt: results.map(({ startedAt }) => startedAt).sort()[0]!,
      finishedAt: results.at(-1)!.finishedAt,
      plan: planOf(results, whole, runs),
      accepted: distinct(results.flatMap(({ accepted }) => accepted)),
      runs,
    },
    notices,
  };
}

/** The same run, whatever folder its evidence was copied into. */
function identity({ run, finishedAt }: Told): string {
  const audits = run.audits.map((audit) => ({ ...audit, evidence: [] }));
  return JSON.stringify([finishedAt, { ...run, audits }]);
}

function withoutRepeated(all: readonly Told[], notices: string[]): Told[] {
  const seen = new Map<string, Told>();
  for (const told of all) {
    const key = identity(told);
    const earlier = seen.get(key);
    if (earlier === undefined) seen.set(key, told);
    else {
      const where = earlier.name === told.name ? earlier.name : `${earlier.name} and ${told.name}`;
      notices.push(`The run ${told.run.id} was given twice, in ${where}; it counts once.`);
    }
  }
  return [...seen.values()];
}

function joinShards(all: readonly Told[], notices: string[]): Told[] {
  const whole: Told[] = [];
  for (const told of all) {
    const at = whole.findIndex(({ run }) => areShards(run, told.run));
    if (at === -1) whole.push(told);
    else {
      const other = whole[at]!;
      whole[at] = { ...other, run: joinedRun(other.run, told.run), finishedAt: told.finishedAt };
      notices.push(`The shards of ${told.run.id} in ${other.name} and ${told.name} became one run.`);
    }
  }
  return whole;
}

/** Runs of the same plugin on the same device that were asked for different audits. */
function areShards(a: Run, b: Run): boolean {
  if (a.id !== b.id || a.plugin.integrity !== b.plugin.integrity || a.device?.id !== b.device?.id)
    return false;
  const others = new Map(b.audits.map((audit) => [audit.id, audit]));
  return a.audits.some(isLeft) && a.audits.every((audit) => isLeft(audit) || isLeft(others.get(audit.id)));
}

/** Nobody asked for it, or it is not there at all. */
function isLeft(audit: RunAudit | undefined): boolean {
  return audit === undefined || audit.reason?.code === 'not-chosen';
}

function joinedRun(a: Run, b: Run): Run {
  const others = new Map(b.audits.map((audit) => [audit.id, audit]));
  const known = new Set(a.audits.map(({ id }) => id));
  const run: Run = {
    ...a,
    status: worstStatus(a.status, b.status),
    device: a.device ?? b.device,
    fixture: a.fixture ?? b.fixture,
    durationMs: a.durationMs + b.durationMs,
    driverCommands: a.driverCommands + b.driverCommands,
    problems: distinct([...a.problems, ...b.problems]),
    scenarios: joinedScenarios(a, b),
    causes: distinct([...a.causes, ...b.causes]),
    latency: joinedLatency(a, b),
    audits: [
      ...a.audits.map((audit) => (isLeft(audit) ? (others.get(audit.id) ?? audit) : audit)),
      ...b.audits.filter(({ id }) => !known.has(id)),
    ],
  };
  return { ...run, verdict: verdictOf(run) };
}

function worstStatus(a: RunStatus, b: RunStatus): RunStatus {
  if (a === b) return a;
  return 'partial';
}

function joinedScenarios(a: Run, b: Run): Run['scenarios'] {
  const known = new Set(a.scenarios.map(({ name }) => name));
  return [...a.scenarios, ...b.scenarios.filter(({ name }) => !known.has(name))];
}

function joinedLatency(a: Run, b: Run): Run['latency'] {
  return Object.fromEntries(
    operations.flatMap((operation: Operation) => {
      const [one, other] = [a.latency[operation], b.latency[operation]];
      if (one === undefined || other === undefined) {
        const only = one ?? other;
        return only === undefined ? [] : [[operation, only]];
      }
      return [[operation, latencyOf([...one.samples, ...other.samples])]];
    }),
  );
}

/**
 * The runs; where several have the same name, each with the origin of its build, and where that is the same too, with
 * the time of its result, in the order of time.
 */
function withNames(whole: readonly Told[]): Run[] {
  const taken = new Set<string>();
  const ids = idsByBuild(whole.map(({ run }) => run));
  return whole.map(({ run, finishedAt }, at) => {
    const own = ids[at]!;
    const isAlone = ids.filter((id) => id === own).length === 1;
    const dated = isAlone ? own : `${own} (${finishedAt.slice(0, 16).replace('T', ' ')} UTC)`;
    let id = dated;
    for (let number = 2; taken.has(id); number += 1) id = `${dated} #${number}`;
    taken.add(id);
    return { ...run, id };
  });
}

/** What was planned somewhere and is nowhere; runs that are there stand under the name that they have now. */
function planOf(results: readonly Result[], whole: readonly Told[], runs: readonly Run[]): string[] {
  const there = new Set(whole.map(({ run }) => run.id));
  const missing = results.flatMap(({ plan }) => plan).filter((id) => !there.has(id));
  return [...runs.map(({ id }) => id), ...new Set(missing)];
}

function same(values: readonly string[]): string | undefined {
  return new Set(values).size === 1 ? values[0] : undefined;
}

function joined(values: readonly string[]): string {
  return [...new Set(values)].join(', ');
}

function distinct<T>(values: readonly T[]): T[] {
  return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
}
