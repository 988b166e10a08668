/**
 * What a driver, a test runner or a device writes down may quote the page, and so a secret of the run: 48 letters and
 * digits, plain, reversed, as hexadecimal, base64, percent-encoded, escaped or as UTF-16.
 */
const secretLike = [
  /[A-Za-z0-9]{16,}/g,
  /(?:%[0-9A-Fa-f]{2}){16,}/g,
  /(?:\\+u00[0-9A-Fa-f]{2}){16,}/g,
  /(?:[A-Za-z0-9](?:\0|\\+u0000)){16,}/g,
];

/** A text without whatever could be a secret of a run. */
export function withoutSecrets(text: string): string {
  return secretLike.reduce(
    (left, pattern) => left.replace(pattern, (match) => (isName(match) ? match : '(withheld)')),
    text,
  );
}

/** A short run of letters and digits that is not of all three kinds: a word, the number of a session. */
function isName(match: string): boolean {
  return match.length <= 32 && ![/[A-Z]/, /[a-z]/, /[0-9]/].every((kind) => kind.test(match));
}
