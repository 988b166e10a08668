import type { Operation } from '../terms.js';

/**
 * A value as the harness names it. A canary is never sent as text: both sides derive it (canary.ts).
 */
export type ValueRef =
  | { readonly canary: number }
  | { readonly text: string }
  /** `text` written `times` times over, made in the page: a megabyte need not travel. */
  | { readonly text: string; readonly times: number }
  /** Not a string: null, a number, a boolean, an array or an object. */
  | { readonly json: null | number | boolean | readonly unknown[] | { readonly [key: string]: unknown } }
  | { readonly undefined: true };

/** One call of the plugin under audit. */
export interface CallStep {
  readonly call: Operation;
  /** The name by which audits find this call's record; unique in its scenario. */
  readonly as: string;
  readonly store?: ValueRef;
  readonly key?: ValueRef;
  readonly value?: ValueRef;
  readonly options?: { readonly authenticate?: boolean };
  /** What the answer is compared with, so that a difference can be told without sending the answer. */
  readonly expect?: ValueRef;
}

/** Calls started in the same turn, none waiting for another. */
export interface TogetherStep {
  readonly together: readonly CallStep[];
}

/** A look into every storage area that the page itself can reach, for these canaries. */
export interface ScanStep {
  readonly scan: readonly number[];
  readonly as: string;
}

export type Step = CallStep | TogetherStep | ScanStep;

/** Limits of the page's runtime, in milliseconds. */
export interface PageLimits {
  /** From navigation to the moment the plugin can be called. */
  readonly readyMs: number;
  /** How long a list waits for one call before it goes on with the next step. */
  readonly callMs: number;
  /** How long a call that is still pending is watched in all, counted from its start. */
  readonly watchMs: number;
  /** After how many steps with a call that did not answer in time the rest of the list is left out. */
  readonly giveUpAfter: number;
}

/** What the harness sends for one scenario: an echo of hard strings, then a list of steps. */
export interface StepList {
  readonly version: 1;
  /** The run's key, from which canaries are derived; hexadecimal. */
  readonly key: string;
  /** Scenario and attempt: each derives canaries of its own. */
  readonly scope: string;
  /** Counts the lists of one scope: the page runs each once, however often it is asked for its answer. */
  readonly part: number;
  readonly echo: readonly string[];
  readonly limits: PageLimits;
  readonly steps: readonly Step[];
}

/** Where a canary stood inside something: only the place, never the text. */
export interface CanaryTrace {
  readonly canary: number;
  readonly encoding: string;
  /** In code units of the text, or in bytes of the file, where it stood. */
  readonly offset: number;
}

/** A value as the page saw it. Never a canary's text. */
export type Seen =
  | { readonly is: 'canary'; readonly canary: number; readonly same?: boolean }
  | {
      readonly is: 'text';
      /** In UTF-16 code units. */
      readonly length: number;
      /** SHA-256 of the code units, little endian; hexadecimal. */
      readonly sha256: string;
      /** The text itself where it is short and holds no canary. */
      readonly text?: string;
      /** Whether it is `expect`, code unit for code unit; only where the step has one. */
      readonly same?: boolean;
      readonly firstDifference?: {
        readonly at: number;
        /** A code unit, or null where that text had ended. */
        readonly expected: number | null;
        readonly actual: number | null;
      };
      readonly holds?: readonly CanaryTrace[];
    }
  | { readonly is: 'undefined' | 'null' | 'function' | 'symbol' }
  | { readonly is: 'boolean'; readonly value: boolean }
  | { readonly is: 'number' | 'bigint'; readonly value: string }
  | {
      readonly is: 'list';
      readonly length: number;
      readonly items: readonly Seen[];
      readonly exotic?: boolean;
    }
  | {
      readonly is: 'object';
      readonly type: string;
      readonly entries: readonly (readonly [name: string, value: Seen])[];
      readonly exotic?: boolean;
    }
  /** Reading it threw or it is nested too deep: nothing more can be said. */
  | { readonly is: 'unreadable'; readonly why: string };

/** An error as it came: nothing normalised. */
export interface SeenError {
  /** What was rejected or thrown: an Error, a string, a plain object … */
  readonly type: string;
  readonly name?: string;
  readonly code?: Seen;
  readonly message?: string;
  /** The whole value, for what is not an Error with a message. */
  readonly value?: Seen;
  /** Canaries in its message, and in what an Error carries beside it. */
  readonly holds?: readonly CanaryTrace[];
}

/** One time that a call answered. */
export interface Settlement {
  /** Milliseconds after the call was made. */
  readonly afterMs: number;
  readonly how: 'resolved' | 'rejected' | 'thrown';
  readonly value?: Seen;
  readonly error?: SeenError;
}

/** What became of one call. */
export interface CallRecord {
  readonly as: string;
  readonly call: Operation;
  readonly state: 'settled' | 'pending';
  /** Milliseconds since the list began. */
  readonly startedMs: number;
  /** How long it was watched at least. */
  readonly watchedMs: number;
  readonly settlements: readonly Settlement[];
}

/** What one look into the page's storage found. */
export interface ScanRecord {
  readonly as: string;
  readonly areas: readonly { readonly area: string; readonly entries: number; readonly problem?: string }[];
  readonly found: readonly (CanaryTrace & { readonly area: string; readonly where: string })[];
}

/** Something that the page itself told beside the answers: uncaught errors, console lines. */
export interface PageEvent {
  readonly kind: 'error' | 'rejection' | 'console' | 'dialog' | 'bridge';
  readonly text: string;
  readonly source?: string;
  readonly atMs: number;
  readonly holds?: readonly CanaryTrace[];
}

/** Whether, and how, the plugin's API was found in the page. */
export type Readiness =
  | { readonly ready: true; readonly afterMs: number }
  | { readonly ready: false; readonly why: 'not-ready' | 'not-exposed'; readonly detail: string };

/** What the page answers to a step list. */
export interface StepAnswers {
  readonly version: 1;
  /** Names one life of the page: another one means that it was loaded again in between. */
  readonly page: string;
  readonly echo: readonly string[];
  /** SHA-256 of canary 0 of the scope: proves that both sides derive the same. */
  readonly canaryProof: string;
  readonly readiness: Readiness;
  readonly calls: readonly CallRecord[];
  readonly scans: readonly ScanRecord[];
  readonly events: readonly PageEvent[];
  readonly durationMs: number;
}
