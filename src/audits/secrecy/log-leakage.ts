import type { Attempt } from '../../observations/types.js';
import { attemptOf, callOf, isResolved, notReached, wordsOfEnd } from '../look.js';
import type { Audit } from '../types.js';

const expected = 'No line of the app’s log or of the page’s console holds a value.';

const audit: Audit = {
  title: 'The log holds no value',
  failureTitle: 'The log holds a value',
  why: 'Logs are read by support, collected by other services and kept for years: a secret in them is no longer one.',
  severity: 'critical',
  targets: ['web', 'android', 'ios'],
  operations: ['set'],
  needs: [],
  // What is given to a store that is broken is written to logs more often than anything else.
  scenarios: ['every-call', 'restart', 'damage'],
  references: [
    {
      title: 'A biometric secret that is printed to the log',
      url: 'https://github.com/NiklasMerz/cordova-plugin-fingerprint-aio/issues/309',
    },
    {
      title: 'Android: disclosure of information by logs',
      url: 'https://developer.android.com/privacy-and-security/risks/log-info-disclosure',
    },
  ],
  audit(context) {
    const told = [...new Set([...context.attempts.values()].flatMap((each) => [...placesIn(each)]))];
    if (told.length > 0) {
      const rest = told.length > 5 ? `; and ${told.length - 5} more places` : '';
      return { outcome: 'fail', expected, actual: `Found: ${told.slice(0, 5).join('; ')}${rest}.` };
    }
    const attempt = attemptOf(context, 'every-call');
    if (attempt === undefined)
      return notReached(expected, 'Not every call was made.', 'Calls of every kind.');
    const set = callOf(attempt, 'set first');
    if (attempt.logs.length === 0)
      return notReached(expected, 'The log was not searched.', 'A device whose log can be read.');
    if (!isResolved(set)) return notReached(expected, `set ${wordsOfEnd(set)}.`, 'A value that is stored.');
    const hasRecord = [...context.attempts.values()].some(({ logs }) =>
      logs.some(({ found }) => found.some(({ isRecord }) => isRecord)),
    );
    const lines = attempt.logs.reduce((sum, log) => sum + log.lines, 0);
    return {
      outcome: 'pass',
      expected,
      actual: `No value in ${lines} lines that ${attempt.calls.length} calls left.`,
      ...(hasRecord ? { explanation: recordOfCalls } : {}),
    };
  },
};
export default audit;

const recordOfCalls =
  'Values do stand in this log: Capacitor’s bridge writes down every call in a debug build. That is not the plugin’s ' +
  'doing, and no release build does it unless "loggingBehavior" in its configuration is "production".';

const eventWords = {
  error: 'an uncaught error',
  rejection: 'an unhandled rejection',
  console: 'a line of the console',
} as const;

function* placesIn({ logs, events }: Attempt): Generator<string> {
  for (const { found, root } of logs) {
    for (const { line, source, encoding, isRecord } of found)
      if (isRecord !== true) yield `line ${line} of ${root} (from ${source}, ${encoding})`;
  }
  // The browser's console shows these; a native bridge and a dialog are none of it.
  for (const { kind, holds } of events) {
    if (kind !== 'error' && kind !== 'rejection' && kind !== 'console') continue;
    for (const { encoding } of holds ?? []) yield `${eventWords[kind]} of the page (${encoding})`;
  }
}
