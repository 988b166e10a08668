import { inspect } from 'node:util';
import { AuditError } from '../errors.js';
import { visible } from '../report/text.js';

/** An error as it is told to a person. Its cause, with stack traces, only when `verbose`. */
export function complaint(error: unknown, { verbose }: { readonly verbose: boolean }): string {
  const known = error instanceof AuditError ? error : unexpected(error);
  const lines = [`error ${known.code}: ${known.message}`, `  ${known.hint}`];
  if (verbose && known.cause !== undefined) lines.push(`Cause: ${inspect(known.cause, { colors: false })}`);
  return visible(`${lines.join('\n')}\n`);
}

/** What no table foresaw, as an error that a user can report. */
export function unexpected(error: unknown): AuditError {
  const message = error instanceof Error ? error.message : String(error);
  return new AuditError('internal', message === '' ? 'An error without a message.' : message, {
    cause: error,
  });
}
