import type { Attempt, Seen } from '../../observations/types.js';
import { attemptOf, callOf, endOf, isAbsent, isResolved, isSame, notReached, wordsOfEnd } from '../look.js';
import type { Audit } from '../types.js';

const expected =
  'The same key in two stores is two secrets: read, list, remove and clear stay in their store.';

const audit: Audit = {
  title: 'Stores are apart',
  failureTitle: 'Stores run into each other',
  why: 'Two parts of an app, or two people who use it, are given stores of their own so that neither reads or destroys what the other keeps.',
  severity: 'critical',
  targets: ['web', 'android', 'ios'],
  operations: ['set', 'get'],
  needs: ['stores'],
  scenarios: ['store-isolation'],
  references: [
    {
      title: 'Clearing one store clears another',
      url: 'https://github.com/juliansteenbakker/flutter_secure_storage/issues/1023',
    },
  ],
  audit(context) {
    const attempt = attemptOf(context, 'store-isolation')!;
    const right = callOf(attempt, 'set right');
    if (isSame(callOf(attempt, 'get left')) && endOf(right) !== undefined && !isResolved(right)) {
      const actual = `In one store a value is kept; in a second one set ${wordsOfEnd(right)}.`;
      return { outcome: 'fail', severity: 'major', expected, actual };
    }
    for (const as of ['set left', 'set right', 'set only left']) {
      const set = callOf(attempt, as);
      if (!isResolved(set))
        return notReached(expected, `set ${wordsOfEnd(set)}.`, 'Two stores that can be written.');
    }
    const mixed = [...crossings(attempt)];
    if (mixed.length > 0) return { outcome: 'fail', expected, actual: mixed.join(' ') };
    const open = ['get left', 'get right', 'get only left from right']
      .map((as) => callOf(attempt, as))
      .find((read) => endOf(read) === undefined);
    if (open !== undefined) return notReached(expected, `get ${wordsOfEnd(open)}.`, 'A get that answers.');
    return { outcome: 'pass', expected, actual: 'Nothing that was done in one store showed in the other.' };
  },
};
export default audit;

const clearOfNothing = [
  'set left before clear of nothing',
  'clear unused',
  'get left after clear of nothing',
] as const;

/** Every way in which one store showed in the other. What a lone read does is the matter of set-then-get. */
function* crossings(attempt: Attempt): Generator<string> {
  for (const [as, other] of [
    ['get left', 2],
    ['get right', 1],
  ] as const) {
    const value = endOf(callOf(attempt, as))?.value;
    if (value?.is === 'canary' && value.canary === other) {
      yield `"${as}" gave what was set under the same key in the other store.`;
    }
  }
  const across = endOf(callOf(attempt, 'get only left from right'))?.value;
  if (across?.is === 'canary')
    yield 'A key that was set in the left store alone could be read from the right one.';
  const listed = endOf(callOf(attempt, 'keys of right'))?.value;
  if (listed !== undefined && namesIn(listed).includes('only-left')) {
    yield 'The list of keys of the right store named a key of the left one.';
  }
  for (const [operation, before, call, after] of [
    ['remove in the right store', 'set left before remove', 'remove from right', 'get left after remove'],
    ['clear in the right store', 'set left before clear', 'clear right', 'get left after clear'],
    ['clear of a store that was never used', ...clearOfNothing],
  ] as const) {
    const read = callOf(attempt, after);
    const reached = isResolved(callOf(attempt, before)) && endOf(callOf(attempt, call)) !== undefined;
    // A value that comes back altered, or that no read ever gives, is the matter of set-then-get.
    if (reached && isAbsent(read) && !isAbsent(callOf(attempt, 'get left'))) {
      yield `After ${operation}, the value in the left one was gone: get ${wordsOfEnd(read)}.`;
    }
  }
}

function namesIn(value: Seen): string[] {
  if (value.is === 'list') return value.items.flatMap(namesIn);
  if (value.is === 'object') return value.entries.flatMap(([, entry]) => namesIn(entry));
  return value.is === 'text' && value.text !== undefined ? [value.text] : [];
}
