import type { Clause, Contract } from '../contracts/types.js';
import { observationPath } from '../observations/files.js';
import type { Attempt, DeviceFacts, Observation } from '../observations/types.js';
import {
  atLeast,
  bases,
  outcomes,
  weakest,
  type Basis,
  type Fidelity,
  type Notion,
  type Operation,
  type Outcome,
  type Problem,
  type Severity,
  type Target,
} from '../terms.js';
import type { Context, JudgedAudit, Judgement, RegisteredAudit } from './types.js';

/** Everything that judging needs besides the audits. */
export interface Evidence {
  readonly target: Target;
  /** Operations that the binding has. */
  readonly operations: readonly Operation[];
  /** What the plugin does not tell secrets apart by. */
  readonly lacks: readonly Notion[];
  /** With the clauses in force for target and version alone, those of the contract it extends included. */
  readonly contract: Contract;
  readonly clauses: readonly Clause[];
  readonly device: DeviceFacts | undefined;
  /** Whether the layer that answers is code of ours, as in every fixture; not so on a deployed page. */
  readonly ownLayer: boolean;
  readonly limits: Context['limits'];
  readonly observations: ReadonlyMap<string, Observation>;
  /** Scenarios that were not planned, by name, and what this device would need for them; none when left out. */
  readonly leftOut?: ReadonlyMap<string, LeftOut>;
  /** Ids that were asked for; undefined for all. */
  readonly chosen?: ReadonlySet<string>;
  /** Troubles of the whole collecting, the reason why something was not reached. */
  readonly problems: readonly Problem[];
}

/** Why a scenario was not planned: the device cannot play it, or may not, because it would change the device. */
export interface LeftOut {
  readonly code: 'ability-missing' | 'would-change-device';
  /** What it would take. */
  readonly needs: string;
}

/** Judges every audit of the catalogue: what could not be decided says why. */
export function judge(audits: readonly RegisteredAudit[], evidence: Evidence): JudgedAudit[] {
  return audits.map((audit) => judgeAudit(audit, evidence));
}

/** Whether one scenario alone gives rise to a finding, so that it is worth collecting it again. */
export function givesFinding(audits: readonly RegisteredAudit[], evidence: Evidence): boolean {
  return audits.some((audit) => judgeAudit(audit, evidence).outcome === 'fail');
}

function judgeAudit(audit: RegisteredAudit, evidence: Evidence): JudgedAudit {
  const clauses = clausesFor(audit, evidence);
  const rounds = roundsOf(audit, evidence);
  const judgements =
    hindrance(audit, evidence, rounds) ??
    rounds.map((round) => grounded(audit.audit(contextOf(evidence, clauses, round)), clauses));
  const judgement = withoutItsMain(consensus(judgements), audit, evidence);
  const rested = judgement.clauses ?? clauses;
  const used = [...(rounds.at(-1) ?? [])];
  return {
    id: audit.id,
    area: audit.area,
    title: audit.title,
    failureTitle: audit.failureTitle,
    why: audit.why,
    outcome: judgement.outcome,
    severity: milder(audit.severity, judgement.severity),
    basis: strongest(rested),
    fidelity: fidelityOf(used.map(([, attempt]) => attempt)),
    clauses: rested.map(({ id }) => id),
    references: audit.references,
    expected: judgement.expected,
    actual: judgement.actual,
    explanation: judgement.explanation ?? '',
    reason:
      judgement.reason === undefined
        ? null
        : { code: judgement.reason.code, needs: judgement.reason.needs ?? '' },
    scenario: used.length === 1 ? used[0]![0] : null,
    attempts: rounds.length,
    attemptOutcomes: rounds.length === 0 ? [] : judgements.map(({ outcome }) => outcome),
    durationMs: used.reduce((sum, [, attempt]) => sum + attempt.durationMs, 0),
    evidence: used.flatMap(([scenario, attempt]) =>
      used.length > 1 && judgement.outcome !== 'fail'
        ? []
        : [
            ...attempt.evidence,
            { kind: 'timeline', title: `What was recorded: ${scenario}`, path: observationPath(scenario) },
          ],
    ),
  };
}

