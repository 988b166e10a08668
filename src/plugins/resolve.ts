import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { AuditError } from '../errors.js';
import type { Family } from '../terms.js';
import {
  cachedVersions,
  entryFolder,
  keep,
  keyOfIntegrity,
  keyOfVersion,
  readEntry,
  workFolder,
  type Entry,
} from './cache.js';
import { addCore } from './capacitor-core.js';
import { familyOf } from './family.js';
import { install } from './install.js';
import { npmFiles, type NpmFiles } from './npm-environment.js';
import { interrupted, NpmRefusal, npmFailed, runNpm, type NpmCall } from './npm.js';
import { readPackageFile } from './package-file.js';
import { askForVersions, chooseVersion, unknownVersion } from './published.js';
import { readSpec, type Spec } from './spec.js';

/** A plugin that lies on this machine, ready to be built into a fixture. */
export interface ResolvedPlugin {
  readonly name: string;
  readonly version: string;
  /** The spec as it was written. */
  readonly source: string;
  readonly family: Family;
  /** Of the published or packed tarball, `sha512-…` in base64 as npm writes it. */
  readonly integrity: string;
  /** The root of the package. */
  readonly folder: string;
  /** The `node_modules` in which it lies with its dependencies. */
  readonly modules: string;
}

export interface ResolveOptions {
  readonly cacheFolder: string;
  /** What relative paths are relative to, and whose `.npmrc` holds. */
  readonly cwd: string;
  readonly signal?: AbortSignal;
  /** Hears what takes time: when npm is asked, and what it is asked for. */
  readonly log?: (line: string) => void;
}

interface Task extends ResolveOptions {
  readonly source: string;
  readonly files: NpmFiles;
}

/**
 * Gets a plugin: an npm name with or without version, range or tag, a folder, or a tarball. No script of it runs. An
 * exact version that was fetched before needs neither npm nor a network.
 * @throws AuditError plugin-unknown, plugin-version-unknown, plugin-no-package, plugin-broken, network, npm-failed,
 *   interrupted
 */
export async function resolvePlugin(spec: string, options: ResolveOptions): Promise<ResolvedPlugin> {
  if (options.signal?.aborted) throw interrupted(options.signal);
  const task: Task = { ...options, source: spec, files: npmFiles(options.cwd, process.env) };
  const read = readSpec(spec, options.cwd);
  if (read.kind === 'published') return resolvePublished(read, task);
  if (read.kind === 'tarball') {
    const bytes = await readFile(read.path).catch((cause: unknown) => {
      throw new AuditError('plugin-no-package', `The file "${spec}" cannot be read.`, { cause });
    });
    return resolveTarball(bytes, task);
  }
  return resolveFolder(read.path, task);
}

async function resolvePublished(
  { name, wanted, exact }: Spec & { kind: 'published' },
  task: Task,
): Promise<ResolvedPlugin> {
  // The bare name is the published package; who meant the folder should hear of it.
  if (existsSync(path.join(task.cwd, name, 'package.json')))
    task.log?.(`"${name}" is taken for the published package; write "./${name}" for the folder.`);
  const version = exact ?? (await withWorkFolder(task, (work) => findVersion(name, wanted, task, work)));
  if (exact === undefined) task.log?.(`npm says that ${name}@${wanted} is ${version}.`);
  const folder = entryFolder(task.cacheFolder, keyOfVersion(name, version));
  const known = cached(folder, task, (entry) => entry.name === name && entry.version === version);
  if (known !== undefined) return known;
  task.log?.(`Fetching ${name}@${version} with npm.`);
  return withWorkFolder(task, async (work) => {
    const call = callOf(task, work);
    const installed = await install(`${name}@${version}`, call).catch((error: unknown) =>
      explain(error, name, version, call),
    );
    return moveIn(work, folder, installed.name, installed.integrity, task);
  });
}

/** Asks npm which version a range or tag means. */
async function findVersion(name: string, wanted: string, task: Task, work: string): Promise<string> {
  task.log?.(`Asking npm which version ${name}@${wanted} is.`);
  try {
    return chooseVersion(name, wanted, await askForVersions(name, callOf(task, work)));
  } catch (error) {
    const have = cachedVersions(task.cacheFolder, name);
    if (!(error instanceof AuditError) || error.code !== 'network' || have.length === 0) throw error;
    const names = have.map((version) => `"${name}@${version}"`).join(' or ');
    throw new AuditError('network', error.message, {
      cause: error.cause,
      hint: `Check the connection and the proxy settings of npm, or name ${names}, which was fetched before and needs no network.`,
    });
  }
}

/** What it means that npm did not install a published version. */
async function explain(error: unknown, name: string, version: string, call: NpmCall): Promise<never> {
  if (!(error instanceof NpmRefusal)) throw error;
  if (error.npmCode === 'E404' || error.npmCode === 'ETARGET') {
    const { versions } = await askForVersions(name, call);
    if (!versions.includes(version)) unknownVersion(name, version, versions);
  }
  throw npmFailed(error, call.what);
}

