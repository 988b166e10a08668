import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { z } from 'zod';
import { collection, observation, type Collection, type Observation } from './types.js';

/** Where a run's observations lie: `observations/<scenario>.json` and `collection.json` in the folder of the run. */

export const observationPath = (scenario: string): string => `observations/${scenario}.json`;

export async function writeObservation(folder: string, told: Observation): Promise<void> {
  await writeWhole(path.join(folder, observationPath(told.scenario)), told);
}

export async function writeCollection(folder: string, told: Collection): Promise<void> {
  await writeWhole(path.join(folder, 'collection.json'), told);
}

/** All observations of a run. Throws an Error that names the file when one cannot be read. */
export async function readObservations(folder: string): Promise<Map<string, Observation>> {
  const names = await readdir(path.join(folder, 'observations')).catch(() => []);
  const all = await Promise.all(
    names
      .filter((name) => name.endsWith('.json'))
      .sort()
      .map((name) => readAs(observation, path.join(folder, 'observations', name))),
  );
  return new Map(all.map((each) => [each.scenario, each]));
}

/** What holds for the whole of collecting; undefined when collecting never began. */
export async function readCollection(folder: string): Promise<Collection | undefined> {
  const file = path.join(folder, 'collection.json');
  try {
    return await readAs(collection, file);
  } catch (error) {
    if (((error as Error).cause as NodeJS.ErrnoException | undefined)?.code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Reads a file and checks it. Throws an Error that names the file and what was expected of it. */
export async function readAs<T>(schema: z.ZodType<T>, file: string): Promise<T> {
  try {
    return schema.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch (cause) {
    throw new Error(`${file} cannot be read: ${(cause as Error).message}`, { cause });
  }
}

/** A reader never sees half a file: it is written beside and then moved into place. */
export async function writeWhole(file: string, content: unknown): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  const beside = `${file}.${process.pid}.part`;
  await writeFile(beside, `${JSON.stringify(content, null, 1)}\n`);
  await rename(beside, file);
}
