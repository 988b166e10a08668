import {
  fidelities,
  severities,
  type Fidelity,
  type Outcome,
  type Severity,
  type VerdictWord,
} from '../terms.js';
import { idsByBuild } from './builds.js';
import { acceptanceOf, missingRunsOf } from './findings.js';
import type { FailOn } from './exit.js';
import type { Result, Run, RunAudit } from './schema.js';

/** In the order in which a reader wants to know of them. */
export const changeKinds = ['new', 'undecided', 'still', 'fixed', 'decided', 'came', 'went'] as const;
/**
 * `new`: fails, and did not. `undecided`: was decided and no longer is. `still`: failed and fails. `fixed`: failed and
 * no longer does. `decided`: holds, and was open. `came` and `went`: only one of the two has the audit.
 */
export type ChangeKind = (typeof changeKinds)[number];

/** What became of one audit. Those of which there is nothing to tell are left out. */
export interface Change {
  readonly kind: ChangeKind;
  readonly id: string;
  /** What it is called by what holds, and by what does not. */
  readonly title: string;
  readonly failureTitle: string;
  /** That of the newer one, where there is one. */
  readonly severity: Severity;
  /** Null where the audit is not there. */
  readonly before: Outcome | null;
  readonly after: Outcome | null;
  /** How honest the newer one's outcome is; of an audit that went, the older one's. */
  readonly fidelity: Fidelity;
  /** What the newer one saw; of an audit that went, what the older one saw. */
  readonly actual: string;
  /** Whether the newer one's finding is accepted. */
  readonly accepted: boolean;
}

/** What is told of one of the two runs. */
export interface Side {
  readonly id: string;
  readonly plugin: string;
  readonly verdict: VerdictWord;
  /** Whether a model stood in for the device. */
  readonly modelled: boolean;
}

/** The same plugin at the same place, before and after; one of them may be missing. */
export interface RunComparison {
  readonly before: Side | null;
  readonly after: Side | null;
  readonly changes: readonly Change[];
}

export interface Comparison {
  /** When the older result was finished. */
  readonly since: string;
  readonly runs: readonly RunComparison[];
}

/** What is different in `newer`. Neither is changed. */
export function compareResults(older: Result, newer: Result): Comparison {
  const pairs = pairsOf(older.runs, newer.runs);
  const ids = new Map(
    [older.runs, newer.runs].flatMap((runs) => idsByBuild(runs).map((id, at) => [runs[at]!, id] as const)),
  );
  const sideOf = (run: Run): Side => sideWith(run, ids.get(run)!);
  const matched = new Set(pairs.map(({ before }) => before));
  return {
    since: older.finishedAt,
    runs: [
      ...pairs.map(({ before, after }) => ({
        before: before === undefined ? null : sideOf(before),
        after: sideOf(after),
        changes: before === undefined ? [] : changesOf(before, after, newer),
      })),
      ...older.runs
        .filter((run) => !matched.has(run))
        .map((run) => ({ before: sideOf(run), after: null, changes: [] })),
    ],
  };
}

/**
 * Whether something got worse: a finding at or above `failOn` that is new and not accepted, and, unless
 * `allowInconclusive`, a critical audit or a whole run of which is known less than before.
 */
export function isWorse(
  { runs }: Comparison,
  newer: Result,
  { failOn, allowInconclusive }: { readonly failOn: FailOn; readonly allowInconclusive: boolean },
): boolean {
  const changes = runs.flatMap((run) => run.changes);
  const hasNew =
    failOn !== 'never' &&
    changes.some(
      ({ kind, severity, accepted, after }) =>
        (kind === 'new' || (kind === 'came' && after === 'fail')) &&
        !accepted &&
        severities.indexOf(severity) >= severities.indexOf(failOn),
    );
  if (hasNew) return true;
  if (allowInconclusive) return false;
  return (
    changes.some(({ kind, severity }) => kind === 'undecided' && severity === 'critical') ||
    runs.some(({ after }) => after === null) ||
    missingRunsOf(newer).length > 0 ||
    newer.runs.some(({ status }) => status === 'failed')
  );
}

