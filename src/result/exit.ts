import { atLeast, type ReasonCode, type Severity } from '../terms.js';
import { acceptanceOf, findingsOf, missingRunsOf, undecidedOf } from './findings.js';
import type { Result } from './schema.js';

/** The mildest finding that makes a run fail. */
export type FailOn = Severity | 'never';

export interface ExitRules {
  readonly failOn: FailOn;
  /** Whether critical audits that could have been decided may stay undecided. */
  readonly allowInconclusive: boolean;
}

/** Why a repetition on the same device would decide no more than this one did. */
const beyondTheDevice: readonly ReasonCode[] = [
  'not-chosen',
  'ability-missing',
  'would-change-device',
  'needs-person',
  'no-model',
  'own-layer',
  'platform',
  'operation',
];

/**
 * The exit code that a result stands for: 1 for findings at or above `failOn` that are not accepted, else 2 where
 * something is missing that this device could have told, else 0.
 */
export function exitCodeOf(result: Result, rules: ExitRules): 0 | 1 | 2 {
  if (hasFinding(result, rules.failOn)) return 1;
  if (!isWhole(result)) return 2;
  if (!rules.allowInconclusive && hasOpenQuestion(result)) return 2;
  return 0;
}

function hasFinding(result: Result, failOn: FailOn): boolean {
  if (failOn === 'never') return false;
  return result.runs
    .flatMap(findingsOf)
    .some((finding) => atLeast(finding.severity, failOn) && acceptanceOf(result, finding) === undefined);
}

function isWhole(result: Result): boolean {
  return (
    result.runs.length > 0 &&
    missingRunsOf(result).length === 0 &&
    result.runs.every((run) => run.status === 'completed')
  );
}

function hasOpenQuestion(result: Result): boolean {
  return result.runs
    .flatMap(undecidedOf)
    .some(
      ({ severity, reason }) =>
        severity === 'critical' && (reason === null || !beyondTheDevice.includes(reason.code)),
    );
}
