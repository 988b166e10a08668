import type { Attempt, CallRecord } from '../../observations/types.js';
import { attemptOf, callOf, endOf, notReached, wordsOfEnd } from '../look.js';
import type { Outcome } from '../../terms.js';
import { documentedErrors } from '../seen-errors.js';
import type { Audit, Context, Judgement } from '../types.js';

const builtIn = 'The availability check says yes where the plugin is built in.';
const leftOut = 'Where the plugin is left out, the availability check says no, and the app stays alive.';
const away = 'Where there is no device, the availability check says no.';

const audit: Audit = {
  title: 'The plugin says that it is there',
  failureTitle: 'The plugin does not say that it is there',
  why: 'An app that is told that its secret storage is missing keeps secrets somewhere else, or turns a person away.',
  severity: 'major',
  targets: ['web', 'android', 'ios'],
  operations: ['available'],
  needs: [],
  scenarios: ['availability', 'left-out'],
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
    const [built, left] = ['availability', 'left-out'].map((name) => attemptOf(context, name));
    const judgements = [
      ...(built === undefined ? [] : [judgeBuiltIn(built, context)]),
      ...(left === undefined ? [] : [judgeLeftOut(left)]),
    ];
    const of = (wanted: Outcome) => judgements.find(({ outcome }) => outcome === wanted);
    return of('fail') ?? of('inconclusive') ?? judgements[0]!;
  },
};
export default audit;

function judgeBuiltIn(attempt: Attempt, context: Context): Judgement {
  const cannotBeThere = isAway(context);
  return judgeCheck(callOf(attempt, 'available'), {
    expected: cannotBeThere ? away : builtIn,
    says: !cannotBeThere,
  });
}

function judgeLeftOut(attempt: Attempt): Judgement {
  const [end] = attempt.app;
  if (end !== undefined) return { outcome: 'fail', expected: leftOut, actual: end.detail };
  return judgeCheck(callOf(attempt, 'available without the plugin'), { expected: leftOut, says: false });
}

/** Which error says no is the matter of the error audits. */
function judgeCheck(
  check: CallRecord | undefined,
  { expected, says }: { readonly expected: string; readonly says: boolean },
): Judgement {
  const end = endOf(check);
  const actual = `The availability check ${wordsOfEnd(check)}.`;
  if (end === undefined) return notReached(expected, actual, 'An availability check that answers.');
  const said = end.value?.is === 'boolean' ? end.value.value : undefined;
  const holds = says ? said === true : end.how !== 'resolved' || said === false;
  return { outcome: holds ? 'pass' : 'fail', expected, actual };
}

/** Whether the contract documents that the plugin is missing here, because this is no device. */
function isAway({ contract, target }: Context): boolean {
  return documentedErrors(contract, target).some(({ causes }) =>
    causes.some(({ cause }) => cause === 'not on a device'),
  );
}
