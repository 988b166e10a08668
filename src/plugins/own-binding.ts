import { mkdir, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import vm from 'node:vm';
import { build, type BuildFailure, type BuildOptions } from 'esbuild';
import { z } from 'zod';
import { AuditError } from '../errors.js';
import { notions, operations } from '../terms.js';

/** A binding that a user wrote: one module with `meta` and, as its default, the page's half (docs/own-binding.md). */

const metaSchema = z.strictObject({
  title: z.string().min(1).optional(),
  operations: z.array(z.enum(operations)).min(1),
  /** What the plugin does not tell secrets apart by. Nothing when left out. */
  lacks: z.array(z.enum(notions)).optional(),
  /** `ID` or `ID@VERSION` of a contract; `baseline` when left out. */
  contract: z.string().min(1).optional(),
});

export type OwnBinding = z.infer<typeof metaSchema> & {
  /** The file's name without its ending. */
  readonly id: string;
  /** A folder made for it that holds its page's half, as the folder of a binding of ours does. */
  readonly folder: string;
};

/** How long reading `meta` may take, in milliseconds: it is data. */
const readMs = 1000;

const bundled = {
  bundle: true,
  write: false,
  platform: 'browser',
  target: 'es2022',
  tsconfigRaw: '{}',
  logLevel: 'silent',
} as const satisfies BuildOptions;

/** Whether what was given to `--binding` is a file and not the id of a binding. */
export function namesFile(binding: string): boolean {
  return /[\\/]|\.[cm]?[jt]s$/.test(binding);
}

/**
 * Reads a binding from its file, and makes a page's half of it below `into`. Of the module, no more than `meta` is run.
 * @throws AuditError binding-unreadable
 */
export async function readOwnBinding(file: string, into: string): Promise<OwnBinding> {
  const found = await stat(file).catch(() => undefined);
  if (found?.isFile() !== true) throw unreadable(file, found ? 'is not a file' : 'does not exist');
  const { metafile } = await bundle(file, {
    entryPoints: [file],
    format: 'esm',
    outdir: '/',
    metafile: true,
  });
  const exported = Object.values(metafile?.outputs ?? {}).flatMap((output) => output.exports);
  for (const name of ['meta', 'default']) {
    if (!exported.includes(name)) throw unreadable(file, `has no export "${name}"`);
  }
  const meta = metaSchema.safeParse(await readMeta(file));
  if (!meta.success) {
    const [issue] = meta.error.issues;
    throw unreadable(file, `has a mistake at ${['meta', ...issue!.path].join('.')}: ${issue!.message}`);
  }
  const id = path.parse(file).name;
  const folder = path.join(into, id);
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, 'page.js'), `export { default } from ${JSON.stringify(file)};\n`);
  return { ...meta.data, id, folder };
}

/** The value of `meta`. What it does not need is left out, and nothing of Node can be reached. */
async function readMeta(file: string): Promise<unknown> {
  const { outputFiles } = await bundle(file, {
    stdin: { contents: `export { meta } from ${JSON.stringify(file)};`, resolveDir: path.dirname(file) },
    format: 'iife',
    globalName: 'binding',
    treeShaking: true,
  });
  try {
    const json: unknown = vm.runInNewContext(
      `${outputFiles?.[0]?.text}\nJSON.stringify(binding.meta);`,
      {},
      { timeout: readMs },
    );
    return JSON.parse(String(json));
  } catch (cause) {
    throw unreadable(file, `has a "meta" that is not plain data: ${(cause as Error).message}`, cause);
  }
}

async function bundle(file: string, options: BuildOptions) {
  try {
    return await build({ ...bundled, ...options });
  } catch (cause) {
    const [error] = (cause as Partial<BuildFailure>).errors ?? [];
    const where = error?.location ? `, line ${error.location.line}` : '';
    throw unreadable(file, `cannot be bundled${where}: ${error?.text ?? String(cause)}`, cause);
  }
}

function unreadable(file: string, why: string, cause?: unknown): AuditError {
  return new AuditError('binding-unreadable', `The binding ${file} ${why.replace(/\.?$/, '.')}`, { cause });
}
