import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { AuditError } from '../../src/errors.js';

/** A temporary folder that the end of the tests removes. */
export function temporary(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'keystore-audit-test-'));
  after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Writes files into a folder, which is made; gives the folder. */
export function folderOf(folder: string, files: Readonly<Record<string, string>>): string {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), content);
  }
  return folder;
}

/** Waits for an AuditError and gives it. */
export async function errorOf(work: () => unknown): Promise<AuditError> {
  try {
    await work();
  } catch (error) {
    if (error instanceof AuditError) return error;
    throw error;
  }
  throw new Error('It went well, where an error was expected.');
}

/** Runs with other environment variables, undefined for none, and sets them back. */
export async function withEnv<T>(
  values: Readonly<Record<string, string | undefined>>,
  work: () => Promise<T>,
): Promise<T> {
  const before = Object.fromEntries(Object.keys(values).map((name) => [name, process.env[name]]));
  const set = (all: Readonly<Record<string, string | undefined>>): void => {
    for (const [name, value] of Object.entries(all)) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  };
  set(values);
  try {
    return await work();
  } finally {
    set(before);
  }
}

/** A small Cordova plugin. */
export const smallPlugin = {
  'package.json': '{ "name": "small-plugin", "version": "1.2.3" }',
  'plugin.xml':
    '<plugin id="small-plugin" version="1.2.3"><js-module src="www/small.js" name="Small"><clobbers target="small"/></js-module></plugin>',
  'www/small.js': 'exports.answer = 42;',
};
