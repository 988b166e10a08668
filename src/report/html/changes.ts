import { changeKinds, type ChangeKind, type Comparison } from '../../result/compare.js';
import { changesInShort, changeWords, groupedChanges, type GroupedChange } from '../comparison.js';
import { counted, moment, outcomeWords } from '../words.js';
import { html, type Content, type Markup } from './markup.js';
import { section, tag, verdictClass } from './parts.js';
import { findingAnchor, type Report } from './report.js';

/** What is different from the baseline. Nothing where there is none. */
export function changesSection(report: Report): Markup | undefined {
  const { comparison } = report;
  if (comparison === null) return undefined;
  const grouped = groupedChanges(comparison);
  return section(
    'changes',
    'Since the baseline',
    html`<p>Compared with the result of ${moment(comparison.since)}: ${changesInShort(comparison)}.</p>`,
    verdicts(comparison),
    changeKinds.map((kind) => group(report, kind, grouped.get(kind) ?? [])),
  );
}

function verdicts({ runs }: Comparison): Content {
  const told = runs.filter(({ before, after }) => before?.verdict !== after?.verdict);
  if (told.length === 0) return html`<p>No verdict has changed.</p>`;
  return html`<ul class="turns">
    ${told.slice(0, 20).map(
      ({ before, after }) =>
        html`<li>
          <code>${(after ?? before)!.id}</code>
          ${side(before, 'not in the baseline')} <span aria-hidden="true">→</span
          ><span class="unseen"> now </span>
          ${side(after, 'not in this result')}
        </li>`,
    )}
    ${told.length > 20 ? html`<li class="quiet">and ${told.length - 20} more</li>` : undefined}
  </ul>`;
}

function side(of: Comparison['runs'][number]['before'], otherwise: string): Markup {
  return of === null
    ? html`<span class="quiet">${otherwise}</span>`
    : html`${tag(verdictClass(of.verdict), of.verdict)}
      ${of.modelled ? tag('modelled', 'modelled') : undefined}`;
}

function group(report: Report, kind: ChangeKind, changes: readonly GroupedChange[]): Content {
  if (changes.length === 0) return undefined;
  const isLong = kind === 'came' || kind === 'went' || kind === 'decided';
  const items = html`<ul class="changes">
    ${changes.map((each) => item(report, each))}
  </ul>`;
  return html`<div class="change ${kind}">
    <h3>${changeWords[kind]} (${changes.length})</h3>
    ${
      isLong
        ? html`<details>
            <summary>${counted(changes.length, 'audit')}</summary>
            ${items}
          </details>`
        : items
    }
  </div>`;
}

function item(report: Report, { change, runs }: GroupedChange): Markup {
  const { id, kind, before, after, severity, fidelity, title, failureTitle, actual, accepted } = change;
  const anchor = findingAnchor(report, id);
  const name = after === 'fail' ? failureTitle : title;
  return html`<li>
    ${anchor === undefined || after !== 'fail' ? name : html`<a href="#${anchor}">${name}</a>`}
    <code class="id">${id}</code>
    ${before === 'fail' || after === 'fail' ? tag(severity, severity) : undefined}
    ${fidelity === 'genuine' || (after ?? before) === 'inconclusive' ? undefined : tag('modelled', fidelity)}
    ${accepted ? tag('accepted', 'accepted') : undefined}
    <span class="quiet">
      ${before === null ? 'not there' : outcomeWords[before]} →
      ${after === null ? 'not there' : outcomeWords[after]}${
        report.result.runs.length === 1 ? '' : `, ${counted(runs.length, 'run')}`
      }
    </span>
    ${kind === 'new' || kind === 'undecided' ? html`<small class="text">${actual}</small>` : undefined}
  </li>`;
}
