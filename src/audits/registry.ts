import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { areas } from '../terms.js';
import type { Audit, RegisteredAudit } from './types.js';

/** What a file may hold: one audit, whose id is the file's name, or a function that makes several, by their ids. */
interface AuditFile {
  readonly default?: Audit;
  readonly audits?: () => ReadonlyMap<string, Audit>;
}

/** Every audit there is: the folders beside this file are the areas, the files in them the audits. */
export async function registeredAudits(): Promise<RegisteredAudit[]> {
  const all = await Promise.all(
    areas.map(async (area) => {
      const folder = path.join(import.meta.dirname, area);
      const names = (await readdir(folder).catch(() => []))
        .filter((name) => /(?<!\.d)\.[jt]s$/.test(name))
        .sort();
      const files = await Promise.all(names.map((name) => auditsOf(path.join(folder, name))));
      return files
        .flat()
        .map(([id, audit]) => ({ ...audit, id, area }))
        .sort((a, b) => (a.id < b.id ? -1 : 1));
    }),
  );
  return all.flat();
}

async function auditsOf(file: string): Promise<(readonly [id: string, audit: Audit])[]> {
  const { default: audit, audits } = (await import(pathToFileURL(file).href)) as AuditFile;
  return [
    ...(audit === undefined ? [] : [[path.parse(file).name, audit] as const]),
    ...(audits === undefined ? [] : audits()),
  ];
}
