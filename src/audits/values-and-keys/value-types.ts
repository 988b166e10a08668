import type { Attempt, CallRecord, Seen } from '../../observations/types.js';
import { attemptOf, callOf, endOf, isResolved, notReached, wordsOfEnd } from '../look.js';
import type { Audit } from '../types.js';
import { isRefused, listed, ordinaryTrouble } from '../vectors.js';

const expected =
  'Values of types that the plugin documents come back; where it refuses one, the value before it is kept.';

/** What each value of the scenario is when it comes back as it was. */
const cameBack: Readonly<Record<string, (value: Seen | undefined) => boolean>> = {
  number: (value) => value?.is === 'number' && value.value === '42',
  boolean: (value) => value?.is === 'boolean' && value.value,
  null: (value) => value?.is === 'null',
  undefined: (value) => value === undefined || value.is === 'undefined',
  list: (value) =>
    value?.is === 'list' && value.length === 2 && value.items.map(({ is }) => is).join() === 'text,number',
  object: (value) =>
    value?.is === 'object' &&
    value.entries.length === 1 &&
    value.entries.every(([name, { is }]) => name === 'a' && is === 'number'),
};

const audit: Audit = {
  title: 'Values that are no text are kept or refused',
  failureTitle: 'Values that are no text do not end as they should',
  why: 'A value that is forgotten or not loaded yet is undefined: a store that reports an error and keeps it all the same has destroyed the secret that was there.',
  severity: 'major',
  targets: ['web', 'android', 'ios'],
  operations: ['set', 'get'],
  scenarios: ['value-types'],
  references: [
    {
      title: 'Undefined is stored in place of the last valid value',
      url: 'https://github.com/agrublev/angularLocalStorage/pull/16',
    },
  ],
  audit(context) {
    const attempt = attemptOf(context, 'value-types')!;
    const trouble = ordinaryTrouble(attempt, expected);
    if (trouble !== undefined) return trouble;
    const tried = [...triedTypes(attempt)];
    const destroyed = tried.filter(
      ({ set, get }) => isRefused(set) && endOf(get) !== undefined && !isOld(get),
    );
    if (destroyed.length > 0) {
      const actual = listed(
        destroyed.map(({ name, set, get }) => `${name}: set ${wordsOfEnd(set)}, then get ${wordsOfEnd(get)}`),
      );
      return { outcome: 'fail', expected, actual };
    }
    // What undefined and null are to do is anybody's guess; of others, one that takes them has to keep them.
    const ignored = tried.filter(
      ({ name, set, get }) => isResolved(set) && isOld(get) && name !== 'undefined' && name !== 'null',
    );
    if (ignored.length > 0) {
      const actual = listed(ignored.map(({ name }) => `${name}: set took it, get gave the value before it`));
      return { outcome: 'fail', expected, actual };
    }
    const changed = tried.filter(
      ({ name, set, get }) => isResolved(set) && endOf(get) !== undefined && !cameBack[name]!(valueOf(get)),
    );
    const documented = context.clauses.find((clause) => clause.expected !== undefined);
    const broken = tried.filter(({ name, set }) => {
      if (documented?.expected?.end === 'rejected') return isResolved(set);
      // No document that allows other types means undefined by them, and few mean null.
      if (documented === undefined || name === 'undefined' || name === 'null') return false;
      return isRefused(set) || changed.some((other) => other.name === name);
    });
    if (documented !== undefined && broken.length > 0) {
      const actual = listed(
        broken.map(({ name, set, get }) =>
          isRefused(set) ? `${name}: set ${wordsOfEnd(set)}` : `${name}: set took it, get ${wordsOfEnd(get)}`,
        ),
      );
      return { outcome: 'fail', clauses: [documented], expected: documented.text, actual };
    }
    const open = tried.find(({ set, get }) => endOf(set) === undefined || endOf(get) === undefined);
    if (open !== undefined || tried.length === 0) {
      const call = open !== undefined && endOf(open.set) !== undefined ? open.get : open?.set;
      return notReached(expected, `${open?.name ?? 'A value'}: ${wordsOfEnd(call)}.`, 'Calls that answer.');
    }
    if (changed.length > 0) {
      const actual = listed(changed.map(({ name, get }) => `${name}: set took it, get ${wordsOfEnd(get)}`));
      return {
        outcome: 'informative',
        expected,
        actual,
        explanation: 'No document says what becomes of them.',
      };
    }
    const names = (those: typeof tried): string => those.map(({ name }) => name).join(', ') || 'none';
    const refused = names(tried.filter(({ set }) => isRefused(set)));
    const kept = names(tried.filter(({ set }) => isResolved(set)));
    const actual = `Refused, with the value before kept: ${refused}. Came back: ${kept}.`;
    return { outcome: 'pass', expected, actual };
  },
};
export default audit;

/** The types that were tried where a secret stood before. */
function* triedTypes(attempt: Attempt): Generator<{
  readonly name: string;
  readonly set: CallRecord | undefined;
  readonly get: CallRecord | undefined;
}> {
  for (const name of Object.keys(cameBack)) {
    if (!isResolved(callOf(attempt, `set old ${name}`))) continue;
    yield { name, set: callOf(attempt, `set ${name}`), get: callOf(attempt, `get ${name}`) };
  }
}

function valueOf(get: CallRecord | undefined): Seen | undefined {
  return endOf(get)?.value;
}

function isOld(get: CallRecord | undefined): boolean {
  const value = valueOf(get);
  return value?.is === 'canary' && value.canary === 1;
}
