import type { Clause, Contract } from '../contracts/types.js';
import type { Attempt, DeviceFacts } from '../observations/types.js';
import type {
  Area,
  Basis,
  Fidelity,
  Notion,
  Operation,
  Outcome,
  ReasonCode,
  Severity,
  Target,
} from '../terms.js';

/** What an audit may look at: one attempt of the scenarios it asked for, and what is promised. */
export interface Context {
  readonly target: Target;
  /** The attempt under judgement of each scenario that the audit asked for and that was collected. */
  readonly attempts: ReadonlyMap<string, Attempt>;
  readonly contract: Contract;
  /** Clauses in force here that name this audit, the strongest basis first. */
  readonly clauses: readonly Clause[];
  readonly device: DeviceFacts | undefined;
  /** Whether the layer that answers is code of ours: what only that layer decides says nothing of the plugin. */
  readonly ownLayer: boolean;
  /** The limits under which it was collected, in milliseconds. */
  readonly limits: { readonly callMs: number; readonly watchMs: number };
}

/** What an audit says of one attempt. */
export interface Judgement {
  readonly outcome: Outcome;
  /** What must hold, in words. */
  readonly expected: string;
  /** What was seen, in words; never a canary. */
  readonly actual: string;
  readonly explanation?: string;
  readonly reason?: { readonly code: ReasonCode; readonly needs?: string };
  /** Milder than the audit's own, never worse. */
  readonly severity?: Severity;
  /** The clauses it rests on, where not all that name the audit. */
  readonly clauses?: readonly Clause[];
}

/** One pure check. The file's name is its id and its folder is its area. */
export interface Audit {
  /** What it is called when it holds. */
  readonly title: string;
  /** What it is called when it does not. */
  readonly failureTitle: string;
  /** Why it matters to a person who keeps a secret. */
  readonly why: string;
  /** The worst case. */
  readonly severity: Severity;
  readonly targets: readonly Target[];
  /** Operations that a plugin needs for the audit to apply. */
  readonly operations: readonly Operation[];
  /**
   * What the plugin has to tell secrets apart by. Left out, it is keys, and nothing for an audit that watches every
   * scenario; an empty list is for one that a single secret is enough for.
   */
  readonly needs?: readonly Notion[];
  /**
   * Scenarios whose observations it needs, first the one that it cannot do without; `all` for every one that ran.
   */
  readonly scenarios: readonly string[] | 'all';
  readonly references: readonly { readonly title: string; readonly url: string }[];
  /** What is so whatever is seen, if anything: then nothing has to be collected for it. */
  foregone?(context: Omit<Context, 'attempts'>): Judgement | undefined;
  audit(context: Context): Judgement;
}

/** An audit with what its place in the folders says. */
export interface RegisteredAudit extends Audit {
  readonly id: string;
  readonly area: Area;
}

/** What became of one audit over all attempts. */
export interface JudgedAudit {
  readonly id: string;
  readonly area: Area;
  readonly title: string;
  readonly failureTitle: string;
  readonly why: string;
  readonly outcome: Outcome;
  readonly severity: Severity;
  readonly basis: Basis;
  readonly fidelity: Fidelity;
  readonly clauses: readonly string[];
  readonly references: readonly { readonly title: string; readonly url: string }[];
  readonly expected: string;
  readonly actual: string;
  readonly explanation: string;
  readonly reason: { readonly code: ReasonCode; readonly needs: string } | null;
  readonly scenario: string | null;
  readonly attempts: number;
  readonly attemptOutcomes: readonly Outcome[];
  readonly durationMs: number;
  readonly evidence: readonly { readonly kind: string; readonly title: string; readonly path: string }[];
}
