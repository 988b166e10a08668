import type { Run, RunAudit } from '../../result/schema.js';
import {
  areas,
  fidelities,
  outcomes,
  severities,
  type Area,
  type Fidelity,
  type Outcome,
  type Severity,
} from '../../terms.js';
import {
  counted,
  deviceLabel,
  documentedAsUnsafe,
  isModelled,
  outcomeCount,
  outcomeWord,
  outcomeWords,
  placeLabel,
  platformLabel,
  pluginOf,
  severityOf,
  titleOf,
  whyUndecided,
} from '../words.js';
import type { Word } from '../meanings.js';
import { bar } from './bar.js';
import { explained } from './legend.js';
import { html, type Content, type Markup } from './markup.js';
import {
  fidelityTag,
  isDecided,
  outcomeClass,
  outcomeTag,
  section,
  severityTag,
  standingTag,
  tag,
} from './parts.js';
import { cellAddress, runAddress, slugOf, type Report, type Row } from './report.js';

/** What is to be seen of the matrix. An empty list of words leaves everything in. */
export interface Filter {
  readonly text: string;
  readonly outcome: readonly Outcome[];
  /** Leaves findings alone in: what holds has none. */
  readonly severity: readonly Severity[];
  readonly area: readonly Area[];
  readonly fidelity: readonly Fidelity[];
  /** Labels of platforms and plugins, as they stand in the report. */
  readonly platform: readonly string[];
  readonly plugin: readonly string[];
  /** The first column that is shown, where there are too many for one view. */
  readonly from: number;
}

export const everything: Filter = {
  text: '',
  outcome: [],
  severity: [],
  area: [],
  fidelity: [],
  platform: [],
  plugin: [],
  from: 0,
};

/** Most columns of one view. */
export const mostColumns = 12;

/** What a filter leaves. */
export interface View {
  readonly rows: readonly Row[];
  /** Places in `result.runs`. */
  readonly columns: readonly number[];
  matches(audit: RunAudit): boolean;
}

/** What a filter leaves of a report. */
export function viewOf({ rows, result: { runs } }: Report, filter: Filter): View {
  const byPlace = runs.flatMap((run, at) =>
    isIn(filter.platform, platformLabel(run)) && isIn(filter.plugin, pluginOf(run)) ? [at] : [],
  );
  const isWanted = (audit: RunAudit): boolean =>
    isIn(filter.outcome, audit.outcome) &&
    (filter.severity.length === 0 || isIn<string | undefined>(filter.severity, severityOf(audit))) &&
    isIn(filter.fidelity, audit.fidelity);
  const words = filter.text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  const left = rows.filter((row) => {
    if (!isIn(filter.area, row.area)) return false;
    const missing = missingIn(words, row);
    const says = teller(missing);
    return byPlace.some((at) => {
      const audit = row.cells[at];
      return audit !== undefined && isWanted(audit) && (missing.length === 0 || says(audit.actual));
    });
  });
  const isNarrow = filter.outcome.length + filter.severity.length + filter.fidelity.length > 0;
  const columns = isNarrow
    ? byPlace.filter((at) => left.some(({ cells }) => cells[at] !== undefined && isWanted(cells[at])))
    : byPlace;
  return { rows: left, columns, matches: isWanted };
}

/** The words that a row's own texts do not hold. */
function missingIn(words: readonly string[], { id, title, cells }: Row): readonly string[] {
  if (words.length === 0) return words;
  const failureTitle = cells.find((audit) => audit !== undefined)?.failureTitle ?? '';
  const text = `${id} ${title} ${failureTitle}`.toLowerCase();
  return words.filter((word) => !text.includes(word));
}

/** Whether a text holds all words; each text is looked at once. */
function teller(words: readonly string[]): (text: string) => boolean {
  const known = new Map<string, boolean>();
  return (text) => {
    let is = known.get(text);
    if (is === undefined) {
      const lower = text.toLowerCase();
      known.set(text, (is = words.every((word) => lower.includes(word))));
    }
    return is;
  };
}

function isIn<T>(wanted: readonly T[], one: T): boolean {
  return wanted.length === 0 || wanted.includes(one);
}

/** Of more runs than these the script draws the matrix, so that the verdict need not wait for it. */
const mostAtOnce = 8;
const later = html`<noscript><p>The matrix of so many runs opens only where scripts may run.</p></noscript>`;

