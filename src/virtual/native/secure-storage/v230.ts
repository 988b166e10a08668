import type { NativeHost, NativePlugin } from '../../native-api.js';
import { createCordovaPlugin, ok, PluginFailure, type Action, type Actions } from '../cordova/plugin.js';
import { isJava, stackTrace } from '../java/errors.js';
import { createKeystore } from '../keystore/keystore.js';
import { isDeviceSecure } from '../keystore/rules.js';
import type { Keystore } from '../keystore/types.js';
import { createPreferences } from '../preferences/preferences.js';
import type { PreferencesFolder } from '../preferences/types.js';
import { codes, ReasonedFailure, type CodedError, type Reason } from './codes.js';
import { createGate, type Gate } from './gate.js';
import { createMigration, type Migration } from './migration.js';
import { decryptRsa, encryptRsa } from './rsa-actions.js';
import { openStoreFile } from './store-files.js';
import { createVault, type Secret, type Vault } from './vault.js';

/** What the half documented for 2.3.0 is made of. */
export interface SecureStorage230Parts {
  readonly keystore: Keystore;
  readonly preferences: PreferencesFolder;
  readonly vault: Vault;
  readonly gate: Gate;
  readonly migration: Migration;
  readonly codes: Readonly<Record<Reason, CodedError>>;
  /** Changes the actions: gets the right ones, gives those to use. */
  readonly actions: (actions: Actions) => Actions;
}

/**
 * The native half of OutSystems' Key Store plugin as documented for 2.3.0 (service SecureStorage): secrets in
 * EncryptedSharedPreferences, those of KeyAuthentication behind a prompt, older data brought along. It does what the
 * documents say and, where they are silent, what OutSystems' builds since OS13 do, but for what is taken to be
 * a defect there. Every failure is `{code, message}`.
 *
 * Actions are those of 2.6.8; `set` takes `useAuthentication` as its fourth argument.
 */
export function createSecureStorage230(
  host: NativeHost,
  replaced: Partial<SecureStorage230Parts> = {},
): NativePlugin {
  const keystore = replaced.keystore ?? createKeystore(host);
  const preferences = replaced.preferences ?? createPreferences(host);
  const vault = replaced.vault ?? createVault({ keystore, preferences });
  const gate = replaced.gate ?? createGate(host, keystore);
  const migration = replaced.migration ?? createMigration(host, { keystore, preferences, vault, gate });
  const table = replaced.codes ?? codes;

  /** Whatever the keystore or the files throw is the one code for it; logcat has the rest. */
  const answer =
    (action: Action): Action =>
    async (args) => {
      try {
        return await action(args);
      } catch (error) {
        if (error instanceof ReasonedFailure) throw error.coded(table);
        if (!isJava(error) || error.is('JSONException')) throw error;
        host.log('E', 'SecureStorage', `KeyStore failed :\n${stackTrace(error)}`);
        throw new ReasonedFailure('keystore').coded(table);
      }
    };

  const find = async (store: string, key: string): Promise<Secret | undefined> => {
    // What an unfinished migration left behind is fetched now: it exists, and the user may be asked for it.
    await migration.bring(store, key);
    return vault.get(store, key);
  };
  /** The secret, after the user was asked if it wants that: as it is then. */
  const admitted = async (store: string, key: string): Promise<Secret> => {
    let secret = await find(store, key);
    if (secret?.authenticate) {
      await gate();
      secret = await vault.get(store, key);
    }
    if (!secret) throw new ReasonedFailure('missing');
    return secret;
  };

  const actions: Actions = {
    async init(args) {
      args.getString(0);
      await migration.run();
      return 1;
    },
    async set(args) {
      const [store, key, value] = [args.getString(0), args.getString(1), args.getString(2)];
      const authenticate = args.optBoolean(3, false);
      // Only what is to be guarded asks; putting an unguarded value over a guarded one does not (builds since OS13).
      if (authenticate) await gate();
      await vault.put(store, key, { value, authenticate });
      migration.drop(store, key);
      return ok;
    },
    async get(args) {
      const [store, key] = [args.getString(0), args.getString(1)];
      return (await admitted(store, key)).value;
    },
    async remove(args) {
      const [store, key] = [args.getString(0), args.getString(1)];
      try {
        await admitted(store, key);
      } catch (error) {
        // What can never be read any more can still be thrown away.
        if (!isJava(error) || !migration.left(store).includes(key)) throw error;
        migration.drop(store, key);
        return ok;
      }
      await vault.remove(store, key);
      return ok;
    },
    async keys(args) {
      const store = args.getString(0);
      return [...new Set([...(await vault.keys(store)), ...migration.left(store)])];
    },
    async clear(args) {
      const store = args.getString(0);
      // In this order: what a migration under way has read already is cleared with the rest.
      migration.clear(store);
      await vault.clear(store);
      return ok;
    },
    // What the JavaScript half of 2.6.8 asks while it starts: the builds since OS13 always say yes.
    fetch: () => ok,
    store(args) {
      const [store, key, value] = [args.getString(0), args.getString(1), args.getString(2)];
      openStoreFile(host, preferences, store).store(key, value);
      return ok;
    },
    encrypt_rsa: (args) => encryptRsa(host, keystore, args.getString(0), args.getString(1)),
    decrypt_rsa: (args) => decryptRsa(host, keystore, args.getString(0), args.getString(1)),
    async secureDevice() {
      if (!isDeviceSecure(host)) throw new PluginFailure('Device is not secure');
      if (!(await host.confirmCredential())) throw new PluginFailure('Authentication screen skipped');
      keystore.authenticated('credential');
      return ok;
    },
  };

  const answered = Object.fromEntries(
    Object.entries(actions).map(([name, action]) => [name, answer(action)]),
  );
  return createCordovaPlugin(host, 'SecureStorage', replaced.actions?.(answered) ?? answered);
}
