import type { Attempt } from '../../observations/types.js';
import { attemptOf, callOf, endOf, isResolved, isSame, notReached, wordsOfEnd } from '../look.js';
import { listIn, namesIn } from '../lists.js';
import { readsAsMissing } from '../missing.js';
import type { Audit, Judgement } from '../types.js';

const expected =
  'Clearing a store leaves nothing in it, also after a restart, and what is set afterwards is kept.';

const audit: Audit = {
  title: 'Clearing a store empties it',
  failureTitle: 'Clearing a store does not empty it',
  why: 'A person who signs out, or gives the device away, trusts that nothing of what was kept is left.',
  severity: 'critical',
  targets: ['web', 'android', 'ios'],
  operations: ['set', 'get', 'clear'],
  scenarios: ['clear', 'restart'],
  references: [
    {
      title: 'A delete that fails leaves the item on disk while reads say that it is gone',
      url: 'https://github.com/expo/expo/issues/49934',
    },
  ],
  audit(context) {
    const attempt = attemptOf(context, 'clear');
    if (attempt === undefined)
      return notReached(expected, 'No store was cleared.', 'A store that is cleared.');
    for (const as of ['get one', 'get two']) {
      const before = callOf(attempt, as);
      if (!isSame(before)) {
        return notReached(expected, `get before the clear ${wordsOfEnd(before)}.`, 'Values that come back.');
      }
    }
    const clear = callOf(attempt, 'clear');
    if (endOf(clear) === undefined) {
      return notReached(expected, `clear ${wordsOfEnd(clear)}.`, 'A clear that answers.');
    }
    if (!isResolved(clear)) {
      const actual = `clear of a store that holds values ${wordsOfEnd(clear)}.`;
      return { outcome: 'fail', severity: 'major', expected, actual };
    }
    return (
      leftOver(attempt) ??
      lostAfterwards(attempt) ??
      leftNextTime(attempt) ??
      backAfterRestart(attemptOf(context, 'restart')) ?? {
        outcome: 'pass',
        expected,
        actual: 'The store was empty, also after a restart, and of use again.',
      }
    );
  },
};
export default audit;

function leftOver(attempt: Attempt): Judgement | undefined {
  const reads = ['get one after clear', 'get two after clear'].map((as) => callOf(attempt, as));
  const left = reads.find(
    (read) => endOf(read) !== undefined && !readsAsMissing(read, callOf(attempt, 'get never set')),
  );
  if (left !== undefined) {
    return { outcome: 'fail', expected, actual: `clear succeeded, then get ${wordsOfEnd(left)}.` };
  }
  const open = reads.find((read) => endOf(read) === undefined);
  if (open !== undefined || reads.includes(undefined)) {
    return notReached(expected, `get ${wordsOfEnd(open)}.`, 'A get that answers.');
  }
  const list = listIn(endOf(callOf(attempt, 'keys after clear'))?.value);
  if (list !== undefined && namesIn(list).some((name) => name === 'one' || name === 'two')) {
    const actual = 'The values were gone, but the list of keys still named them.';
    return { outcome: 'fail', severity: 'major', expected, actual };
  }
  return undefined;
}

function lostAfterwards(attempt: Attempt): Judgement | undefined {
  const [set, get] = [callOf(attempt, 'set three'), callOf(attempt, 'get three')];
  if (endOf(set) !== undefined && !isResolved(set)) {
    const actual = `In a store that was cleared, set ${wordsOfEnd(set)}.`;
    return { outcome: 'fail', severity: 'major', expected, actual };
  }
  if (endOf(set) === undefined || endOf(get) === undefined) {
    const open = endOf(set) === undefined ? set : get;
    return notReached(
      expected,
      `In a store that was cleared, a call ${wordsOfEnd(open)}.`,
      'Calls that answer.',
    );
  }
  return isSame(get)
    ? undefined
    : {
        outcome: 'fail',
        expected,
        actual: `In a store that was cleared, set succeeded, then get ${wordsOfEnd(get)}.`,
      };
}

/** Whether a later clear, in that store and in another one, works as well. */
function leftNextTime(attempt: Attempt): Judgement | undefined {
  for (const [clear, value] of [
    ['clear later', 'three'],
    ['clear other', 'other'],
  ] as const) {
    const cleared = callOf(attempt, clear);
    const read = callOf(attempt, `get ${value} after ${clear}`);
    if (!isSame(callOf(attempt, `get ${value}`)) || endOf(cleared) === undefined) continue;
    if (!isResolved(cleared)) {
      const actual = `A later clear of a store that holds values ${wordsOfEnd(cleared)}.`;
      return { outcome: 'fail', severity: 'major', expected, actual };
    }
    if (endOf(read) !== undefined && !readsAsMissing(read, callOf(attempt, 'get never set')))
      return { outcome: 'fail', expected, actual: `A later clear succeeded, then get ${wordsOfEnd(read)}.` };
  }
  return undefined;
}

function backAfterRestart(attempt: Attempt | undefined): Judgement | undefined {
  const get = (when: string) => attempt && callOf(attempt, `get cleared ${when}`);
  const isMissing = (when: string) => readsAsMissing(get(when), get('before set'));
  if (
    !isSame(get('before clear')) ||
    !isMissing('after clear') ||
    endOf(get('after restart')) === undefined
  ) {
    const open = get('after restart') ?? get('after clear');
    return notReached(
      expected,
      `After a restart, get ${wordsOfEnd(open)}.`,
      'A cleared store after a restart.',
    );
  }
  return isMissing('after restart')
    ? undefined
    : {
        outcome: 'fail',
        expected,
        actual: `clear succeeded and the store was empty; after a restart, get ${wordsOfEnd(get('after restart'))}.`,
      };
}
