import type { Attempt } from '../../observations/types.js';
import { attemptOf, callOf, endOf, isAbsent, isResolved, isSame, notReached, wordsOfEnd } from '../look.js';
import type { Audit, Judgement } from '../types.js';
import { judgeVectors } from '../vectors.js';

const expected = 'A store of any name works or is refused with an error; no two stores become one.';

const audit: Audit = {
  title: 'Stores of any name work or are refused',
  failureTitle: 'Stores of some names lose or mix up their values',
  why: 'Stores are often named after people, customers or addresses: where two names become one, so do the secrets that they keep apart.',
  severity: 'critical',
  targets: ['web', 'android', 'ios'],
  operations: ['set', 'get'],
  needs: ['keys', 'stores'],
  scenarios: ['store-names'],
  references: [
    {
      title: 'Two services whose names differ in case share a secret',
      url: 'https://github.com/r-lib/keyring/issues/155',
    },
  ],
  audit(context) {
    const attempt = attemptOf(context, 'store-names')!;
    const other = callOf(attempt, 'set in another store');
    if (!isResolved(other)) {
      return notReached(expected, `set ${wordsOfEnd(other)}.`, 'Two ordinary stores that can be written.');
    }
    const first = endOf(callOf(attempt, 'get ordinary'))?.value;
    if (first?.is === 'canary' && first.canary === 2) {
      // One defect makes one finding: this one is the matter of store-isolation.
      const actual = 'Two stores of ordinary names are one already.';
      return notReached(expected, actual, 'A plugin that keeps ordinary stores apart.');
    }
    return (
      clearedByName(attempt) ??
      judgeVectors(attempt, {
        kind: 'store',
        expected,
        refusal: 'allowed',
        called: 'values in stores of many names',
      })
    );
  },
};
export default audit;

/** Whether a clear took a store with it whose name differs in case alone, and an ordinary one not. */
function clearedByName(attempt: Attempt): Judgement | undefined {
  const call = (as: string) => callOf(attempt, as);
  const after = call('get small letter after clear');
  const wereApart = isSame(call('get store small letter')) && isSame(call('get store capital letter'));
  if (!wereApart || !isSame(call('get ordinary after clear')) || !isAbsent(after)) return undefined;
  const actual = `After clear of a store, one whose name differs in case alone was empty: get ${wordsOfEnd(after)}.`;
  return { outcome: 'fail', expected, actual };
}
