import { readdirSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { registeredScenarios, type RegisteredScenario } from '../harness/scenario.js';

/** The folder that holds the specs and the test runner's configuration: of the clone, or compiled. */
export const runnerFolder = path.resolve(import.meta.dirname, '..', '..');

/** Every scenario there is: each file in specs/ makes one known. */
export async function knownScenarios(): Promise<RegisteredScenario[]> {
  const folder = path.join(runnerFolder, 'specs');
  const files = readdirSync(folder).filter((name) => /(?<!\.d)\.[jt]s$/.test(name));
  await Promise.all(files.map((name) => import(pathToFileURL(path.join(folder, name)).href)));
  return registeredScenarios();
}
