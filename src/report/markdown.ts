import { oneLine } from './text.js';

const elements: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  // A backslash before it would not do in every reader's table.
  '|': '&#124;',
  // Alone in its element, so that it mentions nobody and is no part of an address.
  '@': '<span>@</span>',
};

/** Signs that mean something inside a line; the colon and the dot make links of bare addresses. */
const signs = /[&<>|@\\`*_[\]~$]|:(?! |$)|(?<=www)\./gi;

/**
 * Foreign text in Markdown: on one line, cut, and every sign that could mean something made plain. Not for the
 * beginning of a line, where others mean something too.
 */
export function plain(text: string, most = 600): string {
  return oneLine(text, most).replace(signs, (sign) => elements[sign] ?? `\\${sign}`);
}

/** Foreign text in Markdown, set as code. An element, because a fence of backticks can be closed from inside. */
export function code(text: string, most = 300): string {
  return `<code>${plain(text, most)}</code>`;
}

/** A table. Cells are Markdown already. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