/** Every audit on every run, with what narrows it down. */
export function matrixSection(report: Report): Markup | undefined {
  if (report.rows.length === 0) return undefined;
  return section(
    'matrix',
    report.result.runs.length === 1 ? 'Every audit' : 'Every audit on every run',
    filters(report),
    legend(report),
    html`<div id="matrix-view">
      ${report.result.runs.length <= mostAtOnce ? matrixView(report, everything) : later}
    </div>`,
  );
}

/** What is seen of the matrix through a filter. */
export function matrixView(report: Report, filter: Filter): Markup {
  const view = viewOf(report, filter);
  const { rows, columns } = view;
  const { runs } = report.result;
  const told =
    runs.length === 1
      ? `${rows.length} of ${counted(report.rows.length, 'audit')} shown`
      : `${rows.length} of ${counted(report.rows.length, 'audit')} shown, on ${columns.length} of ${counted(runs.length, 'run')}`;
  return html`<p class="quiet" role="status">${told}</p>
    ${
      rows.length === 0
        ? html`<p>Nothing is left: take a filter away.</p>`
        : runs.length === 1
          ? list(report, rows)
          : html`${pages(filter, columns)} ${grid(report, view, filter.from)}`
    }`;
}

function pages({ from }: Filter, columns: readonly number[]): Content {
  if (columns.length <= mostColumns) return undefined;
  const to = Math.min(columns.length, from + mostColumns);
  return html`<p class="pages">
    Runs ${from + 1} to ${to} of ${columns.length}
    <button
      type="button"
      class="needs-script"
      data-from="${Math.max(0, from - mostColumns)}"
      ${from === 0 ? html` disabled` : undefined}
    >
      Earlier runs
    </button>
    <button
      type="button"
      class="needs-script"
      data-from="${to}"
      ${to >= columns.length ? html` disabled` : undefined}
    >
      Later runs
    </button>
  </p>`;
}

/** One run: a line for each audit, with what was seen. */
function list(report: Report, rows: readonly Row[]): Markup {
  const run = report.result.runs[0]!;
  const head = ['Audit', 'Outcome', 'Severity', 'Seen'];
  return html`<table class="audits">
    <caption>
      Every audit by area
    </caption>
    <thead>
      <tr>
        ${head.map((label) => html`<th scope="col">${label}</th>`)}
      </tr>
    </thead>
    ${byArea(rows).map(
      ([area, of]) =>
        html`<tbody>
          <tr class="area">
            <th scope="rowgroup" colspan="4">${area.replaceAll('-', ' ')}</th>
          </tr>
          ${of.map(({ cells: [audit] }) => (audit === undefined ? undefined : line(report, run, audit)))}
        </tbody>`,
    )}
  </table>`;
}

function line(report: Report, run: Run, audit: RunAudit): Markup {
  return html`<tr>
    <th scope="row">
      <a href="${cellAddress(report, run, audit)}">${titleOf(audit)}</a> <code class="id">${audit.id}</code>
    </th>
    <td data-label="Outcome">
      ${outcomeTag(audit)}${fidelityTag(audit)}${standingTag(report.result, audit)}
    </td>
    <td data-label="Severity">${severityTag(audit)}</td>
    <td data-label="Seen">${seen(audit)}</td>
  </tr>`;
}

function seen(audit: RunAudit): string {
  if (isDecided(audit)) return audit.actual;
  if (audit.reason === null) return audit.explanation;
  return `${whyUndecided(audit)} ${audit.reason.needs}`.trim();
}

