import type { Attempt, CallRecord } from '../../observations/types.js';
import { attemptOf, callOf, endOf, isResolved, isSame, notReached, wordsOfEnd } from '../look.js';
import type { Audit } from '../types.js';

const expected = 'A value whose set succeeded is there after the app was stopped abruptly.';

const audit: Audit = {
  title: 'Values survive an abrupt stop',
  failureTitle: 'Values are lost when the app stops abruptly',
  why: 'Whoever changes a password and then loses the battery keeps the old one, while the server has the new one.',
  severity: 'minor',
  targets: ['web', 'android', 'ios'],
  operations: ['set', 'get'],
  scenarios: ['abrupt-stop'],
  references: [
    {
      title: 'The Storage interface gives no promise of when a value is on the disk',
      url: 'https://html.spec.whatwg.org/multipage/webstorage.html',
    },
  ],
  audit(context) {
    const attempt = attemptOf(context, 'abrupt-stop')!;
    for (const as of ['set early', 'set late']) {
      const set = callOf(attempt, as);
      if (!isResolved(set))
        return notReached(expected, `${as} ${wordsOfEnd(set)}.`, 'Values that are stored.');
    }
    const early = callOf(attempt, 'get early after the stop');
    const late = callOf(attempt, 'get late after the stop');
    const open = [early, late].find((read) => endOf(read) === undefined);
    if (open !== undefined || !isSame(callOf(attempt, 'get early')))
      return notReached(expected, `get ${wordsOfEnd(open)}.`, 'A get that answers with what was stored.');
    const actual = `Stopped right after its set: ${wordsOfKept(late)}. ${wordsOfWait(attempt)}: ${wordsOfKept(early)}.`;
    // Only where it is promised can it be broken.
    if (context.clauses.length === 0) return { outcome: 'informative', expected, actual };
    return { outcome: isSame(late) && isSame(early) ? 'pass' : 'fail', expected, actual };
  },
};
export default audit;

function wordsOfKept(read: CallRecord | undefined): string {
  return isSame(read) ? 'the value was kept' : `the value was lost, get ${wordsOfEnd(read)}`;
}

function wordsOfWait({ acts }: Attempt): string {
  const wait = acts.find(({ told }) => told !== undefined);
  const seconds = `${((wait?.durationMs ?? 0) / 1000).toFixed(1)} s`;
  return wait?.told === 'written'
    ? `Stopped once something was written to the disk, within ${seconds} after its set`
    : `Stopped ${seconds} after its set, with nothing written to the disk until then`;
}
