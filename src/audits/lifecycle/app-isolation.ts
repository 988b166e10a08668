import type { Audit } from '../types.js';

/**
 * It can be decided only by a second app, signed by another key, that tries to read what the first one stored: by its
 * files, its providers and the system's keystore. This version builds none, and nothing that one app alone shows would
 * say that another one cannot.
 */
const audit: Audit = {
  title: 'No other app can read the values',
  failureTitle: 'Another app can read the values',
  why: 'Any app that a person installs for something else would have their secrets.',
  severity: 'critical',
  targets: ['android', 'ios'],
  operations: ['set', 'get'],
  needs: [],
  scenarios: [],
  references: [
    {
      title: 'Android: the sandbox of an app',
      url: 'https://source.android.com/docs/security/app-sandbox',
    },
  ],
  audit: () => ({
    outcome: 'inconclusive',
    expected: 'An app of another signer cannot read what was stored.',
    actual: 'No second app tried to read anything.',
    reason: {
      code: 'ability-missing',
      needs: 'A second app of another signer on the same device; this version builds none.',
    },
  }),
};
export default audit;
