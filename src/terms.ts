/** The words of the project (docs/architecture.md), as types. Everything else speaks in these. */

export const targets = ['web', 'android', 'ios'] as const;
/** The platform a plugin is audited on. */
export type Target = (typeof targets)[number];

export const families = ['cordova', 'capacitor', 'expo', 'forge'] as const;
/** The system a plugin is written for. */
export type Family = (typeof families)[number];

export const deviceKinds = ['real', 'emulator', 'simulator', 'cloud', 'virtual', 'browser'] as const;
export type DeviceKind = (typeof deviceKinds)[number];

/** Whether a device is one that somebody uses, of their own or of a farm: nothing on it is lost without leave. */
export function isSomebodys(kind: DeviceKind): boolean {
  return kind === 'real' || kind === 'cloud';
}

export const operations = ['available', 'set', 'get', 'remove', 'keys', 'clear'] as const;
/** What a binding maps to a plugin's own API. */
export type Operation = (typeof operations)[number];

export const notions = ['keys', 'stores'] as const;
/** What tells secrets apart: keys, and stores that hold keys of their own. Without keys there is one secret. */
export type Notion = (typeof notions)[number];

export const abilities = [
  'load-page',
  'end-app',
  'kill-app',
  'read-app-data',
  'write-app-data',
  'read-page-storage',
  'read-logs',
  'take-picture',
  'read-source',
  'install-app',
  'upgrade-app',
  'install-other-app',
  'background-app',
  'reboot',
  'lock-screen',
  'set-screen-lock',
  'enrol-finger',
  'present-finger',
  'answer-prompt',
  'set-clock',
  'set-locale',
  'backup-app',
] as const;
/** What a device can do. */
export type Ability = (typeof abilities)[number];

export const fidelities = ['unsupported', 'modelled', 'intercepted', 'genuine'] as const;
/** How honestly a device does something, from the weakest to the strongest. */
export type Fidelity = (typeof fidelities)[number];

export const impacts = ['harmless', 'restorable', 'destructive'] as const;
/** What using an ability leaves behind on the device. */
export type Impact = (typeof impacts)[number];

/** How a device has one ability. */
export interface AbilityState {
  readonly fidelity: Fidelity;
  readonly impact: Impact;
  /** Which way it goes: through the Appium session, or a second one beside it. */
  readonly by: string;
}

export const outcomes = ['pass', 'fail', 'inconclusive', 'not-applicable', 'informative'] as const;
export type Outcome = (typeof outcomes)[number];

export const severities = ['minor', 'major', 'critical'] as const;
/** From the mildest to the worst: awkward but safe, documented behaviour broken, a secret lost or exposed. */
export type Severity = (typeof severities)[number];

export const bases = ['none', 'documented-weakness', 'universal', 'typed', 'documented'] as const;
/** Why an audit may judge, from no ground at all to the strongest. */
export type Basis = (typeof bases)[number];

export const areas = [
  'operations',
  'values-and-keys',
  'concurrency',
  'lifecycle',
  'secrecy',
  'authentication',
  'migration',
  'error-codes',
  'speed',
] as const;
export type Area = (typeof areas)[number];

export const reasonCodes = [
  'not-reached',
  'not-chosen',
  'ability-missing',
  'would-change-device',
  'harness',
  'unstable',
  'needs-person',
  'no-model',
  'own-layer',
  'platform',
  'operation',
  'version',
] as const;
/** Why an audit could not decide, or does not apply. */
export type ReasonCode = (typeof reasonCodes)[number];

export const runStatuses = ['completed', 'partial', 'failed'] as const;
export type RunStatus = (typeof runStatuses)[number];

export const verdictWords = [
  'compatible',
  'compatible with findings',
  'not compatible',
  'not known',
] as const;
export type VerdictWord = (typeof verdictWords)[number];

/** Something that went wrong with the harness, the device or the app, as it stands in results. */
export interface Problem {
  readonly code: string;
  readonly message: string;
  readonly hint: string;
}

/** The weaker of two fidelities: an outcome is only as honest as the least honest thing it rests on. */
export function weakest(a: Fidelity, b: Fidelity): Fidelity {
  return fidelities.indexOf(a) <= fidelities.indexOf(b) ? a : b;
}

/** Whether severity `a` is at least as bad as `b`. */
export function atLeast(a: Severity, b: Severity): boolean {
  return severities.indexOf(a) >= severities.indexOf(b);
}
