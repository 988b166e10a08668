import { undecidedOf } from '../../result/findings.js';
import type { Run, RunAudit } from '../../result/schema.js';
import { counted, whatItTakes, whyUndecided } from '../words.js';
import { html, type Markup } from './markup.js';
import { section, table, tag } from './parts.js';

/** What could not be decided, and what it would take. Nothing where all was. */
export function undecidedSection(run: Run, id: string): Markup | undefined {
  const undecided = undecidedOf(run);
  if (undecided.length === 0) return undefined;
  const asked = undecided.filter((audit) => audit.reason?.code !== 'not-chosen');
  const left = undecided.length - asked.length;
  return section(
    `${id}-undecided`,
    `Not decided (${undecided.length})`,
    asked.length === 0
      ? undefined
      : table(
          'Audits that were asked for and could not decide',
          ['Audit', 'Severity', 'Why', 'What it would take'],
          asked.map(row),
        ),
    left === 0 ? undefined : html`<p>${counted(left, 'audit')} not chosen; see the list of audits.</p>`,
  );
}

function row(audit: RunAudit): readonly Markup[] {
  return [
    html`${audit.title} <code class="id">${audit.id}</code>`,
    tag(audit.severity, audit.severity),
    html`${whyUndecided(audit)} ${audit.explanation}`,
    html`${whatItTakes(audit)}`,
  ];
}
