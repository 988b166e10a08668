import { readFile, writeFile } from 'node:fs/promises';

/**
 * What a driver or a test runner writes down may quote the page, and so a secret of the run: 48 letters and digits,
 * plain, reversed, as hexadecimal, base64, percent-encoded, escaped or as UTF-16.
 */
const secretLike = [
  /[A-Za-z0-9]{16,}/g,
  /(?:%[0-9A-Fa-f]{2}){16,}/g,
  /(?:\\+u00[0-9A-Fa-f]{2}){16,}/g,
  /(?:[A-Za-z0-9](?:\0|\\+u0000)){16,}/g,
];

/** Takes out of a log whatever could be a secret of a run. A log that is not there is left so. */
export async function withholdSecrets(file: string): Promise<void> {
  const text = await readFile(file, 'latin1').catch(() => undefined);
  if (text === undefined) return;
  const told = secretLike.reduce(
    (left, pattern) => left.replace(pattern, (match) => (isName(match) ? match : '(withheld)')),
    text,
  );
  if (told !== text) await writeFile(file, told, 'latin1');
}

/** A short run of letters and digits that is not of all three kinds: a word, the number of a session. */
function isName(match: string): boolean {
  return match.length <= 32 && ![/[A-Z]/, /[a-z]/, /[0-9]/].every((kind) => kind.test(match));
}
