import { AuditError } from '../../errors.js';

/** What a check saw. */
export interface CheckAnswer {
  readonly ok: boolean;
  readonly detail: string;
  /** What to do about it; only where it is not ok. */
  readonly hint?: string;
}

/** One thing that a target needs of this machine. */
export interface Check {
  readonly id: string;
  readonly title: string;
  check(): Promise<CheckAnswer>;
  /** Installs what is missing; shared by checks that one step mends. Throws fix-impossible. */
  readonly fix?: () => Promise<unknown>;
}

/** The answer of a check that something threw in. */
export function notOk(error: unknown): CheckAnswer {
  if (error instanceof AuditError) return { ok: false, detail: error.message, hint: error.hint };
  return { ok: false, detail: error instanceof Error ? error.message : String(error) };
}
