/** Which native half belongs to a version of the plugin. */
export type Era = 'published-2.6' | 'outsystems-2.2' | 'outsystems-2.3';

const id = 'cordova-plugin-secure-storage';
const key = (plugin: string) => `plugin:${plugin}`;

/**
 * @param preferences of the app, where `plugin:<id>` is the version of each plugin in it
 * @returns the plugin's version, and its era; no era for versions whose native half is not modelled (3.x);
 * nothing if the app does not have the plugin
 */
export function findEra(
  preferences: Readonly<Record<string, string>>,
): { readonly version: string; readonly era: Era | undefined } | undefined {
  const own = preferences[key(id)];
  if (own !== undefined) return { version: own, era: eraOf(own) };
  const fork = Object.keys(preferences).find((name) => name.startsWith(key(`${id}-outsystems`)));
  if (fork === undefined) return undefined;
  const version = preferences[fork]!;
  return { version, era: eraOf(version) };
}

/**
 * OutSystems tags its builds `2.6.8-OSnn`: KeyAuthentication and the new storage came with OS13, keys that need the
 * user with OS5. Numbers without a tag below 2.6 are those of the component that OutSystems publishes; 2.6.x is the
 * published package, whose native half is that of 2.6.8 and not of earlier ones: those are called without a store's name.
 */
function eraOf(version: string): Era | undefined {
  const [, major, minor, patch, tagged, build] =
    /^(\d+)\.(\d+)(?:\.(\d+))?(?:-(OS)(\d*))?$/i.exec(version) ?? [];
  if (tagged)
    return Number(build || 0) >= 13
      ? 'outsystems-2.3'
      : Number(build || 0) >= 5
        ? 'outsystems-2.2'
        : 'published-2.6';
  if (major !== '2') return undefined;
  if (Number(minor) === 6) return Number(patch) >= 8 ? 'published-2.6' : undefined;
  return Number(minor) < 3 ? 'outsystems-2.2' : 'outsystems-2.3';
}
