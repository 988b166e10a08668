import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { AuditError } from '../errors.js';
import { buildDeployedFixture } from '../fixture/build/deployed.js';
import { readOwnApp, type OwnApp } from '../fixture/build/android/own-app.js';
import { chooseBinding, listBindings, type BindingMeta } from '../plugins/bindings.js';
import type { Operation } from '../terms.js';
import { contractOf } from './judging.js';
import type { PrepareOptions } from './prepare.js';
import type { Subject } from './subject.js';
import type { Wanted } from './wishes.js';

/**
 * A plugin in an app that somebody else has built: the runtime is put into its page. Which plugin that is stands in the
 * app's own list. Throws AuditError for what is wrong with the wish.
 */
export async function pluginInOwnApp(
  file: string,
  wanted: Wanted,
  options: PrepareOptions,
): Promise<Subject> {
  const app = await readOwnApp(file, options.env);
  if (!app.debuggable)
    throw new AuditError(
      'app-not-debuggable',
      `${file} is no debug build: nothing can be called in its page.`,
    );
  const { name, version } = pluginOf(app, file, wanted);
  const claimant = { name, version, family: app.family, folder: '' };
  const { binding, contract } = chooseBinding(claimant, listBindings(), wanted);
  const promised = contractOf(contract);
  const content = await readFile(file);
  return {
    plugin: {
      name,
      version,
      source: file,
      family: app.family,
      integrity: `sha512-${createHash('sha512').update(content).digest('base64')}`,
    },
    binding: { ...binding, operations: harmlessOf(binding) },
    contract: { id: promised.contract.id, version: promised.version },
    spared: ['install-app', 'upgrade-app', 'install-other-app', 'write-app-data', 'backup-app'],
    async build() {
      const { folder } = await buildDeployedFixture({ binding, out: options.fixtureFolder });
      return {
        folder,
        digest: createHash('sha256').update(content).digest('hex'),
        variant: 'own-app',
        app: {
          packageId: app.packageId,
          activity: app.activity,
          debuggable: app.debuggable,
          ours: false,
          builds: { current: file },
        },
      };
    },
  };
}

/** Without stores, clearing would wipe what the app's owner has in it. */
function harmlessOf({ operations, lacks = [] }: BindingMeta): Operation[] {
  return operations.filter((operation) => operation !== 'clear' || !lacks.includes('stores'));
}

/** The plugin of the app that a binding claims, or the one that was asked for with --binding. */
function pluginOf(app: OwnApp, file: string, { binding: asked }: Wanted): OwnApp['plugins'][number] {
  const bindings = listBindings().filter(
    ({ id, inApps }) => inApps === true && (asked === undefined || id === asked),
  );
  const known = new Set(bindings.flatMap(({ fits }) => fits.map((fit) => fit.package)));
  const [plugin, ...more] = app.plugins.filter(({ name }) => known.has(name));
  if (plugin !== undefined && more.length === 0) return plugin;
  if (plugin === undefined && asked !== undefined) return { name: app.packageId, version: app.versionName };
  const there = app.plugins.map(({ name }) => name).join(', ') || 'none';
  throw plugin === undefined
    ? new AuditError('plugin-unclaimed', `${file} has no plugin that is known; it has: ${there}.`)
    : new AuditError(
        'usage',
        `${file} has several plugins that are known: ${there}. Choose with --binding ID.`,
      );
}
