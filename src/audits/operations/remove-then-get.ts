import { attemptOf, callOf, endOf, isResolved, isSame, notReached, wordsOfEnd } from '../look.js';
import { readsAsMissing } from '../missing.js';
import type { Attempt, CallRecord } from '../../observations/types.js';
import type { Audit, Judgement } from '../types.js';

const expected = 'A removed key reads as one that was never set, also after a restart.';

const audit: Audit = {
  title: 'A removed value is gone',
  failureTitle: 'A removed value is not gone',
  why: 'A person who signs out trusts that the next one to open the app does not get in with what was kept.',
  severity: 'critical',
  targets: ['web', 'android', 'ios'],
  operations: ['set', 'get', 'remove'],
  scenarios: ['restart'],
  references: [
    {
      title: 'A delete that fails leaves the item on disk while reads say that it is gone',
      url: 'https://github.com/expo/expo/issues/49934',
    },
  ],
  audit(context) {
    const attempt = attemptOf(context, 'restart')!;
    const before = callOf(attempt, 'get removed');
    if (!isSame(before)) {
      return notReached(
        expected,
        `get before the remove ${wordsOfEnd(before)}.`,
        'A value that can be read.',
      );
    }
    const remove = callOf(attempt, 'remove');
    if (endOf(remove) === undefined) {
      return notReached(expected, `remove ${wordsOfEnd(remove)}.`, 'A remove that answers.');
    }
    if (!isResolved(remove)) {
      const actual = `remove of a key that was set ${wordsOfEnd(remove)}.`;
      return { outcome: 'fail', severity: 'major', expected, actual };
    }
    const neverSet = callOf(attempt, 'get never set');
    for (const when of ['after remove', 'after restart']) {
      const read = callOf(attempt, `get removed ${when}`);
      if (endOf(read) !== undefined && !readsAsMissing(read, neverSet)) {
        return { outcome: 'fail', expected, actual: `remove succeeded; ${when}, get ${wordsOfEnd(read)}.` };
      }
      if (endOf(read) === undefined) {
        return notReached(expected, `get ${when} ${wordsOfEnd(read)}.`, 'A get that answers.');
      }
    }
    const odd = oddKeys.map((name) => removedAt(attempt, name)).find((judgement) => judgement !== undefined);
    if (odd !== undefined) return odd;
    const emptied = callOf(attempt, 'remove empty');
    // Where the empty text is no value, empty-value tells.
    if (isSame(callOf(attempt, 'get empty')) && endOf(emptied) !== undefined && !isResolved(emptied)) {
      const actual = `remove of a key that holds the empty text ${wordsOfEnd(emptied)}.`;
      return { outcome: 'fail', severity: 'major', expected, actual };
    }
    // Only where a missing key reads as something else than the empty text can one be told from the other.
    const stays = callOf(attempt, 'get empty after remove');
    if (isSame(callOf(attempt, 'get empty')) && isResolved(emptied) && isSame(stays) && !isText(neverSet)) {
      const actual = `remove of a key that holds the empty text succeeded; then get ${wordsOfEnd(stays)}.`;
      return { outcome: 'fail', expected, actual };
    }
    return {
      outcome: 'pass',
      expected,
      actual: 'The removed value was gone, and still gone after a restart.',
    };
  },
};
export default audit;

/** Keys that a remove may take for others, by the names of their calls. */
const oddKeys = [
  'a key with a capital',
  'a key with a dot',
  'a key with blanks',
  'a key that is not ASCII',
  'a long key',
];

/** What became of an odd key, where its value could be read before; whether it can be kept is the matter of others. */
function removedAt(attempt: Attempt, name: string): Judgement | undefined {
  if (!isSame(callOf(attempt, `get ${name}`))) return undefined;
  const remove = callOf(attempt, `remove ${name}`);
  if (endOf(remove) === undefined) return undefined;
  if (!isResolved(remove)) {
    const actual = `remove of ${name} that was set ${wordsOfEnd(remove)}.`;
    return { outcome: 'fail', severity: 'major', expected, actual };
  }
  const left = ['after remove', 'after restart'].find((when) =>
    isSame(callOf(attempt, `get ${name} ${when}`)),
  );
  return left === undefined
    ? undefined
    : {
        outcome: 'fail',
        expected,
        actual: `remove of ${name} succeeded; ${left}, its value is still there.`,
      };
}

function isText(call: CallRecord | undefined): boolean {
  return endOf(call)?.value?.is === 'text';
}
