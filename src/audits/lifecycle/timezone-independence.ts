import { judgeKept } from '../kept.js';
import { attemptOf } from '../look.js';
import type { Audit } from '../types.js';

const expected = 'Values are set and read alike whatever the time zone and the clock of the device are.';

const audit: Audit = {
  title: 'The time zone and the clock of the device change nothing',
  failureTitle: 'The time zone or the clock of the device changes what is stored or read',
  why: 'A person who flies, or whose battery was empty for long, has another time: a key that is not valid yet, or no longer, takes the secret with it.',
  severity: 'critical',
  targets: ['android', 'ios'],
  operations: ['set', 'get'],
  needs: [],
  scenarios: ['clock'],
  references: [
    {
      title: 'Android: a key can be given a time from which, and until which, it is valid',
      url: 'https://developer.android.com/reference/android/security/keystore/KeyProtection.Builder#setKeyValidityStart(java.util.Date)',
    },
  ],
  audit(context) {
    const whens = ['at UTC−12', 'at UTC+14', 'with the clock set back'];
    return judgeKept(attemptOf(context, 'clock')!, expected, whens);
  },
};
export default audit;
