import { readFile, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import type { DataSearch } from '../observations/types.js';
import { search, type Searcher } from '../protocol/canary.js';

/** What a search of an app's data has found so far. */
export class FoundData {
  readonly #found: DataSearch['found'] = [];
  readonly #unreadable: string[] = [];
  #files = 0;
  #bytes = 0;

  constructor(private readonly sought: Searcher) {}

  /** Searches one file. `place` is its path, with `/`, relative to the root. */
  file(place: string, content: Uint8Array): void {
    this.#files += 1;
    this.#bytes += content.length;
    for (const trace of search(content, this.sought)) this.#found.push({ ...trace, path: place });
  }

  /** Searches the name of a file or folder. */
  name(place: string): void {
    for (const trace of search(Buffer.from(place, 'latin1'), this.sought))
      this.#found.push({ ...trace, path: '(a name of a file or folder)' });
  }

  /** Silence about a file that cannot be read must not look like "nothing found". */
  unreadable(place: string): void {
    this.#unreadable.push(place);
  }

  told(as: string, root: string): DataSearch {
    return {
      as,
      root,
      files: this.#files,
      bytes: this.#bytes,
      unreadable: this.#unreadable,
      found: this.#found,
    };
  }
}

/** Searches every file below `root`, its name included, for canaries. `root` is told as `told`. */
export async function searchFolder(
  as: string,
  root: string,
  told: string,
  sought: Searcher,
  signal: AbortSignal,
): Promise<DataSearch> {
  const found = new FoundData(sought);
  const names = await readdir(root, { recursive: true });
  for (const name of names.sort()) {
    signal.throwIfAborted();
    const file = path.join(root, name);
    const place = name.split(path.sep).join('/');
    try {
      if (!(await stat(file)).isFile()) continue;
      found.file(place, await readFile(file));
    } catch (error) {
      // Links of the browser's own lock files lead nowhere.
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') found.unreadable(place);
    }
    found.name(place);
  }
  return found.told(as, told);
}
