/** What Java's classes make of text and bytes where Node's would make something else. */

/** `String.getBytes(UTF_8)`: half a surrogate pair becomes a question mark. */
export function bytesOf(text: string): Buffer {
  return Buffer.from(
    text.replace(/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g, '?'),
    'utf8',
  );
}

/** `android.util.Base64.encodeToString(bytes, DEFAULT)`: a line feed behind every 76 characters and at the end. */
export function base64Lines(bytes: Buffer): string {
  return bytes.toString('base64').replace(/.{1,76}/g, '$&\n');
}

/**
 * `android.util.Base64.decode(text, DEFAULT)`: white space is skipped.
 * @returns nothing if the text is not base 64 (Java throws IllegalArgumentException "bad base-64").
 */
export function fromBase64(text: string): Buffer | undefined {
  const dense = text.replace(/\s+/g, '');
  return /^[A-Za-z0-9+/]*={0,2}$/.test(dense) && dense.replace(/=+$/, '').length % 4 !== 1
    ? Buffer.from(dense, 'base64')
    : undefined;
}

/** `JSONObject.toString()` of Android's org.json, which escapes the slash as well. */
export function androidJson(value: unknown): string {
  return JSON.stringify(value).replaceAll('/', '\\/');
}
