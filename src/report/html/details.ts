import type { Run, RunAudit } from '../../result/schema.js';
import { isDocumentedAsUnsafe, titleOf, whatItTakes, whyUndecided } from '../words.js';
import { runDetails } from './environment.js';
import { auditDetails } from './findings.js';
import { explained, reasonTag } from './legend.js';
import { html, type Content, type Markup } from './markup.js';
import { runLine } from './matrix.js';
import { fidelityTag, modelTag, outcomeTag, severityTag, standingTag, tag, verdictClass } from './parts.js';
import type { Report } from './report.js';

/** What the address of an audit in a run opens. */
export function auditDialog(report: Report, run: Run, audit: RunAudit): Markup {
  return html`<p class="tags">
      ${explained(report, isDocumentedAsUnsafe(audit) ? 'weakness' : audit.outcome, outcomeTag(audit))}
      ${explained(report, audit.severity, severityTag(audit))} ${answeredBy(report, run, audit)}
      ${standingTag(report.result, audit)}
    </p>
    <h2 id="dialog-title">${titleOf(audit)} <code class="id">${audit.id}</code></h2>
    <p class="quiet">${runLine(run)}</p>
    ${
      audit.outcome === 'inconclusive' || (audit.outcome === 'not-applicable' && audit.reason !== null)
        ? html`<p>
            ${reasonTag(report, audit)} <strong>${whyUndecided(audit)}</strong> ${whatItTakes(audit)}
          </p>`
        : undefined
    }
    ${auditDetails(report, run, audit)}`;
}

function answeredBy(report: Report, run: Run, audit: RunAudit): Content {
  const weak = fidelityTag(audit);
  return weak === undefined ? modelTag(run) : explained(report, audit.fidelity, weak);
}

/** What the address of a run opens. */
export function runDialog({ result }: Report, run: Run): Markup {
  return html`<p class="tags">${tag(verdictClass(run.verdict.word), run.verdict.word)} ${modelTag(run)}</p>
    <h2 id="dialog-title">${runLine(run)}</h2>
    <p>${run.verdict.reason}</p>
    ${runDetails(result, run)}`;
}
