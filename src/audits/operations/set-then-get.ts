import { attemptOf, callOf, endOf, isResolved, isSame, notReached, wordsOfEnd } from '../look.js';
import type { Audit } from '../types.js';

const expected = 'get gives what set was given, each key its own value, as often as it is asked.';

const audit: Audit = {
  title: 'What was set is what is read',
  failureTitle: 'What was set is not what is read',
  why: 'A secret that comes back changed, as another one, or not at all locks a person out of what it opens.',
  severity: 'critical',
  targets: ['web', 'android', 'ios'],
  operations: ['set', 'get'],
  needs: [],
  scenarios: ['set-then-get'],
  references: [],
  audit(context) {
    const attempt = attemptOf(context, 'set-then-get')!;
    // A plugin without keys has no second secret.
    const keys = ['first', 'second'].filter((key) => callOf(attempt, `set ${key}`) !== undefined);
    for (const key of keys) {
      const set = callOf(attempt, `set ${key}`);
      if (endOf(set) === undefined)
        return notReached(expected, `set ${wordsOfEnd(set)}.`, 'A set that answers.');
      if (!isResolved(set)) {
        return {
          outcome: 'fail',
          severity: 'major',
          expected,
          actual: `set of an ordinary text ${wordsOfEnd(set)}.`,
        };
      }
    }
    const reads = [...keys.map((key) => `get ${key}`), 'get first again'].map((as) => callOf(attempt, as));
    const wrong = reads.find((read) => endOf(read) !== undefined && !isSame(read));
    if (wrong !== undefined)
      return { outcome: 'fail', expected, actual: `"${wrong.as}" ${wordsOfEnd(wrong)}.` };
    const open = reads.find((read) => endOf(read) === undefined);
    if (open !== undefined || reads.includes(undefined)) {
      return notReached(expected, `get ${wordsOfEnd(open)}.`, 'A get that answers.');
    }
    const actual =
      keys.length === 2
        ? 'Two keys gave their own values back, one of them twice.'
        : 'The one secret that there is came back twice.';
    return { outcome: 'pass', expected, actual };
  },
};
export default audit;
