import type { Clause } from '../../contracts/types.js';
import { isForeign, keptTrouble, readsOf } from '../kept.js';
import { attemptOf, callOf, endOf, isSame, notReached, wordsOfEnd } from '../look.js';
import type { Audit } from '../types.js';

const undocumented = 'What becomes of values when the app is removed and installed again is not documented.';

const audit: Audit = {
  title: 'What an app leaves behind is as documented',
  failureTitle: 'What an app leaves behind is not as documented',
  why: 'A person who removes an app trusts that its secrets go with it, unless they were told otherwise; one who was promised to find them again counts on that.',
  severity: 'major',
  targets: ['android', 'ios'],
  operations: ['set', 'get'],
  needs: [],
  scenarios: ['reinstall'],
  references: [
    {
      title: 'Items of the keychain that outlive their app',
      url: 'https://developer.apple.com/forums/thread/36442',
    },
  ],
  audit(context) {
    const attempt = attemptOf(context, 'reinstall')!;
    const clause = context.clauses.find(({ afterReinstall }) => afterReinstall !== undefined);
    const expected = clause?.text ?? undocumented;
    const trouble = keptTrouble(attempt, expected);
    if (trouble !== undefined) return trouble;
    const reads = readsOf(attempt, 'after the reinstall');
    const open = reads.findIndex((read) => endOf(read) === undefined);
    if (open >= 0) {
      return notReached(
        expected,
        `get after the reinstall ${wordsOfEnd(reads[open])}.`,
        'A get that answers.',
      );
    }
    const kept = reads.filter(isSame).length;
    const foreign = reads.find((read) =>
      isForeign(read, { neverSet: callOf(attempt, 'get never set before') }),
    );
    const other = reads.find((read) => !isSame(read));
    const actual = `${kept} of ${reads.length} values were there again${
      other === undefined ? '' : `; else get ${wordsOfEnd(foreign ?? other)}`
    }.`;
    if (clause === undefined) return { outcome: 'informative', expected, actual };
    if (foreign !== undefined) return { outcome: 'fail', expected, actual };
    return judged(clause, { kept, all: reads.length, expected, actual });
  },
};
export default audit;

function judged(
  clause: Clause,
  { kept, all, expected, actual }: { kept: number; all: number; expected: string; actual: string },
): ReturnType<Audit['audit']> {
  if (clause.basis === 'documented-weakness') {
    if (kept === 0) return { outcome: 'pass', expected, actual };
    return {
      outcome: 'fail',
      severity: 'minor',
      clauses: [clause],
      expected,
      actual,
      explanation: 'As documented: the documentation itself says what stays behind.',
    };
  }
  const holds = clause.afterReinstall === 'kept' ? kept === all : kept === 0;
  return { outcome: holds ? 'pass' : 'fail', expected, actual };
}
