import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

/** Writes a file and waits until the disk has it. Only the owner may read it, as in Android's private folders. */
export function writeSynced(path: string, content: string): void {
  const file = openSync(path, 'w', 0o600);
  try {
    const bytes = Buffer.from(content, 'utf8');
    for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** Writes a file whole or not at all: whoever dies in the middle leaves the old one. Makes the folder. */
export function writeAtomically(path: string, content: string): void {
  mkdirSync(dirname(path), { recursive: true });
  const next = `${path}.next`;
  try {
    writeSynced(next, content);
    renameSync(next, path);
  } catch (error) {
    rmSync(next, { force: true });
    throw error;
  }
}
