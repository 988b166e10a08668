import { codeOf, documentedErrors, matchOf } from '../seen-errors.js';
import { wordsOfError } from '../look.js';
import type { Audit } from '../types.js';

const expected = 'Every error that is given is one that is documented for its platform.';

const audit: Audit = {
  title: 'Every error is a documented one',
  failureTitle: 'Errors are given that are not documented',
  why: 'An app can tell a person what to do only for the errors it knows of; for all others it has to say "something went wrong".',
  severity: 'major',
  targets: ['web', 'android', 'ios'],
  operations: [],
  scenarios: 'all',
  references: [
    {
      title: 'An error that nobody can explain, for one user in a hundred',
      url: 'https://github.com/auth0/Auth0.Android/issues/644',
    },
  ],
  audit({ attempts, contract, target, ownLayer }) {
    const documented = documentedErrors(contract, target);
    if (documented.length === 0) {
      const actual = `${contract.title} documents no error for ${target}.`;
      return { outcome: 'not-applicable', expected, actual };
    }
    const layer = documented.every((error) => error.layer !== undefined) ? documented[0]!.layer : undefined;
    if (ownLayer && layer !== undefined) {
      return {
        outcome: 'inconclusive',
        expected,
        actual: `What is documented for ${target} comes from ${layer}, which the fixture does not have.`,
        reason: { code: 'own-layer', needs: `A page that has ${layer}.` },
      };
    }
    const errors = [...attempts].flatMap(([scenario, { calls }]) =>
      calls.flatMap(({ as, settlements }) =>
        settlements.flatMap(({ error }) => (error === undefined ? [] : [{ scenario, as, error }])),
      ),
    );
    // A known code that belongs to another platform is the matter of error-platform.
    const unknown = errors.filter(({ error }) => matchOf(error, contract.errors) === undefined);
    if (unknown.length > 0) {
      const told = new Map(
        unknown.map(({ scenario, as, error }) => [
          codeOf(error) ?? error.message ?? error.type,
          `${scenario}: "${as}" ended with ${wordsOfError(error)}.`,
        ]),
      );
      const words = [...told.values()];
      const rest = words.length > 5 ? ` And ${words.length - 5} more kinds.` : '';
      return { outcome: 'fail', expected, actual: words.slice(0, 5).join(' ') + rest };
    }
    return { outcome: 'pass', expected, actual: `All ${errors.length} errors are documented.` };
  },
};
export default audit;
