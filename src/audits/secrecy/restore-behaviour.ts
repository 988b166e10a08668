import { endsAs } from '../documented.js';
import { healingTrouble } from '../healing.js';
import { isForeign, keptTrouble, readsOf } from '../kept.js';
import { attemptOf, callOf, endOf, isSame, notReached, wordsOfEnd } from '../look.js';
import type { Audit } from '../types.js';

const universal =
  'Restored where the key is gone, the app starts, no foreign text is read, and values can be set again.';

/**
 * The keys of the system's keystore leave with the app and are in no backup: what a backup brings back cannot be decrypted.
 * An error and "there is none" are both right, and so is the value, where it can be read without such a key. Not right is
 * an error that stays.
 */
const audit: Audit = {
  title: 'A restored app works',
  failureTitle: 'A restored app does not work',
  why: 'A person with a new phone restores everything at once: an app that then gives the same error at every start is of no use to them until its data is deleted.',
  severity: 'critical',
  targets: ['android', 'ios'],
  operations: ['set', 'get'],
  needs: [],
  scenarios: ['backup'],
  references: [
    {
      title: 'A crash at every start after a restore',
      url: 'https://github.com/tink-crypto/tink-java/issues/23',
    },
  ],
  audit(context) {
    const attempt = attemptOf(context, 'backup')!;
    const documented = context.clauses.find((clause) => clause.expected !== undefined);
    const expected = documented?.text ?? universal;
    const trouble = keptTrouble(attempt, expected);
    if (trouble !== undefined) return trouble;
    const backups = attempt.acts.filter(({ ability }) => ability === 'backup-app');
    if (backups[0]?.told === 'refused') {
      return { outcome: 'not-applicable', expected, actual: 'The system makes no backup of this app.' };
    }
    const end = attempt.app.find(({ callInFlight }) => callInFlight);
    if (end !== undefined && backups.length > 1)
      return { outcome: 'fail', expected, actual: `After the restore: ${end.detail}` };
    const reads = readsOf(attempt, 'after the restore');
    const foreign = reads.find((read) =>
      isForeign(read, { neverSet: callOf(attempt, 'get never set before') }),
    );
    if (foreign !== undefined) {
      return { outcome: 'fail', expected, actual: `After the restore get ${wordsOfEnd(foreign)}.` };
    }
    const open = reads.findIndex((read) => endOf(read) === undefined);
    if (open >= 0) {
      return notReached(expected, `After the restore get ${wordsOfEnd(reads[open])}.`, 'A get that answers.');
    }
    const wanted = documented?.expected;
    const other = wanted && reads.find((read) => !endsAs(read!, wanted));
    if (other !== undefined) {
      const actual = `After the restore get ${wordsOfEnd(other)}.`;
      return { outcome: 'fail', severity: 'major', expected, actual };
    }
    const healing = healingTrouble(attempt, expected);
    if (healing !== undefined) return healing;
    const kept = reads.every(isSame);
    return {
      outcome: 'pass',
      expected,
      actual: `After the restore get ${wordsOfEnd(reads.find((read) => !isSame(read)) ?? reads[0])}; then set worked again.`,
      ...(kept ? { explanation: keyToo } : {}),
    };
  },
};
export default audit;

const keyToo =
  'The values could be read although the keys of the system were gone: whatever decrypts them was in the backup too.';
