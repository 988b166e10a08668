import { existsSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { NativeFactory } from './native-api.js';

/** A module stays what it was when it was loaded first: each load asks under a name of its own. */
let loads = 0;

/**
 * The native halves of a folder: the default export of its index.js. What that imports is taken as it was when it was
 * loaded first.
 *
 * @throws Error that says what is wrong with the folder
 */
export async function nativesOf(folder: string): Promise<NativeFactory> {
  const file = path.join(folder, 'index.js');
  if (!existsSync(file)) throw new Error(`${folder} has no index.js.`);
  const module = (await import(`${pathToFileURL(file).href}?load=${++loads}`)) as { default?: unknown };
  if (typeof module.default !== 'function') throw new Error(`${file} has no function as its default export.`);
  return module.default as NativeFactory;
}
