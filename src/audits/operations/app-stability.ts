import type { Audit } from '../types.js';

const expected = 'No call, and no start with stored data, kills, freezes or hangs the app.';

const words = {
  died: 'the app’s process ended',
  froze: 'the app stopped answering',
  'left-page': 'the app’s page was left',
  'never-ready': 'the app never became ready',
} as const;

const audit: Audit = {
  title: 'The app stays alive',
  failureTitle: 'The app dies, freezes or never becomes ready',
  why: 'A person whose app dies or freezes when it reads a secret has lost the secret and the app.',
  severity: 'critical',
  targets: ['web', 'android', 'ios'],
  operations: [],
  scenarios: 'all',
  references: [
    {
      title: 'Crash at start after the keystore was damaged',
      url: 'https://github.com/juliansteenbakker/flutter_secure_storage/issues/651',
    },
  ],
  audit({ attempts }) {
    const seen = [...attempts].flatMap(([scenario, { app }]) => app.map((event) => ({ scenario, ...event })));
    const plugins = seen.filter(({ callInFlight }) => callInFlight);
    if (plugins.length > 0) {
      const told = plugins.map(({ scenario, kind, detail }) => `${scenario}: ${words[kind]} (${detail})`);
      return { outcome: 'fail', expected, actual: told.join(' ') };
    }
    if (seen.length > 0) {
      return {
        outcome: 'inconclusive',
        expected,
        actual: `${seen[0]!.scenario}: ${words[seen[0]!.kind]} while no call of the plugin was pending.`,
        reason: { code: 'harness', needs: 'A device that nothing else disturbs.' },
      };
    }
    return { outcome: 'pass', expected, actual: `The app lived through ${attempts.size} scenarios.` };
  },
};
export default audit;
