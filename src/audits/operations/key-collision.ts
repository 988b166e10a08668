import type { Attempt } from '../../observations/types.js';
import { attemptOf, callOf, endOf, isResolved, isSame, notReached, wordsOfEnd } from '../look.js';
import type { Audit } from '../types.js';

const expected = 'Stores and keys that differ only in where they are cut are different secrets.';

const audit: Audit = {
  title: 'Stores and keys do not run into each other',
  failureTitle: 'Stores and keys run into each other',
  why: 'Where two names are joined into one, what one part of an app keeps is read and overwritten by another.',
  severity: 'critical',
  targets: ['web', 'android', 'ios'],
  operations: ['set', 'get'],
  needs: ['stores'],
  scenarios: ['key-collision'],
  references: [
    {
      title: 'CWE-694: use of multiple resources with duplicate identifier',
      url: 'https://cwe.mitre.org/data/definitions/694.html',
    },
  ],
  audit(context) {
    const attempt = attemptOf(context, 'key-collision')!;
    const prefix = 'set left ';
    const labels = attempt.calls
      .filter(({ as }) => as.startsWith(prefix))
      .map(({ as }) => as.slice(prefix.length));
    const mixed = labels.flatMap((label) => collision(attempt, label) ?? []);
    if (mixed.length > 0) {
      const rest = mixed.length > 3 ? ` And ${mixed.length - 3} more.` : '';
      return { outcome: 'fail', expected, actual: mixed.slice(0, 3).join(' ') + rest };
    }
    const apart = labels.filter((label) =>
      ['left alone', 'left', 'right'].every((side) => isSame(callOf(attempt, `get ${side} ${label}`))),
    );
    if (apart.length === 0) {
      return notReached(expected, 'No two such places could be written and read.', 'Values that come back.');
    }
    return {
      outcome: 'pass',
      expected,
      actual: `${apart.length} of ${labels.length} pairs were told apart.`,
    };
  },
};
export default audit;

/** How the two places of a pair are one, if they are. A place that cannot be used at all is the matter of others. */
function collision(attempt: Attempt, label: string): string | undefined {
  const [alone, left, right] = ['left alone', 'left', 'right'].map((side) =>
    callOf(attempt, `get ${side} ${label}`),
  );
  const place = `Joined as ${JSON.stringify(label)}:`;
  if (!isResolved(callOf(attempt, `set right ${label}`))) return undefined;
  if (isSame(alone) && endOf(left) !== undefined && !isSame(left)) {
    return `${place} after a set in the other place, get ${wordsOfEnd(left)}.`;
  }
  const value = endOf(right)?.value;
  if (value?.is === 'canary' && value.same !== true) {
    return `${place} get gave what was set in the other place.`;
  }
  return undefined;
}
