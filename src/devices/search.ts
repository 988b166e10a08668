import { readFile, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import type { DataSearch } from '../../observations/types.js';
import { search, type Searcher } from '../../protocol/canary.js';

/**
 * Searches every file below `root`, its name included, for canaries. What cannot be read is told: silence about a file
 * must not look like "nothing found". `root` is told as `told`.
 */
export async function searchFolder(
  as: string,
  root: string,
  told: string,
  sought: Searcher,
  signal: AbortSignal,
): Promise<DataSearch> {
  const found: DataSearch['found'] = [];
  const unreadable: string[] = [];
  let files = 0;
  let bytes = 0;
  const names = await readdir(root, { recursive: true });
  for (const name of names.sort()) {
    signal.throwIfAborted();
    const file = path.join(root, name);
    const place = name.split(path.sep).join('/');
    try {
      if (!(await stat(file)).isFile()) continue;
      const content = await readFile(file);
      files += 1;
      bytes += content.length;
      for (const trace of search(content, sought)) found.push({ ...trace, path: place });
    } catch (error) {
      // Links of the browser's own lock files lead nowhere.
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') unreadable.push(place);
    }
    for (const trace of search(Buffer.from(place, 'latin1'), sought)) {
      found.push({ ...trace, path: '(a name of a file or folder)' });
    }
  }
  return { as, root: told, files, bytes, unreadable, found };
}
