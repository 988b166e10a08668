import { cut, visiblePieces } from '../text.js';

/** Text that is HTML already. Only `html` makes it; nothing that was read from a file can be one. */
export class Markup {
  constructor(readonly text: string) {}
}

/** What may stand between the pieces of `html`: a string is foreign and is escaped, undefined is nothing. */
export type Content = string | number | Markup | undefined | readonly Content[];

/** HTML in which everything that is put in is escaped, cut to a length, and shows its invisible characters. */
export function html(pieces: TemplateStringsArray, ...contents: readonly Content[]): Markup {
  let text = '';
  tightened(pieces).forEach((piece, at) => {
    text += piece;
    if (at < contents.length) text += render(contents[at]);
  });
  return new Markup(text);
}

const known = new WeakMap<TemplateStringsArray, readonly string[]>();

/** The pieces without their indentation: it would be a fifth of a page. */
function tightened(pieces: TemplateStringsArray): readonly string[] {
  let tight = known.get(pieces);
  if (tight === undefined)
    known.set(pieces, (tight = pieces.map((piece) => piece.replace(/\s*\n\s*/g, '\n'))));
  return tight;
}

function render(content: Content): string {
  if (content === undefined) return '';
  if (content instanceof Markup) return content.text;
  if (typeof content === 'number') return String(content);
  if (typeof content === 'string') return foreign(content);
  return content.map(render).join('');
}

/** Most texts hold nothing that has to be changed. */
const harmless = /^[\w .,:;/@+()-]*$/;

function foreign(text: string): string {
  if (text.length < 200 && harmless.test(text)) return text;
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
