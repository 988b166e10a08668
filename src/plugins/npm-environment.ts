import { copyFile, readFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';

/** What the child npm may know of our surroundings: the user's npm configuration, and nothing else. */

const passedOn =
  /^(?:path|pathext|home|userprofile|homedrive|homepath|appdata|localappdata|programdata|systemroot|comspec|windir|te?mp|tmpdir|lang|lc_.*|xdg_.*|(?:https?|no|all)_proxy|node_extra_ca_certs|node_use_system_ca|ssl_cert_(?:file|dir)|npm_config_.*)$/i;

/** Settings that npm and npx leave to their children, and that would send our npm to another folder or task. */
const ofTheCaller =
  /^npm_config_(?:prefix|local_prefix|global|location|workspaces?|include_workspace_root|package|call|dry_run|node_options|ignore_scripts|json)$/i;

/** The user's own npm settings that lie in files. */
export interface NpmFiles {
  /** Of the project that `cwd` lies in. */
  readonly project?: string;
  readonly user: string;
}

/** Finds the `.npmrc` of the project around `cwd`, by npm's own rule, and of the user. */
export function npmFiles(cwd: string, env: NodeJS.ProcessEnv): NpmFiles {
  const user = env['npm_config_userconfig'] ?? env['NPM_CONFIG_USERCONFIG'] ?? path.join(homedir(), '.npmrc');
  for (let folder = cwd; ; folder = path.dirname(folder)) {
    if (existsSync(path.join(folder, 'package.json')) || existsSync(path.join(folder, 'node_modules'))) {
      const project = path.join(folder, '.npmrc');
      return existsSync(project) && project !== user ? { project, user } : { user };
    }
    if (folder === path.dirname(folder)) return { user };
  }
}

/** Lets npm, when it works in `folder`, see the project's settings. They can hold tokens: remove the copy again. */
export async function lendProjectSettings(files: NpmFiles, folder: string): Promise<string | undefined> {
  if (files.project === undefined) return undefined;
  const copy = path.join(folder, '.npmrc');
  await copyFile(files.project, copy);
  return copy;
}

/**
 * The environment for npm. Variables that the user's npm files refer to (`${NPM_TOKEN}`) belong to it. What the user
 * has set of patience wins over ours, which is short: without a network an audit should say so soon.
 */
export async function npmEnvironment(files: NpmFiles, env: NodeJS.ProcessEnv): Promise<NodeJS.ProcessEnv> {
  const referred = new Set<string>();
  for (const file of [files.project, files.user]) {
    const text = file === undefined ? '' : await readFile(file, 'utf8').catch(() => '');
    for (const [, name] of text.matchAll(/\$\{([^}?:]+)[^}]*\}/g)) if (name !== undefined) referred.add(name);
  }
  referred.delete('NODE_OPTIONS');
  const chosen: NodeJS.ProcessEnv = { npm_config_fetch_retries: '0', npm_config_fetch_timeout: '30000' };
  for (const [name, value] of Object.entries(env)) {
    if (!referred.has(name) && (!passedOn.test(name) || ofTheCaller.test(name))) continue;
    if (/^npm_config_fetch_/i.test(name)) chosen[name.toLowerCase()] = value;
    else chosen[name] = value;
  }
  return chosen;
}
