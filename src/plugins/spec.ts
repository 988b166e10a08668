import { existsSync } from 'node:fs';
import path from 'node:path';
import semver from 'semver';
import { AuditError } from '../errors.js';

/** What a spec names. Paths are absolute. */
export type Spec =
  | {
      readonly kind: 'published';
      readonly name: string;
      /** An exact version, a range or a tag, as written. */
      readonly wanted: string;
      /** Set where `wanted` is one exact version. */
      readonly exact?: string;
    }
  | { readonly kind: 'folder'; readonly path: string }
  | { readonly kind: 'tarball'; readonly path: string };

const published = /^((?:@[a-z0-9~][a-z0-9._~-]*\/)?[a-z0-9~][a-z0-9._~-]*)(?:@(.*))?$/i;
const tag = /^[a-z0-9][a-z0-9._~-]*$/i;

/**
 * Reads a spec: an npm name with or without version, range or tag, a folder, or a tarball. A bare name is always a
 * published package, so that what lies in `cwd` cannot change what is audited.
 * @throws AuditError plugin-unknown, plugin-no-package
 */
export function readSpec(text: string, cwd: string): Spec {
  const file = path.resolve(cwd, text);
  const isPath = /^\.{1,2}(?:[\\/]|$)/.test(text) || path.isAbsolute(text);
  if (/\.(?:tgz|tar\.gz)$/i.test(text)) {
    if (!existsSync(file)) throw new AuditError('plugin-no-package', `There is no file "${text}".`);
    return { kind: 'tarball', path: file };
  }
  if (isPath) return { kind: 'folder', path: file };
  const named = readName(text);
  if (named !== undefined) return named;
  if (text !== '' && existsSync(file)) return { kind: 'folder', path: file };
  throw new AuditError(
    'plugin-unknown',
    `"${text}" is neither an npm name with or without version, nor a folder, nor a tarball.`,
  );
}

function readName(text: string): Spec | undefined {
  const [, name, wanted = 'latest'] = published.exec(text) ?? [];
  if (name === undefined) return undefined;
  const exact = semver.valid(wanted, { loose: true });
  if (exact !== null) return { kind: 'published', name, wanted, exact };
  if (semver.validRange(wanted) === null && !tag.test(wanted)) return undefined;
  return { kind: 'published', name, wanted: wanted.trim() === '' ? 'latest' : wanted };
}
