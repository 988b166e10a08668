import { attemptOf, callOf, endOf, notReached, wordsOfEnd } from '../look.js';
import { documentedErrors } from '../seen-errors.js';
import type { Audit, Context } from '../types.js';

const builtIn = 'The availability check says yes where the plugin is built in.';
const away = 'Where there is no device, the availability check says no.';

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
  foregone: ({ ownLayer }) =>
    ownLayer
      ? {
          outcome: 'inconclusive',
          expected: builtIn,
          actual: 'In this fixture the check is the fixture’s own and says nothing of the plugin.',
          reason: { code: 'own-layer', needs: 'A deployed page that carries the plugin’s own check.' },
        }
      : undefined,
  audit(context) {
    const check = callOf(attemptOf(context, 'availability')!, 'available');
    const end = endOf(check);
    const cannotBeThere = isAway(context);
    const expected = cannotBeThere ? away : builtIn;
    const actual = `The availability check ${wordsOfEnd(check)}.`;
    if (end === undefined) return notReached(expected, actual, 'An availability check that answers.');
    const says = end.value?.is === 'boolean' ? end.value.value : undefined;
    // Which error says no is the matter of the error audits.
    const holds = cannotBeThere ? end.how !== 'resolved' || says === false : says === true;
    return { outcome: holds ? 'pass' : 'fail', expected, actual };
  },
};
export default audit;

/** Whether the contract documents that the plugin is missing here, because this is no device. */
function isAway({ contract, target }: Context): boolean {
  return documentedErrors(contract, target).some(({ causes }) =>
    causes.some(({ cause }) => cause === 'not on a device'),
  );
}
