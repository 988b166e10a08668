import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import semver from 'semver';
import { z } from 'zod';
import { AuditError } from '../errors.js';
import { families, notions, operations, targets, type Family, type Target } from '../terms.js';
import { noWeb } from './web.js';

const fitSchema = z.strictObject({
  /** The name of a package. */
  package: z.string(),
  /** A range of its versions, prereleases included; every version when left out. */
  versions: z
    .string()
    .refine((text) => semver.validRange(text) !== null, 'not a range of versions')
    .optional(),
  /** A regular expression that the version has to match as well. */
  versionMatches: z.string().refine(isPattern, 'not a regular expression').optional(),
  contract: z.string(),
  contractVersion: z.string(),
});
/** Packages and versions that a binding fits, and what those promise. */
export type Fit = z.infer<typeof fitSchema>;

const bindingSchema = z.strictObject({
  id: z.string(),
  title: z.string(),
  family: z.enum(families),
  targets: z.array(z.enum(targets)).min(1),
  operations: z.array(z.enum(operations)).min(1),
  /** What the plugin does not tell secrets apart by: what names it in a call is not passed on. Nothing when left out. */
  lacks: z.array(z.enum(notions)).optional(),
  /** Whether it reaches the plugin in an app that somebody else has built, by a name that the plugin has in the page. */
  inApps: z.boolean().optional(),
  /** What these plugins ask of a device by their documentation, by target: without it they store nothing. */
  asksFor: z.partialRecord(z.enum(targets), z.array(z.enum(['screen-lock']))).optional(),
  /** The first that fits counts. */
  fits: z.array(fitSchema),
});

/** What a binding says of itself in its binding.json. `folder` holds that file and the page's half. */
export type BindingMeta = z.infer<typeof bindingSchema> & { readonly folder: string };

/** What a user may say about the choice. */
export interface BindingWishes {
  readonly target: Target;
  /** The id of a binding. */
  readonly binding?: string;
  /** `ID` or `ID@VERSION` of a contract. */
  readonly contract?: string;
}

export interface ChosenBinding {
  readonly binding: BindingMeta;
  /** Without a version, the newest of that contract is meant. */
  readonly contract: { readonly id: string; readonly version?: string };
}

interface Claimant {
  readonly name: string;
  readonly version: string;
  readonly family: Family;
  readonly folder: string;
}

const bindingsFolder = fileURLToPath(new URL('../bindings/', import.meta.url));

/** Every binding there is: the registry is the folder of bindings, a binding's id the name of its folder. */
export function listBindings(root: string = bindingsFolder): BindingMeta[] {
  return readdirSync(root)
    .sort()
    .filter((id) => existsSync(path.join(root, id, 'binding.json')))
    .map((id) => readBinding(path.join(root, id), id));
}

function readBinding(folder: string, id: string): BindingMeta {
  try {
    const text = readFileSync(path.join(folder, 'binding.json'), 'utf8');
    const binding = bindingSchema.parse(JSON.parse(text));
    if (binding.id !== id) throw new Error(`its id is "${binding.id}"`);
    return { ...binding, folder };
  } catch (cause) {
    throw new AuditError('internal', `The binding.json of "${id}" is wrong: ${String(cause)}`, { cause });
  }
}

/**
 * The binding that claims a plugin, or that was asked for, and the contract to judge by.
 * @throws AuditError plugin-no-web, plugin-unclaimed, binding-unknown
 */
export function chooseBinding(
  plugin: Claimant,
  bindings: readonly BindingMeta[],
  wishes: BindingWishes,
): ChosenBinding {
  const asked = wishes.binding === undefined ? undefined : find(wishes.binding, bindings);
  const name = `${plugin.name}@${plugin.version}`;
  const why = wishes.target === 'web' ? noWeb(plugin) : undefined;
  if (why !== undefined)
    throw new AuditError('plugin-no-web', `"${name}" has no web implementation: ${why}.`);
  if (asked === undefined) {
    for (const binding of bindings) {
      const fit = usable(binding, plugin, wishes.target) ? fitOf(binding, plugin) : undefined;
      if (fit !== undefined) return { binding, contract: contractOf(fit, wishes.contract) };
    }
    throw new AuditError(
      'plugin-unclaimed',
      `No binding knows "${name}" on the target ${wishes.target}. There is ${bindings
        .filter(({ fits }) => fits.length > 0)
        .map(describe)
        .join('; ')}.`,
    );
  }
  if (!usable(asked, plugin, wishes.target))
    throw new AuditError(
      'plugin-unclaimed',
      `The binding "${asked.id}" is for ${asked.family} plugins on ${asked.targets.join(', ')}; "${name}" is a ${plugin.family} plugin, the target is ${wishes.target}.`,
      { hint: 'Run "keystore-audit plugins" for the list of bindings.' },
    );
  const fit = fitOf(asked, plugin);
  if (fit === undefined && wishes.contract === undefined)
    throw new AuditError(
      'plugin-unclaimed',
      `The binding "${asked.id}" does not know "${name}", so it cannot tell by which contract to judge it.`,
      { hint: `Add --contract ID as well, for example --contract ${asked.fits[0]?.contract}.` },
    );
  return { binding: asked, contract: contractOf(fit, wishes.contract) };
}

/** A binding and the packages it fits, in words. */
function describe({ id, fits }: BindingMeta): string {
  return `"${id}" for ${[...new Set(fits.map((fit) => fit.package))].join(' and ')}`;
}

function find(id: string, bindings: readonly BindingMeta[]): BindingMeta {
  const found = bindings.find((binding) => binding.id === id);
  if (found !== undefined) return found;
  throw new AuditError(
    'binding-unknown',
    `There is no binding "${id}". There is ${bindings.map((binding) => `"${binding.id}"`).join(', ')}.`,
  );
}

function usable(binding: BindingMeta, plugin: Claimant, target: Target): boolean {
  return binding.family === plugin.family && binding.targets.includes(target);
}

function fitOf(binding: BindingMeta, { name, version }: Claimant): Fit | undefined {
  return binding.fits.find(
    (fit) =>
      fit.package === name &&
      (fit.versions === undefined || semver.satisfies(version, fit.versions, { includePrerelease: true })) &&
      (fit.versionMatches === undefined || new RegExp(fit.versionMatches).test(version)),
  );
}

function contractOf(fit: Fit | undefined, wish: string | undefined): ChosenBinding['contract'] {
  const [id = '', version] = wish?.split('@') ?? [fit?.contract, fit?.contractVersion];
  if (version !== undefined) return { id, version };
  return fit?.contract === id ? { id, version: fit.contractVersion } : { id };
}

function isPattern(text: string): boolean {
  try {
    return new RegExp(text) instanceof RegExp;
  } catch {
    return false;
  }
}
