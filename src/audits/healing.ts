import type { Attempt } from '../observations/types.js';
import { callOf, endOf, isResolved, isSame, notReached, wordsOfEnd } from './look.js';
import type { Judgement } from './types.js';

/**
 * Whether values can be set again after what was stored could no longer be read: the calls `set again`, `get again`,
 * those of a store that was not used before, and those after a clear. Gives nothing where they can.
 *
 * What a store refuses is told by an error, so that an app knows: it is major at most. Where a clear helps it is minor:
 * an app can get on, if its authors know that they have to.
 */
export function healingTrouble(attempt: Attempt, expected: string): Judgement | undefined {
  const set = callOf(attempt, 'set again');
  if (isResolved(set)) return readTrouble(attempt, 'again', expected) ?? freshTrouble(attempt, expected);
  if (endOf(set) === undefined) return unanswered('set again', attempt, expected);
  const actual = `set of a key whose value was there before ${wordsOfEnd(set)}`;
  const cleared = callOf(attempt, 'set after the clear');
  if (isResolved(cleared) && isSame(callOf(attempt, 'get after the clear'))) {
    return {
      outcome: 'fail',
      severity: 'minor',
      expected,
      actual: `${actual}, until the store was cleared.`,
    };
  }
  return {
    outcome: 'fail',
    severity: 'major',
    expected,
    actual: cleared === undefined ? `${actual}.` : `${actual}, also once the store was cleared.`,
  };
}

function freshTrouble(attempt: Attempt, expected: string): Judgement | undefined {
  const set = callOf(attempt, 'set fresh again');
  // Without keys there is no other place.
  if (set === undefined) return undefined;
  if (isResolved(set)) return readTrouble(attempt, 'fresh again', expected);
  if (endOf(set) === undefined) return unanswered('set fresh again', attempt, expected);
  const actual = `set in a store that was never used ${wordsOfEnd(set)}.`;
  return { outcome: 'fail', severity: 'major', expected, actual };
}

/** What was set with success has to be read. */
function readTrouble(attempt: Attempt, name: string, expected: string): Judgement | undefined {
  const get = callOf(attempt, `get ${name}`);
  if (isSame(get)) return undefined;
  if (endOf(get) === undefined) return unanswered(`get ${name}`, attempt, expected);
  return { outcome: 'fail', expected, actual: `set succeeded again; then get ${wordsOfEnd(get)}.` };
}

function unanswered(as: string, attempt: Attempt, expected: string): Judgement {
  return notReached(expected, `"${as}" ${wordsOfEnd(callOf(attempt, as))}.`, 'Calls that answer.');
}
