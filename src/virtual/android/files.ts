import { existsSync, lstatSync, mkdirSync, readdirSync, realpathSync, type Stats } from 'node:fs';
import path from 'node:path';

/** Android's error numbers, as its messages word them. */
export const messages: Readonly<Record<string, string>> = {
  ENOENT: 'No such file or directory',
  EACCES: 'Permission denied',
  EISDIR: 'Is a directory',
  ENOTDIR: 'Not a directory',
  EEXIST: 'File exists',
  ENOTEMPTY: 'Directory not empty',
  EROFS: 'Read-only file system',
  ENAMETOOLONG: 'File name too long',
  EINVAL: 'Invalid argument',
  ENOSPC: 'No space left on device',
  EPERM: 'Operation not permitted',
};

/** An error as the kernel of the device gives it. */
export class FileError extends Error {
  constructor(readonly code: string) {
    super(messages[code] ?? code);
  }
}

/** What went wrong with a file, in Android's words. */
export function fileMessage(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code;
  return messages[code ?? ''] ?? (error instanceof Error ? error.message : String(error));
}

/** Who touches a file: root, the shell, or an app. */
export interface User {
  readonly uid: number;
  readonly name: string;
}

export const root: User = { uid: 0, name: 'root' };
export const shellUser: User = { uid: 2000, name: 'shell' };

/** An app's user as Android names it: u0_a100. */
export function appUser(uid: number): User {
  return { uid, name: uid >= 10_000 ? `u0_a${uid - 10_000}` : uid === 1000 ? 'system' : String(uid) };
}

/** Folders that every device has: owner's uid and mode. The bits of what is not listed are those on disk. */
const folders: Readonly<Record<string, readonly [uid: number, mode: number]>> = {
  '/': [0, 0o755],
  '/data': [1000, 0o771],
  '/data/app': [1000, 0o771],
  '/data/data': [1000, 0o771],
  '/data/local': [0, 0o751],
  '/data/local/tmp': [2000, 0o771],
  '/data/misc': [1000, 0o1771],
  '/data/misc/keystore': [1017, 0o700],
  '/data/system': [1000, 0o775],
  '/data/anr': [1000, 0o775],
  '/storage': [0, 0o755],
  '/storage/emulated': [0, 0o755],
  '/storage/emulated/0': [0, 0o777],
  '/storage/emulated/0/Download': [0, 0o777],
  '/storage/emulated/0/Pictures': [0, 0o777],
  '/storage/emulated/0/DCIM': [0, 0o777],
  '/storage/emulated/0/Android': [0, 0o777],
  '/system': [0, 0o755],
  '/system/bin': [0, 0o755],
  '/vendor': [0, 0o755],
  '/proc': [0, 0o555],
  '/dev': [0, 0o755],
};

const aliases: readonly (readonly [from: string, to: string])[] = [
  ['/sdcard', '/storage/emulated/0'],
  ['/mnt/sdcard', '/storage/emulated/0'],
  ['/storage/self/primary', '/storage/emulated/0'],
  ['/data/user/0', '/data/data'],
];

/** What the kernel makes up when it is read. */
export type Generated = (user: User) => string | undefined;

/** The files of a device: a folder of the host, with Android's paths, owners and permissions. */
export class Files {
  readonly #root: string;
  readonly #generated = new Map<string, Generated>();
  /** The uid that owns a private folder, by package. */
  ownerOf: (packageName: string) => number | undefined = () => undefined;

