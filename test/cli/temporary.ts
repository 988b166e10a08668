import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** A folder for one test file; `remove` it afterwards. */
export interface Temporary {
  readonly folder: string;
  /** A new empty folder in it. */
  empty(): string;
  /** A new folder with these files. */
  with(files: Readonly<Record<string, string>>): string;
  remove(): void;
}

export function temporary(): Temporary {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'keystore-audit-test-'));
  const empty = (): string => mkdtempSync(path.join(folder, 'f-'));
  return {
    folder,
    empty,
    with(files) {
      const made = empty();
      for (const [name, text] of Object.entries(files)) {
        mkdirSync(path.dirname(path.join(made, name)), { recursive: true });
        writeFileSync(path.join(made, name), text);
      }
      return made;
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Writes a shell script as a program into a folder and gives its path. */
export function program(folder: string, name: string, script: string): string {
  const file = path.join(folder, name);
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
  return file;
}
