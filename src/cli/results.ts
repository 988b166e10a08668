import { stat } from 'node:fs/promises';
import path from 'node:path';
import { AuditError } from '../errors.js';
import { readResult, ResultError } from '../result/io.js';
import type { Result } from '../result/schema.js';

/** A result that the user named. */
export interface GivenResult {
  /** As the user wrote it. */
  readonly name: string;
  /** The file it was read from, absolute. */
  readonly file: string;
  readonly result: Result;
}

/**
 * Reads a `result.json`, or the one in a folder. Relative paths begin in `cwd`. Throws AuditError `input-unreadable` or
 * `result-invalid`.
 */
export async function readGiven(name: string, cwd: string): Promise<GivenResult> {
  const given = path.resolve(cwd, name);
  const found = await stat(given).catch(() => undefined);
  const file = found?.isDirectory() ? path.join(given, 'result.json') : given;
  try {
    return { name, file, result: await readResult(file) };
  } catch (error) {
    if (!(error instanceof ResultError)) throw error;
    const code = error.reason === 'unreadable' ? 'input-unreadable' : 'result-invalid';
    throw new AuditError(code, error.message, { cause: error });
  }
}
