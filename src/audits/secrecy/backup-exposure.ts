import { attemptOf, callOf, isResolved, notReached, wordsOfEnd } from '../look.js';
import type { Audit } from '../types.js';

const expected = 'A backup of the app holds no value in a form that can be read.';

const audit: Audit = {
  title: 'A backup holds no readable value',
  failureTitle: 'A backup holds a readable value',
  why: 'A backup leaves the device, and with it everything that guards a secret there: it lies on servers and other people’s disks for years.',
  severity: 'critical',
  targets: ['android', 'ios'],
  operations: ['set'],
  needs: [],
  scenarios: ['backup'],
  references: [
    {
      title: 'OWASP MASTG-BEST-0004: exclude sensitive data from backups',
      url: 'https://mas.owasp.org/MASTG/best-practices/MASTG-BEST-0004',
    },
  ],
  audit(context) {
    const attempt = attemptOf(context, 'backup')!;
    const [search] = attempt.searches;
    const places = (search?.found ?? []).map(({ path, encoding }) => `${path} (${encoding})`);
    if (places.length > 0) {
      const told = [...new Set(places)];
      const rest = told.length > 6 ? `; and ${told.length - 6} more places` : '';
      const actual = `Found in what was restored: ${told.slice(0, 6).join('; ')}${rest}.`;
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
