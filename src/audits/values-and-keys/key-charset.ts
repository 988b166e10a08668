import { attemptOf } from '../look.js';
import type { Audit } from '../types.js';
import { judgeVectors } from '../vectors.js';

const audit: Audit = {
  title: 'Keys of any characters work or are refused',
  failureTitle: 'Keys of some characters lose or mix up their values',
  why: 'Keys are often made of a person’s name or an address: where two of them become one, one person gets the secret of the other.',
  severity: 'critical',
  targets: ['web', 'android', 'ios'],
  operations: ['set', 'get'],
  scenarios: ['key-vectors'],
  references: [
    {
      title: 'Two secrets share a file because their keys are simplified',
      url: 'https://github.com/tinyhumansai/opencompany/pull/1578',
    },
    { title: 'Keys that are paths', url: 'https://github.com/simonlast/node-persist/issues/51' },
  ],
  audit: (context) =>
    judgeVectors(attemptOf(context, 'key-vectors')!, {
      kind: 'charset',
      expected: 'A key of any characters works or is refused with an error; no two keys become one.',
      refusal: 'allowed',
      called: 'values under keys of many characters',
    }),
};
export default audit;
