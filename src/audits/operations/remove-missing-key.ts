import type { CallRecord } from '../../observations/types.js';
import { endsAs } from '../documented.js';
import { attemptOf, callOf, endOf, notReached, wordsOfEnd } from '../look.js';
import type { Audit } from '../types.js';

const audit: Audit = {
  title: 'Removing a key that was never set ends as documented',
  failureTitle: 'Removing a key that was never set does not end as documented',
  why: 'An app that signs a person out removes what it may have kept: an error that it did not expect leaves them signed in.',
  severity: 'major',
  targets: ['web', 'android', 'ios'],
  operations: ['set', 'get', 'remove'],
  scenarios: ['restart'],
  references: [
    {
      title: 'Removing a missing key is an error, but not as documented',
      url: 'https://github.com/martinkasa/capacitor-secure-storage-plugin/issues/45',
    },
  ],
  audit(context) {
    const attempt = attemptOf(context, 'restart')!;
    const documented = context.clauses.find((clause) => clause.expected !== undefined);
    const expected = documented?.text ?? 'An answer: how removing a missing key ends is not documented.';
    const removes = ['remove never set', 'remove from unused store'].map((as) => callOf(attempt, as));
    const open = removes.find((remove) => endOf(remove) === undefined);
    const answered = removes.filter((remove) => endOf(remove) !== undefined) as CallRecord[];
    if (answered.length < removes.length) {
      return notReached(expected, `remove of a missing key ${wordsOfEnd(open)}.`, 'A remove that answers.');
    }
    const words = (remove: CallRecord | undefined) =>
      `Removing a key that was never set ${wordsOfEnd(remove)}.`;
    const wanted = documented?.expected;
    if (wanted === undefined) return { outcome: 'informative', expected, actual: words(answered[0]) };
    const other = answered.find((remove) => !endsAs(remove, wanted));
    return { outcome: other === undefined ? 'pass' : 'fail', expected, actual: words(other ?? answered[0]) };
  },
};
export default audit;