/** One attempt of each scenario that an audit asked for and that was collected. */
type Round = ReadonlyMap<string, Attempt>;

/** Attempts that say something of the app: one whose session was lost, or that was stopped, says nothing. */
function tellingAttempts({ attempts }: Observation): Attempt[] {
  return attempts.filter(({ status }) => status === 'completed' || status === 'app-lost');
}

/**
 * The attempts to judge one after the other: round k takes each scenario's k-th telling attempt, or its last one where
 * it has fewer. An audit that nothing can be collected for is put once, to nothing.
 */
function roundsOf(audit: RegisteredAudit, { observations }: Evidence): Round[] {
  if (audit.scenarios.length === 0) return [new Map()];
  const telling = [...observations]
    .filter(([name]) => audit.scenarios === 'all' || audit.scenarios.includes(name))
    .map(([name, observation]) => [name, tellingAttempts(observation)] as const)
    .filter(([, attempts]) => attempts.length > 0);
  const most = Math.max(0, ...telling.map(([, attempts]) => attempts.length));
  return Array.from(
    { length: most },
    (_, k) => new Map(telling.map(([name, attempts]) => [name, attempts[k] ?? attempts.at(-1)!])),
  );
}

/** What an audit tells secrets apart by and a plugin does not. */
export function lackingNotions({ scenarios, needs }: RegisteredAudit, lacks: readonly Notion[]): Notion[] {
  const wanted = needs ?? (scenarios === 'all' ? [] : (['keys'] as const));
  return wanted.filter((notion) => lacks.includes(notion));
}

/** What keeps an audit from being put at all, as its only judgement. */
function hindrance(
  audit: RegisteredAudit,
  evidence: Evidence,
  rounds: readonly Round[],
): Judgement[] | undefined {
  const told = (outcome: Outcome, actual: string, reason: NonNullable<Judgement['reason']>): Judgement[] => [
    { outcome, expected: audit.title, actual, reason },
  ];
  if (!audit.targets.includes(evidence.target)) {
    return told('not-applicable', `Does not apply to ${evidence.target}.`, { code: 'platform' });
  }
  const lacking = audit.operations.filter((operation) => !evidence.operations.includes(operation));
  if (lacking.length > 0) {
    return told('not-applicable', `The plugin has no operation ${lacking.join(', ')}.`, {
      code: 'operation',
    });
  }
  const [notion] = lackingNotions(audit, evidence.lacks);
  if (notion !== undefined) {
    return told('not-applicable', `The plugin has no ${notion}.`, { code: 'operation' });
  }
  if (evidence.chosen !== undefined && !evidence.chosen.has(audit.id)) {
    return told('inconclusive', 'Was not asked for in this run.', { code: 'not-chosen' });
  }
  const foregone = audit.foregone?.(contextOf(evidence, clausesFor(audit, evidence), new Map()));
  if (foregone !== undefined) return [foregone];
  return rounds.length > 0 ? undefined : [notCollected(audit, evidence, audit.scenarios)];
}

/**
 * The first scenario of an audit is the one that it cannot do without: where it could not decide by the others alone, it
 * says why that one tells nothing.
 */
function withoutItsMain(judgement: Judgement, audit: RegisteredAudit, evidence: Evidence): Judgement {
  const { scenarios } = audit;
  if (judgement.reason?.code !== 'not-reached' || scenarios === 'all' || scenarios.length < 2)
    return judgement;
  const [main] = scenarios as [string];
  const observation = evidence.observations.get(main);
  return observation !== undefined && tellingAttempts(observation).length > 0
    ? judgement
    : notCollected(audit, evidence, [main]);
}

