import { attemptOf, callOf, endOf, examples, isResolved, isSame, notReached, wordsOfEnd } from '../look.js';
import type { Audit } from '../types.js';

const expected = 'Fifty reads that are made at once each get their own answer.';

const audit: Audit = {
  title: 'Reads made at once get their own answers',
  failureTitle: 'Reads made at once do not get their own answers',
  why: 'An app reads several secrets as it starts: where the answers are mixed up, one account is opened with the secret of another.',
  severity: 'critical',
  targets: ['web', 'android', 'ios'],
  operations: ['set', 'get'],
  scenarios: ['parallel-gets'],
  references: [
    {
      title: 'Of parallel calls only the last is answered',
      url: 'https://github.com/Crypho/cordova-plugin-secure-storage/issues/30',
    },
    {
      title: 'Parallel calls fail or give stale values',
      url: 'https://github.com/Crypho/cordova-plugin-secure-storage/issues/75',
    },
  ],
  audit(context) {
    const attempt = attemptOf(context, 'parallel-gets')!;
    const alone = callOf(attempt, 'get alone');
    if (!isSame(alone)) {
      return notReached(expected, `A read alone ${wordsOfEnd(alone)}.`, 'Values that come back.');
    }
    const numbers = attempt.calls.flatMap(({ as }) => /^set (\d+)$/.exec(as)?.[1] ?? []);
    // What becomes of a value that is overwritten is, without other calls, the matter of set-overwrite.
    const overwrites = isSame(callOf(attempt, 'get overwritten'));
    const reads = numbers
      .filter((number) => isResolved(callOf(attempt, `set ${number}`)))
      .filter((number) => overwrites || callOf(attempt, `set old ${number}`) === undefined)
      .flatMap((number) => callOf(attempt, `get ${number}`) ?? []);
    const wrong = reads.filter((read) => endOf(read) !== undefined && !isSame(read));
    if (wrong.length > 0) {
      const actual = `${wrong.length} of ${reads.length} reads at once went wrong: ${examples(wrong)}.`;
      return { outcome: 'fail', expected, actual };
    }
    const open = reads.find((read) => endOf(read) === undefined);
    if (open !== undefined || reads.length === 0) {
      return notReached(expected, `A read ${wordsOfEnd(open)}.`, 'Reads that answer.');
    }
    return { outcome: 'pass', expected, actual: `All ${reads.length} reads at once gave their own values.` };
  },
};
export default audit;