interface Pair {
  readonly before: Run | undefined;
  readonly after: Run;
}

/** What makes two runs the same one at another time, from the strictest. The version of a plugin is not part of it. */
const likenesses: readonly ((run: Run) => string)[] = [
  (run) => JSON.stringify(['id', run.id, run.plugin.source]),
  (run) => JSON.stringify(['id', run.id]),
  ({ target, device, plugin, from }) =>
    JSON.stringify([target, device?.id, plugin.name, from?.version, plugin.source]),
  (run) => JSON.stringify([run.target, run.device?.id, run.plugin.name, run.from?.version]),
  ({ target, device, plugin }) =>
    JSON.stringify([target, plugin.name, device?.kind, device?.model, device?.os, device?.osVersion]),
  ({ target, device, plugin }) => JSON.stringify([target, plugin.name, device?.kind, device?.os]),
  ({ target, device }) => JSON.stringify([target, device?.kind, device?.os]),
];

function pairsOf(older: readonly Run[], newer: readonly Run[]): Pair[] {
  const found = new Map<Run, Run>();
  let left = [...older];
  for (const likeness of likenesses) {
    for (const after of newer.filter((run) => !found.has(run))) {
      const same = left.filter((run) => likeness(run) === likeness(after));
      const rivals = newer.filter((run) => !found.has(run) && likeness(run) === likeness(after));
      // Where several could be meant none is: a change that is told has to be one.
      if (same.length !== 1 || rivals.length !== 1) continue;
      found.set(after, same[0]!);
      left = left.filter((run) => run !== same[0]);
    }
  }
  return newer.map((after) => ({ before: found.get(after), after }));
}

function sideWith(run: Run, id: string): Side {
  const { name, version } = run.plugin;
  return {
    id,
    plugin: `${name} ${version}`,
    verdict: run.verdict.word,
    modelled: run.device?.kind === 'virtual',
  };
}

function changesOf(before: Run, after: Run, newer: Result): Change[] {
  const old = new Map(before.audits.map((audit) => [audit.id, audit]));
  const now = new Map(after.audits.map((audit) => [audit.id, audit]));
  return [...new Set([...now.keys(), ...old.keys()])]
    .flatMap((id) => {
      const [earlier, later] = [old.get(id), now.get(id)];
      const kind = kindOf(earlier, later);
      const told = later ?? earlier;
      if (kind === undefined || told === undefined) return [];
      return [
        {
          kind,
          id,
          title: told.title,
          failureTitle: told.failureTitle,
          severity: told.severity,
          before: earlier?.outcome ?? null,
          after: later?.outcome ?? null,
          fidelity: told.fidelity,
          actual: told.actual,
          accepted: later?.outcome === 'fail' && acceptanceOf(newer, later) !== undefined,
        },
      ];
    })
    .sort(
      (a, b) =>
        changeKinds.indexOf(a.kind) - changeKinds.indexOf(b.kind) ||
        severities.indexOf(b.severity) - severities.indexOf(a.severity),
    );
}

function kindOf(before: RunAudit | undefined, after: RunAudit | undefined): ChangeKind | undefined {
  if (before === undefined) return 'came';
  if (after === undefined) return 'went';
  const failed = before.outcome === 'fail';
  if (after.outcome === 'fail') return failed ? 'still' : 'new';
  if (after.outcome === 'inconclusive') return isDecided(before) ? 'undecided' : undefined;
  // What a model says does not clear what a platform has shown.
  if (failed) return isWeaker(after, before) ? 'undecided' : 'fixed';
  return before.outcome === 'inconclusive' && after.outcome === 'pass' ? 'decided' : undefined;
}

function isDecided({ outcome }: RunAudit): boolean {
  return outcome === 'pass' || outcome === 'fail';
}

function isWeaker(after: RunAudit, before: RunAudit): boolean {
  return fidelities.indexOf(after.fidelity) < fidelities.indexOf(before.fidelity);
}
