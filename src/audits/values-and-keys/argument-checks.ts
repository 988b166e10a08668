import type { Attempt } from '../../observations/types.js';
import { attemptOf, callOf, endOf, isResolved, isSame, notReached, wordsOfEnd } from '../look.js';
import type { Audit, Judgement } from '../types.js';
import { listed } from '../vectors.js';

const expected =
  'A call with null, undefined, a number, an object or nothing where a text is due leaves every stored value alone, and gives none.';

const audit: Audit = {
  title: 'Wrong arguments disturb no stored value',
  failureTitle: 'Wrong arguments disturb stored values',
  why: 'A key that is not loaded yet is undefined in every program some day: that slip must not overwrite, remove or give away a secret.',
  severity: 'major',
  targets: ['web', 'android', 'ios'],
  operations: ['set', 'get'],
  scenarios: ['argument-checks'],
  references: [
    {
      title: 'Setting an undefined value removes every other',
      url: 'https://github.com/mCodex/react-native-sensitive-info/issues/128',
    },
  ],
  audit(context) {
    const attempt = attemptOf(context, 'argument-checks')!;
    const neighbours = judgeable(attempt);
    if (!neighbours.includes('plain')) {
      const call = callOf(attempt, 'get before plain');
      return notReached(
        expected,
        `An ordinary secret: get ${wordsOfEnd(call)}.`,
        'A plugin that keeps ordinary secrets.',
      );
    }
    const disturbed = [...disturbances(attempt, neighbours)];
    if (disturbed.length > 0) {
      const actual = listed(disturbed.map(({ words }) => words));
      // Undefined taken for the text "undefined" meets a secret of that very name alone.
      return disturbed.every(({ isNamesake }) => isNamesake)
        ? { outcome: 'fail', severity: 'minor', expected, actual }
        : { outcome: 'fail', expected, actual };
    }
    return undisturbed(attempt, neighbours, context.clauses);
  },
};
export default audit;

/** Names of the secrets that could be read before the wrong calls. */
function judgeable(attempt: Attempt): string[] {
  const start = 'get before ';
  const reads = attempt.calls.filter(({ as }) => as.startsWith(start));
  const ofStores = reads.filter(({ as }) => as.startsWith(`${start}store `));
  // Where ordinary stores are not apart, a wrong store is not what mixes them up.
  const areApart = ofStores.every(isSame);
  return reads
    .filter((read) => isSame(read) && (areApart || !ofStores.includes(read)))
    .map(({ as }) => as.slice(start.length));
}

interface Disturbance {
  readonly words: string;
  /** Whether it is just the secret whose name the wrong argument becomes as a text. */
  readonly isNamesake: boolean;
}

function* disturbances(attempt: Attempt, neighbours: readonly string[]): Generator<Disturbance> {
  for (const name of neighbours) {
    const after = callOf(attempt, `get after ${name}`);
    if (endOf(after) !== undefined && !isSame(after)) {
      const isNamesake = ['set', 'remove'].some((verb) =>
        isResolved(callOf(attempt, `${verb} wrong ${name}`)),
      );
      yield { words: `The secret "${name}", after the wrong calls: get ${wordsOfEnd(after)}`, isNamesake };
    }
  }
  const owners = new Map(neighbours.map((name) => [numberOf(attempt, `get before ${name}`), name]));
  for (const { as } of attempt.calls.filter((call) => call.as.startsWith('get wrong '))) {
    const owner = owners.get(numberOf(attempt, as));
    if (owner !== undefined) {
      yield { words: `"${as}" gave the secret "${owner}"`, isNamesake: as === `get wrong ${owner}` };
    }
  }
}

/** The number of the secret that a call gave; -1 for anything else. */
function numberOf(attempt: Attempt, as: string): number {
  const value = endOf(callOf(attempt, as))?.value;
  return value?.is === 'canary' ? value.canary : -1;
}

function undisturbed(
  attempt: Attempt,
  neighbours: readonly string[],
  clauses: Parameters<Audit['audit']>[0]['clauses'],
): Judgement {
  const wrong = attempt.calls.filter(({ as }) => / wrong /.test(as));
  const after = neighbours.map((name) => callOf(attempt, `get after ${name}`));
  const open = [...wrong, ...after].find((call) => endOf(call) === undefined);
  const accepted = wrong.filter(
    (call) => call.call === 'set' && isResolved(call) && !call.as.endsWith('empty text'),
  );
  const taken = listed(accepted.map((call) => `"${call.as}" ${wordsOfEnd(call)}`));
  const refusal = clauses.find((clause) => clause.expected?.end === 'rejected');
  if (refusal !== undefined && accepted.length > 0) {
    return { outcome: 'fail', clauses: [refusal], expected: refusal.text, actual: taken };
  }
  if (wrong.length === 0 || after.includes(undefined) || open !== undefined) {
    return notReached(expected, `"${open?.as ?? 'get after'}" ${wordsOfEnd(open)}.`, 'Calls that answer.');
  }
  if (accepted.length === 0) {
    return {
      outcome: 'pass',
      expected,
      actual: 'Every wrong argument was refused, and every secret was kept.',
    };
  }
  return {
    outcome: 'informative',
    expected,
    actual: `Every secret was kept. Accepted: ${taken}`,
    explanation: 'No document says how such a call ends.',
  };
}
