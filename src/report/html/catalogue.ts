import type { Run, RunAudit } from '../../result/schema.js';
import { areas, type Area } from '../../terms.js';
import { titleOf, whyUndecided } from '../words.js';
import { html, type Content, type Markup } from './markup.js';
import { fidelityTag, isDecided, outcomeTag, section, tableRow } from './parts.js';

const head = ['Audit', 'Outcome', 'Severity', 'Seen'];

/** Every audit of a run by area, with its outcome. */
export function auditsSection(run: Run, id: string): Markup {
  if (run.audits.length === 0) {
    return section(`${id}-audits`, 'Audits', html`<p>Nothing was audited.</p>`);
  }
  return section(
    `${id}-audits`,
    `Audits (${run.audits.length})`,
    html`<table class="audits">
      <caption>
        Every audit by area
      </caption>
      <thead>
        <tr>
          ${head.map((label) => html`<th scope="col">${label}</th>`)}
        </tr>
      </thead>
      ${areas.map((area) =>
        group(
          area,
          run.audits.filter((audit) => audit.area === area),
        ),
      )}
    </table>`,
  );
}

function group(area: Area, audits: readonly RunAudit[]): Markup | undefined {
  if (audits.length === 0) return undefined;
  return html`<tbody>
    <tr class="area">
      <th scope="rowgroup" colspan="4">${area.replaceAll('-', ' ')}</th>
    </tr>
    ${audits.map((audit) => tableRow(head, row(audit)))}
  </tbody>`;
}

function row(audit: RunAudit): readonly Content[] {
  return [
    html`${titleOf(audit)} <code class="id">${audit.id}</code>`,
    [outcomeTag(audit), fidelityTag(audit)],
    audit.severity,
    seen(audit),
  ];
}

function seen(audit: RunAudit): string {
  if (isDecided(audit)) return audit.actual;
  if (audit.reason === null) return audit.explanation;
  return `${whyUndecided(audit)} ${audit.reason.needs}`.trim();
}
