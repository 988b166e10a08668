import type { Attempt } from '../../observations/types.js';
import { attemptOf, callOf, endOf, isResolved, isSame, notReached, wordsOfEnd } from '../look.js';
import type { Audit, Judgement } from '../types.js';
import { judgeVectors, listed, vectorsOf } from '../vectors.js';

const expected =
  'A key of 1 to 1,024 characters works, also after a restart, or is refused with an error; no two keys become one.';

const audit: Audit = {
  title: 'Keys of any length work or are refused',
  failureTitle: 'Long keys lose or mix up their values',
  why: 'Keys that hold an address or a token are long: where they are cut, two secrets become one, and a secret that is gone after the next start was never kept.',
  severity: 'critical',
  targets: ['web', 'android', 'ios'],
  operations: ['set', 'get'],
  scenarios: ['restart'],
  references: [
    {
      title: 'Keys that are too long are cut',
      url: 'https://github.com/Countly/countly-sdk-android/pull/270',
    },
  ],
  audit(context) {
    const attempt = attemptOf(context, 'restart')!;
    const before = judgeVectors(attempt, {
      kind: 'length',
      expected,
      refusal: 'allowed',
      called: 'values under keys of up to 1,024 characters',
    });
    return before.outcome === 'pass' ? afterRestart(attempt, before) : before;
  },
};
export default audit;

function afterRestart(attempt: Attempt, before: Judgement): Judgement {
  const ordinary = callOf(attempt, 'get again ordinary');
  if (!isSame(ordinary)) {
    // A secret of an ordinary key that is gone too is the matter of restart-persistence.
    const actual = `After a restart, get of an ordinary secret ${wordsOfEnd(ordinary)}.`;
    return notReached(expected, actual, 'Ordinary secrets that survive a restart.');
  }
  const reads = vectorsOf(attempt, 'length')
    .filter(({ set }) => isResolved(set))
    .map(({ name }) => ({ name, read: callOf(attempt, `get again ${name}`) }));
  const lost = reads.filter(({ read }) => endOf(read) !== undefined && !isSame(read));
  if (lost.length > 0) {
    const actual = listed(
      lost.map(({ name, read }) => `a key of ${name} characters after a restart: get ${wordsOfEnd(read)}`),
    );
    return { outcome: 'fail', expected, actual };
  }
  const open = reads.find(({ read }) => endOf(read) === undefined);
  return open === undefined
    ? before
    : notReached(expected, `After a restart, get ${wordsOfEnd(open.read)}.`, 'A get that answers.');
}
