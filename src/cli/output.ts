import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { AuditError } from '../errors.js';
import { writeWhole } from '../observations/files.js';
import { renderAll, reportNames } from '../report/index.js';
import type { Comparison } from '../result/compare.js';
import { writeResult } from '../result/io.js';
import type { Result } from '../result/schema.js';
import type { Io } from './io.js';
import { picturesOf } from './pictures.js';
import { tellStep } from './step-summary.js';

/** `run.json` in the output folder: what was meant to be run. Its presence says that the folder is ours. */
export const outputSchema = z.object({
  schema: z.literal('keystore-audit/run@1'),
  configDigest: z.string(),
  seed: z.string(),
  startedAt: z.string(),
  runs: z.array(z.object({ id: z.string(), folder: z.string() })),
  /** Findings that the configuration accepts. */
  accepted: z.array(z.object({ id: z.string(), reason: z.string(), until: z.string() })).optional(),
});
export type Output = z.infer<typeof outputSchema>;

export const outputFile = 'run.json';

/** What a run leaves in its output folder, and nothing else of which is removed when the next one begins. */
const ours = [
  ...[outputFile, 'result.json', ...reportNames],
  ...['runs', 'services.json', 'appium.log', 'wdio.log'],
];

/**
 * Makes sure that the output folder can be used: it is new, empty, or an earlier run's. Changes nothing in it.
 * Throws AuditError `out-foreign` or `out-unwritable`.
 */
export async function checkOutput(folder: string): Promise<void> {
  try {
    const made = await mkdir(folder, { recursive: true });
    const names = await readdir(folder);
    if (names.length > 0 && !names.includes(outputFile)) {
      throw new AuditError('out-foreign', `The output folder ${folder} is not empty.`);
    }
    // Asked as root, access() always says yes: only writing tells.
    const probe = path.join(folder, `.writable-${process.pid}`);
    await writeFile(probe, '');
    await rm(probe);
    if (made !== undefined) await rm(made, { recursive: true });
  } catch (cause) {
    if (cause instanceof AuditError) throw cause;
    const message = `The output folder ${folder} cannot be written: ${(cause as Error).message}`;
    throw new AuditError('out-unwritable', message, { cause });
  }
}

/** Makes the output folder ready for a run: what an earlier one left is removed, and this one's plan written. */
export async function openOutput(folder: string, output: Output): Promise<void> {
  await Promise.all(ours.map((name) => rm(path.join(folder, name), { recursive: true, force: true })));
  await writeWhole(path.join(folder, outputFile), output);
}

/** Writes the result and every report of it, also where a CI server shows the summary of a step. */
export async function writeReports(
  folder: string,
  result: Result,
  io: Pick<Io, 'env' | 'stderr'>,
  comparison?: Comparison,
): Promise<void> {
  await writeResult(path.join(folder, 'result.json'), result);
  const files = renderAll(result, {
    ...(comparison === undefined ? {} : { comparison }),
    pictures: await picturesOf(folder, result),
  });
  await Promise.all(
    Object.entries(files).map(([name, content]) => writeFile(path.join(folder, name), content)),
  );
  await tellStep(files['summary.md']!, io);
}