/** Many runs: a column for each. */
function grid(report: Report, { rows, columns, matches }: View, from: number): Markup {
  const shown = columns.slice(from, from + mostColumns);
  const runs = shown.map((at) => report.result.runs[at]!);
  const addresses = runs.map((run) => html`${runAddress(report, run)}`);
  const cells = (row: Row): Content => {
    const end = html`/${slugOf(row.id)}`;
    const isAccepted = report.accepted.has(row.id);
    return shown.map((at, index) =>
      cell(row.cells[at], html`${addresses[index]}${end}`, {
        isAccepted,
        isAside: (audit) => !matches(audit),
      }),
    );
  };
  return html`<div class="scroll" role="region" aria-label="Matrix of audits and runs" tabindex="0">
    <table class="matrix">
      <caption>
        Outcome of each audit on each run
      </caption>
      <thead>
        <tr>
          <th scope="col">Audit</th>
          <th scope="col" class="sum">Of ${counted(columns.length, 'run')}</th>
          ${runs.map((run) => columnHead(report, run))}
        </tr>
      </thead>
      ${byArea(rows).map(
        ([area, of]) =>
          html`<tbody>
            <tr class="area">
              <th scope="rowgroup">${area.replaceAll('-', ' ')}</th>
              <td colspan="${shown.length + 1}"></td>
            </tr>
            ${of.map(
              (row) =>
                html`<tr>
                  <th scope="row">${row.title}</th>
                  <td class="sum">${sum(row, columns, report.accepted.has(row.id))}</td>
                  ${cells(row)}
                </tr>`,
            )}
          </tbody>`,
      )}
    </table>
  </div>`;
}

function columnHead(report: Report, run: Run): Markup {
  const isOneOfMany = report.result.runs.some(({ plugin }) => plugin.name !== run.plugin.name);
  // A browser is named by its platform already.
  const device = run.device?.kind === 'browser' ? undefined : html`<small>${deviceLabel(run)}</small>`;
  return html`<th scope="col" class="run${isModelled(run) ? ' virtual' : ''}">
    <a href="${runAddress(report, run)}"
      ><span>${platformLabel(run)}</span> ${device}
      ${isOneOfMany ? html`<small>${run.plugin.name}</small>` : undefined}
      <small>${versionOf(run)}${isModelled(run) ? ', MODELLED' : ''}</small></a
    >
  </th>`;
}

function versionOf({ plugin, from }: Run): string {
  return from === null ? plugin.version : `${from.version} to ${plugin.version}`;
}

/** What stands for an outcome in a cell; the word stands beside it for those who do not see it. */
const signs: Readonly<Record<Outcome, string>> = {
  pass: '✓',
  fail: '✕',
  inconclusive: '?',
  'not-applicable': '–',
  informative: 'i',
};

/** One cell; its address is made of that of its run and of its row, which many cells have in common. */
function cell(
  audit: RunAudit | undefined,
  address: Markup,
  { isAccepted, isAside }: { readonly isAccepted: boolean; isAside(audit: RunAudit): boolean },
): Markup {
  if (audit === undefined) return html`<td></td>`;
  const isModel = isDecided(audit) && audit.fidelity !== 'genuine';
  const isLetThrough = isAccepted && audit.outcome === 'fail';
  const classes = [
    'cell',
    outcomeClass(audit),
    ...(audit.outcome === 'fail' ? [audit.severity] : []),
    ...(isModel ? ['modelled'] : []),
    ...(isLetThrough ? ['accepted'] : []),
    ...(isAside(audit) ? ['aside'] : []),
  ];
  const word = [
    outcomeWord(audit),
    ...(isModel ? [audit.fidelity] : []),
    ...(isLetThrough ? ['accepted'] : []),
  ].join(', ');
  return html`<td>
    <a class="${classes.join(' ')}" href="${address}" aria-label="${word}">${signs[audit.outcome]}</a>
  </td>`;
}

/** What of one audit is counted apart beside its outcomes: what a model answered, what is accepted, what is not there. */
const apart = {
  accepted: 'accepted',
  modelled: 'modelled',
  absent: 'without it',
} as const;
type Kind = Outcome | keyof typeof apart;
const kindsInOrder: readonly Kind[] = [
  'fail',
  'accepted',
  'modelled',
  'inconclusive',
  'pass',
  'informative',
  'not-applicable',
  'absent',
];

/** How the runs that are shown divide on an audit: each counts once. */
function sum({ cells }: Row, columns: readonly number[], isAccepted: boolean): Content {
  const kinds = columns.map((at): Kind => {
    const audit = cells[at];
    if (audit === undefined) return 'absent';
    if (isDecided(audit) && audit.fidelity !== 'genuine') return 'modelled';
    return isAccepted && audit.outcome === 'fail' ? 'accepted' : audit.outcome;
  });
  const counts = kindsInOrder.map((kind) => ({
    kind,
    count: kinds.filter((each) => each === kind).length,
  }));
  return [
    bar(counts),
    html`<small
      >${counts
        .filter(({ count }) => count > 0)
        .map(({ kind, count }) => sumWord(kind, count))
        .join(', ')}</small
    >`,
  ];
}

