import type { Attempt } from '../../observations/types.js';
import { readsOf } from '../kept.js';
import { attemptOf, callOf, endOf, isResolved, isSame, notReached, wordsOfEnd } from '../look.js';
import type { Audit, Context } from '../types.js';

const expected = 'A backup of the app holds no value in a form that can be read.';

/**
 * On Android the keys that the system keeps for an app leave with it and are in no backup. Where a value is gone after the
 * app was installed anew, and is there once a backup was restored, the backup holds whatever opens it: whoever has the
 * backup has the value.
 */
const audit: Audit = {
  title: 'A backup holds no readable value',
  failureTitle: 'A backup holds a readable value',
  why: 'A backup leaves the device, and with it everything that guards a secret there: it lies on servers and other people’s disks for years.',
  severity: 'critical',
  targets: ['android', 'ios'],
  operations: ['set'],
  needs: [],
  scenarios: ['backup', 'reinstall'],
  references: [
    {
      title: 'OWASP MASTG-BEST-0004: exclude sensitive data from backups',
      url: 'https://mas.owasp.org/MASTG/best-practices/MASTG-BEST-0004',
    },
  ],
  audit(context) {
    const attempt = attemptOf(context, 'backup');
    if (attempt === undefined) return notReached(expected, 'No backup was made.', 'A backup of the app.');
    const [search] = attempt.searches;
    const places = (search?.found ?? []).map(({ path, encoding }) => `${path} (${encoding})`);
    if (places.length > 0) {
      const told = [...new Set(places)];
      const rest = told.length > 6 ? `; and ${told.length - 6} more places` : '';
      const actual = `Found in what was restored: ${told.slice(0, 6).join('; ')}${rest}.`;
      return { outcome: 'fail', expected, actual };
    }
    if (opensItself(attempt, context)) {
      const actual =
        'After the restore values could be read that are gone where the app is installed anew: the backup holds what opens them.';
      return { outcome: 'fail', expected, actual };
    }
    const set = ['set 1', 'set 2', 'set 3']
      .map((as) => callOf(attempt, as))
      .find((call) => !isResolved(call));
    if (set !== undefined || attempt.calls.length === 0)
      return notReached(expected, `set ${wordsOfEnd(set)}.`, 'Values that are stored.');
    if (attempt.acts.some(({ ability, told }) => ability === 'backup-app' && told === 'refused')) {
      return { outcome: 'pass', expected, actual: 'The system makes no backup of this app.' };
    }
    if (search === undefined || search.files === 0 || search.unreadable.length > 0) {
      const blind = search?.unreadable.join('; ') || 'nothing that was restored was found';
      return notReached(
        expected,
        `No value was found, but not everything could be searched: ${blind}.`,
        'Access to all that was restored.',
      );
    }
    return { outcome: 'pass', expected, actual: `Nothing in ${search.files} files that were restored.` };
  },
};
export default audit;

/** Whether the backup alone brought values back: not so where they outlive the app anyway. */
function opensItself(backup: Attempt, context: Context): boolean {
  const reinstall = attemptOf(context, 'reinstall');
  if (context.target !== 'android' || reinstall === undefined) return false;
  const anew = readsOf(reinstall, 'after the reinstall');
  const areGone = anew.length > 0 && anew.every((read) => endOf(read) !== undefined && !isSame(read));
  return areGone && readsOf(backup, 'after the restore').some(isSame);
}
