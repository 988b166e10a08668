import type { Contract } from '../contracts/types.js';
import type { Attempt, CallRecord } from '../observations/types.js';
import type { Target } from '../terms.js';
import { callOf, endOf, isResolved, isSame, notReached, wordsOfEnd } from './look.js';
import { readsAsMissing } from './missing.js';
import { documentedErrors, errorOf, matchOf } from './seen-errors.js';
import type { Judgement } from './types.js';

/**
 * How audits judge values that were set and read, and were read again after something was done to the app or the device:
 * the calls `set NAME`, `get NAME before`, `get NAME WHEN`.
 */

/** The values that were read as they were set: what could not be read before either is the matter of set-then-get. */
export function namesKept({ calls }: Attempt): string[] {
  return calls.flatMap((call) => {
    const name = /^get (.+) before$/.exec(call.as)?.[1];
    return name !== undefined && isSame(call) ? [name] : [];
  });
}

/** Why an attempt tells nothing, where nothing could be set and read to begin with. */
export function keptTrouble(attempt: Attempt, expected: string): Judgement | undefined {
  if (namesKept(attempt).length > 0) return undefined;
  const set = callOf(attempt, 'set 1');
  const actual = isResolved(set)
    ? `get ${wordsOfEnd(callOf(attempt, 'get 1 before'))}.`
    : `set ${wordsOfEnd(set)}.`;
  return notReached(expected, actual, 'Values that are stored and can be read.');
}

/** The second reads of all values that could be read before; undefined where one was not made. */
export function readsOf(attempt: Attempt, when: string): (CallRecord | undefined)[] {
  return namesKept(attempt).map((name) => callOf(attempt, `get ${name} ${when}`));
}

/** Whether every value is there whenever it was read again, and values that were set later can be read too. */
export function judgeKept(attempt: Attempt, expected: string, whens: readonly string[]): Judgement {
  const trouble = keptTrouble(attempt, expected);
  if (trouble !== undefined) return trouble;
  const reads = whens.flatMap((when) => readsOf(attempt, when));
  const fresh = attempt.calls.filter(({ as }) => as.startsWith('set fresh '));
  const freshReads = fresh.filter(isResolved).flatMap((set) => readsOfFresh(attempt, set));
  const lost = [...reads, ...freshReads].find((read) => endOf(read) !== undefined && !isSame(read));
  if (lost !== undefined) return { outcome: 'fail', expected, actual: `"${lost.as}" ${wordsOfEnd(lost)}.` };
  const refused = fresh.find((set) => endOf(set) !== undefined && !isResolved(set));
  if (refused !== undefined) {
    const actual = `"${refused.as}" ${wordsOfEnd(refused)}.`;
    return { outcome: 'fail', severity: 'major', expected, actual };
  }
  const all = [...reads, ...fresh, ...freshReads];
  const open = all.findIndex((call) => endOf(call) === undefined);
  if (open >= 0) {
    const call = all[open];
    return notReached(expected, `"${call?.as ?? 'get'}" ${wordsOfEnd(call)}.`, 'Calls that answer.');
  }
  const told = `All ${namesKept(attempt).length} values were read ${whens.join(', ')}.`;
  return { outcome: 'pass', expected, actual: told };
}

/** The reads of a value that was set later: `get fresh WHEN`, and `get fresh WHEN LATER`. */
function readsOfFresh({ calls }: Attempt, { as }: CallRecord): CallRecord[] {
  const get = as.replace(/^set/, 'get');
  return calls.filter((call) => call.as === get || call.as.startsWith(`${get} `));
}

/** Where an answer is looked at: a read, one of a key that was never set, and what is documented. */
export interface Reading {
  readonly contract: Contract;
  readonly target: Target;
  /** Undefined where there are no keys. */
  readonly neverSet: CallRecord | undefined;
}

/**
 * Whether a read said that there is no value. One that is refused says so only by a code that is documented for a missing
 * key: every other error tells an app that something is wrong.
 */
export function saysAbsent(read: CallRecord | undefined, { contract, target, neverSet }: Reading): boolean {
  if (isResolved(read)) return !isSame(read) && readsAsMissing(read, neverSet);
  const error = errorOf(read);
  const match = error && matchOf(error, documentedErrors(contract, target));
  return match?.error.causes.some(({ cause }) => cause === 'missing key') === true;
}

/** Whether a read gave something that was not stored there. */
export function isForeign(read: CallRecord | undefined, { neverSet }: Pick<Reading, 'neverSet'>): boolean {
  return isResolved(read) && !isSame(read) && !readsAsMissing(read, neverSet);
}
