import type { NativeFactory, NativeHost, NativePlugin } from '../native-api.js';
import { findEra, type Era } from './era.js';
import { createSecureStorage220, outSystemsParts } from './secure-storage/v220.js';
import { createSecureStorage230 } from './secure-storage/v230.js';

export { findEra, type Era } from './era.js';
export { CordovaArguments } from './cordova/arguments.js';
export { createCordovaPlugin, ok, PluginFailure, type Action, type Actions } from './cordova/plugin.js';
export { openEncryptedPreferences } from './encrypted-preferences/encrypted-preferences.js';
export { isJava, JavaError, type JavaClass } from './java/errors.js';
export { createKeystore, type KeystoreParts } from './keystore/keystore.js';
export { admit, bind, fateOf, isDeviceSecure } from './keystore/rules.js';
export type { KeySpec, Keystore } from './keystore/types.js';
export { createPreferences, type PreferencesParts } from './preferences/preferences.js';
export type { Editor, Preferences, PreferencesFolder } from './preferences/types.js';
export { codes, ReasonedFailure } from './secure-storage/codes.js';
export { createGate, type Gate } from './secure-storage/gate.js';
export { createMigration, type Migration } from './secure-storage/migration.js';
export { createSecureStorage220, outSystemsParts } from './secure-storage/v220.js';
export { createSecureStorage230, type SecureStorage230Parts } from './secure-storage/v230.js';
export { createVault, type Secret, type Vault } from './secure-storage/vault.js';

const halves: Readonly<Record<Era, (host: NativeHost) => NativePlugin>> = {
  'published-2.6': (host) => createSecureStorage220(host),
  'outsystems-2.2': (host) => createSecureStorage220(host, outSystemsParts(host)),
  'outsystems-2.3': (host) => createSecureStorage230(host),
};

/** The native halves of an app, by the plugins in it. To be called for each start of the app's process. */
export const nativeHalves: NativeFactory = (host) => {
  const found = findEra(host.preferences);
  if (found?.era) return [halves[found.era](host)];
  if (found)
    host.log('W', 'NativeHalves', `No native half for cordova-plugin-secure-storage ${found.version}`);
  return [];
};
