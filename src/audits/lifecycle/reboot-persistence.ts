import { judgeKept } from '../kept.js';
import { attemptOf } from '../look.js';
import type { Audit } from '../types.js';

const expected = 'What was stored before a reboot is read after it.';

const audit: Audit = {
  title: 'Values survive a reboot',
  failureTitle: 'Values are lost by a reboot',
  why: 'A device that was switched off and on again is still a person’s own: a secret that is gone then locks them out, often far from where they could get a new one.',
  severity: 'critical',
  targets: ['android', 'ios'],
  operations: ['set', 'get'],
  needs: [],
  scenarios: ['reboot'],
  references: [
    {
      title: 'Android: which storage is there before and after the first unlock',
      url: 'https://developer.android.com/privacy-and-security/direct-boot',
    },
  ],
  audit: (context) => judgeKept(attemptOf(context, 'reboot')!, expected, ['after the reboot']),
};
export default audit;
