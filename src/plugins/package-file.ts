import { readFileSync } from 'node:fs';
import path from 'node:path';
import semver from 'semver';
import { z } from 'zod';
import { AuditError } from '../errors.js';

const packageFile = z.looseObject({
  name: z.string().min(1),
  version: z.string().refine((text) => semver.valid(text) !== null, 'not a version'),
  capacitor: z.unknown().optional(),
  dependencies: z.record(z.string(), z.unknown()).optional().catch(undefined),
  peerDependencies: z.record(z.string(), z.unknown()).optional().catch(undefined),
});
export type PackageFile = z.infer<typeof packageFile>;

/**
 * Reads the package.json of a folder. `what` names the plugin in errors.
 * @throws AuditError plugin-no-package, plugin-broken
 */
export function readPackageFile(folder: string, what: string): PackageFile {
  let text: string;
  try {
    text = readFileSync(path.join(folder, 'package.json'), 'utf8').replace(/^\ufeff/, '');
  } catch (cause) {
    throw new AuditError('plugin-no-package', `There is no package.json in ${what}.`, { cause });
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new AuditError('plugin-broken', `The package.json of ${what} is not JSON.`, { cause });
  }
  const read = packageFile.safeParse(json);
  if (read.success) return read.data;
  const where = read.error.issues[0]?.path.join('.') || 'package.json';
  throw new AuditError(
    'plugin-broken',
    `The package.json of ${what} has no usable ${where === 'package.json' ? 'content' : `"${where}"`}.`,
  );
}
