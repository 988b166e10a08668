import type { CallRecord } from '../../observations/types.js';
import { operations } from '../../terms.js';
import type { Audit } from '../types.js';

const expected = 'How long calls take, from the call to its first answer.';

/** From here on a person takes an app for hung; in milliseconds. */
const lateMs = 10_000;

const audit: Audit = {
  title: 'How long calls take',
  failureTitle: 'Calls take long',
  why: 'A read at every start of the app is waited for by a person, every time.',
  severity: 'minor',
  targets: ['web', 'android', 'ios'],
  operations: [],
  scenarios: 'all',
  references: [
    {
      title: 'A first call that takes eight seconds',
      url: 'https://github.com/oblador/react-native-keychain/issues/337',
    },
  ],
  audit({ attempts }) {
    const answered = [...attempts].flatMap(([scenario, { calls }]) =>
      calls.filter(({ settlements }) => settlements.length > 0).map((call) => ({ scenario, call })),
    );
    if (answered.length === 0) {
      return {
        outcome: 'inconclusive',
        expected,
        actual: 'No call answered.',
        reason: { code: 'not-reached', needs: 'Calls that answer.' },
      };
    }
    const words = operations.flatMap((operation) => {
      const took = answered.filter(({ call }) => call.call === operation).map(({ call }) => tookMs(call));
      return took.length === 0 ? [] : [`${operation}: ${wordsOfTimes(took)}`];
    });
    const firsts = [...attempts.values()].flatMap(({ calls }) =>
      calls.length > 0 && calls[0]!.settlements.length > 0 ? [tookMs(calls[0]!)] : [],
    );
    if (firsts.length > 0) words.push(`the first call of a fresh page: ${wordsOfTimes(firsts)}`);
    const late = answered.filter(({ call }) => tookMs(call) > lateMs);
    const told = late.map(
      ({ scenario, call }) => `${scenario}: "${call.as}" after ${(tookMs(call) / 1000).toFixed(1)} s`,
    );
    const slow =
      late.length === 0
        ? `No answer came later than ${lateMs / 1000} s.`
        : `Later than ${lateMs / 1000} s: ${told.slice(0, 5).join('; ')}${late.length > 5 ? `; and ${late.length - 5} more` : ''}.`;
    return { outcome: 'informative', expected, actual: `${words.join('; ')}. ${slow}` };
  },
};
export default audit;

function tookMs({ settlements }: CallRecord): number {
  return settlements[0]!.afterMs;
}

function wordsOfTimes(times: readonly number[]): string {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]!;
  return `p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, max ${sorted.at(-1)!} ms of ${sorted.length}`;
}
