import type { Basis, Operation, Target } from '../terms.js';

/** How a call is documented to end, where an audit compares with it. */
export type ExpectedEnd =
  | {
      readonly end: 'rejected';
      /** What is rejected with, where that is documented too. */
      readonly error?: 'Error';
    }
  | {
      readonly end: 'resolved';
      readonly value:
        | 'null'
        | 'undefined'
        | 'nothing'
        | 'empty text'
        | 'text'
        | 'list'
        | 'boolean'
        | 'true'
        | 'false'
        | 'key'
        | 'any';
    };

/** One documented statement that can hold or not. */
export interface Clause {
  /** Unique within the contract, kebab-case. */
  readonly id: string;
  readonly text: string;
  readonly basis: Exclude<Basis, 'none'>;
  readonly document: string;
  readonly section: string;
  readonly url?: string;
  /** Where it is in force; everywhere when left out. */
  readonly targets?: readonly Target[];
  /** The first contract version that it is in force for; from the beginning when left out. */
  readonly since?: string;
  /** The contract version from which it is no longer in force. */
  readonly until?: string;
  /** Ids of the audits that decide it. */
  readonly audits: readonly string[];
  /** Why no audit decides it; exactly where `audits` is empty. */
  readonly untested?: string;
  /** For a documented weakness: the storage areas, or the kinds of text, that it speaks of. */
  readonly covers?: readonly string[];
  /** Where the clause says what becomes of values when the app is removed: whether they are there once it is back. */
  readonly afterReinstall?: 'kept' | 'gone';
  /** What those audits compare with, where the clause says how a call ends. */
  readonly expected?: ExpectedEnd;
  /** Whose calls end like that, where the audit looks at more than one operation. */
  readonly operation?: Operation;
}

export interface Parameter {
  readonly name: string;
  readonly type: string;
  readonly description: string;
  readonly default?: string;
  readonly since?: string;
  readonly targets?: readonly Target[];
}

/** A documented action and the operation that it is. */
export interface Action {
  readonly name: string;
  readonly operation: Operation;
  readonly description: string;
  readonly inputs: readonly Parameter[];
  readonly outputs: readonly Parameter[];
}

export interface Preference {
  readonly name: string;
  readonly default: string;
  readonly description: string;
  readonly since?: string;
  readonly targets?: readonly Target[];
}

/** A way to bring an error about, and by whose word. */
export interface ErrorCause {
  readonly cause: string;
  readonly source: 'documented' | 'inferred';
}

export interface DocumentedError {
  readonly code: string;
  /** Other spellings that the document uses for the same code. */
  readonly spellings?: readonly string[];
  readonly message: string;
  readonly targets: readonly Target[];
  readonly causes: readonly ErrorCause[];
  /** What gives it, where that is not the plugin: only an app that carries this layer can show it. */
  readonly layer?: string;
}

export interface Limit {
  readonly name: string;
  readonly value: number;
  readonly unit: 'characters' | 'bytes' | 'levels' | 'entries';
  readonly document: string;
  readonly section: string;
}

/** What a system documents. Data only. */
export interface Contract {
  readonly id: string;
  readonly title: string;
  readonly extends?: string;
  /** Versions that differ in what they promise, oldest first, as semantic versions. */
  readonly versions: readonly string[];
  readonly actions: readonly Action[];
  readonly preferences: readonly Preference[];
  readonly errors: readonly DocumentedError[];
  readonly limits: readonly Limit[];
  readonly clauses: readonly Clause[];
}
