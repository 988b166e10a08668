import { accessSync, constants } from 'node:fs';
import path from 'node:path';

/** A program on the PATH. Throws where there is none. */
export function program(name: string): string {
  for (const folder of (process.env['PATH'] ?? '').split(path.delimiter)) {
    const file = path.join(folder, name);
    try {
      accessSync(file, constants.X_OK);
      return file;
    } catch {
      // The next folder.
    }
  }
  throw new Error(`${name} is not on the PATH.`);
}
