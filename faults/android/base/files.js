import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Failure } from './failures.js';

/** The stores on disk: one file of SharedPreferences' XML for each, with a sum that tells when it was damaged. */
export function createFiles({ dataDir, packageName }) {
  const fileOf = (store) => path.join(dataDir, 'shared_prefs', `${packageName}.${digest(store)}_secure.xml`);
  return storeFiles(fileOf, { format, parse });
}

/** Stores in files of any place and format. Content is `{keyId, entries}`, entries a Map of sealed texts. */
export function storeFiles(fileOf, { format, parse }) {
  return {
    fileOf,
    /** The store's content, or undefined where there is no such store. Throws a Failure where it is damaged. */
    read(store) {
      const file = fileOf(store);
      if (!existsSync(file)) return undefined;
      return parse(readFileSync(file));
    },
    /** Writes it whole: whoever ends in the middle has left what was there before. */
    write(store, content) {
      const file = fileOf(store);
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(`${file}.new`, format(content));
      renameSync(`${file}.new`, file);
    },
    delete(store) {
      rmSync(fileOf(store), { force: true });
    },
  };
}

/** The sealed texts of a store; none where it is not there or is damaged: then the call itself says so. */
export function entriesOf(files, store) {
  try {
    return new Map(files.read(store)?.entries);
  } catch {
    return new Map();
  }
}

/** A name for anything that a file or an entry can be named. */
export function digest(text) {
  return createHash('sha256').update(text, 'utf16le').digest('hex').slice(0, 40);
}

const start = "<?xml version='1.0' encoding='utf-8' standalone='yes' ?>\n<map>\n";
const end = '</map>\n';
const line = ([name, text]) => `    <string name="${name}">${text}</string>\n`;

export function format({ keyId, entries }) {
  const body = [['key', keyId], ...entries].map(line).join('');
  return start + line(['sum', digest(body)]) + body + end;
}

export function parse(bytes) {
  const lines = [...bytes.toString('latin1').matchAll(/^ {4}<string name="(\w+)">([^<]*)<\/string>$/gm)];
  const [[, sum] = [], [, keyId] = [], ...entries] = lines.map(([, name, text]) => [name, text]);
  const content = { keyId, entries: new Map(entries) };
  if (sum === undefined || format(content) !== bytes.toString('latin1')) throw new Failure('damaged');
  return content;
}
