import { standingInWords, standingOf } from '../accepted.js';
import type { Run, RunAudit } from '../../result/schema.js';
import type { GroupedFinding, Sighting } from '../grouped.js';
import {
  basisWords,
  counted,
  documentedAsUnsafe,
  fidelityWords,
  isDocumentedAsUnsafe,
  outcomeWords,
  placeLabel,
  platformLabel,
  pluginOf,
} from '../words.js';
import { explained } from './legend.js';
import { fileLink, webLink } from './link.js';
import { attribute, html, type Content, type Markup } from './markup.js';
import { facts, fidelityTag, listed, modelTag, section, standingTag, table, tag } from './parts.js';
import { cellAddress, findingAnchor, type Report } from './report.js';
import { steps } from './scenarios.js';

type RunClause = Run['contract']['clauses'][number];

/** Most runs that stand in a finding itself; of more, the script tells the others when they are asked for. */
const mostRuns = 6;
/** Most clauses that stand in a finding itself. */
const mostClauses = 6;
/** Most steps that stand in a finding itself. */
const mostSteps = 40;

/** Every finding with all that is known of it, each audit once; what is accepted after what is open. */
export function findingsSection(report: Report): Markup {
  const { findings } = report;
  if (findings.length === 0) return section('findings', 'Findings', html`<p>No audit failed.</p>`);
  const open = findings.filter(({ standing }) => standing.accepted === null);
  const accepted = findings.slice(open.length);
  return section(
    'findings',
    `Findings (${counted(findings.length, 'audit')} failed)`,
    html`<p class="quiet"><a href="#words">What the words mean</a></p>`,
    open.map((finding) => card(report, finding)),
    accepted.length === 0
      ? undefined
      : html`<p class="divider">
          ${open.length === 0 ? 'All of them are accepted' : `Accepted (${accepted.length} of ${findings.length})`}:
          known, and let through for a time. They stay findings.
        </p>`,
    accepted.map((finding) => card(report, finding)),
  );
}

function card(report: Report, finding: GroupedFinding): Markup {
  const [{ run, audit }, ...more] = finding.sightings;
  const id = findingAnchor(report, finding.id);
  const kind = finding.standing.accepted === null ? finding.severity : `accepted ${finding.severity}`;
  return html`<article class="finding ${kind}" id="${id}" aria-labelledby="${id}-title">
    <p class="tags">${tags(report, finding)}</p>
    <h3 id="${id}-title">${audit.failureTitle} <code class="id">${audit.id}</code></h3>
    ${standingNote(report, audit)} ${where(report, finding)} ${compared(audit)} ${whyBlock(audit)}
    ${clausesOf(finding)} ${more.length === 0 ? again(audit) : runsOf(report, finding)}
    <details>
      <summary>
        Basis, evidence and steps${more.length === 0 ? undefined : html` on ${runName(report, run)}`}
      </summary>
      ${groundsOf(report, run, audit)} ${storyOf(run, audit, 'h4')}
    </details>
  </article>`;
}

/** Everything of one audit in one run, whatever its outcome: what the address of a cell opens. */
export function auditDetails(report: Report, run: Run, audit: RunAudit): Markup {
  return html`${audit.outcome === 'fail' ? standingNote(report, audit) : undefined} ${compared(audit)}
  ${whyBlock(audit)} ${clausesOf({ sightings: [{ run, audit }] })} ${again(audit)}
  ${groundsOf(report, run, audit)} ${storyOf(run, audit, 'h3')}`;
}

function again({ rerun }: RunAudit): Markup {
  return html`<p class="again">
    <span class="label">Run again</span> <code class="command">${rerun}</code>
  </p>`;
}

/** How the run is called where the page is about one plugin, or about many. */
function runName({ result: { runs } }: Report, run: Run): string {
  const isOfOne = runs.every(({ plugin }) => plugin.name === run.plugin.name);
  return `${placeLabel(run)}, ${isOfOne ? run.plugin.version : pluginOf(run)}`;
}

/** Each run on which the audit failed, with what was seen there, its command and its address. */
function runsOf(report: Report, finding: GroupedFinding): Markup {
  const left = finding.sightings.length - mostRuns;
  return html`<h4>Seen on ${counted(finding.sightings.length, 'run')}</h4>
    ${sightingsTable(report, finding, 0, mostRuns)}
    ${
      left <= 0
        ? undefined
        : html`<details class="more-runs" data-finding="${report.findings.indexOf(finding)}">
            <summary>${counted(left, 'more run')}</summary>
            <noscript><p>They open only where scripts may run; result.json holds them too.</p></noscript>
            <div class="rows"></div>
          </details>`
    }`;
}

/** The runs that do not stand in the finding itself. */
export function moreSightings(report: Report, finding: GroupedFinding): Markup {
  return sightingsTable(report, finding, mostRuns, finding.sightings.length);
}

function sightingsTable(report: Report, finding: GroupedFinding, from: number, to: number): Markup {
  const { sightings } = finding;
  return table(
    `Runs on which ${finding.id} failed`,
    ['Run', 'Seen', 'Run again'],
    sightings.slice(from, to).map((sighting) => sightingRow(report, finding, sighting)),
    'sightings',
  );
}

