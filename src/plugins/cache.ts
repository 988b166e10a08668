import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { AuditError } from '../errors.js';
import { families } from '../terms.js';

/** Plugins that were fetched before. An entry is made elsewhere and moved into place whole. */

const entryFile = 'keystore-audit.json';

const entrySchema = z.object({
  schema: z.literal('keystore-audit/cached-plugin@1'),
  name: z.string(),
  version: z.string(),
  family: z.enum(families),
  integrity: z.string(),
  /** SHA-256 over every file of `node_modules`: the entry is what was fetched, or it is fetched again. */
  files: z.string(),
});
/** What is known of a cached plugin. */
export type Entry = Omit<z.infer<typeof entrySchema>, 'schema' | 'files'>;

/** Where plugins are kept: KEYSTORE_AUDIT_CACHE, else the platform's folder for caches. */
export function defaultCacheFolder(
  env: NodeJS.ProcessEnv,
  platform: NodeJS.Platform = process.platform,
): string {
  if (env['KEYSTORE_AUDIT_CACHE']) return path.resolve(env['KEYSTORE_AUDIT_CACHE']);
  const xdg = env['XDG_CACHE_HOME'];
  // A relative one is to be ignored, by the XDG specification.
  if (xdg !== undefined && path.isAbsolute(xdg)) return path.join(xdg, 'keystore-audit');
  const home = env['HOME'] || homedir();
  if (platform === 'darwin') return path.join(home, 'Library', 'Caches', 'keystore-audit');
  if (platform === 'win32')
    return path.join(env['LOCALAPPDATA'] ?? path.join(home, 'AppData', 'Local'), 'keystore-audit', 'Cache');
  return path.join(home, '.cache', 'keystore-audit');
}

/** The key of a published version. */
export function keyOfVersion(name: string, version: string): string {
  return `${name.replace('/', '+')}@${version}`;
}

/** The key of a tarball by its integrity (`sha512-…`). */
export function keyOfIntegrity(integrity: string): string {
  return `tarball-${createHash('sha256').update(integrity).digest('hex').slice(0, 40)}`;
}

/** Where the entry of that key lies, whether it is there or not. */
export function entryFolder(cacheFolder: string, key: string): string {
  return path.join(cacheFolder, 'plugins', key);
}

/** The entry in `folder`; undefined where there is none, and where it is not what was once fetched. */
export function readEntry(folder: string): Entry | undefined {
  try {
    const { files, name, version, family, integrity } = entrySchema.parse(
      JSON.parse(readFileSync(path.join(folder, entryFile), 'utf8')),
    );
    if (files !== digestOf(path.join(folder, 'node_modules'))) return undefined;
    return { name, version, family, integrity };
  } catch {
    return undefined;
  }
}

/** Versions of a package that are cached. */
export function cachedVersions(cacheFolder: string, name: string): string[] {
  const start = keyOfVersion(name, '');
  try {
    return readdirSync(path.join(cacheFolder, 'plugins'))
      .filter((key) => key.startsWith(start))
      .map((key) => key.slice(start.length));
  } catch {
    return [];
  }
}

/**
 * Makes a folder in the cache to work in. The caller removes it.
 * @throws AuditError npm-failed when the cache cannot be written
 */
export async function workFolder(cacheFolder: string): Promise<string> {
  try {
    await mkdir(path.join(cacheFolder, 'plugins'), { recursive: true });
    return await mkdtemp(path.join(cacheFolder, 'work-'));
  } catch (cause) {
    throw new AuditError('npm-failed', `Plugins cannot be kept in "${cacheFolder}": it cannot be written.`, {
      cause,
      hint: 'Name another folder for fetched plugins with KEYSTORE_AUDIT_CACHE.',
    });
  }
}

/** Completes what was installed in `work` and moves it to `folder`, unless another audit was faster. */
export async function keep(work: string, folder: string, entry: Entry): Promise<void> {
  const manifest = {
    schema: 'keystore-audit/cached-plugin@1',
    ...entry,
    files: digestOf(path.join(work, 'node_modules')),
  } satisfies z.input<typeof entrySchema>;
  await writeFile(path.join(work, entryFile), `${JSON.stringify(manifest, null, 2)}\n`);
  for (let left = 3; ; left -= 1) {
    try {
      await rename(work, folder);
      return;
    } catch (error) {
      if (readEntry(folder) !== undefined) return;
      if (left === 0 || !existsSync(folder)) throw error;
      await discard(folder, `${work}-damaged-${left}`);
    }
  }
}

/** Moves an entry aside before it is removed, so that nobody meets half of one. */
async function discard(folder: string, aside: string): Promise<void> {
  await rename(folder, aside).catch(() => undefined);
  await rm(aside, { recursive: true, force: true });
}

/** SHA-256 over names and contents of all files below a folder. Links are told by their name alone. */
function digestOf(folder: string): string {
  const hash = createHash('sha256');
  const walk = (at: string): void => {
    const entries = readdirSync(path.join(folder, at), { withFileTypes: true });
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const name = at === '' ? entry.name : `${at}/${entry.name}`;
      if (entry.isDirectory()) walk(name);
      else {
        const content = entry.isFile() ? readFileSync(path.join(folder, name)) : Buffer.alloc(0);
        hash.update(`${name}\n${content.length}\n`).update(content);
      }
    }
  };
  walk('');
  return hash.digest('hex');
}
