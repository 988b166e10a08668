import type { Attempt } from '../../observations/types.js';
import { listIn, namesIn } from '../lists.js';
import { attemptOf, callOf, endOf, isAbsent, isResolved, notReached, wordsOfEnd } from '../look.js';
import type { Audit } from '../types.js';

const expected =
  'keys gives a list of just those keys that were set, each once, whatever characters they hold.';

const audit: Audit = {
  title: 'The list of keys is that of the keys that were set',
  failureTitle: 'The list of keys is not that of the keys that were set',
  why: 'An app that goes through its keys to show, move or delete them passes over what is not in the list.',
  severity: 'major',
  targets: ['web', 'android', 'ios'],
  operations: ['set', 'get', 'keys'],
  scenarios: ['keys'],
  references: [
    {
      title: 'Keys of others in the list',
      url: 'https://github.com/martinkasa/capacitor-secure-storage-plugin/issues/43',
    },
  ],
  audit(context) {
    const attempt = attemptOf(context, 'keys')!;
    const stored = storedNames(attempt);
    if (stored.length === 0) {
      return notReached(expected, 'No key could be set and read.', 'Keys that can be set.');
    }
    const [keys, empty] = [callOf(attempt, 'keys'), callOf(attempt, 'keys before')];
    if (endOf(keys) === undefined) {
      return notReached(expected, `keys ${wordsOfEnd(keys)}.`, 'A list that is answered.');
    }
    const list = listIn(endOf(keys)!.value);
    if (list === undefined) return { outcome: 'fail', expected, actual: `keys ${wordsOfEnd(keys)}.` };
    if (list.items.length < list.length) {
      return notReached(expected, `keys ${wordsOfEnd(keys)}.`, 'A store that holds nothing else.');
    }
    const before = listIn(endOf(empty)?.value);
    // Keys that were there before this store was used are the matter of store-isolation.
    const passedOver = [...unsureNames(attempt), ...(before === undefined ? [] : namesIn(before))];
    const wrong = [...differences(stored, namesIn(list), passedOver)];
    if (wrong.length > 0) return { outcome: 'fail', expected, actual: wrong.join(' ') };
    const elsewhere = [...laterLacks(attempt, stored)];
    if (elsewhere.length > 0) return { outcome: 'fail', expected, actual: elsewhere.join(' ') };
    if (before === undefined) {
      const actual = `keys of a store that was never used ${wordsOfEnd(empty)}.`;
      return endOf(empty) === undefined
        ? notReached(expected, actual, 'A list that is answered.')
        : { outcome: 'fail', severity: 'minor', expected, actual };
    }
    return {
      outcome: 'pass',
      expected,
      actual: `All ${stored.length} keys were listed, each once, and no other.`,
    };
  },
};
export default audit;

function namesSet({ calls }: Attempt): string[] {
  return calls.filter(({ as }) => as.startsWith('set ')).map(({ as }) => as.slice('set '.length));
}

/** Keys that were taken and can be read. What becomes of others is the matter of the audits of keys. */
function storedNames(attempt: Attempt): string[] {
  return namesSet(attempt).filter((name) => {
    const read = callOf(attempt, `get ${name}`);
    const value = endOf(read)?.value;
    const isText = value?.is === 'canary' || value?.is === 'text';
    return isResolved(callOf(attempt, `set ${name}`)) && isText && !isAbsent(read);
  });
}

/** Names that may stand in the list or not: keys that were refused or cannot be read, and one whose remove failed. */
function unsureNames(attempt: Attempt): string[] {
  const stored = storedNames(attempt);
  const removed = callOf(attempt, 'read what is removed');
  return [
    ...namesSet(attempt).filter((name) => !stored.includes(name)),
    ...(removed !== undefined && !isAbsent(removed) ? ['removed'] : []),
  ];
}

function* differences(
  stored: readonly string[],
  listed: readonly string[],
  passedOver: readonly string[],
): Generator<string> {
  const lacking = stored.filter((name) => !listed.includes(name));
  const foreign = listed.filter((name) => !stored.includes(name) && !passedOver.includes(name));
  const twice = stored.filter((name) => listed.indexOf(name) !== listed.lastIndexOf(name));
  if (lacking.length > 0) yield `The list lacks ${quoted(lacking)}.`;
  if (foreign.length > 0) yield `It names ${quoted(foreign)}, which were not set.`;
  if (twice.length > 0) yield `It names ${quoted(twice)} more than once.`;
}

/** What later lists lack, in a second store and where two lists are asked for at once. */
function* laterLacks(attempt: Attempt, stored: readonly string[]): Generator<string> {
  const inSecond = attempt.calls
    .filter((call) => call.as.startsWith('store second ') && isResolved(call))
    .map(({ as }) => as.slice('store second '.length));
  for (const [as, words, names] of [
    ['keys of second', 'The list of a second store', inSecond],
    ['keys at once', 'The list of the first store, asked for at once with another,', stored],
    ['keys of second at once', 'The list of a second store, asked for at once with another,', inSecond],
  ] as const) {
    const end = endOf(callOf(attempt, as));
    const list = listIn(end?.value);
    if (end === undefined || (list !== undefined && list.items.length < list.length)) continue;
    const lacking = names.filter((name) => list === undefined || !namesIn(list).includes(name));
    if (lacking.length > 0) yield `${words} lacks ${quoted(lacking)}.`;
  }
}

function quoted(names: readonly string[]): string {
  const told = names.slice(0, 5).map((name) => JSON.stringify(name));
  return told.join(', ') + (names.length > told.length ? ` and ${names.length - told.length} more` : '');
}
