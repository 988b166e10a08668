import { errorHolds } from '../seen-errors.js';
import { notReached } from '../look.js';
import type { Audit } from '../types.js';

const expected = 'No error holds a value, neither in its text nor in what it carries.';

const audit: Audit = {
  title: 'Errors hold no value',
  failureTitle: 'An error holds a value',
  why: 'Apps write errors to logs and send them to services that collect crashes: a secret in an error goes with it.',
  severity: 'critical',
  targets: ['web', 'android', 'ios'],
  operations: ['set'],
  scenarios: 'all',
  references: [
    {
      title: 'A key that was put into an error message',
      url: 'https://github.com/libgit2/objective-git/pull/674',
    },
    {
      title: 'CWE-209: Generation of Error Message Containing Sensitive Information',
      url: 'https://cwe.mitre.org/data/definitions/209.html',
    },
  ],
  audit({ attempts }) {
    const errors = [...attempts].flatMap(([scenario, { calls }]) =>
      calls.flatMap(({ as, settlements }) =>
        settlements.flatMap(({ error }) => (error === undefined ? [] : [{ scenario, as, error }])),
      ),
    );
    const leaking = errors.filter(({ error }) => errorHolds(error));
    if (leaking.length > 0) {
      const told = leaking
        .slice(0, 5)
        .map(({ scenario, as }) => `${scenario}: the error of "${as}" holds a value.`);
      const rest = leaking.length > 5 ? ` And ${leaking.length - 5} more.` : '';
      return { outcome: 'fail', expected, actual: told.join(' ') + rest };
    }
    // Where nothing refuses what is asked of it there, there are no errors to leak anything.
    if (errors.length === 0 && !attempts.has('every-call'))
      return notReached(expected, 'No call ended with an error.', 'Calls that are refused.');
    return { outcome: 'pass', expected, actual: `No value in any of ${errors.length} errors.` };
  },
};
export default audit;
