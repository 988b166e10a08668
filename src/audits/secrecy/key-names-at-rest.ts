import { attemptOf, callOf, isResolved, notReached, wordsOfEnd } from '../look.js';
import type { Audit } from '../types.js';

const expected = 'Names of stores and keys cannot be read where the app’s data lies.';

const audit: Audit = {
  title: 'Names of stores and keys cannot be read where they lie',
  failureTitle: 'Names of stores and keys can be read where they lie',
  why: 'A name such as "pin of my bank" tells whoever reads it what a person has, and where it is worth digging.',
  severity: 'minor',
  targets: ['web', 'android', 'ios'],
  operations: ['set'],
  scenarios: ['restart'],
  references: [
    {
      title: 'CWE-312: Cleartext Storage of Sensitive Information',
      url: 'https://cwe.mitre.org/data/definitions/312.html',
    },
  ],
  audit(context) {
    const attempt = attemptOf(context, 'restart')!;
    const set = callOf(attempt, 'set 1');
    if (!isResolved(set))
      return notReached(expected, `set ${wordsOfEnd(set)}.`, 'A value that is stored under a name.');
    const searches = attempt.searches.filter(({ names }) => names !== undefined);
    const files = searches.reduce((sum, search) => sum + search.files, 0);
    if (files === 0)
      return notReached(expected, 'No file was searched for names.', 'Access to all of the app’s data.');
    const places = searches.flatMap(({ root, names }) =>
      names!.map(({ name, encoding, path }) => {
        const what = name.startsWith('key') ? 'a key' : 'the store';
        return `the name of ${what} in ${path} in ${root} (${encoding})`;
      }),
    );
    const told = [...new Set(places)];
    const actual =
      told.length === 0
        ? `No name was found in ${files} files.`
        : `Found: ${told.slice(0, 6).join('; ')}${told.length > 6 ? `; and ${told.length - 6} more places` : ''}.`;
    const [weakness] = context.clauses.filter(({ basis }) => basis === 'documented-weakness');
    const isPromised = context.clauses.some((clause) => clause !== weakness);
    if (isPromised) return { outcome: told.length === 0 ? 'pass' : 'fail', expected, actual };
    return {
      outcome: 'informative',
      expected,
      actual,
      ...(weakness !== undefined && told.length > 0
        ? { explanation: `As documented: ${weakness.text}` }
        : {}),
    };
  },
};
export default audit;
