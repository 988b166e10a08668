import semver from 'semver';
import { z } from 'zod';
import { AuditError } from '../errors.js';
import { NpmRefusal, npmFailed, runNpm, type NpmCall } from './npm.js';

/** What a registry tells of a package. */
interface Published {
  readonly versions: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
}

const view = z.object({
  versions: z.union([z.string().transform((one) => [one]), z.array(z.string())]),
  'dist-tags': z.record(z.string(), z.string()).default({}),
});

/**
 * Asks npm for the versions of a package.
 * @throws AuditError plugin-unknown, network, npm-failed, interrupted
 */
export async function askForVersions(name: string, call: NpmCall): Promise<Published> {
  let told: unknown;
  try {
    told = await runNpm(['view', name, 'versions', 'dist-tags'], call);
  } catch (error) {
    if (!(error instanceof NpmRefusal)) throw error;
    if (error.npmCode !== 'E404') throw npmFailed(error, call.what);
    throw new AuditError('plugin-unknown', `npm knows no package "${name}".`, { cause: error });
  }
  const read = view.safeParse(told);
  if (!read.success) throw new AuditError('plugin-unknown', `npm knows no published version of "${name}".`);
  return { versions: read.data.versions, tags: read.data['dist-tags'] };
}

/**
 * The version that a tag or range means; `latest` is preferred where the range allows it, as npm does.
 * @throws AuditError plugin-version-unknown
 */
export function chooseVersion(name: string, wanted: string, { versions, tags }: Published): string {
  const tagged = tags[wanted];
  if (tagged !== undefined) return tagged;
  const { latest } = tags;
  const range = wanted === 'latest' ? '*' : wanted;
  if (latest !== undefined && semver.satisfies(latest, range, { loose: true })) return latest;
  return (
    semver.maxSatisfying([...versions], range, { loose: true }) ?? unknownVersion(name, wanted, versions)
  );
}

/** @throws AuditError plugin-version-unknown, always */
export function unknownVersion(name: string, wanted: string, versions: readonly string[]): never {
  const newest = semver.rsort([...versions].filter((version) => semver.valid(version) !== null)).slice(0, 5);
  throw new AuditError(
    'plugin-version-unknown',
    `There is no version "${wanted}" of "${name}". The newest are ${newest.join(', ')}.`,
  );
}
