import type { Attempt } from '../../observations/types.js';
import { attemptOf, callOf, endOf, isSame, notReached, wordsOfEnd } from '../look.js';
import type { Audit } from '../types.js';

const expected = 'Removing one key, set or not, leaves every other value of the store.';

const neighbours = {
  longer: 'a key that begins like the removed one',
  shorter: 'a key that the removed one begins with',
};

const audit: Audit = {
  title: 'Removing one key leaves the others',
  failureTitle: 'Removing one key takes others with it',
  why: 'A person who forgets one account loses the secrets of another.',
  severity: 'critical',
  targets: ['web', 'android', 'ios'],
  operations: ['set', 'get', 'remove'],
  scenarios: ['restart'],
  references: [
    {
      title: 'Keys are taken together by how they begin',
      url: 'https://github.com/martinkasa/capacitor-secure-storage-plugin/issues/43',
    },
  ],
  audit(context) {
    const attempt = attemptOf(context, 'restart')!;
    const known = Object.entries(neighbours).filter(([name]) => isSame(callOf(attempt, `get ${name}`)));
    if (known.length === 0) {
      return notReached(expected, 'No value could be read before the remove.', 'Values that come back.');
    }
    for (const [when, words] of momentsOf(attempt)) {
      for (const [name, who] of known) {
        const read = callOf(attempt, `get ${name} ${when}`);
        if (endOf(read) === undefined) {
          return notReached(expected, `get ${when} ${wordsOfEnd(read)}.`, 'A get that answers.');
        }
        if (!isSame(read)) {
          return { outcome: 'fail', expected, actual: `${words}, get of ${who} ${wordsOfEnd(read)}.` };
        }
      }
    }
    return { outcome: 'pass', expected, actual: 'Keys with similar names kept their values.' };
  },
};
export default audit;

/** When the others are looked at: after a restart only where a value survives one at all. */
function momentsOf(attempt: Attempt): [when: string, words: string][] {
  return [
    ['after remove', 'After one key was removed'],
    ['after second remove', 'After a key that was never set was removed'],
    ...(isSame(callOf(attempt, 'get kept after restart'))
      ? ([['after restart', 'After one key was removed and the app started again']] as [string, string][])
      : []),
  ];
}
