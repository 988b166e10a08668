import { cut, visiblePieces } from '../text.js';

/** Text that is HTML already. Only `html` makes it; nothing that was read from a file can be one. */
export class Markup {
  constructor(readonly text: string) {}
}

/** What may stand between the pieces of `html`: a string is foreign and is escaped, undefined is nothing. */
export type Content = string | number | Markup | undefined | readonly Content[];

/** HTML in which everything that is put in is escaped, cut to a length, and shows its invisible characters. */
export function html(pieces: TemplateStringsArray, ...contents: readonly Content[]): Markup {
  return new Markup(
    pieces.map((piece, at) => piece + (at < contents.length ? render(contents[at]) : '')).join(''),
  );
}

function render(content: Content): string {
  if (content === undefined) return '';
  if (content instanceof Markup) return content.text;
  if (typeof content === 'number') return String(content);
  if (typeof content === 'string') return foreign(content);
  return content.map(render).join('');
}

function foreign(text: string): string {
  return visiblePieces(cut(text))
    .map((piece) => (piece.escape ? `<i class="escape">${piece.text}</i>` : escape(piece.text)))
    .join('');
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => entities[sign]!);
}

/** For the value of an attribute, where no element can stand. */
export function attribute(text: string): Markup {
  return new Markup(
    escape(
      visiblePieces(cut(text))
        .map((piece) => piece.text)
        .join(''),
    ),
  );
}
