import { buildAndroidFixture } from '../fixture/build/android/build.js';
import { foreignIn, refuseWithoutAndroid } from '../fixture/build/android/foreign.js';
import {
  strangerId,
  type AndroidFixture,
  type AppOptions,
  type PluginToBuild,
} from '../fixture/build/android/types.js';
import type { RegisteredScenario } from '../harness/scenario.js';
import type { BindingMeta } from '../plugins/bindings.js';
import { deviceKindOf, type Plan } from '../run/plan.js';
import type { Ability } from '../terms.js';
import { packageInstaller } from './build/install.js';
import type { Place } from './places.js';
import type { PrepareOptions } from './prepare.js';
import { trustIn } from './trust.js';

export interface AndroidFixtureWish {
  readonly plugin: PluginToBuild;
  readonly binding: Pick<BindingMeta, 'id' | 'folder'>;
  readonly place: Place;
  readonly scenarios: readonly RegisteredScenario[];
}

/** The builds of the fixture app that scenarios upgrade to, by how they differ from the one under audit. */
const upgrades = {
  next: { versionCode: 2, versionName: '2.0.0' },
  'without-plugin': { versionCode: 3, versionName: '3.0.0', withPlugin: false },
} as const satisfies Record<string, Partial<AppOptions>>;

/** The fixture app for Android, in every build that these scenarios need. Throws AuditError as `buildAndroidFixture`. */
export async function androidFixture(
  { plugin, binding, place, scenarios }: AndroidFixtureWish,
  { cacheFolder, cwd, env, trusted, remembered, signal, log }: PrepareOptions,
): Promise<Plan['fixture']> {
  refuseWithoutAndroid(plugin);
  const trust = foreignIn(plugin).length === 0 ? undefined : trustIn(plugin, { trusted, remembered });
  if (trust?.problem !== undefined)
    log(`${trust.problem.code}: ${trust.problem.message} ${trust.problem.hint}`);
  const build = (app?: Partial<AppOptions>): Promise<AndroidFixture> =>
    buildAndroidFixture({
      plugin,
      binding,
      variant: 'debug',
      virtual: deviceKindOf(place.device) === 'virtual',
      trusted: trust !== undefined && trust.trustedBy !== 'nobody',
      ...(app === undefined ? {} : { app }),
      cacheFolder,
      env,
      installPackages: packageInstaller(cwd, signal),
      signal,
      log,
    });
  const isNeeded = (ability: Ability): boolean =>
    scenarios.some(({ abilities }) => abilities.includes(ability));
  const upgrade = isNeeded('upgrade-app');
  const current = await build();
  const next = upgrade ? await build(upgrades.next) : undefined;
  const without = upgrade ? await build(upgrades['without-plugin']) : undefined;
  const stranger = isNeeded('install-other-app')
    ? await build({ packageId: strangerId, signer: 'stranger' })
    : undefined;
  const { packageId, activity, debuggable, digest, file, foreignCode } = current;
  return {
    folder: '',
    digest,
    variant: 'android',
    ...(trust === undefined
      ? {}
      : { foreignCode: { ...trust, parts: foreignCode.map(({ what, ran }) => ({ what, ran })) } }),
    app: {
      packageId,
      activity,
      debuggable,
      ours: true,
      builds: {
        current: file,
        ...(next === undefined ? {} : { next: next.file }),
        ...(without === undefined ? {} : { 'without-plugin': without.file }),
      },
      ...(stranger === undefined
        ? {}
        : {
            stranger: {
              packageId: stranger.packageId,
              activity: stranger.activity,
              file: stranger.file,
            },
          }),
    },
  };
}
