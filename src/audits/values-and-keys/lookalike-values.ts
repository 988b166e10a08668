import { attemptOf } from '../look.js';
import type { Audit } from '../types.js';
import { isAltered, judgeVectors, vectorsOf } from '../vectors.js';

const audit: Audit = {
  title: 'Text that looks like something else stays text',
  failureTitle: 'Text that looks like something else does not stay that text',
  why: 'A PIN of 007 that comes back as 7, or a token that was taken for a date, is another secret than the one that was kept.',
  severity: 'critical',
  targets: ['web', 'android', 'ios'],
  operations: ['set', 'get'],
  scenarios: ['value-vectors'],
  references: [
    {
      title: 'A stored text of digits is read as a number',
      url: 'https://github.com/julien-maurel/jQuery-Storage-API/pull/25',
    },
  ],
  audit(context) {
    const attempt = attemptOf(context, 'value-vectors')!;
    const judgement = judgeVectors(attempt, {
      kind: 'lookalike',
      expected: 'Text that looks like a number, a date, JSON, base64 or null comes back as that text.',
      refusal: 'finding',
      called: 'texts that look like something else',
    });
    const altered = vectorsOf(attempt, 'lookalike').filter(isAltered);
    const weakness = context.clauses.find(
      ({ basis, covers }) =>
        basis === 'documented-weakness' && altered.every(({ name }) => covers?.includes(name)),
    );
    if (judgement.outcome !== 'fail' || altered.length === 0 || weakness === undefined) return judgement;
    return {
      ...judgement,
      severity: 'minor',
      clauses: [weakness],
      explanation: 'As documented: the documentation itself says that such text becomes something else.',
    };
  },
};
export default audit;
