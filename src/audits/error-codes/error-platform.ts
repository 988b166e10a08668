import { documentedErrors, matchOf } from '../seen-errors.js';
import type { Audit } from '../types.js';

const expected = 'No error carries a code that is documented for another platform only.';

const audit: Audit = {
  title: 'Errors are those of their own platform',
  failureTitle: 'An error of another platform is given',
  why: 'An app that asks which platform it runs on before it reads an error takes a code of another one for something unknown.',
  severity: 'major',
  targets: ['web', 'android', 'ios'],
  operations: [],
  scenarios: 'all',
  references: [
    {
      title: 'Errors that look different on each platform',
      url: 'https://github.com/oblador/react-native-keychain/issues/609',
    },
  ],
  audit({ attempts, contract, target, ownLayer }) {
    const foreign = contract.errors.filter(({ targets }) => !targets.includes(target));
    if (foreign.length === 0) {
      const actual = `${contract.title} documents no error that is one of another platform alone.`;
      return { outcome: 'not-applicable', expected, actual };
    }
    const seen = [...attempts].flatMap(([scenario, { calls }]) =>
      calls.flatMap(({ as, settlements }) =>
        settlements.flatMap(({ error }) => {
          const match = error && matchOf(error, foreign);
          return match === undefined ? [] : [{ scenario, as, match }];
        }),
      ),
    );
    if (seen.length > 0) {
      const told = seen.map(
        ({ scenario, as, match }) =>
          `${scenario}: "${as}" ended with ${match.spelling}, an error of ${match.error.targets.join(' and ')}.`,
      );
      const rest = told.length > 5 ? ` And ${told.length - 5} more.` : '';
      return { outcome: 'fail', expected, actual: told.slice(0, 5).join(' ') + rest };
    }
    const own = documentedErrors(contract, target);
    const layer = own.every((error) => error.layer !== undefined) ? own[0]?.layer : undefined;
    if (ownLayer && layer !== undefined) {
      return {
        outcome: 'inconclusive',
        expected,
        actual: `No such code was seen, but codes come from ${layer}, which the fixture does not have.`,
        reason: { code: 'own-layer', needs: `A page that has ${layer}.` },
      };
    }
    return { outcome: 'pass', expected, actual: 'No code of another platform was seen.' };
  },
};
export default audit;