/** Why there is no attempt of these scenarios that tells anything. */
function notCollected(
  audit: RegisteredAudit,
  { observations, problems, leftOut }: Evidence,
  scenarios: RegisteredAudit['scenarios'],
): Judgement {
  const told = (actual: string, reason: NonNullable<Judgement['reason']>): Judgement => ({
    outcome: 'inconclusive',
    expected: audit.title,
    actual,
    reason,
  });
  const attempts = [...observations.values()]
    .filter(({ scenario }) => scenarios === 'all' || scenarios.includes(scenario))
    .flatMap((observation) => observation.attempts);
  const notPlanned =
    scenarios === 'all' || attempts.length > 0
      ? undefined
      : scenarios.map((name) => leftOut?.get(name)).find((why) => why !== undefined);
  if (notPlanned !== undefined) return told(leftOutWords[notPlanned.code], notPlanned);
  // The first is what stopped it; what could not be put back afterwards comes later.
  const problem = attempts.at(-1)?.problems[0] ?? problems.at(-1);
  if (problem === undefined)
    return told('Its scenario was not reached.', { code: 'not-reached', needs: 'Run the audit again.' });
  return told(problem.message, {
    code:
      problem.code === 'plugin-unmodelled'
        ? 'no-model'
        : attempts.some(({ status }) => status === 'session-lost')
          ? 'harness'
          : 'not-reached',
    needs: `${problem.code}: ${problem.hint}`,
  });
}

const leftOutWords = {
  'ability-missing': 'This device cannot do what its scenario needs.',
  'would-change-device': 'Its scenario was left out, because it would change the device.',
};

function contextOf(evidence: Evidence, clauses: readonly Clause[], attempts: Round): Context {
  const { target, contract, device, ownLayer, limits } = evidence;
  return { target, contract, device, ownLayer, limits, clauses, attempts };
}

/** Nothing is promised, so nothing is broken: what fails without a basis is told, no more. */
function grounded(judgement: Judgement, clauses: readonly Clause[]): Judgement {
  const isGroundless = judgement.outcome === 'fail' && strongest(judgement.clauses ?? clauses) === 'none';
  return isGroundless ? { ...judgement, outcome: 'informative' } : judgement;
}

/**
 * One judgement out of several. Those that could not decide do not count beside one that could; decided ones that
 * differ make the audit unstable.
 */
function consensus(judgements: readonly Judgement[]): Judgement {
  const decided = judgements.filter(({ outcome }) => outcome !== 'inconclusive');
  const last = decided.at(-1) ?? judgements.at(-1)!;
  if (decided.every(({ outcome }) => outcome === last.outcome)) return last;
  return {
    outcome: 'inconclusive',
    expected: last.expected,
    actual: differing(judgements),
    reason: {
      code: 'unstable',
      needs: 'Run again with the device left alone; a repeated difference is the plugin’s.',
    },
  };
}

/** How often each outcome came about, the most frequent first, and what was seen the first time that it did. */
function differing(judgements: readonly Judgement[]): string {
  const groups = outcomes
    .map((outcome) => judgements.filter((judgement) => judgement.outcome === outcome))
    .filter(({ length }) => length > 0)
    .sort((a, b) => b.length - a.length);
  const counts = groups.map((group) => `${group[0]!.outcome} ${group.length}`).join(', ');
  const first = groups.map(([one]) => `${one!.outcome}: ${one!.actual}`).join('; ');
  return `${counts}. ${first}`;
}

function clausesFor(audit: RegisteredAudit, { clauses }: Evidence): Clause[] {
  return clauses
    .filter((clause) => clause.audits.includes(audit.id))
    .sort((a, b) => bases.indexOf(b.basis) - bases.indexOf(a.basis));
}

function strongest(clauses: readonly Clause[]): Basis {
  return clauses.reduce<Basis>(
    (best, { basis }) => (bases.indexOf(basis) > bases.indexOf(best) ? basis : best),
    'none',
  );
}

/** An audit may lower its severity, never raise it. */
function milder(own: Severity, lowered: Severity | undefined): Severity {
  return lowered !== undefined && atLeast(own, lowered) ? lowered : own;
}

function fidelityOf(attempts: readonly Attempt[]): Fidelity {
  const fidelities = attempts.flatMap(({ acts }) => acts.map(({ fidelity }) => fidelity));
  return fidelities.length === 0 ? 'unsupported' : fidelities.reduce(weakest, 'genuine');
}
