import { cut } from '../text.js';
import { counted } from '../words.js';
import { missingRunsOf } from '../../result/findings.js';
import type { Run } from '../../result/schema.js';
import { causesSection } from './causes.js';
import { changesSection } from './changes.js';
import { clausesSection } from './clauses.js';
import { environmentSection } from './environment.js';
import { findingsSection } from './findings.js';
import { latencySection } from './latency.js';
import { legendSection } from './legend.js';
import { html, type Content, type Markup } from './markup.js';
import { matrixSection } from './matrix.js';
import { openSection } from './open.js';
import { listed } from './parts.js';
import { problemsSection } from './problems.js';
import type { Report } from './report.js';
import { scenariosSection } from './scenarios.js';
import { verdictSection } from './verdict.js';

/** The parts of the page, in the order in which a reader needs them, and what they are called on the way there. */
const parts: readonly (readonly [id: string, name: string, make: (report: Report) => Markup | undefined])[] =
  [
    ['changes', 'Changes', changesSection],
    ['problems', 'Problems', problemsSection],
    ['findings', 'Findings', findingsSection],
    ['open', 'Not decided', openSection],
    ['matrix', 'Audits', matrixSection],
    ['contract', 'Contract', clausesSection],
    ['errors', 'Errors', causesSection],
    ['stories', 'Stories', scenariosSection],
    ['latency', 'Latency', latencySection],
    ['environment', 'Environment', environmentSection],
    ['words', 'Words', legendSection],
  ];

/** Everything between the header and the footer. */
export function contents(report: Report): Markup {
  const made =
    report.result.runs.length === 0
      ? []
      : parts.map(([id, name, make]) => ({ id, name, part: make(report) }));
  const there = made.filter(({ part }) => part !== undefined);
  return html`<div class="subject">
      <h1>${subject(report)}</h1>
      ${lead(report)}
    </div>
    ${verdictSection(report)}
    ${
      there.length === 0
        ? undefined
        : html`<nav aria-label="Parts of the report">
            <ul>
              ${there.map(({ id, name }) => html`<li><a href="#${id}">${name}</a></li>`)}
            </ul>
          </nav>`
    }
    ${there.map(({ part }) => part)}`;
}

function subject({ result: { runs } }: Report): Content {
  const plugins = distinct(runs.map(({ plugin }) => plugin.name));
  if (plugins.length === 0) return 'Secret storage audit';
  if (plugins.length > 1) return `${plugins.length} plugins`;
  const versions = distinct(runs.map(({ plugin }) => plugin.version)).sort((a, b) =>
    a.localeCompare(b, 'en', { numeric: true }),
  );
  return html`${cut(plugins[0]!, 200)}
    <span class="version"
      >${listed(
        versions.map((version) => cut(version, 100)),
        6,
      )}</span
    >`;
}

function lead({ result }: Report): Content {
  const { runs } = result;
  if (runs.length === 0) return undefined;
  const missing = missingRunsOf(result).length;
  return html`<p class="lead">
    Held to ${listed(distinct(runs.map(contractOf)), 4)} ·
    ${counted(runs.length, 'run')}${missing === 0 ? '' : `, ${missing} not reached`}${fromOf(runs)}
  </p>`;
}

function contractOf({ contract }: Run): string {
  return `${contract.id} ${contract.version}`;
}

function fromOf(runs: readonly Run[]): string {
  const from = distinct(
    runs.flatMap((run) => (run.from === null ? [] : [`${run.from.name} ${run.from.version}`])),
  );
  return from.length === 0 ? '' : ` · upgraded from ${from.slice(0, 4).join(', ')}`;
}

function distinct(values: readonly string[]): string[] {
  return [...new Set(values)];
}
