import { attemptOf, callOf, endOf, notReached, wordsOfEnd } from '../look.js';
import type { Audit } from '../types.js';

const expected = 'The availability check says yes where the plugin is built in.';

const audit: Audit = {
  title: 'The plugin says that it is there',
  failureTitle: 'The plugin does not say that it is there',
  why: 'An app that is told that its secret storage is missing keeps secrets somewhere else, or turns a person away.',
  severity: 'major',
  targets: ['web', 'android', 'ios'],
  operations: ['available'],
  needs: [],
  scenarios: ['availability'],
  references: [],
  audit(context) {
    const check = callOf(attemptOf(context, 'availability')!, 'available');
    const end = endOf(check);
    const actual = `The availability check ${wordsOfEnd(check)}.`;
    if (end === undefined) return notReached(expected, actual, 'An availability check that answers.');
    if (context.ownLayer) {
      return {
        outcome: 'inconclusive',
        expected,
        actual: `${actual} In this fixture the check is the fixture’s own and says nothing of the plugin.`,
        reason: { code: 'own-layer', needs: 'A deployed page that carries the plugin’s own check.' },
      };
    }
    const saysYes = end.how === 'resolved' && end.value?.is === 'boolean' && end.value.value;
    return { outcome: saysYes ? 'pass' : 'fail', expected, actual };
  },
};
export default audit;
