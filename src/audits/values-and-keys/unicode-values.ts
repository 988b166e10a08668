import { attemptOf } from '../look.js';
import type { Audit } from '../types.js';
import { judgeVectors } from '../vectors.js';

const audit: Audit = {
  title: 'Text of any script comes back',
  failureTitle: 'Text of some script does not come back',
  why: 'A password with an umlaut, an accent or an emoji that comes back changed no longer opens anything, and its owner cannot see why.',
  severity: 'critical',
  targets: ['web', 'android', 'ios'],
  operations: ['set', 'get'],
  scenarios: ['value-vectors'],
  references: [
    {
      title: 'Letters beyond ASCII come back as question marks',
      url: 'https://github.com/sameerkapps/SecureStorage/issues/11',
    },
  ],
  audit: (context) =>
    judgeVectors(attemptOf(context, 'value-vectors')!, {
      kind: 'unicode',
      expected: 'Text of any script comes back code unit for code unit.',
      refusal: 'finding',
      called: 'texts of many scripts',
    }),
};
export default audit;
