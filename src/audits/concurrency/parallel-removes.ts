import type { Attempt, CallRecord } from '../../observations/types.js';
import { attemptOf, callOf, endOf, examples, isResolved, isSame, notReached, wordsOfEnd } from '../look.js';
import { readsAsMissing } from '../missing.js';
import type { Audit, Judgement } from '../types.js';

const expected =
  'Removes, and a clear, that are made at once with other calls take what they are to take, and nothing else.';

const audit: Audit = {
  title: 'Removes made at once with other calls take effect',
  failureTitle: 'Removes made at once with other calls do not take effect',
  why: 'An app that signs a person out removes several secrets at once: one that stays is there for whoever signs in next.',
  severity: 'critical',
  targets: ['web', 'android', 'ios'],
  operations: ['set', 'get', 'remove'],
  scenarios: ['parallel-removes'],
  references: [
    {
      title: 'Of several deletions at once not all are kept',
      url: 'https://github.com/anomalyco/opencode/pull/5536',
    },
  ],
  audit(context) {
    const attempt = attemptOf(context, 'parallel-removes')!;
    const call = (as: string) => callOf(attempt, as);
    const kept = ['get alone', 'get kept'].find((as) => !isSame(call(as)));
    const isRemoved = readsAsMissing(call('get alone after remove'), call('get alone unset'));
    // What a remove does by itself is the matter of other audits.
    if (kept !== undefined || !isRemoved) {
      const as = kept ?? 'get alone after remove';
      const actual = `A remove alone: "${as}" ${wordsOfEnd(call(as))}.`;
      return notReached(expected, actual, 'A remove that works by itself.');
    }
    const tried = triedNames(attempt);
    const removes = tried.flatMap(({ remove }) => remove ?? []);
    const left = tried.filter(({ remove, after, unset }) => isResolved(remove) && !isGone(after, unset));
    if (left.length > 0) {
      const actual = `${left.length} of ${removes.length} removes at once succeeded and took nothing: ${examples(left.map(({ after }) => after))}.`;
      return { outcome: 'fail', expected, actual };
    }
    const lost = tried
      .filter(({ remove }) => remove === undefined)
      .flatMap(({ atOnce, after }) => [atOnce, after])
      .filter((read) => endOf(read) !== undefined && !isSame(read));
    if (lost.length > 0) {
      const actual = `What nobody removed, while others were removed: ${examples(lost)}.`;
      return { outcome: 'fail', expected, actual };
    }
    const refused = removes.filter((remove) => endOf(remove) !== undefined && !isResolved(remove));
    if (refused.length > 0) {
      const actual = `${refused.length} of ${removes.length} removes at once failed: ${examples(refused)}.`;
      return { outcome: 'fail', severity: 'major', expected, actual };
    }
    return (
      clearedInVain(attempt) ??
      undecided(tried, removes) ?? {
        outcome: 'pass',
        expected,
        actual: `All ${removes.length} keys were gone, and ${tried.length - removes.length} others kept.`,
      }
    );
  },
};
export default audit;

/** A key that could be read before. Of those that are not removed one is read while others are removed. */
interface Tried {
  /** The read before anything was set. */
  readonly unset: CallRecord | undefined;
  readonly remove: CallRecord | undefined;
  readonly atOnce: CallRecord | undefined;
  readonly after: CallRecord | undefined;
}

function triedNames(attempt: Attempt): Tried[] {
  const names = attempt.calls.flatMap(({ as }) => /^get (key-\d+) before$/.exec(as)?.[1] ?? []);
  return names
    .filter((name) => isSame(callOf(attempt, `get ${name} before`)))
    .map((name) => ({
      unset: callOf(attempt, `get ${name} unset`),
      remove: callOf(attempt, `remove ${name}`),
      atOnce: callOf(attempt, `get ${name} at once`),
      after: callOf(attempt, `get ${name} after`),
    }));
}

/** Also a read without an answer is no value that was left. */
function isGone(read: CallRecord | undefined, unset: CallRecord | undefined): boolean {
  return endOf(read) === undefined || readsAsMissing(read, unset);
}

/** A clear that empties a store by itself, and does not beside another call. */
function clearedInVain(attempt: Attempt): Judgement | undefined {
  const call = (as: string) => callOf(attempt, as);
  const worksAlone =
    isSame(call('get beside alone')) &&
    isResolved(call('clear alone')) &&
    isGone(call('get beside after clear alone'), call('get beside unset')) &&
    isSame(call('get kept after clear alone'));
  if (!worksAlone || !isSame(call('get beside again')) || !isResolved(call('clear at once')))
    return undefined;
  const read = call('get beside after clear at once');
  if (isGone(read, call('get beside unset'))) return undefined;
  const actual = `A clear at once with another call succeeded, then get ${wordsOfEnd(read)}.`;
  return { outcome: 'fail', expected, actual };
}

function undecided(tried: readonly Tried[], removes: readonly CallRecord[]): Judgement | undefined {
  const open = tried
    .flatMap(({ remove, after }) => (remove === undefined ? [after] : [remove, after]))
    .find((call) => endOf(call) === undefined);
  if (open === undefined && removes.length > 0) return undefined;
  return notReached(expected, `A call ${wordsOfEnd(open)}.`, 'Calls that answer.');
}
