import type { Contract, DocumentedError } from '../contracts/types.js';
import type { Attempt, CallRecord, Seen, SeenError } from '../observations/types.js';
import type { Target } from '../terms.js';
import { endOf } from './look.js';

/** How audits look at errors: what they are called, what brought them about, and what they carry. */

/** A way in which a scenario brings an error about. */
export interface Provocation {
  readonly scenario: string;
  /** Names of its calls, the most telling first. */
  readonly calls: readonly string[];
  readonly meaning: string;
  readonly how: string;
  /** Where it is brought about; everywhere when left out. */
  readonly targets?: readonly Target[];
  /** Whether only a layer in front of the plugin can give it, and not a fixture’s own. */
  readonly ofLayer?: boolean;
}

/** By the name that contracts give the cause. A cause that is not here needs a device or a fixture of its own. */
export const provocations: Readonly<Record<string, Provocation>> = {
  'missing key': {
    scenario: 'get-missing-key',
    calls: ['get missing', 'get in unused store'],
    meaning: 'There is no such key.',
    how: 'A key that was never set was read.',
  },
  'missing or empty argument': {
    scenario: 'every-call',
    calls: ['set key undefined', 'set store undefined', 'get key undefined'],
    meaning: 'A key or a store is not given.',
    how: 'A value was set, and one was read, without a key or a store.',
  },
  'argument that is no text': {
    scenario: 'every-call',
    calls: ['set key a number', 'set store a number', 'get key a number'],
    meaning: 'A key or a store is not a text.',
    how: 'A value was set, and one was read, with a number as key or store.',
  },
  'clearing of an empty store': {
    scenario: 'clear',
    calls: ['clear again', 'clear unused'],
    meaning: 'There is nothing to clear.',
    how: 'A store was cleared twice, and one that was never used.',
  },
  'damaged data': {
    scenario: 'damage',
    calls: ['get 1 after the damage', 'get 2 after the damage', 'get 3 after the damage'],
    meaning: 'What was stored can no longer be read.',
    how: 'The files were damaged in which the app keeps what it stores; then values were read.',
    targets: ['android', 'ios'],
  },
  'backup restored without its key': {
    scenario: 'backup',
    calls: ['get 1 after the restore', 'get 2 after the restore', 'get 3 after the restore'],
    meaning: 'What was stored came back, and its key did not.',
    how: 'The app was backed up, removed and restored; then values were read.',
    targets: ['android', 'ios'],
  },
  'device locked': {
    scenario: 'locked',
    calls: ['get 1 while locked', 'get 2 while locked', 'get 3 while locked'],
    meaning: 'The device is locked.',
    how: 'Values were read while the screen was locked.',
    targets: ['android', 'ios'],
  },
  'plugin unavailable': {
    scenario: 'left-out',
    calls: ['available without the plugin', 'get without the plugin', 'set without the plugin'],
    meaning: 'The app does not have the plugin.',
    how: 'The app was built without the plugin; then it was asked whether it is available, and was called.',
    targets: ['android', 'ios'],
    ofLayer: true,
  },
  'not on a device': {
    scenario: 'availability',
    calls: ['available'],
    meaning: 'The app does not run on a device.',
    how: 'In a browser, it was asked whether the plugin is available.',
    targets: ['web'],
    ofLayer: true,
  },
};

/** The errors that a scenario's calls gave for a cause, with the name of the call. */
export function errorsOfCause(
  cause: string,
  target: Target,
  attemptOf: (scenario: string) => Attempt | undefined,
): { readonly as: string; readonly error: SeenError }[] {
  const provocation = provocations[cause];
  if (provocation?.targets?.includes(target) === false) return [];
  const attempt = provocation && attemptOf(provocation.scenario);
  if (attempt === undefined) return [];
  return provocation!.calls.flatMap((as) => {
    const error = errorOf(attempt.calls.find((call) => call.as === as));
    return error === undefined ? [] : [{ as, error }];
  });
}

/** The error that a call ended with; undefined where it ended well or not at all. */
export function errorOf(call: CallRecord | undefined): SeenError | undefined {
  return endOf(call)?.error;
}

/** The errors that a contract documents for a platform. */
export function documentedErrors({ errors }: Contract, target: Target): readonly DocumentedError[] {
  return errors.filter(({ targets }) => targets.includes(target));
}

/** Every way in which the document writes a code. */
export function spellingsOf({ code, spellings = [] }: DocumentedError): readonly string[] {
  return [code, ...spellings];
}

/** Which of these documented errors it is: by its code, or by one that stands in its text. */
export function matchOf<T extends DocumentedError>(
  error: SeenError,
  documented: readonly T[],
): { readonly error: T; readonly spelling: string } | undefined {
  const own = codeOf(error);
  const all = documented.flatMap((each) => spellingsOf(each).map((spelling) => ({ error: each, spelling })));
  if (own !== undefined) return all.find(({ spelling }) => spelling === own);
  return all.find(({ spelling }) => wordIn(error.message ?? '', spelling));
}

/** The code that an error carries, as text; undefined where it carries none. */
export function codeOf(error: SeenError): string | undefined {
  const entry =
    error.value?.is === 'object' ? error.value.entries.find(([name]) => name === 'code') : undefined;
  return textOf(error.code ?? entry?.[1]);
}

/** Whether an error holds any part of a secret, wherever in it. */
export function errorHolds({ holds, code, value }: SeenError): boolean {
  return (holds?.length ?? 0) > 0 || [code, value].some((part) => part !== undefined && seenHolds(part));
}

function seenHolds(seen: Seen): boolean {
  switch (seen.is) {
    case 'canary':
      return true;
    case 'text':
      return (seen.holds?.length ?? 0) > 0;
    case 'list':
      return seen.items.some(seenHolds);
    case 'object':
      return seen.entries.some(([, entry]) => seenHolds(entry));
    default:
      return false;
  }
}

function textOf(seen: Seen | undefined): string | undefined {
  if (seen?.is === 'text') return seen.text;
  return seen?.is === 'number' ? seen.value : undefined;
}

/** Whether a code stands in a text as a word of its own. Short ones could be anything. */
function wordIn(text: string, code: string): boolean {
  if (code.length < 6) return false;
  const at = text.indexOf(code);
  return at >= 0 && !/\w/.test(text[at - 1] ?? ' ') && !/\w/.test(text[at + code.length] ?? ' ');
}
