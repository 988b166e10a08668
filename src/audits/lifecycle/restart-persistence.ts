import { attemptOf, callOf, endOf, isResolved, isSame, notReached, wordsOfEnd } from '../look.js';
import type { Audit } from '../types.js';

const expected = 'What was stored before the app ended in the ordinary way is read after its next start.';
const names = ['1', '2', '3', 'empty', 'long'];

const audit: Audit = {
  title: 'Values survive the end of the app',
  failureTitle: 'Values are lost when the app ends',
  why: 'A secret that is gone at the next start locks a person out of whatever it opened, and no app can bring it back.',
  severity: 'critical',
  targets: ['web', 'android', 'ios'],
  operations: ['set', 'get'],
  needs: [],
  scenarios: ['restart'],
  references: [
    {
      title: 'A key that is not found when the app is started a second time',
      url: 'https://github.com/mibrito707/cordova-plugin-secure-storage-echo/issues/30',
    },
  ],
  audit(context) {
    const attempt = attemptOf(context, 'restart')!;
    const set = ['1', '2', '3']
      .map((name) => callOf(attempt, `set ${name}`))
      .find((call) => !isResolved(call));
    if (set !== undefined || attempt.calls.length === 0)
      return notReached(expected, `set ${wordsOfEnd(set)}.`, 'Values that are stored.');
    const reads = names.map((name) => ({
      before: callOf(attempt, `get ${name} before the end`),
      after: callOf(attempt, `get ${name} after the restart`),
    }));
    // What could not be read before either is the matter of set-then-get.
    const kept = reads.filter(({ before }) => isSame(before));
    if (kept.length === 0)
      return notReached(expected, `get ${wordsOfEnd(reads[0]!.before)}.`, 'Values that can be read.');
    const lost = kept.find(({ after }) => endOf(after) !== undefined && !isSame(after));
    if (lost !== undefined) {
      const actual = `A value that could be read before the end: after the restart get ${wordsOfEnd(lost.after)}.`;
      return { outcome: 'fail', expected, actual };
    }
    const open = kept.find(({ after }) => endOf(after) === undefined);
    if (open !== undefined)
      return notReached(expected, `After the restart get ${wordsOfEnd(open.after)}.`, 'A get that answers.');
    return { outcome: 'pass', expected, actual: `All ${kept.length} values were read after the restart.` };
  },
};
export default audit;