function sightingRow(report: Report, { sightings }: GroupedFinding, { run, audit }: Sighting): Content[] {
  const [{ audit: first }] = sightings;
  const isMixed = (of: (one: RunAudit) => unknown): boolean =>
    sightings.some((each) => of(each.audit) !== of(first));
  return [
    html`<a href="${cellAddress(report, run, audit)}">${runName(report, run)}</a>
      ${fidelityTag(audit) ?? modelTag(run)}
      ${isMixed(({ severity }) => severity) ? tag(audit.severity, audit.severity) : undefined}
      ${isMixed(({ basis }) => basis) && isDocumentedAsUnsafe(audit) ? tag('weakness', documentedAsUnsafe) : undefined}`,
    [
      audit.actual === first.actual
        ? html`<span class="quiet">as above</span>`
        : html`<span class="text">${audit.actual}</span>`,
      audit.explanation === first.explanation || audit.explanation === ''
        ? undefined
        : html`<small class="text">${audit.explanation}</small>`,
    ],
    html`<code class="command">${audit.rerun}</code>`,
  ];
}

function tags(report: Report, { sightings, severity }: GroupedFinding): Content {
  const weak = sightings.find(({ audit }) => fidelityTag(audit) !== undefined)?.audit;
  const modelled = sightings.filter(
    ({ run, audit }) => modelTag(run) !== undefined || audit.fidelity === 'modelled',
  );
  const [{ audit }] = sightings;
  return [
    tag(severity, severity),
    modelled.length > 0 && modelled.length < sightings.length
      ? explained(
          report,
          'modelled',
          tag('modelled', `modelled on ${modelled.length} of ${sightings.length} runs`),
        )
      : weak === undefined
        ? undefined
        : explained(report, weak.fidelity, fidelityTag(weak)),
    isDocumentedAsUnsafe(audit)
      ? explained(report, 'weakness', tag('weakness', documentedAsUnsafe))
      : undefined,
    explained(report, 'accepted', standingTag(report.result, audit)),
  ];
}

function standingNote({ result }: Report, finding: RunAudit): Content {
  const told = standingInWords(standingOf(result, finding));
  return told === undefined ? undefined : html`<p class="note">${told}</p>`;
}

function where(report: Report, { sightings }: GroupedFinding): Content {
  const { length } = report.result.runs;
  if (length === 1) return undefined;
  const [{ run: only, audit }] = sightings;
  if (sightings.length === 1) {
    return html`<p class="note">
      On 1 of ${length} runs: <a href="${cellAddress(report, only, audit)}">${runName(report, only)}</a>
      ${modelTag(only)}
    </p>`;
  }
  const labels = new Map<string, number>();
  for (const { run } of sightings) {
    labels.set(platformLabel(run), (labels.get(platformLabel(run)) ?? 0) + 1);
  }
  return html`<p class="note">
    On ${sightings.length} of ${length} runs:
    ${listed([...labels].map(([label, count]) => (count === 1 ? label : `${label} (${count})`)))}
  </p>`;
}

function compared({ expected, actual, explanation }: RunAudit): Markup {
  return html`<dl class="compare">
      <div>
        <dt>Expected</dt>
        <dd><span class="text">${expected === '' ? 'Nothing is set.' : expected}</span></dd>
      </div>
      <div>
        <dt>Seen</dt>
        <dd><span class="text">${actual === '' ? 'Nothing was seen.' : actual}</span></dd>
      </div>
    </dl>
    ${explanation === '' ? undefined : html`<p><span class="text">${explanation}</span></p>`}`;
}

function whyBlock({ why }: RunAudit): Content {
  return why === '' ? undefined : html`<p><strong>Why it matters.</strong> ${why}</p>`;
}

function groundsOf(report: Report, run: Run, audit: RunAudit): Markup {
  return facts([
    ['Worst case if it failed', audit.outcome === 'fail' ? null : audit.severity],
    ['Basis', basisWords[audit.basis]],
    ['Fidelity', fidelityWords[audit.fidelity]],
    ['Attempts', attempts(audit)],
    [
      'References',
      audit.references.map(({ title, url }) => html`<p>${webLink(url, title === '' ? url : title)}</p>`),
    ],
    [
      'Evidence',
      audit.evidence.map(
        ({ kind, title, path }) =>
          html`<p>${fileLink(path, title)} (${kind})</p>
            ${
              Object.hasOwn(report.pictures, path)
                ? html`<img class="picture" alt="${attribute(title)}" data-picture="${attribute(path)}" />`
                : undefined
            }`,
      ),
    ],
    ['Run', html`<code>${run.id}</code>`],
  ]);
}

function storyOf(run: Run, audit: RunAudit, heading: 'h3' | 'h4'): Content {
  const scenario = run.scenarios.find(({ name }) => name === audit.scenario);
  if (scenario === undefined) return undefined;
  const title = html`Steps: ${scenario.name}`;
  return html`${heading === 'h3' ? html`<h3>${title}</h3>` : html`<h4>${title}</h4>`}
  ${steps(scenario, mostSteps)}`;
}

/** The clauses that the judgements rest on, each once. */
function clausesOf({ sightings }: { readonly sightings: readonly Sighting[] }): Content {
  const found = new Map<string, RunClause>();
  for (const { run, audit } of sightings) {
    if (audit.clauses.length === 0) continue;
    for (const each of run.contract.clauses) {
      if (audit.clauses.includes(each.id))
        found.set(JSON.stringify([each.text, each.document, each.section]), each);
    }
  }
  const left = found.size - mostClauses;
  return [
    [...found.values()].slice(0, mostClauses).map(clause),
    left > 0 ? html`<p class="quiet">And ${counted(left, 'more clause')}, below.</p>` : undefined,
  ];
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

function attempts({ attempts: count, attemptOutcomes, scenario }: RunAudit): string {
  const outcomes = attemptOutcomes.map((outcome) => outcomeWords[outcome]).join(', ');
  const seen = outcomes === '' ? String(count) : `${count}: ${outcomes}`;
  return scenario === null ? seen : `${seen} (scenario ${scenario})`;
}
