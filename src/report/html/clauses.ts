import type { Run, RunAudit } from '../../result/schema.js';
import { outcomeWord } from '../words.js';
import { sourceOf } from './findings.js';
import { html, type Content, type Markup } from './markup.js';
import { fidelityTag, section, table, tag } from './parts.js';

type RunClause = Run['contract']['clauses'][number];
type State = readonly [kind: string, word: string];

/** What the documentation promises, and what of it holds. */
export function clausesSection(run: Run, id: string): Markup {
  const { clauses } = run.contract;
  if (clauses.length === 0) {
    return section(`${id}-clauses`, 'Contract', html`<p>The contract promises nothing here.</p>`);
  }
  return section(
    `${id}-clauses`,
    `Contract: what is promised and what holds (${clauses.length})`,
    table(
      `Clauses of ${run.contract.id} ${run.contract.version}`,
      ['Clause', 'State', 'Audits'],
      clauses.map((clause) => row(run, clause)),
    ),
  );
}

function row(run: Run, clause: RunClause): readonly Content[] {
  const audits = run.audits.filter((audit) => clause.audits.includes(audit.id));
  return [
    html`<q>${clause.text}</q>
      <small>${sourceOf(clause.document, clause.section, clause.url)}, <code>${clause.id}</code></small>`,
    [tag(...stateOf(clause, audits)), audits.map(fidelityTag).find((mark) => mark !== undefined)],
    audits.length === 0
      ? (clause.untested ?? 'No audit of this run decides it.')
      : audits.map((audit) => html`<p><code>${audit.id}</code> ${outcomeWord(audit)}</p>`),
  ];
}

/**
 * A failed audit breaks only the clauses that its judgement rests on; of the others it says nothing. Where the clause
 * tells a weakness, the audit's failure is what confirms it.
 */
function stateOf(clause: RunClause, audits: readonly RunAudit[]): State {
  const resting = audits.filter(({ outcome, clauses }) => outcome !== 'fail' || clauses.includes(clause.id));
  const some = (outcome: RunAudit['outcome']): boolean => resting.some((audit) => audit.outcome === outcome);

  if (audits.length === 0) return ['untested', 'untested'];
  if (some('fail')) {
    return clause.basis === 'documented-weakness'
      ? ['as-documented', 'as documented']
      : ['fail', 'does not hold'];
  }
  if (some('inconclusive') || resting.length < audits.length) return ['inconclusive', 'not decided'];
  if (some('pass')) return ['pass', clause.basis === 'documented-weakness' ? 'not seen' : 'holds'];
  return some('informative') ? ['informative', 'told'] : ['not-applicable', 'does not apply'];
}
