import { attemptOf, callOf, endOf, isResolved, notReached, wordsOfEnd } from '../look.js';
import type { Audit } from '../types.js';

const expected = 'Clearing a store that is empty works, and so does clearing it twice.';

const audit: Audit = {
  title: 'Clearing an empty store works',
  failureTitle: 'Clearing an empty store fails',
  why: 'An app that clears its store at the first start, or on signing out twice, shows a person an error where all is well.',
  severity: 'minor',
  targets: ['web', 'android', 'ios'],
  operations: ['set', 'get', 'clear'],
  scenarios: ['clear'],
  references: [
    {
      title: 'Clearing an empty store is an error on one platform',
      url: 'https://github.com/martinkasa/capacitor-secure-storage-plugin/issues/63',
    },
  ],
  audit(context) {
    const attempt = attemptOf(context, 'clear')!;
    const full = callOf(attempt, 'clear');
    if (!isResolved(full)) {
      return notReached(
        expected,
        `clear of a store that holds values ${wordsOfEnd(full)}.`,
        'A clear that works.',
      );
    }
    const clears = [
      { words: 'clear of a store that was never used', call: callOf(attempt, 'clear unused') },
      { words: 'clear of a store that had just been cleared', call: callOf(attempt, 'clear again') },
    ];
    const refused = clears.find(({ call }) => endOf(call) !== undefined && !isResolved(call));
    if (refused !== undefined) {
      return { outcome: 'fail', expected, actual: `${refused.words} ${wordsOfEnd(refused.call)}.` };
    }
    const open = clears.find(({ call }) => endOf(call) === undefined);
    if (open !== undefined) {
      return notReached(expected, `${open.words} ${wordsOfEnd(open.call)}.`, 'A clear that answers.');
    }
    return { outcome: 'pass', expected, actual: 'An unused store and one just cleared could be cleared.' };
  },
};
export default audit;
