import { isForeign, keptTrouble, readsOf } from '../kept.js';
import { attemptOf, callOf, endOf, isResolved, isSame, notReached, wordsOfEnd } from '../look.js';
import type { Attempt, CallRecord } from '../../observations/types.js';
import type { Audit } from '../types.js';

const expected =
  'Values survive the background, and calls that are made there answer, at the latest after the return.';

/** How long a call is watched before it counts as one that never answers, in milliseconds. */
const watchedLongMs = 60_000;

/** A call may be refused in the background: it is looked at again after the return. */
const audit: Audit = {
  title: 'The background takes no value and no answer',
  failureTitle: 'The background takes a value or an answer',
  why: 'A person looks something up in another app and comes back: the app must not wait for ever, nor have lost what it kept.',
  severity: 'major',
  targets: ['android', 'ios'],
  operations: ['set', 'get'],
  needs: [],
  scenarios: ['background'],
  references: [
    {
      title: 'Android: processes and the lifecycle of an app',
      url: 'https://developer.android.com/guide/components/activities/process-lifecycle',
    },
  ],
  audit(context) {
    const attempt = attemptOf(context, 'background')!;
    const trouble = keptTrouble(attempt, expected);
    if (trouble !== undefined) return trouble;
    const after = [...readsOf(attempt, 'after the return'), ...freshAfter(attempt)];
    const lost =
      after.find((read) => endOf(read) !== undefined && !isSame(read)) ??
      readsOf(attempt, 'in the background').find((read) => isForeign(read, { neverSet: neverSet(attempt) }));
    if (lost !== undefined) return { outcome: 'fail', expected, actual: `"${lost.as}" ${wordsOfEnd(lost)}.` };
    const there = attempt.calls.filter(({ as }) => as.endsWith(' in the background'));
    const open = there.filter((call) => endOf(call) === undefined);
    const never = open.find(({ watchedMs }) => watchedMs >= Math.min(context.limits.watchMs, watchedLongMs));
    if (never !== undefined)
      return { outcome: 'fail', expected, actual: `"${never.as}" ${wordsOfEnd(never)}.` };
    const unsure = [...after, ...open].findIndex((call) => endOf(call) === undefined);
    if (unsure >= 0 || there.length === 0) {
      const call = [...after, ...open][unsure];
      return notReached(expected, `"${call?.as ?? 'get'}" ${wordsOfEnd(call)}.`, 'Calls that answer.');
    }
    const told = attempt.acts.find(({ ability, told }) => ability === 'background-app' && told)?.told;
    const when = told === 'answered' ? 'while the app was in the background' : 'after the return';
    const actual = `All ${there.length} calls of the background had answered ${when}; all values were read afterwards.`;
    return { outcome: 'pass', expected, actual };
  },
};
export default audit;

/** The read, after the return, of what was set in the background with success. */
function freshAfter(attempt: Attempt): (CallRecord | undefined)[] {
  return isResolved(callOf(attempt, 'set fresh in the background'))
    ? [callOf(attempt, 'get fresh in the background after the return')]
    : [];
}

function neverSet(attempt: Attempt): CallRecord | undefined {
  return callOf(attempt, 'get never set before');
}
