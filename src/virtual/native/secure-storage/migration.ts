import type { NativeHost } from '../../native-api.js';
import { createTurns } from '../cordova/turns.js';
import { isJava, JavaError, stackTrace } from '../java/errors.js';
import type { Keystore } from '../keystore/types.js';
import type { PreferencesFolder } from '../preferences/types.js';
import { isSjcl, openEntry, openSjclEntry, parseEntry } from './entry.js';
import type { Gate } from './gate.js';
import { aliasOf, existingStoreFile, storesOnDisk, type StoreFile } from './store-files.js';
import type { Vault } from './vault.js';

/** Brings what the era of 2.2.0 left into the vault, once for the whole app. */
export interface Migration {
  /**
   * Moves what can be moved, of every store; what cannot be read stays where it is and stops nothing.
   * @throws ReasonedFailure if the old key wants the user and he does not authenticate
   */
  run(): Promise<void>;
  /**
   * Moves one entry if it is still in the old file.
   * @throws ReasonedFailure as `run`; JavaError if it cannot be read, now or ever
   */
  bring(store: string, key: string): Promise<void>;
  /** Forgets what the old file has of a key, as a newer value or a removal takes its place. */
  drop(store: string, key: string): void;
  /** The keys that are still in the store's old file. */
  left(store: string): readonly string[];
  /** Forgets the store's old file. */
  clear(store: string): void;
}

/** What the migration stands on. */
export interface MigrationParts {
  readonly keystore: Keystore;
  readonly preferences: PreferencesFolder;
  readonly vault: Vault;
  readonly gate: Gate;
}

/** File and entry that say that nothing is left to move, as OutSystems' builds since OS13 name them. */
const flag = 'MIGRATED_FOR_ENCRYPTED';

/** The key of the ciphered local storage is read when nobody is there to authenticate: never guarded (builds since OS13). */
const neverGuarded = '_SS_outsystems-local-storage-key';

/** The migration as documented for 2.3.0; `MigratedKeysAuthentication` says whether what is moved needs the user. */
export function createMigration(
  host: NativeHost,
  { keystore, preferences, vault, gate }: MigrationParts,
): Migration {
  const inTurn = createTurns();
  const guarded = host.preferences['migratedkeysauthentication']?.toLowerCase() === 'true';
  const isDone = () => preferences.open(flag).getBoolean(flag) === true;
  const oldFile = (store: string): StoreFile | undefined => existingStoreFile(host, preferences, store);

  const read = (store: string, entry: string): string => {
    const alias = aliasOf(host, store);
    try {
      return isSjcl(entry)
        ? openSjclEntry(keystore, alias, entry)
        : openEntry(keystore, alias, parseEntry(entry));
    } catch (error) {
      // A call's own bad JSON is another matter: that is how Cordova tells a missing argument.
      if (isJava(error, 'JSONException')) throw new JavaError('Exception', 'No entry of 2.2.0', error);
      throw error;
    }
  };
  const readWithUser = async (store: string, entry: string): Promise<string> => {
    try {
      return read(store, entry);
    } catch (error) {
      if (!isJava(error, 'UserNotAuthenticatedException')) throw error;
      await gate();
      return read(store, entry);
    }
  };

  /** First into the vault, then out of the file: who dies between finds it in both, and the vault's counts. */
  const move = async (store: string, key: string): Promise<void> => {
    const file = oldFile(store);
    const entry = file?.fetch(key);
    if (!file || entry === undefined) return;
    if ((await vault.get(store, key)) === undefined) {
      const value = await readWithUser(store, entry);
      // While the prompt was up somebody may have set or removed it.
      if (file.fetch(key) !== entry) return;
      await vault.putNew(store, key, { value, authenticate: guarded && key !== neverGuarded });
    }
    if (file.fetch(key) === entry) file.remove(key);
  };

  /** @returns whether it is out of the old file */
  const tryToMove = async (store: string, key: string): Promise<boolean> => {
    try {
      await move(store, key);
      return true;
    } catch (error) {
      if (!isJava(error)) throw error;
      host.log('E', 'SecureStorage', `Migration of an entry failed :\n${stackTrace(error)}`);
      return false;
    }
  };

  return {
    run: () =>
      inTurn(async () => {
        if (isDone()) return;
        let complete = true;
        for (const store of storesOnDisk(host, preferences))
          for (const key of oldFile(store)?.keys() ?? [])
            complete = (await tryToMove(store, key)) && complete;
        if (complete) preferences.open(flag).edit().putBoolean(flag, true).commit();
      }),
    bring: (store, key) =>
      // What is not in the old file waits for nobody's prompt.
      isDone() || oldFile(store)?.fetch(key) === undefined
        ? Promise.resolve()
        : inTurn(() => move(store, key)),
    drop(store, key) {
      const file = oldFile(store);
      if (file?.fetch(key) !== undefined) file.remove(key);
    },
    left: (store) => (isDone() ? [] : (oldFile(store)?.keys() ?? [])),
    clear(store) {
      const file = oldFile(store);
      if (file && file.keys().length > 0) file.clear();
    },
  };
}
