/** A value of SharedPreferences with its Java type. A float is what a 32-bit float can hold. */
export type Preference =
  | { readonly type: 'string'; readonly value: string }
  | { readonly type: 'boolean'; readonly value: boolean }
  | { readonly type: 'int'; readonly value: number }
  | { readonly type: 'long'; readonly value: bigint }
  | { readonly type: 'float'; readonly value: number }
  | { readonly type: 'set'; readonly value: ReadonlySet<string> };

/** SharedPreferences.Editor: nothing changes before `commit` or `apply`. */
export interface Editor {
  put(name: string, preference: Preference): Editor;
  putString(name: string, value: string): Editor;
  putBoolean(name: string, value: boolean): Editor;
  remove(name: string): Editor;
  /** Empties the file first, whatever the order: what this editor puts is put after it. */
  clear(): Editor;
  /** Changes the memory and the disk. @returns false if the disk would not have it; the memory has it all the same */
  commit(): boolean;
  /** Changes the memory now and the disk soon: what dies before loses it. */
  apply(): void;
}

/** android.content.SharedPreferences of one file. */
export interface Preferences {
  all(): ReadonlyMap<string, Preference>;
  contains(name: string): boolean;
  /** @throws JavaError ClassCastException if it is of another type */
  getString(name: string): string | undefined;
  /** @throws JavaError ClassCastException if it is of another type */
  getBoolean(name: string): boolean | undefined;
  edit(): Editor;
}

/** Context.getSharedPreferences of one app process: a file is read once and then lives in memory. */
export interface PreferencesFolder {
  /** @throws JavaError IllegalArgumentException if the name has a path separator */
  open(name: string): Preferences;
  /** The names of the files on the disk. */
  names(): readonly string[];
  /** Writes what `apply` left for later, as Android does when an activity stops. */
  flush(): void;
}
