import { mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { AuditError } from '../../errors.js';

/** By this file a folder is known to be one that `build` has written. */
export const fixtureFile = 'fixture.json';

/**
 * Fills the output folder of a build: what an earlier one wrote is replaced, anything else is not touched. `fill` writes
 * to the folder it is given, which becomes the output folder when it is whole.
 * @throws AuditError out-foreign, out-unwritable
 */
export async function replaceOut(
  out: string,
  content: unknown,
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
    await writeFile(path.join(made, fixtureFile), `${JSON.stringify(content, null, 2)}\n`);
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
  if (names.length > 0 && !names.includes(fixtureFile))
    throw new AuditError('out-foreign', `The output folder ${out} is not empty.`);
}

function unwritable(out: string, cause: unknown): AuditError {
  const message = `The output folder ${out} cannot be written: ${(cause as Error).message}`;
  return new AuditError('out-unwritable', message, { cause });
}
