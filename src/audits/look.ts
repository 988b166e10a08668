import type { Attempt, CallRecord, Seen, SeenError, Settlement } from '../observations/types.js';
import type { Context, Judgement } from './types.js';

/** How audits look at observations, and how they say what they saw. */

/** The attempt of a scenario, if it was collected. */
export function attemptOf(context: Context, scenario: string): Attempt | undefined {
  return context.attempts.get(scenario);
}

/** The record of a call by the name that its scenario gave it. */
export function callOf(attempt: Attempt, as: string): CallRecord | undefined {
  return attempt.calls.find((call) => call.as === as);
}

/** How a call ended: the first answer counts, further ones are the matter of call-settlement. */
export function endOf(call: CallRecord | undefined): Settlement | undefined {
  return call?.settlements[0];
}

export function isResolved(call: CallRecord | undefined): boolean {
  return endOf(call)?.how === 'resolved';
}

/** Whether the call gave back just what its step expected. */
export function isSame(call: CallRecord | undefined): boolean {
  const value = endOf(call)?.value;
  return (value?.is === 'canary' || value?.is === 'text') && value.same === true;
}

/** Whether the call answered that there is no value: an error, null, undefined or the empty text. */
export function isAbsent(call: CallRecord | undefined): boolean {
  const end = endOf(call);
  if (end === undefined) return false;
  if (end.how !== 'resolved') return true;
  const { value } = end;
  return (
    value === undefined ||
    value.is === 'null' ||
    value.is === 'undefined' ||
    (value.is === 'text' && value.length === 0)
  );
}

/** How a call ended, in words and without any secret. */
export function wordsOfEnd(call: CallRecord | undefined): string {
  if (call === undefined) return 'was not made';
  const end = endOf(call);
  if (end === undefined) return `had not answered after ${Math.round(call.watchedMs / 1000)} s`;
  if (end.how === 'resolved') return `gave ${wordsOfSeen(end.value)}`;
  return `${end.how === 'thrown' ? 'threw' : 'was refused with'} ${wordsOfError(end.error)}`;
}

export function wordsOfSeen(value: Seen | undefined): string {
  if (value === undefined) return 'nothing';
  switch (value.is) {
    case 'canary':
      return value.same === true ? 'the secret that was stored' : `another secret (number ${value.canary})`;
    case 'text':
      if (value.length === 0) return 'the empty text';
      if (value.same === true) return 'the text that was stored';
      return value.text === undefined
        ? `another text (${value.length} characters${differenceWords(value)})`
        : `the text ${JSON.stringify(value.text)}`;
    case 'boolean':
      return String(value.value);
    case 'number':
    case 'bigint':
      return `the ${value.is} ${value.value}`;
    case 'list':
      return `a list of ${value.length}`;
    case 'object':
      return `an object (${value.type})`;
    case 'unreadable':
      return `something unreadable (${value.why})`;
    default:
      return value.is;
  }
}

function differenceWords({ firstDifference }: Extract<Seen, { is: 'text' }>): string {
  return firstDifference === undefined ? '' : `, different from character ${firstDifference.at + 1} on`;
}

export function wordsOfError(error: SeenError | undefined): string {
  if (error === undefined) return 'no error value';
  const code = error.code === undefined ? '' : ` [${wordsOfCode(error.code)}]`;
  return error.message === undefined || error.message === ''
    ? `an error without a message (${error.type})${code}`
    : `"${error.message}"${code}`;
}

function wordsOfCode(code: Seen): string {
  return code.is === 'text' && code.text !== undefined ? code.text : wordsOfSeen(code);
}

/** For an audit whose question was never put, because something before it went another way. */
export function notReached(expected: string, actual: string, needs: string): Judgement {
  return { outcome: 'inconclusive', expected, actual, reason: { code: 'not-reached', needs } };
}

/** The first of these calls, each with how it ended. */
export function examples(calls: readonly (CallRecord | undefined)[]): string {
  return calls
    .slice(0, 3)
    .map((call) => `"${call?.as}" ${wordsOfEnd(call)}`)
    .join('; ');
}
