import { attemptOf, callOf, endOf, isResolved, isSame, notReached, wordsOfEnd } from '../look.js';
import type { Audit } from '../types.js';

const expected = 'Fifty writes of fifty keys that are made at once are all kept.';

const audit: Audit = {
  title: 'Writes made at once are all kept',
  failureTitle: 'Writes made at once are not all kept',
  why: 'An app that signs a person in stores several secrets at once: one of them lost, and the next start fails.',
  severity: 'critical',
  targets: ['web', 'android', 'ios'],
  operations: ['set', 'get'],
  scenarios: ['parallel-sets'],
  references: [
    {
      title: 'Of several writes at once one is lost',
      url: 'https://github.com/juliansteenbakker/flutter_secure_storage/issues/1124',
    },
  ],
  audit(context) {
    const attempt = attemptOf(context, 'parallel-sets')!;
    const alone = callOf(attempt, 'get alone');
    if (!isSame(alone)) {
      return notReached(
        expected,
        `What was written alone: get ${wordsOfEnd(alone)}.`,
        'Values that come back.',
      );
    }
    const writes = attempt.calls.flatMap(({ as }) => {
      const number = /^set (\d+)$/.exec(as)?.[1];
      return number === undefined
        ? []
        : [{ set: callOf(attempt, as), get: callOf(attempt, `get ${number}`) }];
    });
    const lost = writes.filter(({ set, get }) => isResolved(set) && endOf(get) !== undefined && !isSame(get));
    if (lost.length > 0) {
      const actual = `${lost.length} of ${writes.length} writes at once succeeded and were not kept; the first: get ${wordsOfEnd(lost[0]!.get)}.`;
      return { outcome: 'fail', expected, actual };
    }
    const refused = writes.filter(({ set }) => endOf(set) !== undefined && !isResolved(set));
    if (refused.length > 0) {
      const actual = `${refused.length} of ${writes.length} writes at once failed; the first: set ${wordsOfEnd(refused[0]!.set)}.`;
      return { outcome: 'fail', severity: 'major', expected, actual };
    }
    const open = writes.flatMap(({ set, get }) => [set, get]).find((call) => endOf(call) === undefined);
    if (open !== undefined || writes.length === 0) {
      return notReached(expected, `A call ${wordsOfEnd(open)}.`, 'Calls that answer.');
    }
    return { outcome: 'pass', expected, actual: `All ${writes.length} values written at once came back.` };
  },
};
export default audit;
