import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { lendProjectSettings } from './npm-environment.js';
import { runNpm, type NpmCall } from './npm.js';

const lockFile = z.object({
  packages: z.record(z.string(), z.looseObject({ integrity: z.string().optional() })),
});
const ownFile = z.object({ dependencies: z.record(z.string(), z.string()) });

/** What npm installed. */
export interface Installed {
  readonly name: string;
  /** From npm's lockfile; `unknown` where the registry publishes none. */
  readonly integrity: string;
}

/**
 * Installs one package with its dependencies into an empty folder, no script run. Peers stay away: those of an Expo
 * plugin are all of React Native.
 * @param target A name with an exact version, or the path of a tarball
 * @throws NpmRefusal, AuditError network, npm-failed, interrupted
 */
export async function install(target: string, call: NpmCall): Promise<Installed> {
  const at = (name: string): string => path.join(call.folder, name);
  await writeFile(at('package.json'), '{ "private": true }\n');
  await add(target, call);
  const [name = ''] = Object.keys(
    ownFile.parse(JSON.parse(await readFile(at('package.json'), 'utf8'))).dependencies,
  );
  const { packages } = lockFile.parse(JSON.parse(await readFile(at('package-lock.json'), 'utf8')));
  return { name, integrity: packages[`node_modules/${name}`]?.integrity ?? 'unknown' };
}

/**
 * Adds one more package to what `install` left in its folder.
 * @throws NpmRefusal, AuditError network, npm-failed, interrupted
 */
export async function add(target: string, call: NpmCall): Promise<void> {
  const settings = await lendProjectSettings(call.files, call.folder);
  try {
    const options = ['--save', '--save-prod', '--package-lock', '--legacy-peer-deps', '--no-bin-links'];
    await runNpm(['install', ...options, '--install-strategy=hoisted', '--', target], call);
  } finally {
    if (settings !== undefined) await rm(settings, { force: true });
  }
}