async function resolveFolder(folder: string, task: Task): Promise<ResolvedPlugin> {
  const what = `"${task.source}"`;
  if (!existsSync(folder)) throw new AuditError('plugin-no-package', `There is no folder ${what}.`);
  familyOf(folder, readPackageFile(folder, what));
  task.log?.(`Packing ${what} with npm.`);
  const bytes = await withWorkFolder(task, async (work) => {
    const call = callOf(task, work);
    await runNpm(['pack', '--pack-destination', work, '--', folder], call).catch((error: unknown) => {
      throw error instanceof NpmRefusal ? npmFailed(error, what) : error;
    });
    const [tarball] = (await readdir(work)).filter((name) => name.endsWith('.tgz'));
    if (tarball === undefined) throw new AuditError('npm-failed', `npm packed nothing out of ${what}.`);
    return readFile(path.join(work, tarball));
  });
  return resolveTarball(bytes, task);
}

async function resolveTarball(bytes: Buffer, task: Task): Promise<ResolvedPlugin> {
  const integrity = `sha512-${createHash('sha512').update(bytes).digest('base64')}`;
  const folder = entryFolder(task.cacheFolder, keyOfIntegrity(integrity));
  const known = cached(folder, task, (entry) => entry.integrity === integrity);
  if (known !== undefined) return known;
  task.log?.(`Unpacking "${task.source}" with npm.`);
  return withWorkFolder(task, async (work) => {
    const call = callOf(task, work);
    const tarball = path.join(work, 'plugin.tgz');
    await writeFile(tarball, bytes);
    const { name } = await install(tarball, call).catch((error: unknown) => {
      throw error instanceof NpmRefusal ? brokenTarball(error, call.what) : error;
    });
    await rm(tarball);
    return moveIn(work, folder, name, integrity, task);
  });
}

/** What it means that npm did not install a tarball: the machine's fault, or the tarball's. */
function brokenTarball(refusal: NpmRefusal, what: string): AuditError {
  const { npmCode, line } = refusal;
  if (/^(?:EACCES|EPERM|EROFS|ENOSPC|EMFILE|E401|E403)$/.test(npmCode)) return npmFailed(refusal, what);
  const why = /^(?:TAR|Z)_/.test(npmCode)
    ? 'it is not a whole tarball'
    : npmCode === 'EJSONPARSE'
      ? 'its package.json is not JSON'
      : npmCode === 'ENOENT'
        ? 'it holds no package.json'
        : `npm says: ${line}`;
  return new AuditError('plugin-broken', `${what} cannot be unpacked: ${why}.`, { cause: refusal });
}

function callOf(task: Task, folder: string): NpmCall {
  const { files, signal } = task;
  return { folder, files, what: `"${task.source}"`, ...(signal === undefined ? {} : { signal }) };
}

/** What lies in the cache already, if it is whole and what was asked for. */
function cached(folder: string, task: Task, fits: (entry: Entry) => boolean): ResolvedPlugin | undefined {
  const entry = readEntry(folder);
  if (entry !== undefined && fits(entry)) return resolved(folder, entry, task);
  if (existsSync(folder)) task.log?.(`The kept copy of "${task.source}" is damaged: it is fetched again.`);
  return undefined;
}

/** Checks what was installed in `work`, and moves it into the cache. */
async function moveIn(
  work: string,
  folder: string,
  name: string,
  integrity: string,
  task: Task,
): Promise<ResolvedPlugin> {
  const packageFolder = path.join(work, 'node_modules', name);
  const description = readPackageFile(packageFolder, `"${task.source}"`);
  if (description.name !== name)
    throw new AuditError('plugin-broken', `"${task.source}" calls itself "${description.name}".`);
  const family = familyOf(packageFolder, description);
  if (family === 'capacitor') await addCore(description, callOf(task, work), task.log);
  const entry: Entry = { name, version: description.version, family, integrity };
  await keep(work, folder, entry);
  return resolved(folder, entry, task);
}

function resolved(folder: string, entry: Entry, { source }: Task): ResolvedPlugin {
  const modules = path.join(folder, 'node_modules');
  return { ...entry, source, folder: path.join(modules, entry.name), modules };
}

/** Gives a folder of its own to work in, and leaves nothing of it behind. */
async function withWorkFolder<T>(task: Task, work: (folder: string) => Promise<T>): Promise<T> {
  const whole = await workFolder(task.cacheFolder);
  try {
    // What is moved into the cache is a folder inside, so that removing the outer one is always right.
    const inner = path.join(whole, 'plugin');
    await mkdir(inner);
    return await work(inner);
  } finally {
    await rm(whole, { recursive: true, force: true });
  }
}
