import { readdirSync } from 'node:fs';
import semver from 'semver';
import type { Target } from '../terms.js';
import type { Clause, Contract } from './types.js';

/** Every contract there is: the registry is this folder, a file's name is its contract's id. */
const known = await readFolder();

async function readFolder(): Promise<readonly Contract[]> {
  const files = readdirSync(new URL('.', import.meta.url))
    // Sources beside this one end in .ts, compiled ones in .js with a .d.ts beside each.
    .filter((file) => /^[a-z0-9-]+\.(ts|js)$/.test(file) && !/^(types|registry)\./.test(file))
    .sort();
  return Promise.all(
    files.map(async (file) => {
      const module = (await import(new URL(file, import.meta.url).href)) as { readonly contract: Contract };
      return module.contract;
    }),
  );
}

/** All contracts as they are written, by id. `baseline` is one of them. */
export function contracts(): readonly Contract[] {
  return known;
}

/** The contract as it is written, without what it extends; undefined for an id that does not exist. */
export function findContract(id: string): Contract | undefined {
  return known.find((contract) => contract.id === id);
}

/** A contract with everything that it extends, and one of its versions. */
export interface ResolvedContract {
  readonly contract: Contract;
  readonly version: string;
}

/**
 * The contract with what it extends merged in, its own clauses first.
 * Its version is the newest, or the newest that is not newer than the one asked for (`2.3` is `2.3.0`).
 * Undefined when the id does not exist, or when the version is older than all or not a version.
 */
export function resolveContract(id: string, version?: string): ResolvedContract | undefined {
  const contract = findContract(id);
  if (contract === undefined) return undefined;
  const chosen = version === undefined ? contract.versions.at(-1) : versionAt(contract, version);
  return chosen === undefined ? undefined : { contract: merged(contract), version: chosen };
}

/** The clauses that are in force on a target for a version, both ends of `since` … `until` as types.ts says. */
export function clausesInForce(
  contract: Contract,
  where: { readonly target: Target; readonly version: string },
): readonly Clause[] {
  return contract.clauses.filter(
    ({ targets, since, until }) =>
      (targets === undefined || targets.includes(where.target)) &&
      (since === undefined || semver.gte(where.version, since)) &&
      (until === undefined || semver.lt(where.version, until)),
  );
}

function versionAt(contract: Contract, asked: string): string | undefined {
  const wanted = /^\d/.test(asked) ? semver.coerce(asked, { includePrerelease: true }) : null;
  return wanted === null ? undefined : contract.versions.findLast((version) => semver.lte(version, wanted));
}

function merged(contract: Contract): Contract {
  const parent = contract.extends === undefined ? undefined : findContract(contract.extends);
  if (parent === undefined) return contract;
  const base = merged(parent);
  return {
    ...contract,
    actions: [...contract.actions, ...base.actions],
    preferences: [...contract.preferences, ...base.preferences],
    errors: [...contract.errors, ...base.errors],
    limits: [...contract.limits, ...base.limits],
    clauses: [...contract.clauses, ...base.clauses],
  };
}
