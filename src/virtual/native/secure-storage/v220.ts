import { setTimeout as sleep } from 'node:timers/promises';
import type { NativeHost, NativePlugin } from '../../native-api.js';
import { createCordovaPlugin, ok, PluginFailure, type Action, type Actions } from '../cordova/plugin.js';
import { isJava, JavaError, stackTrace } from '../java/errors.js';
import { createKeystore } from '../keystore/keystore.js';
import { isDeviceSecure } from '../keystore/rules.js';
import type { Keystore } from '../keystore/types.js';
import { createPreferences } from '../preferences/preferences.js';
import type { PreferencesFolder } from '../preferences/types.js';
import { openEntry, parseEntry, sealEntry } from './entry.js';
import { everyCall, oneWaitingCall, type KeyMaking } from './key-making.js';
import { decryptRsa, encryptRsa, withStoreKey } from './rsa-actions.js';
import { aliasOf, openStoreFile, type StoreFile } from './store-files.js';
import { outSystemsKeys, publishedKeys, type StoreKeys } from './store-keys.js';

const tag = 'SecureStorage';
const notSecure = 'Device is not secure';
const skipped = 'Authentication screen skipped';

/** What the half of the era of 2.2.0 is made of. */
export interface SecureStorage220Parts {
  readonly keystore: Keystore;
  readonly preferences: PreferencesFolder;
  readonly keys: StoreKeys;
  readonly keyMaking: KeyMaking;
  /** What lets the user vouch for himself: false if he left. */
  readonly unlock: (keystore: Keystore) => Promise<boolean>;
  /** Changes the actions: gets the right ones, gives those to use. */
  readonly actions: (actions: Actions) => Actions;
}

/** For how long the published plugin's screen takes the app away, in ms: a guess at an activity that ends itself. */
const screenTime = 50;

/**
 * The parts of OutSystems' builds OS5 to OS12, over those of the published plugin. The confirm-credential screen
 * is the system's, with the system's texts.
 */
export function outSystemsParts(
  host: NativeHost,
): Pick<SecureStorage220Parts, 'keys' | 'keyMaking' | 'unlock'> {
  return {
    keys: outSystemsKeys,
    keyMaking: everyCall,
    async unlock(keystore) {
      const confirmed = await host.confirmCredential();
      if (confirmed) keystore.authenticated('credential');
      return confirmed;
    },
  };
}

/**
 * The native half of cordova-plugin-secure-storage 2.6.8 (service SecureStorage): values under an AES key each,
 * the keys under the store's RSA key of the keystore, entries in the store's SharedPreferences. Errors are plain
 * texts. With `outSystemsParts` it is that of OutSystems' builds before OS13.
 */
