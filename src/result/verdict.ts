import type { VerdictWord } from '../terms.js';
import { findingsOf, undecidedOf } from './findings.js';
import type { Run, RunAudit } from './schema.js';

type Verdict = Run['verdict'];

/** How many audits a reason names before it counts the rest. */
const named = 3;

/**
 * What a run says of its plugin. Only what the platform itself did counts: a modelled or intercepted answer neither
 * convicts nor acquits. `by` are the ids of the audits that decided it.
 */
export function verdictOf(run: Omit<Run, 'verdict'>): Verdict {
  return withoutEvidence(run) ?? byAudits(run);
}

function withoutEvidence(run: Omit<Run, 'verdict'>): Verdict | undefined {
  const problem = run.problems[0];
  const because = problem === undefined ? '.' : `: ${problem.message}`;
  if (run.status === 'failed') return verdict('not known', `The run failed${because}`, []);
  if (run.device === null) return verdict('not known', `No device was reached${because}`, []);
  if (run.device.kind === 'virtual') {
    return verdict(
      'not known',
      'Modelled: a virtual device answered. An emulator, a simulator or a phone can decide.',
      [],
    );
  }
  return undefined;
}

function byAudits(run: Pick<Run, 'audits'>): Verdict {
  const findings = findingsOf(run).filter(isGenuine);
  const critical = findings.filter(isCritical);
  if (critical.length > 0) {
    const titles = listed(critical.map((audit) => audit.failureTitle));
    return verdict('not compatible', `${counted(critical, 'critical finding')}: ${titles}.`, ids(critical));
  }

  const undecided = undecidedOf(run).filter(isCritical);
  if (undecided.length > 0) {
    return verdict(
      'not known',
      `${counted(undecided, 'critical audit')} could not be decided.`,
      ids(undecided),
    );
  }
  const forged = run.audits.filter(isDecided).filter((audit) => isCritical(audit) && !isGenuine(audit));
  if (forged.length > 0) {
    return verdict('not known', `${counted(forged, 'critical audit')} had no genuine answer.`, ids(forged));
  }

  const decided = run.audits.filter(isDecided).filter(isGenuine);
  if (decided.length === 0) return verdict('not known', 'No audit was decided.', []);
  if (findings.length > 0) {
    const titles = listed(findings.map((audit) => audit.failureTitle));
    return verdict(
      'compatible with findings',
      `${counted(findings, 'finding')}, none critical: ${titles}.`,
      ids(findings),
    );
  }
  return verdict(
    'compatible',
    decided.length === 1
      ? 'The one audit that was decided holds.'
      : `All ${decided.length} audits that were decided hold.`,
    ids(decided.filter(isCritical)),
  );
}

function verdict(word: VerdictWord, reason: string, by: string[]): Verdict {
  return { word, reason, by };
}

function isCritical(audit: RunAudit): boolean {
  return audit.severity === 'critical';
}

function isGenuine(audit: RunAudit): boolean {
  return audit.fidelity === 'genuine';
}

function isDecided(audit: RunAudit): boolean {
  return audit.outcome === 'pass' || audit.outcome === 'fail';
}

function ids(audits: readonly RunAudit[]): string[] {
  return audits.map((audit) => audit.id);
}

function counted(audits: readonly RunAudit[], word: string): string {
  return audits.length === 1 ? `1 ${word}` : `${audits.length} ${word}s`;
}

function listed(titles: readonly string[]): string {
  const rest = titles.length - named;
  return titles.slice(0, named).join('; ') + (rest > 0 ? `; and ${rest} more` : '');
}
