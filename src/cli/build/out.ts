import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { AuditError } from '../../errors.js';

/** By this file a folder is known to be one that `build` has written. */
const fixtureFile = 'fixture.json';
const marked = z.looseObject({ schema: z.literal('keystore-audit/fixture@1') });

/**
 * Fills the output folder of a build: what an earlier one wrote is replaced, anything else is not touched. `fill` writes
 * to the folder it is given, which becomes the output folder when it is whole.
 * @throws AuditError out-foreign, out-unwritable
 */
export async function replaceOut(
  out: string,
  content: Readonly<Record<string, unknown>>,
  fill: (folder: string) => Promise<void>,
): Promise<void> {
  await refuseForeign(out);
  let work: string | undefined;
  try {
    await mkdir(path.dirname(out), { recursive: true });
    work = await mkdtemp(`${out}.new-`);
    const made = path.join(work, 'made');
    await mkdir(made);
    await fill(made);
    const description = { schema: marked.shape.schema.value, ...content };
    await writeFile(path.join(made, fixtureFile), `${JSON.stringify(description, null, 2)}\n`);
    await rm(out, { recursive: true, force: true });
    await rename(made, out);
  } catch (cause) {
    if (cause instanceof AuditError) throw cause;
    throw unwritable(out, cause);
  } finally {
    if (work !== undefined) await rm(work, { recursive: true, force: true });
  }
}

/** @throws AuditError out-foreign, out-unwritable */
export async function refuseForeign(out: string): Promise<void> {
  let names: string[];
  try {
    names = await readdir(out);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw unwritable(out, cause);
  }
  if (names.length > 0 && !(await isOurs(path.join(out, fixtureFile))))
    throw new AuditError('out-foreign', `The output folder ${out} is not empty.`);
}

async function isOurs(file: string): Promise<boolean> {
  try {
    return marked.safeParse(JSON.parse(await readFile(file, 'utf8'))).success;
  } catch {
    return false;
  }
}

function unwritable(out: string, cause: unknown): AuditError {
  const message = `The output folder ${out} cannot be written: ${(cause as Error).message}`;
  return new AuditError('out-unwritable', message, { cause });
}
