import { acceptanceOf } from '../result/findings.js';
import type { Result, RunAudit } from '../result/schema.js';
import { cut } from './text.js';

type Acceptance = Result['accepted'][number];

/** How a finding stands. Where it is not `accepted` it is open, also where it once was: then `ended` tells so. */
export interface Standing {
  /** In force when the result was finished. */
  readonly accepted: Acceptance | null;
  /** The last that covered it and no longer does. */
  readonly ended: Acceptance | null;
}

/** What of a result decides how its findings stand. */
export type Acceptances = Pick<Result, 'accepted' | 'finishedAt'>;

/** How a finding stands when the result was finished. */
export function standingOf(result: Acceptances, finding: Pick<RunAudit, 'id'>): Standing {
  const accepted = acceptanceOf(result, finding) ?? null;
  if (accepted !== null) return { accepted, ended: null };
  const [ended = null] = result.accepted
    .filter(({ id }) => id === finding.id)
    .sort((a, b) => b.until.localeCompare(a.until));
  return { accepted, ended };
}

/** Whether somebody let it through for a time that has not ended. */
export function isAccepted(result: Acceptances, finding: Pick<RunAudit, 'id'>): boolean {
  return acceptanceOf(result, finding) !== undefined;
}

/** What is open before what is accepted, else in the same order. */
export function openFirst<T extends Pick<RunAudit, 'id'>>(result: Acceptances, findings: readonly T[]): T[] {
  return [...findings].sort((a, b) => Number(isAccepted(result, a)) - Number(isAccepted(result, b)));
}

/** Until when it is accepted, or since when it no longer is, in a few words; undefined where it never was. */
export function standingInShort({ accepted, ended }: Standing): string | undefined {
  if (accepted !== null) return `accepted until ${day(accepted)}`;
  if (ended === null) return undefined;
  return hasEnd(ended) ? `acceptance ended ${day(ended)}` : 'acceptance without an end date';
}

/** The same with the reason, in a sentence or two; undefined where it never was accepted. */
export function standingInWords({ accepted, ended }: Standing): string | undefined {
  if (accepted !== null) return `Accepted until ${day(accepted)}: ${accepted.reason}`;
  if (ended === null) return undefined;
  return hasEnd(ended)
    ? `The acceptance ended on ${day(ended)}: this counts again. It was accepted because: ${ended.reason}`
    : `An acceptance without an end date that can be read counts for nothing: "${day(ended)}", ${ended.reason}`;
}

function hasEnd({ until }: Acceptance): boolean {
  return !Number.isNaN(Date.parse(until));
}

function day({ until }: Acceptance): string {
  return cut(until, 40);
}
