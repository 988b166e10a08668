import { html, type Markup } from './markup.js';

/** How many of what; `kind` is a class of the style sheet. */
export interface Share {
  readonly kind: string;
  readonly count: number;
}

/** Shares of a whole as one bar. It says nothing that does not stand beside it in words. */
export function bar(shares: readonly Share[]): Markup {
  const all = shares.reduce((sum, { count }) => sum + count, 0);
  let from = 0;
  const rects = shares
    .filter(({ count }) => count > 0)
    .map(({ kind, count }) => {
      const width = (count / all) * 100;
      const rect = html`<rect class="${kind}" x="${round(from)}" y="0" width="${round(width)}" height="6" />`;
      from += width;
      return rect;
    });
  return html`<svg class="bar" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
    ${rects}
  </svg>`;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
