import type { CallRecord } from '../../observations/types.js';
import type { Audit } from '../types.js';

const expected = 'Every call answers once: never twice, never not at all.';

/** How long a call is watched before it counts as one that never answers, in milliseconds. */
const watchedLongMs = 60_000;

const audit: Audit = {
  title: 'Every call answers once',
  failureTitle: 'A call answers never or more than once',
  why: 'An app that waits for an answer which never comes shows a person a wheel that turns for ever; one that is answered twice acts twice.',
  severity: 'critical',
  targets: ['web', 'android', 'ios'],
  operations: [],
  scenarios: 'all',
  references: [
    {
      title: 'Of parallel calls only the last is answered',
      url: 'https://github.com/Crypho/cordova-plugin-secure-storage/issues/30',
    },
    {
      title: 'A call that stays pending for ever',
      url: 'https://github.com/oblador/react-native-keychain/issues/797',
    },
  ],
  audit({ attempts, limits }) {
    const wrong: string[] = [];
    let settled = 0;
    let unsure: CallRecord | undefined;
    for (const [scenario, { calls }] of attempts) {
      for (const call of calls) {
        if (call.settlements.length > 1) {
          const answers = call.settlements.map(
            ({ how, afterMs }) => `${how} after ${Math.round(afterMs)} ms`,
          );
          wrong.push(`${scenario}: "${call.as}" answered ${answers.length} times (${answers.join(', ')}).`);
        } else if (call.settlements.length === 1) {
          settled += 1;
        } else if (call.watchedMs >= Math.min(limits.watchMs, watchedLongMs)) {
          wrong.push(
            `${scenario}: "${call.as}" had not answered after ${Math.round(call.watchedMs / 1000)} s, while the page answered.`,
          );
        } else {
          unsure = call;
        }
      }
    }
    if (wrong.length > 0) {
      const rest = wrong.length > 5 ? ` And ${wrong.length - 5} more.` : '';
      return { outcome: 'fail', expected, actual: wrong.slice(0, 5).join(' ') + rest };
    }
    if (unsure !== undefined || settled === 0) {
      return {
        outcome: 'inconclusive',
        expected,
        actual: unsure === undefined ? 'No call was made.' : `"${unsure.as}" was not watched to its end.`,
        reason: { code: 'not-reached', needs: 'A page in which calls can be made and watched to their end.' },
      };
    }
    return { outcome: 'pass', expected, actual: `All ${settled} calls answered once.` };
  },
};
export default audit;
