import { attemptOf, notReached } from '../look.js';
import type { Audit } from '../types.js';
import { isAltered, isRefused, judgeVectors, vectorsOf } from '../vectors.js';

const expected = 'Lone surrogates come back or are refused; they are not altered in silence.';

const audit: Audit = {
  title: 'Lone surrogates are not altered in silence',
  failureTitle: 'Lone surrogates are altered in silence',
  why: 'A text cut in the middle of an emoji, or random units used as a key, should come back or be refused: a quiet replacement is noticed when it is too late.',
  severity: 'minor',
  targets: ['web', 'android', 'ios'],
  operations: ['set', 'get'],
  scenarios: ['value-vectors'],
  references: [
    {
      title: 'UTF-8 encoders replace lone surrogates',
      url: 'https://github.com/whatwg/encoding/issues/174',
    },
  ],
  audit(context) {
    const attempt = attemptOf(context, 'value-vectors')!;
    const judgement = judgeVectors(attempt, {
      kind: 'surrogate',
      expected,
      refusal: 'allowed',
      called: 'texts with lone surrogates',
    });
    const plainText = vectorsOf(attempt, 'unicode').some(
      (vector) => isAltered(vector) || isRefused(vector.set),
    );
    // What is lost beyond ASCII altogether is one defect, and the matter of unicode-values.
    return judgement.outcome === 'fail' && plainText
      ? notReached(
          expected,
          'Text without lone surrogates is altered too.',
          'Text of any script that comes back.',
        )
      : judgement;
  },
};
export default audit;
