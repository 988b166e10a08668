import { createTurns } from '../cordova/turns.js';
import {
  keyKeysetName,
  masterKeyAlias,
  openEncryptedPreferences,
  valueKeysetName,
  type EncryptedPreferences,
  type EncryptedPreferencesParts,
} from '../encrypted-preferences/encrypted-preferences.js';
import { isJava, JavaError } from '../java/errors.js';

/** A secret and whether the user has to authenticate for it. */
export interface Secret {
  readonly value: string;
  readonly authenticate: boolean;
}

/** Where 2.3.0 keeps secrets, by store and key. Every method may throw what the keystore and the preferences throw. */
export interface Vault {
  get(store: string, key: string): Promise<Secret | undefined>;
  put(store: string, key: string, secret: Secret): Promise<void>;
  /** Puts it unless the key is there already. */
  putNew(store: string, key: string, secret: Secret): Promise<void>;
  remove(store: string, key: string): Promise<void>;
  keys(store: string): Promise<readonly string[]>;
  clear(store: string): Promise<void>;
}

/** The file's name in shared_prefs. The plugin's own is not public; it is told by its keysets. */
export const vaultFile = 'oskeystore';

/**
 * A vault in one file of EncryptedSharedPreferences. An entry's name is `["store","key"]` in JSON, so that no two
 * pairs meet in one name and any text will do; its value is `{"value":…,"authenticate":…}`.
 *
 * Where a backup came back without the master key, nothing of the file can ever be read: reading fails, and the
 * first `put` or `clear` begins a new file. The plugin's own form of entries is not public, nor what it does then.
 */
export function createVault(parts: EncryptedPreferencesParts): Vault {
  const inTurn = createTurns();
  let opened: EncryptedPreferences | undefined;

  const reset = () => parts.preferences.open(vaultFile).edit().clear().commit();

  const isLost = () => {
    const file = parts.preferences.open(vaultFile);
    const hasKeysets = file.contains(keyKeysetName) || file.contains(valueKeysetName);
    return hasKeysets && !parts.keystore.contains(masterKeyAlias);
  };
  const open = async (onLost: 'fail' | 'begin anew') => {
    if (!opened && isLost()) {
      // Opening would make a new master key, and nobody could tell afterwards what happened.
      if (onLost === 'fail') throw new JavaError('GeneralSecurityException', 'The master key is gone');
      reset();
    }
    return (opened ??= await openEncryptedPreferences(parts, vaultFile));
  };
  /** Keysets that cannot be opened make every entry unreadable: cleared, the file begins anew. */
  const openToClear = async () => {
    try {
      return await open('begin anew');
    } catch (error) {
      if (!isJava(error)) throw error;
      reset();
      return open('begin anew');
    }
  };
  const written = (done: boolean) => {
    if (!done) throw new JavaError('IOException', 'The preferences could not be written');
  };

  const put = (prefs: EncryptedPreferences, store: string, key: string, { value, authenticate }: Secret) =>
    written(
      prefs.put(nameOf(store, key), { type: 'string', value: JSON.stringify({ value, authenticate }) }),
    );

  return {
    get: (store, key) =>
      inTurn(async () => {
        const found = (await open('fail')).get(nameOf(store, key));
        return found?.type === 'string' ? (JSON.parse(found.value) as Secret) : undefined;
      }),
    put: (store, key, secret) => inTurn(async () => put(await open('begin anew'), store, key, secret)),
    putNew: (store, key, secret) =>
      inTurn(async () => {
        const prefs = await open('begin anew');
        if (!prefs.contains(nameOf(store, key))) put(prefs, store, key, secret);
      }),
    remove: (store, key) => inTurn(async () => written((await open('fail')).remove(nameOf(store, key)))),
    keys: (store) => inTurn(async () => keysIn(await open('fail'), store)),
    clear: (store) =>
      inTurn(async () => {
        const prefs = await openToClear();
        for (const key of keysIn(prefs, store)) written(prefs.remove(nameOf(store, key)));
      }),
  };
}

const nameOf = (store: string, key: string) => JSON.stringify([store, key]);

const keysIn = (prefs: EncryptedPreferences, store: string) =>
  prefs.names().flatMap((name) => {
    const [inStore, key] = JSON.parse(name) as [string, string];
    return inStore === store ? [key] : [];
  });