function sumWord(kind: Kind, count: number): string {
  return kind in apart
    ? `${count} ${apart[kind as keyof typeof apart]}`
    : outcomeCount(kind as Outcome, count);
}

/** The signs and words that are used here, each leading to what it means. */
function legend(report: Report): Content {
  const isOne = report.result.runs.length === 1;
  const sign = (kind: string, of: string): Content =>
    isOne ? undefined : html`<b class="cell ${kind}" aria-hidden="true">${of}</b> `;
  const entry = (word: Word, kind: string, of: string, words: string): Content =>
    report.words.has(word)
      ? html`<span>${sign(kind, of)}${explained(report, word, words)}</span> `
      : undefined;
  return html`<p class="legend quiet">
    ${outcomes.map((outcome) => entry(outcome, outcome, signs[outcome], outcomeWords[outcome]))}
    ${entry('weakness', 'weakness', signs.fail, documentedAsUnsafe)}
    ${entry('accepted', 'fail accepted', signs.fail, 'fails, accepted')}
    ${entry('modelled', 'pass modelled', signs.pass, 'modelled')}
    ${entry('intercepted', 'pass modelled', signs.pass, 'intercepted')}
  </p>`;
}

function byArea(rows: readonly Row[]): [Area, Row[]][] {
  return areas.flatMap((area): [Area, Row[]][] => {
    const of = rows.filter((row) => row.area === area);
    return of.length === 0 ? [] : [[area, of]];
  });
}

/** What can be chosen of each kind, in the order of the boxes: a box has its word's place for a value. */
export function choicesOf({ result: { runs } }: Report): { readonly [Kind in ChoiceKind]: Filter[Kind] } {
  const all = runs.flatMap(({ audits }) => audits);
  const there = <T extends string>(
    words: readonly T[],
    of: (audit: RunAudit) => T | undefined,
  ): readonly T[] => {
    const found = new Set(all.map(of));
    return words.filter((word) => found.has(word));
  };
  return {
    outcome: there(outcomes, ({ outcome }) => outcome),
    severity: [...there(severities, severityOf)].reverse(),
    fidelity: [...there(fidelities, ({ fidelity }) => fidelity)].reverse(),
    area: there(areas, ({ area }) => area),
    platform: [...new Set(runs.map(platformLabel))].slice(0, mostChoices),
    plugin: [...new Set(runs.map(pluginOf))].slice(0, mostChoices),
  };
}

export const choiceKinds = ['outcome', 'severity', 'fidelity', 'area', 'platform', 'plugin'] as const;
export type ChoiceKind = (typeof choiceKinds)[number];

/** Most choices of one kind; the text finds the others. */
const mostChoices = 40;

/** The form that narrows the matrix down; of use only with the script, which shows it. */
function filters(report: Report): Markup {
  const choices = choicesOf(report);
  return html`<form class="filters needs-script" id="filters" hidden>
    <p class="find">
      <label for="filter-text">Find</label>
      <input
        type="search"
        id="filter-text"
        name="text"
        autocomplete="off"
        spellcheck="false"
        aria-keyshortcuts="/"
      />
      <button type="reset">Clear</button>
    </p>
    <details class="choices" open>
      <summary>Narrow down</summary>
      ${choiceKinds.map((kind) => chips(kind, choices[kind]))}
    </details>
  </form>`;
}

function chips(kind: ChoiceKind, words: readonly string[]): Content {
  if (words.length < 2) return undefined;
  return html`<fieldset>
    <legend>${kind.charAt(0).toUpperCase() + kind.slice(1)}</legend>
    ${words.map(
      (word, at) =>
        html`<label class="chip"
          ><input type="checkbox" name="${kind}" value="${at}" /> ${calledInFilter(kind, word)}</label
        >`,
    )}
  </fieldset>`;
}

function calledInFilter(kind: ChoiceKind, word: string): string {
  if (kind === 'outcome') return outcomeWords[word as Outcome];
  return kind === 'area' ? word.replaceAll('-', ' ') : word;
}

/** For the head of a detail: which run it is. */
export function runLine(run: Run): Content {
  return html`${placeLabel(run)}, ${pluginOf(run)}
  ${isModelled(run) ? tag('modelled', 'modelled') : undefined}`;
}
