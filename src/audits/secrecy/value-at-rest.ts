import type { Attempt } from '../../observations/types.js';
import { attemptOf, callOf, isResolved, notReached, wordsOfEnd } from '../look.js';
import type { Audit } from '../types.js';

const expected = 'No place where the app’s data lies holds a value in a form that can be read.';

/** What a browser writes its page's storage areas to, below its profile. */
const areaOfPath: readonly (readonly [pattern: RegExp, area: string])[] = [
  [/(^|\/)Local Storage\//, 'localStorage'],
  [/(^|\/)Session Storage\//, 'sessionStorage'],
  [/(^|\/)IndexedDB\//, 'indexedDB'],
  [/(^|\/)Service Worker\/CacheStorage\//, 'caches'],
  [/(^|\/)File System\//, 'fileSystem'],
  [/(^|\/)(Network\/)?Cookies/, 'cookies'],
];

const audit: Audit = {
  title: 'Values cannot be read where they lie',
  failureTitle: 'Values can be read where they lie',
  why: 'Whoever gets hold of the device, a backup or another program’s access to these files reads the secret without asking anybody.',
  severity: 'critical',
  targets: ['web', 'android', 'ios'],
  operations: ['set'],
  needs: [],
  scenarios: ['restart'],
  references: [
    {
      title: 'OWASP MASTG-TEST-0207: data stored in the app sandbox',
      url: 'https://mas.owasp.org/MASTG/tests/android/MASVS-STORAGE/MASTG-TEST-0207/',
    },
  ],
  audit(context) {
    const attempt = attemptOf(context, 'restart')!;
    const places = [...placesIn(attempt)];
    if (places.length > 0) {
      const areas = new Set(places.map(({ area }) => area));
      const weakness = context.clauses.find(
        ({ basis, covers }) =>
          basis === 'documented-weakness' && [...areas].every((area) => covers?.includes(area)),
      );
      const told = [...new Set(places.map(({ words }) => words))];
      const actual = `Found: ${told.slice(0, 6).join('; ')}${told.length > 6 ? `; and ${told.length - 6} more places` : ''}.`;
      return weakness === undefined
        ? { outcome: 'fail', expected, actual }
        : {
            outcome: 'fail',
            severity: 'minor',
            clauses: [weakness],
            expected,
            actual,
            explanation: 'As documented: the documentation itself says that values are kept like this.',
          };
    }
    const set = ['set 1', 'set 2', 'set 3']
      .map((as) => callOf(attempt, as))
      .find((call) => !isResolved(call));
    if (set !== undefined) return notReached(expected, `set ${wordsOfEnd(set)}.`, 'Values that are stored.');
    const blind = blindSpots(attempt);
    if (blind.length > 0) {
      return notReached(
        expected,
        `Nothing was found, but not everything could be searched: ${blind.join('; ')}.`,
        'Access to all of the app’s data.',
      );
    }
    const files = attempt.searches.reduce((sum, search) => sum + search.files, 0);
    return {
      outcome: 'pass',
      expected,
      actual: `Nothing in the page’s storage areas nor in ${files} files.`,
    };
  },
};
export default audit;

function* placesIn(attempt: Attempt): Generator<{ area: string; words: string }> {
  for (const { found } of attempt.scans) {
    for (const { area, encoding } of found) yield { area, words: `${area} (${encoding})` };
  }
  for (const { found, root } of attempt.searches) {
    for (const { path, encoding } of found) {
      const area = areaOfPath.find(([pattern]) => pattern.test(path))?.[1] ?? 'another file';
      yield { area, words: `${path} in ${root} (${encoding})` };
    }
  }
}

function blindSpots({ scans, searches }: Attempt): string[] {
  return [
    ...(scans.length === 0 ? ['the page’s storage areas'] : []),
    ...scans.flatMap(({ areas }) =>
      areas.flatMap(({ area, problem }) => (problem === undefined ? [] : [`${area}: ${problem}`])),
    ),
    ...(searches.every(({ files }) => files === 0) ? ['the app’s files'] : []),
    ...searches.flatMap(({ unreadable }) => unreadable),
  ];
}
