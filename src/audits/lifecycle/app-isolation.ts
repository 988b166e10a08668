import { readsOf } from '../kept.js';
import { attemptOf, isSame } from '../look.js';
import type { Audit, Context } from '../types.js';

/**
 * It can be decided only by a second app, signed by another key, that tries to read what the first one stored: by its
 * files, its providers and the system's keystore. This version builds none, and nothing that one app alone shows would
 * say that another one cannot. Where values outlive the app on Android they lie outside of what the system keeps for each
 * app alone; who can reach them there is not known by that, so it is told and no more.
 */
const audit: Audit = {
  title: 'No other app can read the values',
  failureTitle: 'Another app can read the values',
  why: 'Any app that a person installs for something else would have their secrets.',
  severity: 'critical',
  targets: ['android', 'ios'],
  operations: ['set', 'get'],
  needs: [],
  scenarios: ['reinstall'],
  references: [
    {
      title: 'Android: the sandbox of an app',
      url: 'https://source.android.com/docs/security/app-sandbox',
    },
  ],
  audit: (context) => ({
    outcome: 'inconclusive',
    expected: 'An app of another signer cannot read what was stored.',
    actual: `No second app tried to read anything.${outlives(context) ? ` ${outside}` : ''}`,
    reason: {
      code: 'ability-missing',
      needs: 'A second app of another signer on the same device; this version builds none.',
    },
  }),
};
export default audit;

const outside =
  'But values were there again after the app was removed and installed: they do not lie in the app’s own part of the device.';

/** On iOS the keychain outlives its app by design. */
function outlives(context: Context): boolean {
  const attempt = attemptOf(context, 'reinstall');
  return (
    context.target === 'android' &&
    attempt !== undefined &&
    readsOf(attempt, 'after the reinstall').some(isSame)
  );
}