export function createSecureStorage220(
  host: NativeHost,
  replaced: Partial<SecureStorage220Parts> = {},
): NativePlugin {
  const parts: SecureStorage220Parts = {
    keystore: createKeystore(host),
    preferences: createPreferences(host),
    keys: publishedKeys,
    keyMaking: oneWaitingCall,
    // `com.android.credentials.UNLOCK` shows nothing while the device is unlocked, and is not asked how it ended.
    unlock: () => sleep(screenTime, true),
    actions: (actions) => actions,
    ...replaced,
  };
  const { keystore } = parts;
  const initialised = new Map<string, StoreFile>();

  /** @throws JavaError NullPointerException before `init` of this store, as Java does by calling nothing's method */
  const storage = (store: string, method: string): StoreFile => {
    const file = initialised.get(store);
    if (file) return file;
    throw new JavaError(
      'NullPointerException',
      `Attempt to invoke virtual method '${method}' on a null object reference`,
    );
  };
  const fetched = (store: string, key: string): string => {
    const value = storage(store, `java.lang.String ${handler}.fetch(java.lang.String)`).fetch(key);
    if (value === undefined) throw new PluginFailure(`Key [${key}] not found.`);
    return value;
  };

  /** What runs in the plugin's own thread: exceptions go to logcat and, as their message, to the page. */
  const inThread = async <T>(title: string, work: () => T | Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      if (!isJava(error)) throw error;
      host.log('E', tag, `${title} failed :\n${stackTrace(error)}`);
      throw new PluginFailure(error.javaMessage);
    }
  };
  /** Where the key believed the user for too long, he is asked and it is tried once more. */
  const withUser = async <T>(work: () => T): Promise<T> => {
    try {
      return work();
    } catch (error) {
      if (!isJava(error, 'UserNotAuthenticatedException')) throw error;
      if (!(await parts.unlock(keystore))) throw new PluginFailure(skipped);
      return work();
    }
  };

  const withKey = <T>(store: string, work: (alias: string) => T) =>
    withUser(() => withStoreKey(host, keystore, store, work));

  const makeKey = parts.keyMaking(
    (store) =>
      inThread('Init', async () => {
        const alias = aliasOf(host, store);
        // Another call may have made it meanwhile. What lies in the store is lost with its key.
        if (parts.keys.isAvailable(keystore, alias)) return;
        storage(store, `void ${handler}.clear()`).clear();
        await keystore.generate(alias, parts.keys.spec(host));
      }),
    () => parts.unlock(keystore),
  );

  const init: Action = async (args) => {
    const store = args.getString(0);
    const alias = aliasOf(host, store);
    const file = openStoreFile(host, parts.preferences, store);
    initialised.set(store, file);
    if (!isDeviceSecure(host)) {
      host.log('E', tag, notSecure);
      throw new PluginFailure(notSecure);
    }
    if (!parts.keys.isAvailable(keystore, alias) && (await makeKey(store)) === 'refused')
      throw new PluginFailure(skipped);
    return 1;
  };

  const actions: Actions = {
    init,
    set(args) {
      const [store, key, value] = [args.getString(0), args.getString(1), args.getString(2)];
      return inThread('Encrypt (RSA/AES)', async () => {
        const entry = await withKey(store, (alias) => sealEntry(keystore, alias, store, value));
        storage(store, `void ${handler}.store(java.lang.String, java.lang.String)`).store(key, entry);
        return ok;
      });
    },
    get(args) {
      const store = args.getString(0);
      const entry = parseEntry(fetched(store, args.getString(1)));
      return inThread('Decrypt (RSA/AES)', () =>
        withKey(store, (alias) => openEntry(keystore, alias, entry)),
      );
    },
    encrypt_rsa(args) {
      const [store, text] = [args.getString(0), args.getString(1)];
      return inThread('Encrypt (RSA)', () => withUser(() => encryptRsa(host, keystore, store, text)));
    },
    decrypt_rsa(args) {
      const [store, input] = [args.getString(0), args.getString(1)];
      return inThread('Decrypt (RSA)', () => withUser(() => decryptRsa(host, keystore, store, input)));
    },
    async secureDevice() {
      // Without a lock Settings offers to set one; this person leaves as he came.
      if (!isDeviceSecure(host)) throw new PluginFailure(notSecure);
      if (!(await parts.unlock(keystore))) throw new PluginFailure(skipped);
      return ok;
    },
    remove(args) {
      const [store, key] = [args.getString(0), args.getString(1)];
      storage(store, `void ${handler}.remove(java.lang.String)`).remove(key);
      return ok;
    },
    store(args) {
      const [store, key, value] = [args.getString(0), args.getString(1), args.getString(2)];
      storage(store, `void ${handler}.store(java.lang.String, java.lang.String)`).store(key, value);
      return ok;
    },
    fetch: (args) => {
      const store = args.getString(0);
      return fetched(store, args.getString(1));
    },
    keys: (args) => [...storage(args.getString(0), `java.util.Set ${handler}.keys()`).keys()],
    clear(args) {
      storage(args.getString(0), `void ${handler}.clear()`).clear();
      return ok;
    },
  };

  return createCordovaPlugin(host, 'SecureStorage', parts.actions(actions));
}

/** How Java names the class of a store's file in a NullPointerException. */
const handler = 'com.crypho.plugins.SharedPreferencesHandler';
