import type { Attempt, CallRecord } from '../observations/types.js';
import { callOf, endOf, isResolved, isSame, notReached, wordsOfEnd } from './look.js';
import type { Judgement } from './types.js';

/** How audits judge many texts, keys or stores of which every one is set and then read. */

/** What became of one vector: the calls that its scenario named `set KIND NAME` and `get KIND NAME`. */
export interface Vector {
  readonly name: string;
  readonly set: CallRecord;
  readonly get: CallRecord | undefined;
}

/** The vectors of one kind in a scenario. */
export function vectorsOf(attempt: Attempt, kind: string): Vector[] {
  const start = `set ${kind} `;
  return attempt.calls
    .filter(({ as }) => as.startsWith(start))
    .map((set) => {
      const name = set.as.slice(start.length);
      return { name, set, get: callOf(attempt, `get ${kind} ${name}`) };
    });
}

/** Set with success, and read as something else. */
export function isAltered({ set, get }: Pick<Vector, 'set' | 'get'>): boolean {
  return isResolved(set) && endOf(get) !== undefined && !isSame(get);
}

/** Refused with an error, so that an app knows. */
export function isRefused(set: CallRecord | undefined): boolean {
  return endOf(set) !== undefined && !isResolved(set);
}

/** Why the scenario tells nothing, where not even an ordinary secret comes back: that is the matter of set-then-get. */
export function ordinaryTrouble(attempt: Attempt, expected: string): Judgement | undefined {
  const set = callOf(attempt, 'set ordinary');
  const get = callOf(attempt, 'get ordinary');
  if (isResolved(set) && isSame(get)) return undefined;
  const seen = isResolved(set) ? `get ${wordsOfEnd(get)}` : `set ${wordsOfEnd(set)}`;
  return notReached(expected, `An ordinary secret: ${seen}.`, 'A plugin that keeps ordinary secrets.');
}

interface Question {
  readonly kind: string;
  readonly expected: string;
  /** What a refusal is: a valid text may not be refused, an odd key may. */
  readonly refusal: 'finding' | 'allowed';
  /** What the vectors are called, in the plural. */
  readonly called: string;
}

/** Judges all vectors of one kind: those that came back as something else, then those refused, then those left open. */
export function judgeVectors(attempt: Attempt, { kind, expected, refusal, called }: Question): Judgement {
  const trouble = ordinaryTrouble(attempt, expected);
  if (trouble !== undefined) return trouble;
  const vectors = vectorsOf(attempt, kind);
  const altered = vectors.filter(isAltered);
  if (altered.length > 0) {
    const actual = listed(altered.map(({ name, get }) => `"${name}": get ${wordsOfEnd(get)}`));
    return { outcome: 'fail', expected, actual };
  }
  const refused = vectors.filter(({ set }) => isRefused(set));
  const refusals = listed(refused.map(({ name, set }) => `"${name}": set ${wordsOfEnd(set)}`));
  if (refused.length > 0 && refusal === 'finding') {
    return { outcome: 'fail', severity: 'major', expected, actual: refusals };
  }
  const open = vectors.find(
    ({ set, get }) => endOf(set) === undefined || (isResolved(set) && endOf(get) === undefined),
  );
  if (open !== undefined || vectors.length === 0) {
    const call = open === undefined || endOf(open.set) === undefined ? open?.set : open.get;
    return notReached(expected, `"${open?.name ?? kind}" ${wordsOfEnd(call)}.`, 'Calls that answer.');
  }
  const kept = `${vectors.length - refused.length} ${called} came back as they were set.`;
  return { outcome: 'pass', expected, actual: refused.length === 0 ? kept : `${kept} Refused: ${refusals}` };
}

/** The first few of many, as a sentence. */
export function listed(all: readonly string[]): string {
  const most = 4;
  const more = all.length > most ? `; and ${all.length - most} more` : '';
  return `${all.slice(0, most).join('; ')}${more}.`;
}
