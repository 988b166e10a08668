import { acceptanceOf } from '../../result/findings.js';
import type { Run, RunAudit } from '../../result/schema.js';
import type { GroupedFinding, Sighting } from '../grouped.js';
import {
  basisWords,
  placeLabel,
  fidelityWords,
  documentedAsUnsafe,
  isDocumentedAsUnsafe,
  outcomeWords,
  platformLabel,
} from '../words.js';
import { fileLink, webLink } from './link.js';
import { attribute, html, type Content, type Markup } from './markup.js';
import { facts, fidelityTag, listed, modelTag, section, tag } from './parts.js';
import { cellAddress, findingAnchor, type Report } from './report.js';
import { steps } from './scenarios.js';

type RunClause = Run['contract']['clauses'][number];

/** Most different things seen that a finding of many runs tells. */
const mostVariants = 5;
/** Most steps that stand in a finding itself. */
const mostSteps = 40;

/** Every finding with all that is known of it, each audit once. */
export function findingsSection(report: Report): Markup {
  const { findings } = report;
  if (findings.length === 0) return section('findings', 'Findings', html`<p>No audit failed.</p>`);
  return section(
    'findings',
    `Findings (${findings.length})`,
    findings.map((finding) => card(report, finding)),
  );
}

function card(report: Report, finding: GroupedFinding): Markup {
  const [{ run, audit }] = finding.sightings;
  const id = findingAnchor(report, finding.id);
  return html`<article class="finding ${finding.severity}" id="${id}" aria-labelledby="${id}-title">
    <p class="tags">${tags(report, finding)}</p>
    <h3 id="${id}-title">${audit.failureTitle} <code class="id">${audit.id}</code></h3>
    ${acceptanceNote(report, audit)} ${where(report, finding)}
    ${variantsOf(finding)
      .slice(0, mostVariants)
      .map((variant) => seenBlock(report, variant))}
    ${others(finding)} ${whyBlock(audit)} ${clausesOf(run, audit).map(clause)} ${again(finding)}
    <details>
      <summary>Basis, evidence and steps</summary>
      ${groundsOf(report, run, audit)} ${storyOf(run, audit, 'h4')}
    </details>
  </article>`;
}

/** Everything of one audit in one run, whatever its outcome: what the address of a cell opens. */
export function auditDetails(report: Report, run: Run, audit: RunAudit): Markup {
  return html`${acceptanceNote(report, audit)} ${compared(audit)} ${whyBlock(audit)}
    ${clausesOf(run, audit).map(clause)}
    <p class="again"><span class="label">Run again</span> <code class="command">${audit.rerun}</code></p>
    ${groundsOf(report, run, audit)} ${storyOf(run, audit, 'h3')}`;
}

/** The command for each run that it was seen on, where they differ. */
function again({ sightings }: GroupedFinding): Content {
  const commands = [...new Set(sightings.map(({ audit }) => audit.rerun))];
  return commands.slice(0, mostVariants).map(
    (command, index) =>
      html`<p class="again">
        ${index === 0 ? html`<span class="label">Run again</span>` : undefined}
        <code class="command">${command}</code>
      </p>`,
  );
}

function tags(report: Report, { sightings, severity }: GroupedFinding): Content {
  const weak = sightings.map(({ audit }) => fidelityTag(audit) ?? undefined);
  const modelled = sightings.filter(
    ({ run, audit }) => modelTag(run) !== undefined || audit.fidelity === 'modelled',
  );
  const [{ audit }] = sightings;
  return [
    tag(severity, severity),
    modelled.length > 0 && modelled.length < sightings.length
      ? tag('modelled', `modelled on ${modelled.length} of ${sightings.length}`)
      : weak.find((mark) => mark !== undefined),
    isDocumentedAsUnsafe(audit) ? tag('weakness', documentedAsUnsafe) : undefined,
    acceptanceOf(report.result, audit) === undefined ? undefined : tag('accepted', 'accepted'),
  ];
}

function acceptanceNote({ result }: Report, finding: RunAudit): Content {
  if (finding.outcome !== 'fail') return undefined;
  const acceptance = acceptanceOf(result, finding);
  if (acceptance !== undefined) {
    return html`<p class="note">Accepted until ${acceptance.until}: ${acceptance.reason}</p>`;
  }
  const ended = result.accepted.find(({ id }) => id === finding.id);
  if (ended === undefined) return undefined;
  return html`<p class="note">No longer accepted; it was until ${ended.until}: ${ended.reason}</p>`;
}

function where(report: Report, { sightings }: GroupedFinding): Content {
  const { length } = report.result.runs;
  if (length === 1) return undefined;
  const labels = new Map<string, number>();
  for (const { run } of sightings) {
    labels.set(platformLabel(run), (labels.get(platformLabel(run)) ?? 0) + 1);
  }
  return html`<p class="note">
    On ${sightings.length} of ${length} runs:
    ${listed([...labels].map(([label, count]) => (count === 1 ? label : `${label} (${count})`)))}
  </p>`;
}

/** Sightings that read the same. */
function variantsOf({ sightings }: GroupedFinding): (readonly [Sighting, ...Sighting[]])[] {
  const variants = new Map<string, [Sighting, ...Sighting[]]>();
  for (const sighting of sightings) {
    const { expected, actual, explanation } = sighting.audit;
    const key = JSON.stringify([expected, actual, explanation]);
    const known = variants.get(key);
    if (known === undefined) variants.set(key, [sighting]);
    else known.push(sighting);
  }
  return [...variants.values()];
}

function others(finding: GroupedFinding): Content {
  const left = variantsOf(finding).length - mostVariants;
  return left <= 0
    ? undefined
    : html`<p class="quiet">And ${left} more that read differently; see the matrix.</p>`;
}

function seenBlock(report: Report, variant: readonly [Sighting, ...Sighting[]]): Markup {
  const [{ audit }] = variant;
  const isOnly = report.result.runs.length === 1;
  return html`${compared(audit)}
  ${
    isOnly
      ? undefined
      : html`<p class="quiet seen-on">
          Seen on
          ${listed(
            variant.map(
              ({ run }) =>
                html`<a href="${cellAddress(report, run, audit)}"
                    >${placeLabel(run)}, ${run.plugin.version}</a
                  >
                  ${modelTag(run)}`,
            ),
            6,
          )}
        </p>`
  }`;
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

/** The clauses that a judgement rests on. */
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

function attempts({ attempts: count, attemptOutcomes, scenario }: RunAudit): string {
  const outcomes = attemptOutcomes.map((outcome) => outcomeWords[outcome]).join(', ');
  const seen = outcomes === '' ? String(count) : `${count}: ${outcomes}`;
  return scenario === null ? seen : `${seen} (scenario ${scenario})`;
}
