import { attemptOf } from '../look.js';
import type { Audit } from '../types.js';
import { judgeVectors } from '../vectors.js';

const audit: Audit = {
  title: 'Line ends, blanks and control characters come back',
  failureTitle: 'Line ends, blanks or control characters do not come back',
  why: 'A private key without its last line end is refused by what it should open, and a password cut at a NUL is shorter than its owner believes.',
  severity: 'critical',
  targets: ['web', 'android', 'ios'],
  operations: ['set', 'get'],
  scenarios: ['value-vectors'],
  references: [
    {
      title: 'A line end at the end of a secret is lost',
      url: 'https://github.com/Infisical/infisical/issues/895',
    },
    {
      title: 'A password with a NUL may be cut',
      url: 'https://github.com/trustwallet/wallet-core/issues/916',
    },
  ],
  audit: (context) =>
    judgeVectors(attemptOf(context, 'value-vectors')!, {
      kind: 'control',
      expected: 'NUL, line ends, tabs, and blanks at either end come back.',
      refusal: 'finding',
      called: 'texts with control characters and blanks',
    }),
};
export default audit;
