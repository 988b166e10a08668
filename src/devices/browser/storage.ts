import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** Folders of a profile that hold what pages store, and not what the browser keeps of them. */
const storageFolders =
  /(^|[\\/])(Local Storage|Session Storage|IndexedDB|File System|Service Worker[\\/]CacheStorage)[\\/]/;
/** Written when a database is merely opened. */
const housekeeping = /^(LOG|LOG\.old|LOCK|CURRENT|MANIFEST-\d+)$/;

/** How often the profile is looked at, in milliseconds. */
const lookMs = 25;

/** Whether a page's storage below `profile` was written to since `since`, waited for at most `limitMs`. */
export async function writtenSince(
  profile: string,
  since: number,
  limitMs: number,
  signal: AbortSignal,
): Promise<boolean> {
  const until = Date.now() + limitMs;
  for (;;) {
    if (await hasWrite(profile, since)) return true;
    if (Date.now() >= until) return false;
    await pause(lookMs, undefined, { signal });
  }
}

/** Whether a file of a profile, by its path, holds what pages store. */
export function isPageStorage(name: string): boolean {
  return storageFolders.test(name) && !housekeeping.test(path.basename(name));
}

async function hasWrite(profile: string, since: number): Promise<boolean> {
  const names = await readdir(profile, { recursive: true });
  const files = names.filter(isPageStorage);
  const writes = await Promise.all(
    files.map(async (name) => {
      // A file that goes away while we look is no write.
      const told = await stat(path.join(profile, name)).catch(() => undefined);
      return told?.isFile() === true && told.size > 0 && told.mtimeMs > since;
    }),
  );
  return writes.includes(true);
}
