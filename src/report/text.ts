/** Foreign text made fit to be shown: no renderer puts a string of a result anywhere without it. */

/** Most that is shown of one string, in UTF-16 code units. */
export const longest = 2000;

/** What must not reach a reader as it is: controls, invisible and direction-changing characters, half characters. */
const unshowable = /(?![\n\t])[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\ufffe\uffff]/gu;

/** Shows every character that is no plain text as an escape: `\u202e`. Line feeds and tabs stay. */
export function visible(text: string): string {
  return text.replace(unshowable, escapeOf);
}

/** The same in pieces, so that a renderer can set escapes apart from a text that only looks like one. */
export function visiblePieces(text: string): { readonly text: string; readonly escape: boolean }[] {
  const pieces = [];
  let from = 0;
  for (const match of text.matchAll(unshowable)) {
    if (match.index > from) pieces.push({ text: text.slice(from, match.index), escape: false });
    pieces.push({ text: escapeOf(match[0]), escape: true });
    from = match.index + match[0].length;
  }
  if (from < text.length) pieces.push({ text: text.slice(from), escape: false });
  return pieces;
}

/** The text, or its beginning and a notice of how long it is. `most` is in UTF-16 code units. */
export function cut(text: string, most: number = longest): string {
  if (text.length <= most) return text;
  const beginning = text.slice(0, most).replace(/[\ud800-\udbff]$/, '');
  return `${beginning}… [cut here: ${text.length} characters in all]`;
}

/** The text on one line, cut and made visible. */
export function oneLine(text: string, most: number = longest): string {
  return visible(cut(text, most).replace(/\s+/g, ' ').trim());
}

function escapeOf(character: string): string {
  const code = character.codePointAt(0)!.toString(16);
  return code.length > 4 ? `\\u{${code}}` : `\\u${code.padStart(4, '0')}`;
}
