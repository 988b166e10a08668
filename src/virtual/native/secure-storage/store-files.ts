import type { NativeHost } from '../../native-api.js';
import { isJava } from '../java/errors.js';
import type { Preferences, PreferencesFolder } from '../preferences/types.js';

/** Entries of a store's file that say how far the JavaScript half came with moving old data; no secrets. */
const marks = ['_SS_MIGRATED_TO_NATIVE', '_SS_MIGRATED_TO_NATIVE_STORAGE'];

/** The alias of a store's RSA key. */
export function aliasOf(host: NativeHost, store: string): string {
  return `${host.packageName}.${store}`;
}

/** The file of a store in the era of 2.2.0: SharedPreferences `<package>.<store>_SS`. */
export interface StoreFile {
  /** Nothing if there is no such entry. */
  fetch(key: string): string | undefined;
  /** @returns whether the disk has it */
  store(key: string, value: string): boolean;
  remove(key: string): void;
  /** Without the marks. */
  keys(): readonly string[];
  clear(): void;
}

/** @throws JavaError IllegalArgumentException if the store's name has a path separator */
export function openStoreFile(host: NativeHost, preferences: PreferencesFolder, store: string): StoreFile {
  const file: Preferences = preferences.open(`${aliasOf(host, store)}_SS`);
  return {
    fetch: (key) => file.getString(key),
    store: (key, value) => file.edit().putString(key, value).commit(),
    remove: (key) => void file.edit().remove(key).commit(),
    keys: () => [...file.all().keys()].filter((key) => !marks.includes(key)),
    clear: () => void file.edit().clear().commit(),
  };
}

/** The stores that have such a file on the disk. */
export function storesOnDisk(host: NativeHost, preferences: PreferencesFolder): readonly string[] {
  const start = `${host.packageName}.`;
  return preferences
    .names()
    .filter((name) => name.startsWith(start) && name.endsWith('_SS'))
    .map((name) => name.slice(start.length, -'_SS'.length));
}

/** A store's file if its name can be one: other names never had data. */
export function existingStoreFile(
  host: NativeHost,
  preferences: PreferencesFolder,
  store: string,
): StoreFile | undefined {
  try {
    return openStoreFile(host, preferences, store);
  } catch (error) {
    if (isJava(error, 'IllegalArgumentException')) return undefined;
    throw error;
  }
}
