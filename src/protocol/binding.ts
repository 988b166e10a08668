import type { Operation } from '../terms.js';

/** Arguments of one call, as the scenario wants them passed on: nothing is checked or converted. */
export interface BindingCall {
  readonly store?: unknown;
  readonly key?: unknown;
  readonly value?: unknown;
  readonly authenticate?: boolean;
}

/** How the runtime hears of an answer. A binding passes on every answer that the plugin gives, also a second one. */
export interface Answer {
  resolved(value?: unknown): void;
  rejected(error?: unknown): void;
}

/**
 * Page-side code that maps the six operations to a plugin's own API, and decides nothing.
 * What an operation throws is recorded as thrown; a promise that it returns is not waited for.
 */
export interface Binding {
  /** Undefined when the plugin's API is there; else what was looked for and not found. */
  missing(): string | undefined;
  readonly operations: { readonly [name in Operation]?: (call: BindingCall, answer: Answer) => void };
}
