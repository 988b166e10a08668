import { attemptOf, callOf, endOf, isResolved, isSame, notReached, wordsOfEnd } from '../look.js';
import type { Audit } from '../types.js';

const expected = 'Fifty writes of one key that are made at once leave one of the written values, whole.';

const audit: Audit = {
  title: 'Writes of one key made at once leave one value',
  failureTitle: 'Writes of one key made at once do not leave one value',
  why: 'Two parts of an app renew the same token: where their writes tear each other, neither token is left.',
  severity: 'critical',
  targets: ['web', 'android', 'ios'],
  operations: ['set', 'get'],
  needs: [],
  scenarios: ['parallel-sets'],
  references: [
    {
      title: 'Parallel writes and reads leave what cannot be decrypted',
      url: 'https://github.com/Crypho/cordova-plugin-secure-storage/issues/75',
    },
  ],
  audit(context) {
    const attempt = attemptOf(context, 'parallel-sets')!;
    const alone = callOf(attempt, 'get alone');
    if (!isSame(alone)) {
      return notReached(
        expected,
        `What was written alone: get ${wordsOfEnd(alone)}.`,
        'Values that come back.',
      );
    }
    const sets = attempt.calls.filter(({ as }) => as.startsWith('overwrite '));
    const numbers = sets.map(({ as }) => Number(as.slice('overwrite '.length)));
    if (!sets.some(isResolved)) {
      return notReached(expected, `A set ${wordsOfEnd(sets[0])}.`, 'A set that succeeds.');
    }
    const reads = ['get overwritten', 'get overwritten again'].map((as) => callOf(attempt, as));
    const found = reads.map((read) => endOf(read)?.value);
    const torn = reads.find((read, index) => {
      const value = found[index];
      const isWritten = value?.is === 'canary' && numbers.includes(value.canary);
      return endOf(read) !== undefined && !isWritten;
    });
    if (torn !== undefined) {
      return {
        outcome: 'fail',
        expected,
        actual: `After ${sets.length} writes at once, get ${wordsOfEnd(torn)}.`,
      };
    }
    const open = reads.find((read) => endOf(read) === undefined);
    if (open !== undefined || reads.includes(undefined)) {
      return notReached(expected, `get ${wordsOfEnd(open)}.`, 'A get that answers.');
    }
    const [first, again] = found.map((value) => (value?.is === 'canary' ? value.canary : undefined));
    const settled = sets.every((set) => endOf(set) !== undefined);
    if (first !== again && settled) {
      const actual =
        'All writes had answered, and two reads after that gave two different ones of the values.';
      return { outcome: 'fail', severity: 'major', expected, actual };
    }
    return { outcome: 'pass', expected, actual: `One of the ${sets.length} written values was left, whole.` };
  },
};
export default audit;
