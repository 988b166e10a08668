import type { ExpectedEnd } from '../contracts/types.js';
import type { CallRecord, Seen } from '../observations/types.js';
import { endOf, isSame } from './look.js';

/** Whether a call that has answered ended as a clause says that it does. */
export function endsAs(call: CallRecord, wanted: ExpectedEnd): boolean {
  const end = endOf(call)!;
  if (wanted.end === 'rejected') {
    return end.how !== 'resolved' && (wanted.error === undefined || failsWithError(call));
  }
  if (end.how !== 'resolved') return false;
  const value = unwrapped(end.value);
  switch (wanted.value) {
    case 'any':
      return true;
    case 'empty text':
      return value?.is === 'text' && value.length === 0;
    case 'text':
      return value?.is === 'text' || value?.is === 'canary';
    case 'nothing':
      return end.value?.is === 'undefined' || end.value?.is === 'null';
    case 'boolean':
    case 'list':
      return value?.is === wanted.value;
    case 'true':
    case 'false':
      return value?.is === 'boolean' && String(value.value) === wanted.value;
    case 'key':
      return isSame(call);
    default:
      return end.value?.is === wanted.value;
  }
}

/** What an answer object such as `{ value: true }` is around, which bridges make of what is documented without it. */
function unwrapped(value: Seen | undefined): Seen | undefined {
  return value?.is === 'object' && value.entries.length === 1 ? value.entries[0]![1] : value;
}

/** Whether what a call failed with is an Error of JavaScript: of anything else the page tells the whole value. */
export function failsWithError(call: CallRecord): boolean {
  const error = endOf(call)?.error;
  return error !== undefined && error.value === undefined;
}
