import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { NativeHost } from '../../native-api.js';
import { isJava, JavaError, stackTrace } from '../java/errors.js';
import { writeSynced } from '../java/files.js';
import type { Editor, Preference, Preferences, PreferencesFolder } from './types.js';
import { readXml, writeXml } from './xml.js';

const tag = 'SharedPreferencesImpl';

/** How long `apply` may leave the disk alone, in ms (QueuedWork.DELAY since API 26). */
const applyDelay = 100;

/** What Node says where Java sees no file: absent, or of a name that no file can have (too long, with a NUL). */
const noSuchFile = ['ENOENT', 'ENAMETOOLONG', 'ERR_INVALID_ARG_VALUE'];

/** What can be exchanged of SharedPreferences. */
export interface PreferencesParts {
  /** Changes every editor: gets the right one, whose methods may be replaced, and gives the one to use. */
  readonly editor: (right: Editor) => Editor;
}

/** The app's SharedPreferences in `dataDir/shared_prefs`, as of one process: make a new one for each process. */
export function createPreferences(
  host: NativeHost,
  { editor = (right) => right }: Partial<PreferencesParts> = {},
): PreferencesFolder {
  const folder = join(host.dataDir, 'shared_prefs');
  const open = new Map<string, PreferencesFile>();
  return {
    open(name) {
      if (name.includes('/'))
        throw new JavaError('IllegalArgumentException', `File ${name}.xml contains a path separator`);
      const file = open.get(name) ?? new PreferencesFile(host, join(folder, `${name}.xml`), editor);
      open.set(name, file);
      return file;
    },
    names() {
      try {
        const names = readdirSync(folder).map((file) => /^(.*)\.xml(\.bak)?$/s.exec(file)?.[1]);
        return [...new Set(names.filter((name) => name !== undefined))];
      } catch {
        return [];
      }
    },
    flush() {
      for (const file of open.values()) file.flush();
    },
  };
}

class PreferencesFile implements Preferences {
  #map: Map<string, Preference> | undefined;
  #pending: NodeJS.Timeout | undefined;

  constructor(
    private readonly host: NativeHost,
    private readonly path: string,
    private readonly editorOf: (right: Editor) => Editor,
  ) {}

  all(): ReadonlyMap<string, Preference> {
    return (this.#map ??= this.#load());
  }

  contains(name: string): boolean {
    return this.all().has(name);
  }

  getString(name: string): string | undefined {
    const found = this.all().get(name);
    if (found && found.type !== 'string') throw wrongType(found, 'String');
    return found?.value;
  }

  getBoolean(name: string): boolean | undefined {
    const found = this.all().get(name);
    if (found && found.type !== 'boolean') throw wrongType(found, 'Boolean');
    return found?.value;
  }

  edit(): Editor {
    const changes = new Map<string, Preference | undefined>();
    let clear = false;
    const change = (name: string, preference: Preference | undefined) => {
      changes.set(name, preference);
      return editor;
    };
    /** @returns whether anything is different */
    const inMemory = () => {
      const before = this.all();
      const after = new Map(clear ? [] : before);
      for (const [name, preference] of changes) {
        if (preference) after.set(name, preference);
        else after.delete(name);
      }
      const changed = (clear && before.size > 0) || changes.size > 0;
      this.#map = after;
      changes.clear();
      clear = false;
      return changed;
    };
    const editor: Editor = {
      put: change,
      putString: (name, value) => change(name, { type: 'string', value }),
      putBoolean: (name, value) => change(name, { type: 'boolean', value }),
      remove: (name) => change(name, undefined),
      clear() {
        clear = true;
        return editor;
      },
      commit: () => (inMemory() || this.#pending ? this.#write() : true),
      apply: () => {
        if (inMemory()) this.#pending ??= setTimeout(() => this.#write(), applyDelay).unref();
      },
    };
    return this.editorOf(editor);
  }

  flush(): void {
    if (this.#pending) this.#write();
  }

  /** A file that cannot be read counts as empty: Android tells logcat only. */
  #load(): Map<string, Preference> {
    // Whoever died while writing left the file of before beside it: that one is whole.
    const backup = this.#backup();
    if (existsSync(backup)) {
      rmSync(this.path, { force: true });
      renameSync(backup, this.path);
    }
    try {
      return readXml(readFileSync(this.path, 'utf8'));
    } catch (error) {
      if (isJava(error)) this.host.log('W', tag, `Cannot read ${this.path}\n${stackTrace(error)}`);
      else if (!noSuchFile.includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
      return new Map();
    }
  }

  #write(): boolean {
    clearTimeout(this.#pending);
    this.#pending = undefined;
    try {
      // Not the app's folder itself: where that is gone, the app is uninstalled and this process about to end.
      if (!existsSync(dirname(this.path))) mkdirSync(dirname(this.path));
      if (existsSync(this.path)) {
        if (existsSync(this.#backup())) rmSync(this.path);
        else renameSync(this.path, this.#backup());
      }
      writeSynced(this.path, writeXml(this.all()));
      rmSync(this.#backup(), { force: true });
      return true;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === undefined) throw error;
      this.host.log('E', tag, `Couldn't create SharedPreferences file ${this.path} (${code})`);
      if (existsSync(this.#backup())) rmSync(this.path, { force: true });
      return false;
    }
  }

  #backup(): string {
    return `${this.path}.bak`;
  }
}

const javaTypes = {
  string: 'String',
  boolean: 'Boolean',
  int: 'Integer',
  long: 'Long',
  float: 'Float',
  set: 'HashSet',
};

function wrongType(found: Preference, wanted: string): JavaError {
  const type = javaTypes[found.type];
  const full = type === 'HashSet' ? 'java.util.HashSet' : `java.lang.${type}`;
  return new JavaError('ClassCastException', `${full} cannot be cast to java.lang.${wanted}`);
}
