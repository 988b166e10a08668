import type { Attempt } from '../../observations/types.js';
import type { Audit } from '../types.js';

const expected = 'How long a fresh page takes until the plugin can be called.';

const audit: Audit = {
  title: 'How long the app takes to start',
  failureTitle: 'The app takes long to start',
  why: 'What a plugin does at the start of an app is waited for by a person before anything can be seen.',
  severity: 'minor',
  targets: ['web', 'android', 'ios'],
  operations: [],
  scenarios: 'all',
  references: [
    {
      title: 'A start that takes ten seconds longer',
      url: 'https://github.com/oblador/react-native-keychain/issues/630',
    },
  ],
  audit({ attempts }) {
    const loads = [...attempts.values()].flatMap((attempt) => loadsOf(attempt));
    const ready = [...attempts.values()].flatMap(({ readiness }) =>
      readiness?.ready === true ? [readiness.afterMs] : [],
    );
    if (loads.length === 0 || ready.length === 0) {
      return {
        outcome: 'inconclusive',
        expected,
        actual: 'No page became ready.',
        reason: { code: 'not-reached', needs: 'A page in which the plugin can be called.' },
      };
    }
    return {
      outcome: 'informative',
      expected,
      actual: `Load of the page: ${wordsOfTimes(loads)}; from then until the plugin could be called: ${wordsOfTimes(ready)}.`,
      explanation:
        'The load includes browser, fixture and what the plugin runs while it is loading. No page without the plugin was measured, so the plugin’s own share is not known.',
    };
  },
};
export default audit;

function loadsOf({ acts }: Attempt): number[] {
  return acts.filter(({ verb }) => verb === 'load a fresh page').map(({ durationMs }) => durationMs);
}

function wordsOfTimes(times: readonly number[]): string {
  const sorted = [...times].sort((a, b) => a - b);
  return `median ${sorted[Math.floor((sorted.length - 1) / 2)]!} ms, max ${sorted.at(-1)!} ms of ${sorted.length}`;
}
