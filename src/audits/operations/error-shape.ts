import type { CallRecord } from '../../observations/types.js';
import { failsWithError } from '../documented.js';
import { attemptOf, endOf, notReached, wordsOfError } from '../look.js';
import type { Audit } from '../types.js';

const audit: Audit = {
  title: 'Failures are the errors that are documented',
  failureTitle: 'Failures are not the errors that are documented',
  why: 'An app that looks into an error to tell a person what went wrong, or whether to try again, finds nothing there.',
  severity: 'major',
  targets: ['web', 'android', 'ios'],
  operations: ['set', 'get'],
  needs: [],
  scenarios: ['answers'],
  references: [],
  audit(context) {
    const attempt = attemptOf(context, 'answers')!;
    const documented = context.clauses.find(
      ({ expected }) => expected?.end === 'rejected' && expected.error !== undefined,
    );
    const expected = documented?.text ?? 'What a failure gives is not documented.';
    const failures = attempt.calls.filter(
      (call) =>
        endOf(call)?.how === 'rejected' &&
        (documented?.operation === undefined || documented.operation === call.call),
    );
    if (failures.length === 0) {
      return notReached(expected, 'No call gave a failure.', 'A call that fails.');
    }
    const wrong = failures.filter((call) => !failsWithError(call));
    if (documented === undefined) {
      return { outcome: 'informative', expected, actual: failures.map(words).join('; ') + '.' };
    }
    return wrong.length > 0
      ? { outcome: 'fail', expected, actual: wrong.map(words).join('; ') + '.' }
      : { outcome: 'pass', expected, actual: `All ${failures.length} failures were Errors.` };
  },
};
export default audit;

function words(call: CallRecord): string {
  const error = endOf(call)?.error;
  return `"${call.as}" failed with ${wordsOfError(error)} (${error?.type ?? 'nothing'})`;
}
