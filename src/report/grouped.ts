import { findingsOf, undecidedOf } from '../result/findings.js';
import type { Run, RunAudit } from '../result/schema.js';
import { severities, type Severity } from '../terms.js';
import { standingOf, type Acceptances, type Standing } from './accepted.js';
import { whatItTakes, whyUndecided } from './words.js';

/** An audit in one of the runs. */
export interface Sighting {
  readonly run: Run;
  readonly audit: RunAudit;
}

/** One audit that failed, on however many runs. */
export interface GroupedFinding {
  readonly id: string;
  /** The worst of all sightings. */
  readonly severity: Severity;
  /** Whether it is open, accepted, or no longer accepted. */
  readonly standing: Standing;
  /** At least one, the worst and most genuine first. */
  readonly sightings: readonly [Sighting, ...Sighting[]];
}

/** The findings of all runs, each audit once, the worst first; those that are accepted after all that are open. */
export function findingsByAudit(result: Acceptances & { readonly runs: readonly Run[] }): GroupedFinding[] {
  const groups = new Map<string, [Sighting, ...Sighting[]]>();
  for (const run of result.runs) {
    for (const audit of findingsOf(run)) {
      const group = groups.get(audit.id);
      if (group === undefined) groups.set(audit.id, [{ run, audit }]);
      else group.push({ run, audit });
    }
  }
  return [...groups]
    .map(([id, sightings]) => {
      sightings.sort((a, b) => rank(b) - rank(a));
      return { id, severity: sightings[0].audit.severity, standing: standingOf(result, { id }), sightings };
    })
    .sort(
      (a, b) =>
        accepted(a) - accepted(b) ||
        rank(b.sightings[0]) - rank(a.sightings[0]) ||
        b.sightings.length - a.sightings.length,
    );
}

function accepted({ standing }: GroupedFinding): number {
  return Number(standing.accepted !== null);
}

/** Severity before fidelity: what a model shows is told after what a platform shows of the same weight. */
function rank({ audit }: Sighting): number {
  return severities.indexOf(audit.severity) * 2 + (audit.fidelity === 'genuine' ? 1 : 0);
}

/** Audits that the same thing would decide. */
export interface OpenQuestion {
  readonly why: string;
  readonly takes: string;
  /** Whether nobody asked for these audits. */
  readonly notChosen: boolean;
  /** By audit id, the critical ones first. */
  readonly audits: readonly { readonly audit: RunAudit; readonly runs: readonly Run[] }[];
}

/** What was not decided, by what it would take; what was not asked for last. */
export function openQuestions(runs: readonly Run[]): OpenQuestion[] {
  const groups = new Map<string, Map<string, { audit: RunAudit; runs: Run[] }>>();
  for (const run of runs) {
    for (const audit of undecidedOf(run)) {
      const key = JSON.stringify([
        audit.reason?.code === 'not-chosen',
        whyUndecided(audit),
        whatItTakes(audit),
      ]);
      const group = groups.get(key) ?? new Map<string, { audit: RunAudit; runs: Run[] }>();
      groups.set(key, group);
      const known = group.get(audit.id);
      if (known === undefined) group.set(audit.id, { audit, runs: [run] });
      else known.runs.push(run);
    }
  }
  return [...groups]
    .map(([key, group]) => {
      const [notChosen, why, takes] = JSON.parse(key) as [boolean, string, string];
      const audits = [...group.values()].sort((a, b) => weight(b.audit) - weight(a.audit));
      return { why, takes, notChosen, audits };
    })
    .sort(
      (a, b) =>
        Number(a.notChosen) - Number(b.notChosen) ||
        weight(b.audits[0]!.audit) - weight(a.audits[0]!.audit) ||
        b.audits.length - a.audits.length,
    );
}

function weight({ severity }: RunAudit): number {
  return severities.indexOf(severity);
}
