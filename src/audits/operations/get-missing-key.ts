import type { CallRecord, Seen } from '../../observations/types.js';
import { endsAs } from '../documented.js';
import { attemptOf, callOf, endOf, notReached, wordsOfEnd } from '../look.js';
import type { Audit } from '../types.js';

const audit: Audit = {
  title: 'Reading a key that was never set ends as documented',
  failureTitle: 'Reading a key that was never set does not end as documented',
  why: 'An app decides by this answer whether a person has to sign in: an invented value or a wrong kind of answer sends them the wrong way.',
  severity: 'major',
  targets: ['web', 'android', 'ios'],
  operations: ['get'],
  scenarios: ['get-missing-key'],
  references: [
    {
      title: 'Missing keys that answer differently by platform',
      url: 'https://github.com/martinkasa/capacitor-secure-storage-plugin/issues/2',
    },
  ],
  audit(context) {
    const attempt = attemptOf(context, 'get-missing-key')!;
    const documented = context.clauses.find((clause) => clause.expected !== undefined);
    const expected =
      documented === undefined
        ? 'No value: how a missing key reads is not documented, but it has none to give.'
        : documented.text;
    const reads = ['get missing', 'get in unused store'].map((as) => callOf(attempt, as));
    const answered = reads.filter((read) => endOf(read) !== undefined) as CallRecord[];
    const invented = answered.find((read) => isAValue(endOf(read)!.value));
    if (invented !== undefined) {
      return { outcome: 'fail', expected, actual: `A key that was never set ${wordsOfEnd(invented)}.` };
    }
    if (answered.length < reads.length) {
      const open = reads.find((read) => read === undefined || endOf(read) === undefined);
      return notReached(expected, `get of a missing key ${wordsOfEnd(open)}.`, 'A get that answers.');
    }
    const actual = `A key that was never set ${wordsOfEnd(answered[0])}.`;
    if (documented?.expected === undefined) return { outcome: 'informative', expected, actual };
    const { expected: wanted } = documented;
    const other = answered.find((read) => !endsAs(read, wanted));
    return other === undefined
      ? { outcome: 'pass', expected, actual }
      : { outcome: 'fail', expected, actual: `A key that was never set ${wordsOfEnd(other)}.` };
  },
};
export default audit;

/** Something that an app would take for a stored value. */
function isAValue(value: Seen | undefined): boolean {
  switch (value?.is) {
    case 'text':
      return value.length > 0;
    case 'canary':
    case 'number':
    case 'bigint':
    case 'list':
    case 'object':
      return !isEmptyAnswer(value);
    default:
      return false;
  }
}

/** An answer object such as `{ value: null }`, which some bridges give for "nothing". */
function isEmptyAnswer(value: Seen): boolean {
  if (value.is === 'object') return value.entries.every(([, entry]) => !isAValue(entry));
  return value.is === 'list' && value.length === 0;
}
