import { isForeign, keptTrouble, readsOf, saysAbsent } from '../kept.js';
import { attemptOf, callOf, endOf, isSame, notReached, wordsOfEnd } from '../look.js';
import type { Audit } from '../types.js';

const expected = 'While the device is locked a read gives the value or an error, never "there is none".';

/**
 * An error is right: a plugin may keep its secrets from a locked device. An answer that says that there is no value is
 * not: the app takes it for a new start, and writes over what is there.
 */
const audit: Audit = {
  title: 'A locked device hides no value',
  failureTitle: 'A locked device makes a value look absent',
  why: 'An app that wakes behind the lock and is told that there is no secret signs its person out, or makes a new secret over the old one.',
  severity: 'critical',
  targets: ['android', 'ios'],
  operations: ['set', 'get'],
  needs: [],
  scenarios: ['locked'],
  references: [
    {
      title: 'Android: keys that can be used while the device is unlocked only',
      url: 'https://developer.android.com/reference/android/security/keystore/KeyGenParameterSpec.Builder#setUnlockedDeviceRequired(boolean)',
    },
  ],
  audit(context) {
    const attempt = attemptOf(context, 'locked')!;
    const trouble = keptTrouble(attempt, expected);
    if (trouble !== undefined) return trouble;
    const reading = { ...context, neverSet: callOf(attempt, 'get never set before') };
    const locked = readsOf(attempt, 'while locked');
    const later = readsOf(attempt, 'after the unlock');
    const wrong =
      locked.find((read) => isForeign(read, reading) || saysAbsent(read, reading)) ??
      later.find((read) => endOf(read) !== undefined && !isSame(read));
    if (wrong !== undefined)
      return { outcome: 'fail', expected, actual: `"${wrong.as}" ${wordsOfEnd(wrong)}.` };
    const reads = [...locked, ...later];
    const open = reads.findIndex((read) => endOf(read) === undefined);
    if (open >= 0) {
      return notReached(
        expected,
        `get ${wordsOfEnd(reads[open])}.`,
        'A get that answers, also while locked.',
      );
    }
    const given = locked.filter(isSame).length;
    const actual = `While locked ${given} values were given and ${locked.length - given} were refused; all were read after the unlock.`;
    return { outcome: 'pass', expected, actual };
  },
};
export default audit;
