import { severities } from '../terms.js';
import type { Result, Run, RunAudit } from './schema.js';

/** The questions that verdict, exit code and reports ask of a result, answered in one place. */

/** The failed audits of a run, worst first, else in the order of the run. */
export function findingsOf(run: Pick<Run, 'audits'>): RunAudit[] {
  return worstFirst(run.audits.filter((audit) => audit.outcome === 'fail'));
}

/** The audits of a run that could not decide, for whatever reason, worst first. */
export function undecidedOf(run: Pick<Run, 'audits'>): RunAudit[] {
  return worstFirst(run.audits.filter((audit) => audit.outcome === 'inconclusive'));
}

/** Runs that were planned and that the result has nothing of. */
export function missingRunsOf(result: Pick<Result, 'plan' | 'runs'>): string[] {
  const there = new Set(result.runs.map((run) => run.id));
  return result.plan.filter((id) => !there.has(id));
}

type Acceptance = Result['accepted'][number];

/**
 * The acceptance that covers a finding, if one was in force when the result was finished. A day without a time counts
 * to its end in UTC; an `until` that is no date covers nothing.
 */
export function acceptanceOf(
  result: Pick<Result, 'accepted' | 'finishedAt'>,
  finding: Pick<RunAudit, 'id'>,
): Acceptance | undefined {
  const finished = Date.parse(result.finishedAt);
  return result.accepted.find(({ id, until }) => id === finding.id && endOf(until) >= finished);
}

function endOf(until: string): number {
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(until);
  return Date.parse(isDay ? `${until}T23:59:59.999Z` : until);
}

function worstFirst(audits: RunAudit[]): RunAudit[] {
  return audits.sort((a, b) => severities.indexOf(b.severity) - severities.indexOf(a.severity));
}
