import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { AuditError } from '../errors.js';
import { namesFile } from '../plugins/own-binding.js';
import { mistakesOf } from './config/mistakes.js';
import { formats, readAny } from './config/read.js';
import { configSchema, type Config } from './config/schema.js';

export { availableTargets, type Config } from './config/schema.js';

export interface LoadedConfig {
  /** Paths in it are absolute, folders and tarballs of plugins relative to the folder where the user stands. */
  readonly config: Config;
  /** The file it was read from, absolute. */
  readonly path: string;
  /** SHA-256 of what it says, the same in every format; hexadecimal. */
  readonly digest: string;
}

/** The names that a configuration can have. */
export const configNames = formats.map((format) => `keystore-audit.config${format}`);

/**
 * The configuration in `file`, or in the only file in `cwd` that has the name of one; undefined when there is none.
 * Throws config-ambiguous, config-unreadable, and config-invalid with every mistake.
 */
export async function loadConfig({
  cwd,
  file,
}: {
  readonly cwd: string;
  readonly file?: string | undefined;
}): Promise<LoadedConfig | undefined> {
  const chosen = file === undefined ? await onlyConfigIn(cwd) : path.resolve(cwd, file);
  if (chosen === undefined) return undefined;
  const parsed = configSchema.safeParse(await readAny(chosen), { reportInput: true });
  if (!parsed.success) {
    const mistakes = mistakesOf(parsed.error, configSchema);
    const intro = `${chosen} has ${mistakes.length === 1 ? 'a mistake' : `${mistakes.length} mistakes`}:`;
    throw new AuditError('config-invalid', [intro, ...mistakes].join('\n  '));
  }
  return {
    config: withPathsFrom(path.dirname(chosen), cwd, parsed.data),
    path: chosen,
    digest: createHash('sha256').update(canonical(parsed.data)).digest('hex'),
  };
}

/** The names of configurations that are in a folder. */
export async function configsIn(folder: string): Promise<string[]> {
  const there = await Promise.all(configNames.map((name) => isFile(path.join(folder, name))));
  return configNames.filter((_, at) => there[at]);
}

async function onlyConfigIn(folder: string): Promise<string | undefined> {
  const [first, ...more] = await configsIn(folder);
  if (first === undefined) return undefined;
  if (more.length > 0) {
    throw new AuditError('config-ambiguous', `${folder} holds ${[first, ...more].join(' and ')}.`);
  }
  return path.join(folder, first);
}

async function isFile(file: string): Promise<boolean> {
  return stat(file).then(
    (found) => found.isFile(),
    () => false,
  );
}

/** A relative path in a configuration begins where its file lies, also when the user stands elsewhere. */
function withPathsFrom(folder: string, cwd: string, config: Config): Config {
  const { out, tools } = config;
  return {
    ...config,
    runs: config.runs.map((run) => ({
      ...run,
      ...(run.plugin === undefined ? {} : { plugin: specFrom(folder, cwd, run.plugin) }),
      ...(run.app === undefined ? {} : { app: path.resolve(folder, run.app) }),
      ...(run.fromApp === undefined ? {} : { fromApp: path.resolve(folder, run.fromApp) }),
      ...(run.caps === undefined ? {} : { caps: path.resolve(folder, run.caps) }),
      ...(run.binding === undefined ? {} : { binding: bindingFrom(folder, cwd, run.binding) }),
    })),
    ...(out === undefined ? {} : { out: path.resolve(folder, out) }),
    ...(tools === undefined
      ? {}
      : {
          tools: Object.fromEntries(
            Object.entries(tools).map(([name, file]) => [name, file && path.resolve(folder, file)]),
          ),
        }),
  };
}

function bindingFrom(folder: string, cwd: string, binding: string): string {
  if (!namesFile(binding) || path.isAbsolute(binding)) return binding;
  return specFrom(folder, cwd, binding.startsWith('.') ? binding : `./${binding}`);
}

/** What begins with a dot is a path and begins in the configuration's folder; anything else is a name. */
function specFrom(folder: string, cwd: string, spec: string): string {
  if (path.resolve(folder) === path.resolve(cwd) || !/^\.{1,2}([/\\]|$)/.test(spec)) return spec;
  const fromHere = path.relative(cwd, path.join(folder, spec)).split(path.sep).join('/');
  return path.isAbsolute(fromHere) || fromHere.startsWith('..') ? fromHere : `./${fromHere}`;
}

/** JSON with the keys of every object in order. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, each: unknown) =>
    typeof each === 'object' && each !== null && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)))
      : each,
  );
}
