import { appendFile } from 'node:fs/promises';
import type { Io } from './io.js';

/** What the summary of one step may hold there; bytes. */
const most = 1_000_000;

/**
 * Adds a summary to the page of a step in GitHub Actions, which names a file for it. Elsewhere nothing happens. That it
 * cannot be written is told and is no failure: the same stands in summary.md.
 */
export async function tellStep(summary: string, { env, stderr }: Pick<Io, 'env' | 'stderr'>): Promise<void> {
  const file = env['GITHUB_STEP_SUMMARY'];
  if (file === undefined || file === '') return;
  if (Buffer.byteLength(summary) > most) {
    stderr.write('The summary is too long for GITHUB_STEP_SUMMARY; see summary.md.\n');
    return;
  }
  try {
    await appendFile(file, `${summary}\n`);
  } catch (error) {
    stderr.write(`GITHUB_STEP_SUMMARY cannot be written: ${(error as Error).message}\n`);
  }
}