  constructor(stateFolder: string) {
    const made = path.join(stateFolder, 'fs');
    mkdirSync(made, { recursive: true });
    this.#root = realpathSync(made);
    for (const folder of Object.keys(folders)) mkdirSync(path.join(this.#root, folder), { recursive: true });
  }

  /** A file that is made when it is read. */
  generate(name: string, text: Generated): void {
    this.#generated.set(name, text);
  }

  generated(name: string): Generated | undefined {
    const fixed = this.#generated.get(name);
    if (fixed !== undefined) return fixed;
    const cmdline = /^\/proc\/(\d+)\/(cmdline|status|stat|comm)$/.exec(name);
    return cmdline === null || this.processFile(name) === undefined
      ? undefined
      : () => this.processFile(name);
  }

  /** Text of a file of /proc/PID, or undefined. */
  processFile: (name: string) => string | undefined = () => undefined;

  /** Absolute, without aliases, dots and double slashes. */
  normal(name: string, cwd = '/'): string {
    let whole = path.posix.resolve(cwd, name);
    for (const [from, to] of aliases) {
      if (whole === from || whole.startsWith(`${from}/`)) whole = to + whole.slice(from.length);
    }
    return whole;
  }

  /** Where a file lies on the host, without asking who wants it. Never outside of the device's folder. */
  hostPath(name: string): string {
    if (name.includes('\0')) throw new FileError('EINVAL');
    const host = path.join(this.#root, this.normal(name));
    let existing = path.dirname(host);
    while (!existsSync(existing)) existing = path.dirname(existing);
    const real = realpathSync(existing);
    if (real !== this.#root && !real.startsWith(`${this.#root}/`)) throw new FileError('EACCES');
    if (lstatOf(host)?.isSymbolicLink() === true) throw new FileError('EACCES');
    return host;
  }

  /** Where a file lies that a user may read. Throws ENOENT or EACCES. */
  readable(name: string, user: User): string {
    const whole = this.normal(name);
    this.#walk(whole, user);
    const host = this.hostPath(whole);
    if (lstatOf(host) === undefined) throw new FileError('ENOENT');
    if (!this.#may(whole, user, 4)) throw new FileError('EACCES');
    return host;
  }

  /** Where a file lies that a user may write or make. Throws ENOENT, EACCES or EROFS. */
  writable(name: string, user: User): string {
    const whole = this.normal(name);
    if (/^\/(system|vendor|proc)(\/|$)/.test(whole)) throw new FileError('EROFS');
    this.#walk(whole, user);
    const host = this.hostPath(whole);
    const there = lstatOf(host);
    const parent = path.posix.dirname(whole);
    if (there === undefined && lstatOf(this.hostPath(parent)) === undefined) throw new FileError('ENOENT');
    if (!this.#may(there === undefined ? parent : whole, user, 2)) throw new FileError('EACCES');
    return host;
  }

  /** Where an entry lies that a user may take out of its folder. Throws as `writable`. */
  removable(name: string, user: User): string {
    const whole = this.normal(name);
    if (/^\/(system|vendor|proc)(\/|$)/.test(whole)) throw new FileError('EROFS');
    this.#walk(whole, user);
    const host = this.hostPath(whole);
    if (lstatOf(host) === undefined) throw new FileError('ENOENT');
    if (folders[whole] !== undefined || !this.#may(path.posix.dirname(whole), user, 2)) {
      throw new FileError('EACCES');
    }
    return host;
  }

  /** The entry itself, for who may search its folder. Throws ENOENT or EACCES. */
  stat(name: string, user: User): Stats & { owner: User } {
    const whole = this.normal(name);
    this.#walk(whole, user);
    const stats = lstatOf(this.hostPath(whole));
    if (stats === undefined) throw new FileError('ENOENT');
    const owner = this.owner(whole);
    const fixed = folders[whole];
    if (fixed !== undefined) stats.mode = (stats.mode & ~0o7777) | fixed[1];
    return Object.assign(stats, { owner });
  }

  exists(name: string, user: User): boolean {
    const whole = this.normal(name);
    if (this.generated(whole) !== undefined) return true;
    try {
      this.stat(whole, user);
      return true;
    } catch {
      return false;
    }
  }

  /**
   * The names in a folder, sorted, but for links: the host's Chromium locks its profile with some. Throws ENOENT,
   * ENOTDIR or EACCES.
   */
  list(name: string, user: User): string[] {
    return readdirSync(this.readable(name, user), { withFileTypes: true })
      .filter((entry) => !entry.isSymbolicLink())
      .map((entry) => entry.name)
      .sort();
  }

  owner(name: string): User {
    const whole = this.normal(name);
    const fixed = folders[whole];
    if (fixed !== undefined) return userOf(fixed[0]);
    const app = /^\/data\/data\/([^/]+)/.exec(whole)?.[1];
    if (app !== undefined) return appUser(this.ownerOf(app) ?? 1000);
    if (whole.startsWith('/data/local/tmp/')) return shellUser;
    if (whole.startsWith('/storage/emulated/0/')) return { uid: 0, name: 'root' };
    if (whole.startsWith('/data/')) return appUser(1000);
    return root;
  }

  /** Whether a user may search every folder on the way. */
  #walk(whole: string, user: User): void {
    const parts = whole.split('/').slice(1, -1);
    let at = '';
    for (const part of parts) {
      at += `/${part}`;
      if (!this.#may(at, user, 1)) throw new FileError('EACCES');
    }
  }

  #may(whole: string, user: User, bit: 1 | 2 | 4): boolean {
    if (user.uid === 0) return true;
    if (whole.startsWith('/storage/emulated/0')) return true;
    // An app under run-as may write there: Appium's pull out of an app's folder rests on it.
    if (whole === '/data/local/tmp' && user.uid >= 10_000) return true;
    const fixed = folders[whole];
    const host = path.join(this.#root, whole);
    const stats = lstatOf(host);
    if (stats === undefined) return true;
    const mode = fixed?.[1] ?? stats.mode;
    const owner = fixed?.[0] ?? this.owner(whole).uid;
    return ((owner === user.uid ? mode >> 6 : mode) & bit) !== 0;
  }
}

function userOf(uid: number): User {
  if (uid === 0) return root;
  return uid === 2000 ? shellUser : appUser(uid);
}

function lstatOf(host: string): Stats | undefined {
  try {
    return lstatSync(host);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw error;
  }
}
