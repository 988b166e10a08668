import type { CallRecord } from '../../observations/types.js';
import { endsAs } from '../documented.js';
import { attemptOf, callOf, isResolved, notReached, wordsOfSeen } from '../look.js';
import type { Audit } from '../types.js';

const audit: Audit = {
  title: 'Successes give what is documented',
  failureTitle: 'Successes do not give what is documented',
  why: 'An app that works with what a call gives back stumbles where it gives something else, and takes a success for a failure.',
  severity: 'minor',
  targets: ['web', 'android', 'ios'],
  operations: ['set', 'get'],
  needs: [],
  scenarios: ['answers'],
  references: [],
  audit(context) {
    const attempt = attemptOf(context, 'answers')!;
    const successes = ['set', 'get', 'keys', 'remove', 'clear']
      .map((operation) => callOf(attempt, operation))
      .filter((call) => isResolved(call)) as CallRecord[];
    if (successes.length === 0) {
      return notReached('Successes of a documented shape.', 'No call succeeded.', 'A call that succeeds.');
    }
    const actual = `${successes.map(words).join(', ')}.`;
    const documented = context.clauses.flatMap(({ text, expected, operation }) => {
      const call = successes.find((success) => success.call === operation);
      return expected === undefined || call === undefined ? [] : [{ text, expected, call }];
    });
    if (documented.length === 0) {
      return { outcome: 'informative', expected: 'What a success gives is not documented.', actual };
    }
    const wrong = documented.filter(({ expected, call }) => !endsAs(call, expected));
    const told = (wrong.length > 0 ? wrong : documented).map(({ text }) => text);
    return { outcome: wrong.length > 0 ? 'fail' : 'pass', expected: told.join(' '), actual };
  },
};
export default audit;

/** What a call gave; only get is ever told what a secret is. */
function words(call: CallRecord): string {
  const value = call.settlements[0]?.value;
  const isKey = call.call !== 'get' && value?.is === 'text' && value.same === true;
  return `${call.call} gave ${isKey ? 'its key' : wordsOfSeen(value)}`;
}
