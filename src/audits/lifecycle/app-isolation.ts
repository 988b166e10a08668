import { keptTrouble, namesKept } from '../kept.js';
import { attemptOf, callOf, endOf, isSame, notReached, wordsOfEnd } from '../look.js';
import type { Audit } from '../types.js';

const expected = 'An app of another signer cannot read what was stored.';

/**
 * The stranger is the same app with the same plugin, under another id and signed by another key: it knows the names of
 * stores and keys, and how the plugin reads them. What it finds lies where every app can look.
 */
const audit: Audit = {
  title: 'No other app can read the values',
  failureTitle: 'Another app can read the values',
  why: 'Any app that a person installs for something else would have their secrets.',
  severity: 'critical',
  targets: ['android', 'ios'],
  operations: ['set', 'get'],
  needs: [],
  scenarios: ['stranger'],
  references: [
    {
      title: 'Android: the sandbox of an app',
      url: 'https://source.android.com/docs/security/app-sandbox',
    },
  ],
  audit(context) {
    const attempt = attemptOf(context, 'stranger')!;
    const trouble = keptTrouble(attempt, expected);
    if (trouble !== undefined) return trouble;
    // A plugin may answer with an empty text for what is not there: only a secret proves that it was read.
    const secrets = namesKept(attempt).filter((name) => /^\d+$/.test(name));
    const reads = secrets.map((name) => callOf(attempt, `get ${name} as a stranger`));
    const read = reads.filter(isSame).length;
    if (read > 0) {
      const actual = `An app of another signer read ${read} of ${reads.length} secrets with the same plugin.`;
      return { outcome: 'fail', expected, actual };
    }
    const open = reads.find((each) => endOf(each) === undefined);
    if (open !== undefined || reads.length === 0)
      return notReached(expected, `The stranger’s get ${wordsOfEnd(open)}.`, 'A get that answers.');
    const again = secrets.map((name) => callOf(attempt, `get ${name} again`));
    if (!again.every(isSame)) {
      const gone = again.find((each) => !isSame(each));
      return notReached(
        expected,
        `The stranger read nothing, but afterwards get ${wordsOfEnd(gone)} in the app itself.`,
        'Values that are still there when the stranger has asked for them.',
      );
    }
    return {
      outcome: 'pass',
      expected,
      actual: `An app of another signer asked for ${reads.length} secrets with the same plugin; its get ${wordsOfEnd(reads[0])}.`,
    };
  },
};
export default audit;
