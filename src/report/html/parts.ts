import type { RunAudit } from '../../result/schema.js';
import { isAsDocumented, outcomeWord } from '../words.js';
import { html, type Content, type Markup } from './markup.js';

/** Small pieces that several sections are made of. */

/** A list of labels and what belongs to them; those without anything are left out. */
export function facts(rows: readonly (readonly [label: string, content: Content | null])[]): Markup {
  const told = rows.filter(([, content]) => !isNothing(content));
  return html`<dl class="facts">
    ${told.map(
      ([label, content]) =>
        html`<div>
          <dt>${label}</dt>
          <dd>${content ?? undefined}</dd>
        </div>`,
    )}
  </dl>`;
}

function isNothing(content: Content | null): boolean {
  return (
    content === null ||
    content === undefined ||
    content === '' ||
    (Array.isArray(content) && content.length === 0)
  );
}

/** A section of a run with a heading that can be linked to; `id` is ours, never foreign. */
export function section(id: string, title: string, ...content: readonly Content[]): Markup {
  return html`<section aria-labelledby="${id}">
    <h3 id="${id}">${title}</h3>
    ${content}
  </section>`;
}

/** A word in a frame. `kind` is one of the style sheet's classes, never foreign. */
export function tag(kind: string, word: string): Markup {
  return html`<span class="tag ${kind}">${word}</span>`;
}

/** The outcome of an audit as a tag. */
export function outcomeTag(audit: Pick<RunAudit, 'outcome' | 'basis'>): Markup {
  return tag(isAsDocumented(audit) ? 'as-documented' : audit.outcome, outcomeWord(audit));
}

/** A mark for an outcome that rests on something else than the platform itself. */
export function fidelityTag(audit: Pick<RunAudit, 'outcome' | 'fidelity'>): Markup | undefined {
  return isDecided(audit) && audit.fidelity !== 'genuine' ? tag('modelled', audit.fidelity) : undefined;
}

/** Whether something was seen that the outcome rests on. */
export function isDecided({ outcome }: Pick<RunAudit, 'outcome'>): boolean {
  return outcome === 'pass' || outcome === 'fail' || outcome === 'informative';
}

/** A table that becomes a list of blocks on a narrow screen; the first cell of a row is its heading. */
export function table(
  caption: string,
  head: readonly string[],
  rows: readonly (readonly Content[])[],
): Markup {
  return html`<table>
    <caption>
      ${caption}
    </caption>
    <thead>
      <tr>
        ${head.map((label) => html`<th scope="col">${label}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${rows.map((cells) => tableRow(head, cells))}
    </tbody>
  </table>`;
}

/** One row of such a table. */
export function tableRow(head: readonly string[], cells: readonly Content[]): Markup {
  return html`<tr>
    ${cells.map((cell, at) =>
      at === 0 ? html`<th scope="row">${cell}</th>` : html`<td data-label="${head[at]}">${cell}</td>`,
    )}
  </tr>`;
}
