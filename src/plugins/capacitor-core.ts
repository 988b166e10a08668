import { existsSync } from 'node:fs';
import path from 'node:path';
import semver from 'semver';
import { AuditError } from '../errors.js';
import { add } from './install.js';
import { NpmRefusal, npmFailed, type NpmCall } from './npm.js';
import type { PackageFile } from './package-file.js';

/** Capacitor's core is a peer of its plugins: an app has it. Here it is installed with the plugin. */

const core = '@capacitor/core';

/** Whether the core lies in a `node_modules`. */
export function hasCore(modules: string): boolean {
  return existsSync(path.join(modules, core, 'package.json'));
}

/**
 * Installs the core that a plugin's peer range asks for beside it, unless it came as a dependency, or none is asked for.
 * @throws AuditError plugin-broken, network, npm-failed, interrupted
 */
export async function addCore(
  plugin: PackageFile,
  call: NpmCall,
  log?: (line: string) => void,
): Promise<void> {
  const wanted = plugin.peerDependencies?.[core];
  if (wanted === undefined || hasCore(path.join(call.folder, 'node_modules'))) return;
  // Anything else could lead npm to a folder or an address.
  if (
    typeof wanted !== 'string' ||
    (semver.validRange(wanted) === null && !/^[a-z][a-z0-9-]*$/i.test(wanted))
  )
    throw new AuditError(
      'plugin-broken',
      `The plugin "${plugin.name}" asks for a ${core} that is neither a range of versions nor a tag.`,
    );
  const target = `${core}@${wanted.trim() || '*'}`;
  log?.(`Fetching ${target}, which ${plugin.name} asks for.`);
  await add(target, call).catch((error: unknown) => {
    throw error instanceof NpmRefusal ? npmFailed(error, `"${target}"`) : error;
  });
}
