import type { Files, User } from '../files.js';

/** The names that a pattern of the shell matches, sorted; none where a user may not look. */
export function matches(files: Files, pattern: string, cwd: string, user: User): string[] {
  const isAbsolute = pattern.startsWith('/');
  const parts = splitPattern(pattern);
  let found = [''];
  for (const part of parts) {
    const next: string[] = [];
    const test = toRegExp(part);
    for (const before of found) {
      const prefix = before === '' ? (isAbsolute ? '/' : '') : `${before}/`;
      if (!/[*?[]/.test(part.replace(/\\./g, ''))) {
        const name = prefix + part.replace(/\\(.)/g, '$1');
        if (files.exists(files.normal(name, cwd), user)) next.push(name);
        continue;
      }
      let names: string[] = [];
      try {
        names = files.list(files.normal(prefix || '.', cwd), user);
      } catch {
        // Nothing matches in a folder that may not be read.
      }
      for (const name of names) {
        if (test.test(name) && (part.startsWith('.') || !name.startsWith('.'))) next.push(prefix + name);
      }
    }
    found = next;
  }
  return found;
}

/** A pattern of one name as a regular expression. */
export function toRegExp(pattern: string): RegExp {
  const source = pattern.replace(/\\(.)|\[!?[^\]]*\]|[\s\S]/g, (match, escaped: string | undefined) => {
    if (escaped !== undefined) return quote(escaped);
    if (match === '*') return '.*';
    if (match === '?') return '.';
    if (match.length > 1) return match.replace(/^\[!/, '[^');
    return quote(match);
  });
  return new RegExp(`^${source}$`, 's');
}

function splitPattern(pattern: string): string[] {
  return pattern.split('/').filter((part) => part !== '');
}

function quote(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
