import { acceptanceOf, findingsOf } from '../../result/findings.js';
import type { Result, Run, RunAudit } from '../../result/schema.js';
import { basisWords, fidelityWords, isAsDocumented, outcomeWords } from '../words.js';
import { fileLink, webLink } from './link.js';
import { html, type Content, type Markup } from './markup.js';
import { facts, fidelityTag, section, tag } from './parts.js';

type RunClause = Run['contract']['clauses'][number];

/** Every finding of a run with all that is known of it. `id` is the run's in this page. */
export function findingsSection(result: Result, run: Run, id: string): Markup {
  const findings = findingsOf(run);
  if (findings.length === 0) return section(`${id}-findings`, 'Findings', html`<p>No audit failed.</p>`);
  return section(
    `${id}-findings`,
    `Findings (${findings.length})`,
    findings.map((finding, at) => card(result, run, finding, `${id}-finding-${at + 1}`)),
  );
}

function card(result: Result, run: Run, finding: RunAudit, id: string): Markup {
  return html`<article class="finding ${finding.severity}" aria-labelledby="${id}">
    <p class="tags">${tags(result, finding)}</p>
    <h4 id="${id}">${finding.failureTitle} <code class="id">${finding.id}</code></h4>
    ${acceptanceNote(result, finding)}
    <dl class="compare">
      <div>
        <dt>Expected</dt>
        <dd><span class="text">${finding.expected}</span></dd>
      </div>
      <div>
        <dt>Seen</dt>
        <dd><span class="text">${finding.actual}</span></dd>
      </div>
    </dl>
    ${finding.explanation === '' ? undefined : html`<p><span class="text">${finding.explanation}</span></p>`}
    ${finding.why === '' ? undefined : html`<p><strong>Why it matters.</strong> ${finding.why}</p>`}
    ${facts([
      ['Basis', basisWords[finding.basis]],
      ['Fidelity', fidelityWords[finding.fidelity]],
      ['Clauses', clausesOf(run, finding).map(clause)],
      [
        'References',
        finding.references.map(({ title, url }) => item(webLink(url, title === '' ? url : title))),
      ],
      [
        'Evidence',
        finding.evidence.map(({ kind, title, path }) => item(fileLink(path, title), ` (${kind})`)),
      ],
      ['Attempts', attempts(finding)],
      ['Run again', finding.rerun === '' ? '' : html`<code class="command">${finding.rerun}</code>`],
    ])}
  </article>`;
}

function tags(result: Result, finding: RunAudit): Content {
  return [
    tag(finding.severity, finding.severity),
    fidelityTag(finding),
    isAsDocumented(finding) ? tag('as-documented', 'as documented') : undefined,
    acceptanceOf(result, finding) === undefined ? undefined : tag('accepted', 'accepted'),
  ];
}

function acceptanceNote(result: Result, finding: RunAudit): Content {
  const acceptance = acceptanceOf(result, finding);
  if (acceptance !== undefined) {
    return html`<p class="note">Accepted until ${acceptance.until}: ${acceptance.reason}</p>`;
  }
  const ended = result.accepted.find(({ id }) => id === finding.id);
  if (ended === undefined) return undefined;
  return html`<p class="note">No longer accepted; it was until ${ended.until}: ${ended.reason}</p>`;
}

function clausesOf(run: Run, finding: RunAudit): RunClause[] {
  return run.contract.clauses.filter(({ id }) => finding.clauses.includes(id));
}

function clause({ text, document, section: part, url }: RunClause): Markup {
  return html`<figure>
    <blockquote>${text}</blockquote>
    <figcaption>${sourceOf(document, part, url)}</figcaption>
  </figure>`;
}

/** Document and section of a clause, linked where they can be. */
export function sourceOf(document: string, part: string, url: string | null): Markup {
  const name = part === '' ? document : `${document}, ${part}`;
  return url === null ? html`${name}` : webLink(url, name);
}

function item(...content: readonly Content[]): Markup {
  return html`<p>${content}</p>`;
}

function attempts({ attempts: count, attemptOutcomes, scenario }: RunAudit): string {
  const outcomes = attemptOutcomes.map((outcome) => outcomeWords[outcome]).join(', ');
  const seen = outcomes === '' ? String(count) : `${count}: ${outcomes}`;
  return scenario === null ? seen : `${seen} (scenario ${scenario})`;
}
