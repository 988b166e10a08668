import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
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
  name: string,
  wanted: Wanted,
  options: PrepareOptions,
): Promise<Subject> {
  const current = await readBuild(name, wanted, options);
  const previous =
    wanted.fromApp === undefined ? undefined : await readBuild(wanted.fromApp, wanted, options);
  if (previous !== undefined) checkUpgrade(previous, current);
  const { file, app, plugin } = current;
  const claimant = { ...plugin, family: app.family, folder: '' };
  const { binding, contract } = chooseBinding(claimant, listBindings(), wanted);
  const promised = contractOf(contract);
  const content = await readFile(file);
  return {
    plugin: {
      ...plugin,
      source: file,
      family: app.family,
      integrity: `sha512-${createHash('sha512').update(content).digest('base64')}`,
    },
    ...(previous === undefined ? {} : { from: previous.plugin }),
    binding: { ...binding, operations: harmlessOf(binding) },
    contract: { id: promised.contract.id, version: promised.version },
    spared: ['install-app', 'upgrade-app', 'install-other-app', 'write-app-data', 'backup-app'],
    async build(_place, scenarios) {
      const { folder } = await buildDeployedFixture({ binding, out: options.fixtureFolder });
      const isUpgraded =
        previous !== undefined && scenarios.some(({ abilities }) => abilities.includes('upgrade-app'));
      // Where the two begin otherwise, their icon knows.
      const isOneStart = !isUpgraded || previous.app.activity === app.activity;
      return {
        folder,
        digest: createHash('sha256').update(content).digest('hex'),
        variant: 'own-app',
        app: {
          packageId: app.packageId,
          ...(isOneStart ? { activity: app.activity } : {}),
          debuggable: app.debuggable,
          ours: false,
          builds: { current: file, ...(isUpgraded ? { previous: previous.file } : {}) },
        },
      };
    },
  };
}

/** A build of somebody's app, and the plugin in it. */
export interface OwnBuild {
  /** Absolute. */
  readonly file: string;
  readonly app: OwnApp;
  readonly plugin: OwnApp['plugins'][number];
}

async function readBuild(name: string, wanted: Wanted, { cwd, env }: PrepareOptions): Promise<OwnBuild> {
  const file = path.resolve(cwd, name);
  const app = await readOwnApp(file, env);
  if (!app.debuggable)
    throw new AuditError(
      'app-not-debuggable',
      `${file} is no debug build: nothing can be called in its page.`,
    );
  return { file, app, plugin: pluginOf(app, file, wanted) };
}

/**
 * Whether the older build can be upgraded to the other, as far as the files tell: whether one key has signed both is
 * Android's to say. Throws AuditError upgrade-impossible.
 */
export function checkUpgrade(previous: OwnBuild, current: OwnBuild): void {
  const refuse = (why: string, hint: string): never => {
    throw new AuditError(
      'upgrade-impossible',
      `${previous.file} cannot be upgraded to ${current.file}: ${why}.`,
      { hint },
    );
  };
  const [old, now] = [previous.app, current.app];
  if (old.packageId !== now.packageId)
    refuse(
      `one is ${old.packageId}, the other ${now.packageId}`,
      'Give an older build of the same app: two package ids are two apps on a device.',
    );
  if (old.versionCode > now.versionCode)
    refuse(
      `its version code ${old.versionCode} is higher than ${now.versionCode}`,
      'Give the newer build to --app and the older one to --from-app, or raise the version code of the newer one.',
    );
  if (previous.plugin.name !== current.plugin.name)
    refuse(
      `one has ${previous.plugin.name}, the other ${current.plugin.name}`,
      'Give a build with the same plugin, in whatever version: no plugin is expected to read the values of another.',
    );
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
