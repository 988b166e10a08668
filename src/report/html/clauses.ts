import type { Run, RunAudit } from '../../result/schema.js';
import { counted, forMany, outcomeWord, platformLabel } from '../words.js';
import { bar } from './bar.js';
import { sourceOf } from './findings.js';
import { html, type Content, type Markup } from './markup.js';
import { fidelityTag, isDecided, listed, section, table, tag } from './parts.js';
import { cellAddress, type Report } from './report.js';

type RunClause = Run['contract']['clauses'][number];

/** What became of a clause, in the order in which it matters. */
const states = {
  'does not hold': 'fail',
  'unsafe as documented': 'weakness',
  'not decided': 'inconclusive',
  holds: 'pass',
  'weakness not seen': 'pass',
  'for information': 'informative',
  'does not apply': 'not-applicable',
  untested: 'untested',
  modelled: 'modelled',
} as const;
type State = keyof typeof states;
const allStates = Object.keys(states) as State[];

/** The audits of each run by their ids. */
type Lookup = ReadonlyMap<Run, ReadonlyMap<string, RunAudit>>;

/** What the documentation promises, and what of it holds: a table for each contract. */
export function clausesSection(report: Report): Markup | undefined {
  const contracts = new Map<string, Run[]>();
  const keys = new Map<Run['contract'], string>();
  for (const run of report.result.runs) {
    const key = keys.get(run.contract) ?? JSON.stringify(run.contract);
    keys.set(run.contract, key);
    const known = contracts.get(key);
    if (known === undefined) contracts.set(key, [run]);
    else known.push(run);
  }
  if (contracts.size === 0) return undefined;
  const lookup = new Map(
    report.result.runs.map((run) => [run, new Map(run.audits.map((audit) => [audit.id, audit]))]),
  );
  return section(
    'contract',
    'What is promised, and what holds',
    [...contracts.values()].map((runs) => contractTable(report, runs, lookup, contracts.size > 1)),
  );
}

function contractTable(report: Report, runs: readonly Run[], lookup: Lookup, isOneOfMany: boolean): Markup {
  const { id, version, clauses } = runs[0]!.contract;
  const platforms = [...new Set(runs.map(platformLabel))];
  const heading = html`<h3>${id} ${version}</h3>
    ${isOneOfMany ? html`<p class="quiet">On ${listed(platforms, 6)}</p>` : undefined}`;
  if (clauses.length === 0)
    return html`${heading}
      <p>The contract promises nothing here.</p>`;
  const rows = clauses.map((clause) => ({ clause, seen: seenOf(runs, clause, lookup) }));
  const worst = rows.map(({ seen }) => worstOf(seen));
  const counts = allStates.map((state) => ({ state, count: worst.filter((each) => each === state).length }));
  return html`${heading} ${bar(counts.map(({ state, count }) => ({ kind: states[state], count })))}
    <p class="quiet">
      Of ${counted(clauses.length, 'clause')}:
      ${counts
        .filter(({ count }) => count > 0)
        .map(({ state, count }) => `${count} ${count === 1 ? state : forMany(state)}`)
        .join(', ')}.
    </p>
    ${table(
      `Clauses of ${id} ${version}`,
      ['Clause', 'State', 'Audits'],
      rows.map(({ clause, seen }) => row(report, { runs, lookup }, clause, seen)),
    )}`;
}

function row(
  report: Report,
  { runs, lookup }: { readonly runs: readonly Run[]; readonly lookup: Lookup },
  clause: RunClause,
  seen: readonly SeenState[],
): readonly Content[] {
  return [
    html`<q>${clause.text}</q>
      <small>${sourceOf(clause.document, clause.section, clause.url)}, <code>${clause.id}</code></small>`,
    seen.map(
      ({ state, modelled, count }) =>
        html`${tag(
          modelled ? 'modelled' : states[state],
          [state, modelled ? '(modelled)' : '', runs.length === 1 ? '' : `on ${count} of ${runs.length} runs`]
            .filter((part) => part !== '')
            .join(' '),
        )} `,
    ),
    audits(report, runs, clause, lookup),
  ];
}

function audits(report: Report, runs: readonly Run[], clause: RunClause, lookup: Lookup): Content {
  const deciding = clause.audits.flatMap((id) => {
    const seen = runs.flatMap((run) => {
      const audit = lookup.get(run)?.get(id);
      return audit === undefined ? [] : [{ run, audit }];
    });
    return seen.length === 0 ? [] : [{ id, seen }];
  });
  if (deciding.length === 0) return clause.untested ?? 'No audit of this run decides it.';
  return deciding.map(({ id, seen }) => {
    const worst = seen.find(({ audit }) => audit.outcome === 'fail') ?? seen[0]!;
    const words = seen.length === 1 ? outcomeWord(worst.audit) : countsOf(seen.map(({ audit }) => audit));
    return html`<p>
      <a href="${cellAddress(report, worst.run, worst.audit)}"><code>${id}</code></a> ${words}
      ${fidelityTag(worst.audit)}
    </p>`;
  });
}

function countsOf(all: readonly RunAudit[]): string {
  const words = all.map(outcomeWord);
  return [...new Set(words)]
    .map((word) => `${word} on ${counted(words.filter((each) => each === word).length, 'run')}`)
    .join(', ');
}

/** What became of a clause on so many runs. */
interface SeenState {
  readonly state: State;
  /** Whether it rests on what a model answered. */
  readonly modelled: boolean;
  readonly count: number;
}

function seenOf(runs: readonly Run[], clause: RunClause, lookup: Lookup): SeenState[] {
  const found = new Map<string, { state: State; modelled: boolean; count: number }>();
  for (const run of runs) {
    const audits = clause.audits.flatMap((id) => lookup.get(run)?.get(id) ?? []);
    const state = stateOf(clause, audits);
    const modelled = audits.some((audit) => isDecided(audit) && audit.fidelity !== 'genuine');
    const known = found.get(`${state} ${modelled}`);
    if (known === undefined) found.set(`${state} ${modelled}`, { state, modelled, count: 1 });
    else known.count += 1;
  }
  return [...found.values()].sort(
    (a, b) =>
      Number(a.modelled) - Number(b.modelled) || allStates.indexOf(a.state) - allStates.indexOf(b.state),
  );
}

/** The state that a clause is counted by: what models say counts only as that. */
function worstOf(seen: readonly SeenState[]): State {
  return seen.find(({ modelled }) => !modelled)?.state ?? (seen.length === 0 ? 'untested' : 'modelled');
}

/**
 * A failed audit breaks only the clauses that its judgement rests on; of the others it says nothing. Where the clause
 * tells a weakness, the audit's failure is what confirms it.
 */
function stateOf(clause: RunClause, audits: readonly RunAudit[]): State {
  const resting = audits.filter(({ outcome, clauses }) => outcome !== 'fail' || clauses.includes(clause.id));
  const some = (outcome: RunAudit['outcome']): boolean => resting.some((audit) => audit.outcome === outcome);

  if (audits.length === 0) return 'untested';
  if (some('fail')) return clause.basis === 'documented-weakness' ? 'unsafe as documented' : 'does not hold';
  if (some('inconclusive') || resting.length < audits.length) return 'not decided';
  if (some('pass')) return clause.basis === 'documented-weakness' ? 'weakness not seen' : 'holds';
  return some('informative') ? 'for information' : 'does not apply';
}
