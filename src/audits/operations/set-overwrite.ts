import { attemptOf, callOf, endOf, isResolved, isSame, notReached, wordsOfEnd } from '../look.js';
import type { Audit } from '../types.js';

const expected = 'A second set replaces the first, wholly; of several, one after the other, the last wins.';

/** How each overwrite went on. */
const overwrites = {
  second: 'another value of the same length was set over it',
  shorter: 'a shorter value was set over it',
  last: 'two more were set, the one right after the other',
  'same again': 'the same value was set a second time',
  elsewhere: 'another value was set over it in a second store',
};

const audit: Audit = {
  title: 'A second set replaces the first',
  failureTitle: 'A second set does not replace the first',
  why: 'A person who changes a password, or whose token is renewed, is locked out when the old one comes back, or a mixture of both.',
  severity: 'critical',
  targets: ['web', 'android', 'ios'],
  operations: ['set', 'get'],
  needs: [],
  scenarios: ['overwrite'],
  references: [
    {
      title: 'A second write makes a second entry, and the first one is read',
      url: 'https://github.com/juliansteenbakker/flutter_secure_storage/issues/573',
    },
    {
      title: 'Writing a key again fails because it exists',
      url: 'https://github.com/juliansteenbakker/flutter_secure_storage/issues/835',
    },
  ],
  audit(context) {
    const attempt = attemptOf(context, 'overwrite')!;
    for (const alone of ['short alone', 'first']) {
      const get = callOf(attempt, `get ${alone}`);
      if (!isSame(get)) {
        return notReached(expected, `get of a value set once ${wordsOfEnd(get)}.`, 'Values that come back.');
      }
    }
    // A second store that gives nothing back is the matter of store-isolation.
    const isApart = isSame(callOf(attempt, 'get elsewhere first'));
    const seen = Object.entries(overwrites)
      .filter(([name]) => name !== 'elsewhere' || isApart)
      .map(([name, how]) => {
        return { how, set: callOf(attempt, `set ${name}`), get: callOf(attempt, `get ${name}`) };
      });
    const lost = seen.find(({ set, get }) => isResolved(set) && endOf(get) !== undefined && !isSame(get));
    if (lost !== undefined) {
      return { outcome: 'fail', expected, actual: `After ${lost.how}, get ${wordsOfEnd(lost.get)}.` };
    }
    const refused = seen.find(({ set }) => endOf(set) !== undefined && !isResolved(set));
    if (refused !== undefined) {
      const actual = `When ${refused.how}, set ${wordsOfEnd(refused.set)}.`;
      return { outcome: 'fail', severity: 'major', expected, actual };
    }
    const open = seen.flatMap(({ set, get }) => [set, get]).find((call) => endOf(call) === undefined);
    if (open !== undefined || seen.some(({ set, get }) => set === undefined || get === undefined)) {
      return notReached(expected, `A call ${wordsOfEnd(open)}.`, 'A set and a get that answer.');
    }
    return {
      outcome: 'pass',
      expected,
      actual: 'Each set replaced the one before it, also by a shorter value.',
    };
  },
};
export default audit;
