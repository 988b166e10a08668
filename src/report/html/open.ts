import type { Run } from '../../result/schema.js';
import { openQuestions, type OpenQuestion } from '../grouped.js';
import { counted, isModelled, neededToBeCompatible, platformLabel } from '../words.js';
import { explained, reasonTag } from './legend.js';
import { html, type Content, type Markup } from './markup.js';
import { listed, section, tag } from './parts.js';
import { cellAddress, type Report } from './report.js';

/** What could not be decided, and what it would take. Nothing where all was. */
export function openSection(report: Report): Markup | undefined {
  const questions = openQuestions(report.result.runs);
  if (questions.length === 0) return undefined;
  const count = new Set(questions.flatMap(({ audits }) => audits.map(({ audit }) => audit.id))).size;
  return section(
    'open',
    `Not decided (${counted(count, 'audit')})`,
    questions.map((question) => group(report, question)),
  );
}

function group(report: Report, { why, takes, notChosen, audits }: OpenQuestion): Markup {
  const items = html`<ul class="audits-open">
    ${audits.map(
      ({ audit, runs }) =>
        html`<li>
          <a href="${cellAddress(report, runs[0]!, audit)}">${audit.title}</a>
          ${
            audit.severity === 'critical'
              ? explained(report, 'needed', tag('needed', neededToBeCompatible))
              : undefined
          }
          ${on(report, runs)}
          ${audit.explanation === '' ? undefined : html`<small>${audit.explanation}</small>`}
        </li>`,
    )}
  </ul>`;
  const many = audits.length > 6 || notChosen;
  return html`<div class="question">
    <p class="takes">
      ${notChosen ? undefined : html`<strong>${takes}</strong> `}<span class="quiet">${why}</span>
      ${reasonTag(report, audits[0]!.audit)}
    </p>
    ${
      many
        ? html`<details>
            <summary>
              ${notChosen ? `${counted(audits.length, 'audit')} not chosen` : counted(audits.length, 'audit')}
            </summary>
            ${items}
          </details>`
        : items
    }
  </div>`;
}

function on({ result }: Report, runs: readonly Run[]): Content {
  if (result.runs.length === 1) return undefined;
  const places = [
    ...new Set(runs.map((run) => `${platformLabel(run)}${isModelled(run) ? ', MODELLED' : ''}`)),
  ];
  return html`<span class="quiet"
    >on ${runs.length} of ${counted(result.runs.length, 'run')}: ${listed(places, 4)}</span
  >`;
}
