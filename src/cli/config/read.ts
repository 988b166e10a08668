import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { transform } from 'esbuild';
import { createJiti } from 'jiti';
import { LineCounter, parseDocument } from 'yaml';
import { AuditError } from '../../errors.js';

/** One reader for each format: what the file holds, not yet checked. */
const readers: Readonly<Record<string, (file: string) => Promise<unknown>>> = {
  '.ts': readModule,
  '.js': readModule,
  '.json': readJson,
  '.yaml': readYaml,
  '.yml': readYaml,
};

/** Endings of configuration files, with the dot, in the order of preference. */
export const formats = Object.keys(readers);

/** What a configuration file holds. Throws config-unreadable, with the line where there is one. */
export async function readAny(file: string): Promise<unknown> {
  const reader = readers[path.extname(file)];
  if (reader === undefined) {
    throw unreadable(file, `is of no format that can be read; those are ${formats.join(', ')}.`);
  }
  return reader(file);
}

async function readModule(file: string): Promise<unknown> {
  await readText(file);
  const jiti = createJiti(import.meta.url, {
    fsCache: false,
    moduleCache: false,
    // So that the import works beside a tool that was not installed in that folder.
    alias: { 'keystore-audit': fileURLToPath(defineConfigUrl()) },
  });
  let module: object;
  try {
    module = await jiti.import<object>(file);
  } catch (cause) {
    throw unreadable(file, reasonIn(cause, file), cause);
  }
  if (!('default' in module)) throw unreadable(file, 'has no default export.');
  return module.default;
}

async function readJson(file: string): Promise<unknown> {
  const text = await readText(file);
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw unreadable(file, `is not JSON: ${await placeInJson(text, cause)}`, cause);
  }
}

async function readYaml(file: string): Promise<unknown> {
  const lines = new LineCounter();
  const document = parseDocument(await readText(file), { lineCounter: lines, prettyErrors: false });
  const [error] = document.errors;
  if (error !== undefined) {
    throw unreadable(file, `is not YAML: line ${lines.linePos(error.pos[0]).line}: ${error.message}`, error);
  }
  try {
    return document.toJS();
  } catch (cause) {
    throw unreadable(file, `is not YAML: ${sentenceOf(cause)}`, cause);
  }
}

async function readText(file: string): Promise<string> {
  try {
    return (await readFile(file, 'utf8')).replace(/^\ufeff/, '');
  } catch (cause) {
    const isMissing = (cause as NodeJS.ErrnoException).code === 'ENOENT';
    throw unreadable(file, isMissing ? 'does not exist.' : `cannot be read: ${sentenceOf(cause)}`, cause);
  }
}

/** Node's own message tells a line only sometimes; esbuild always does. */
async function placeInJson(text: string, fallback: unknown): Promise<string> {
  try {
    await transform(text, { loader: 'json', logLevel: 'silent' });
  } catch (error) {
    const [first] =
      (error as { errors?: { text: string; location: { line: number } | null }[] }).errors ?? [];
    if (first?.location) return `line ${first.location.line}: ${first.text}.`;
  }
  return sentenceOf(fallback);
}

/** Why a module did not load: the compiler's complaint, or what the module itself threw, and where. */
function reasonIn(error: unknown, file: string): string {
  const parse = /ParseError: ([^\n]*?)\s*\n\s*.*?:(\d+):\d+\s*$/s.exec(messageOf(error));
  if (parse !== null) return `is not a module: line ${parse[2]}: ${parse[1]}.`;
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  const line = stack.slice(stack.indexOf(`${file}:`)).slice(file.length + 1);
  const where = stack.includes(`${file}:`) ? ` at line ${parseInt(line, 10)}` : '';
  return `threw${where} while it was loaded: ${sentenceOf(error)}`;
}

function unreadable(file: string, why: string, cause?: unknown): AuditError {
  return new AuditError('config-unreadable', `${file} ${why}`, { cause });
}

function sentenceOf(error: unknown): string {
  const [first = ''] = messageOf(error).split('\n');
  return /[.!?]$/.test(first) ? first : `${first}.`;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Beside this folder, as a source or compiled. */
function defineConfigUrl(): URL {
  return new URL(`../define-config${path.extname(import.meta.filename)}`, import.meta.url);
}
