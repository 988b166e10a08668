import type { Run, RunAudit } from '../../result/schema.js';
import type { VerdictWord } from '../../terms.js';
import { standingInShort, standingOf, type Acceptances } from '../accepted.js';
import { isDocumentedAsUnsafe, isModelled, outcomeWord, severityOf } from '../words.js';
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

/** A section of the page with a heading that can be linked to; `id` is ours, never foreign. */
export function section(id: string, title: string, ...content: readonly Content[]): Markup {
  return html`<section id="${id}" aria-labelledby="${id}-heading">
    <h2 id="${id}-heading">${title}</h2>
    ${content}
  </section>`;
}

/** A word in a frame. `kind` is one of the style sheet's classes, never foreign. */
export function tag(kind: string, word: string): Markup {
  return html`<span class="tag ${kind}">${word}</span>`;
}

/** The outcome of an audit as a tag. */
export function outcomeTag(audit: Pick<RunAudit, 'outcome' | 'basis'>): Markup {
  return tag(outcomeClass(audit), outcomeWord(audit));
}

/** The class of the style sheet for an outcome. */
export function outcomeClass(audit: Pick<RunAudit, 'outcome' | 'basis'>): string {
  return isDocumentedAsUnsafe(audit) ? 'weakness' : audit.outcome;
}

/** The class of the style sheet for a verdict. */
export function verdictClass(word: VerdictWord): string {
  return word.replaceAll(' ', '-');
}

/** How bad a finding is; nothing where nothing failed. */
export function severityTag(audit: Pick<RunAudit, 'outcome' | 'severity'>): Markup | undefined {
  const severity = severityOf(audit);
  return severity === undefined ? undefined : tag(severity, severity);
}

/** A mark for an outcome that rests on something else than the platform itself. */
export function fidelityTag(audit: Pick<RunAudit, 'outcome' | 'fidelity'>): Markup | undefined {
  return isDecided(audit) && audit.fidelity !== 'genuine' ? tag('modelled', audit.fidelity) : undefined;
}

/** A mark for a finding that is accepted or no longer is. */
export function standingTag(
  result: Acceptances,
  audit: Pick<RunAudit, 'id' | 'outcome'>,
): Markup | undefined {
  if (audit.outcome !== 'fail') return undefined;
  const standing = standingOf(result, audit);
  const told = standingInShort(standing);
  return told === undefined ? undefined : tag(standing.accepted === null ? 'ended' : 'accepted', told);
}

/** Whether something was seen that the outcome rests on. */
export function isDecided({ outcome }: Pick<RunAudit, 'outcome'>): boolean {
  return outcome === 'pass' || outcome === 'fail' || outcome === 'informative';
}

/** A mark for a run on a virtual device. */
export function modelTag(run: Pick<Run, 'device'>): Markup | undefined {
  return isModelled(run) ? tag('modelled', 'modelled') : undefined;
}

/**
 * A table that becomes a list of blocks on a narrow screen; the first cell of a row is its heading. `kind` is a class of
 * the style sheet.
 */
export function table(
  caption: string,
  head: readonly string[],
  rows: readonly (readonly Content[])[],
  kind = 'plain',
): Markup {
  return html`<table class="${kind}">
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

/** Contents with a comma between. */
export function listed(items: readonly Content[], most = 8): Content {
  const shown = items.slice(0, most);
  const left = items.length - shown.length;
  return [
    shown.map((item, at) => (at === 0 ? item : html`, ${item}`)),
    left === 0 ? undefined : html`<span class="quiet"> and ${left} more</span>`,
  ];
}
