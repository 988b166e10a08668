import { randomUUID } from 'node:crypto';
import { open, readFile, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { z } from 'zod';
import { resultSchema, resultSchemaId, type Result } from './schema.js';

/** `unreadable`: no file to read. The others: a file that is no result, or none of this version. */
export type ResultErrorReason = 'unreadable' | 'not-json' | 'cut-off' | 'other-schema' | 'invalid';

/** A result could not be read, or what was to be written is none. */
export class ResultError extends Error {
  override readonly name = 'ResultError';

  constructor(
    readonly reason: ResultErrorReason,
    message: string,
    cause?: unknown,
  ) {
    super(message, cause === undefined ? undefined : { cause });
  }
}

/** How many of a file's mistakes a message names. */
const named = 5;

/** Reads the result in `file`. Rejects with a `ResultError` of any reason. */
export async function readResult(file: string): Promise<Result> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    throw new ResultError('unreadable', `${file} cannot be read.`, error);
  }
  return parseResult(text, file);
}

/** Reads the text of a result. `name` is what messages call it. Throws a `ResultError` of any reason but `unreadable`. */
export function parseResult(text: string, name = 'The result'): Result {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw isCutOff(text)
      ? new ResultError('cut-off', `${name} is cut off: it ends in the middle of the result.`, error)
      : new ResultError('not-json', `${name} is not JSON.`, error);
  }
  const parsed = resultSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const schema = schemaOf(value);
  if (schema !== undefined && schema !== resultSchemaId) {
    throw new ResultError(
      'other-schema',
      printable(`${name} is of the schema "${schema}", not of "${resultSchemaId}".`),
    );
  }
  throw new ResultError('invalid', `${name} is not a valid result: ${mistakes(parsed.error)}`, parsed.error);
}

/**
 * Writes a result whole or not at all: a reader finds the old file or the new one, never a part. Rejects with a
 * `ResultError` of reason `invalid` before anything is touched, and with the system's own error where writing fails.
 */
export async function writeResult(file: string, result: Result): Promise<void> {
  const checked = resultSchema.safeParse(result);
  if (!checked.success) {
    throw new ResultError(
      'invalid',
      `What was to be written is not a valid result: ${mistakes(checked.error)}`,
    );
  }
  const temporary = join(dirname(file), `.${basename(file)}.${randomUUID()}.tmp`);
  try {
    const handle = await open(temporary, 'wx');
    try {
      await handle.writeFile(`${JSON.stringify(checked.data, null, 2)}\n`);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

/** Whether a text that is no JSON began as an object and ended before that object did. */
function isCutOff(text: string): boolean {
  if (text.trim() === '') return true;
  if (!text.trimStart().startsWith('{')) return false;
  let depth = 0;
  let inString = false;
  for (let at = 0; at < text.length; at += 1) {
    const letter = text[at]!;
    if (inString && letter === '\\') at += 1;
    else if (letter === '"') inString = !inString;
    else if (!inString && '{['.includes(letter)) depth += 1;
    else if (!inString && '}]'.includes(letter)) depth -= 1;
  }
  return inString || depth > 0;
}

function schemaOf(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || !('schema' in value)) return undefined;
  return typeof value.schema === 'string' ? value.schema : undefined;
}

function mistakes({ issues }: z.ZodError): string {
  const told = issues
    .slice(0, named)
    .map(({ path, message }) => `${path.join('.') || 'the whole'}: ${message}`);
  const rest = issues.length - named;
  return printable(told.join('; ') + (rest > 0 ? `; and ${rest} more` : ''));
}

/** Names of keys in the file come from whoever wrote it, and messages end on a terminal. */
function printable(text: string): string {
  return text.slice(0, 2000).replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '\ufffd');
}
