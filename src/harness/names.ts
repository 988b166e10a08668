import type { Needle } from '../protocol/canary.js';

/** Names of stores and keys, searched for beside canaries. They are no secrets: a file may be told with them. */

/** Numbers of canaries are smaller than this, numbers of names are not. */
export const firstOfNames = 1_000_000;

/** The forms in which names are found in a file. The name of index i has the number `firstOfNames + i`. */
export function nameNeedles(names: readonly string[]): Needle[] {
  return names.flatMap((name, index) =>
    formsOf(name).map(([encoding, pattern]) => ({ canary: firstOfNames + index, encoding, pattern })),
  );
}

function formsOf(name: string): (readonly [encoding: string, pattern: string])[] {
  const bytes = Buffer.from(name);
  return [
    ['plain', name],
    ['utf-16', name.split('').join('\0')],
    ['hex', bytes.toString('hex')],
    // The last letters depend on what follows the name.
    ['base64', bytes.toString('base64').replace(/=+$/, '').slice(0, -1)],
  ];
}
