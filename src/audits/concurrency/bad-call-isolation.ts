import type { Attempt, CallRecord } from '../../observations/types.js';
import { attemptOf, callOf, endOf, isResolved, isSame, notReached, wordsOfEnd } from '../look.js';
import type { Audit } from '../types.js';

const expected = 'A bad call that is made while others are pending fails alone.';

const audit: Audit = {
  title: 'A bad call fails alone',
  failureTitle: 'A bad call takes others with it',
  why: 'A mistake in one corner of an app makes another part of it lose or misread a secret.',
  severity: 'critical',
  targets: ['web', 'android', 'ios'],
  operations: ['set', 'get'],
  scenarios: ['bad-call-isolation'],
  references: [
    {
      title: 'One field for the callbacks of all calls',
      url: 'https://github.com/Crypho/cordova-plugin-secure-storage/issues/30',
    },
  ],
  audit(context) {
    const attempt = attemptOf(context, 'bad-call-isolation')!;
    // What calls do to each other without a bad one among them is the matter of the other audits of this area.
    const before = waveOf(attempt, 'good alone');
    const trouble =
      [...before.reads, ...before.back].find((call) => !isSame(call)) ?? before.sets.find(isNotSet);
    if (trouble !== undefined || before.sets.length === 0) {
      return notReached(
        expected,
        `Without a bad call, one ${wordsOfEnd(trouble)}.`,
        'Calls at once that work.',
      );
    }
    const { sets, reads, back } = waveOf(attempt, 'beside bad');
    const kept = back.filter((_, index) => isResolved(sets[index]));
    const wrong = [...reads, ...kept].filter((call) => endOf(call) !== undefined && !isSame(call));
    if (wrong.length > 0) return { outcome: 'fail', expected, actual: words(wrong) };
    const refused = sets.filter((set) => endOf(set) !== undefined && isNotSet(set));
    if (refused.length > 0) return { outcome: 'fail', severity: 'major', expected, actual: words(refused) };
    const good = [...sets, ...reads, ...back];
    const open = good.find((call) => endOf(call) === undefined);
    if (open !== undefined || good.length === 0) {
      return notReached(expected, `A call ${wordsOfEnd(open)}.`, 'Calls that answer.');
    }
    const bad = attempt.calls.filter(({ as }) => as.startsWith('bad '));
    const failed = bad.filter((call) => endOf(call) !== undefined && !isResolved(call));
    const actual = `${sets.length + reads.length} good calls went right beside ${bad.length} bad ones, of which ${failed.length} failed.`;
    return { outcome: 'pass', expected, actual };
  },
};
export default audit;

/** The good calls of a wave, and the reads that came after it, in the order of their numbers. */
function waveOf(attempt: Attempt, name: string): Record<'sets' | 'reads' | 'back', CallRecord[]> {
  const named = (verb: string) => attempt.calls.filter(({ as }) => as.startsWith(`${name}: ${verb} `));
  const sets = named('set');
  const back = sets.flatMap(({ as }) => callOf(attempt, as.replace(': set ', ': read ')) ?? []);
  return { sets, reads: named('get'), back };
}

function isNotSet(call: CallRecord): boolean {
  return !isResolved(call);
}

function words(calls: readonly CallRecord[]): string {
  const told = calls.slice(0, 3).map((call) => `"${call.as}" ${wordsOfEnd(call)}`);
  return `${calls.length} good calls beside bad ones went wrong: ${told.join('; ')}.`;
}
