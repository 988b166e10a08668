import { attemptOf } from '../look.js';
import type { Audit } from '../types.js';
import { judgeVectors } from '../vectors.js';

const audit: Audit = {
  title: 'Keys that differ in case alone are two keys',
  failureTitle: 'Keys that differ in case alone are taken for one',
  why: 'Keys made of account names or identifiers may differ in case alone: where they become one, one secret overwrites the other.',
  severity: 'critical',
  targets: ['web', 'android', 'ios'],
  operations: ['set', 'get'],
  scenarios: ['key-vectors'],
  references: [
    {
      title: 'A secret set under another case is lost',
      url: 'https://github.com/r-lib/keyring/issues/155',
    },
  ],
  audit: (context) =>
    judgeVectors(attemptOf(context, 'key-vectors')!, {
      kind: 'case',
      expected: 'Keys that differ in case alone are two keys.',
      refusal: 'allowed',
      called: 'values under keys that differ in case',
    }),
};
export default audit;
