import { attemptOf, callOf, endOf, isResolved, isSame, notReached, wordsOfEnd } from '../look.js';
import type { Audit } from '../types.js';

const expected = 'The empty text is a value: set takes it, get gives it back.';

const audit: Audit = {
  title: 'The empty text is a value',
  failureTitle: 'The empty text is not kept as a value',
  why: 'An app that stores an empty secret and later reads "not found", or the one before it, takes a person for somebody who never stored it.',
  severity: 'critical',
  targets: ['web', 'android', 'ios'],
  operations: ['set', 'get'],
  scenarios: ['empty-value'],
  references: [],
  audit(context) {
    const attempt = attemptOf(context, 'empty-value')!;
    for (const [setAs, getAs] of [
      ['set empty', 'get empty'],
      ['empty it', 'get emptied'],
    ] as const) {
      const set = callOf(attempt, setAs);
      const get = callOf(attempt, getAs);
      if (endOf(set) === undefined)
        return notReached(expected, `set ${wordsOfEnd(set)}.`, 'A set that answers.');
      if (!isResolved(set)) {
        return {
          outcome: 'fail',
          severity: 'major',
          expected,
          actual: `set of the empty text ${wordsOfEnd(set)}.`,
        };
      }
      if (endOf(get) === undefined)
        return notReached(expected, `get ${wordsOfEnd(get)}.`, 'A get that answers.');
      if (!isSame(get)) {
        return { outcome: 'fail', expected, actual: `set took the empty text, then get ${wordsOfEnd(get)}.` };
      }
    }
    return { outcome: 'pass', expected, actual: 'The empty text came back, also over an earlier value.' };
  },
};
export default audit;
