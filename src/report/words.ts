import type { Run, RunAudit } from '../result/schema.js';
import type {
  Basis,
  DeviceKind,
  Fidelity,
  Outcome,
  ReasonCode,
  RunStatus,
  Severity,
  Target,
  VerdictWord,
} from '../terms.js';

/** The words that all renderers use, so that the same thing is called the same everywhere. */

export const outcomeWords: Readonly<Record<Outcome, string>> = {
  pass: 'holds',
  fail: 'fails',
  inconclusive: 'not decided',
  'not-applicable': 'does not apply',
  informative: 'for information',
};

/** `1 holds`, `2 hold`: how many audits have an outcome. */
export function outcomeCount(outcome: Outcome, count: number): string {
  return `${count} ${count === 1 ? outcomeWords[outcome] : forMany(outcomeWords[outcome])}`;
}

/** What is said of one, said of many: `does not hold` becomes `do not hold`. */
export function forMany(words: string): string {
  return words.replace(/^does\b/, 'do').replace(/^(hold|fail)s\b/, '$1');
}

export const basisWords: Readonly<Record<Basis, string>> = {
  documented: 'documented: the contract says so',
  typed: 'typed: the documented type says so',
  universal: 'universal: holds for any plugin that keeps secrets',
  'documented-weakness': 'documented weakness: it is unsafe, and the documentation says so',
  none: 'none: nothing says what must hold',
};

export const fidelityWords: Readonly<Record<Fidelity, string>> = {
  genuine: 'genuine: the platform did it',
  intercepted: 'intercepted: a device farm gave the answer in place of the platform',
  modelled: 'modelled: a model answered in place of a platform',
  unsupported: 'unsupported: the device cannot do it',
};

export const statusWords: Readonly<Record<RunStatus, string>> = {
  completed: 'This run was completed.',
  partial: 'This run is partial: it ended before all was collected.',
  failed: 'This run failed.',
};

const reasonWords: Readonly<Record<ReasonCode, readonly [why: string, takes: string]>> = {
  'not-reached': ['What it looks at did not come about.', 'Run again.'],
  'not-chosen': ['It was not asked for.', 'Run again without limiting the audits.'],
  'ability-missing': ['The device cannot do what it needs.', 'A device that can.'],
  'would-change-device': [
    'It would change the device: its screen lock, fingers, clock or language, or restart it.',
    'An emulator, or a phone that may be changed: run again with --disposable.',
  ],
  harness: ['The harness had trouble.', 'See the problems of the run, then run again.'],
  unstable: ['Attempts disagreed.', 'Run again, on a quieter machine or with --repeat.'],
  'needs-person': ['A person must do something at the device.', 'Somebody at the device.'],
  'no-model': ['The model knows nothing of it.', 'An emulator, a simulator or a phone.'],
  'own-layer': ['Code of keystore-audit gave the deciding answer.', 'A plugin that does it by itself.'],
  platform: ['It cannot be told on this platform.', 'A run on another platform.'],
  operation: ['The plugin has no operation for it.', 'A plugin that has it.'],
  version: ['It is about another version.', 'A run of that version.'],
};

/** Why an audit was not decided, in a sentence. */
export function whyUndecided({ reason }: Pick<RunAudit, 'reason'>): string {
  return reason === null ? 'No reason was recorded.' : reasonWords[reason.code][0];
}

/** What it would take to decide an audit that was not. */
export function whatItTakes({ reason }: Pick<RunAudit, 'reason'>): string {
  if (reason === null) return 'Run again.';
  return reason.needs === '' ? reasonWords[reason.code][1] : reason.needs;
}

/** What a finding is called that the documentation itself tells of. It is no praise: a secret is not safe there. */
export const documentedAsUnsafe = 'documented as unsafe';

/** The outcome in a word; a documented weakness reads as such. */
export function outcomeWord({ outcome, basis }: Pick<RunAudit, 'outcome' | 'basis'>): string {
  return isDocumentedAsUnsafe({ outcome, basis }) ? documentedAsUnsafe : outcomeWords[outcome];
}

/** What an undecided critical audit is called: without it a run is not called compatible. */
export const neededToBeCompatible = 'needed to be compatible';

/** How bad a finding is; nothing of what did not fail, where it would only be what might have been. */
export function severityOf({
  outcome,
  severity,
}: Pick<RunAudit, 'outcome' | 'severity'>): Severity | undefined {
  return outcome === 'fail' ? severity : undefined;
}

/** Whether a finding is something unsafe that the documentation itself tells. */
export function isDocumentedAsUnsafe({ outcome, basis }: Pick<RunAudit, 'outcome' | 'basis'>): boolean {
  return outcome === 'fail' && basis === 'documented-weakness';
}

/** Whether a model stood in for the device. */
export function isModelled(run: Pick<Run, 'device'>): boolean {
  return run.device?.kind === 'virtual';
}

/** What every report of a modelled run says. */
export const modelledNotice =
  'Modelled. A virtual device answered in place of a real one. Nothing here says anything of a phone.';

/** The verdict in words; on a virtual device with the reservation that belongs to it. */
export function verdictWord(run: Pick<Run, 'device' | 'verdict'>): string {
  return isModelled(run) ? `${run.verdict.word} (modelled)` : run.verdict.word;
}

/** What a verdict means for whoever has to decide, in a sentence. */
export const verdictMeaning: Readonly<Record<VerdictWord, string>> = {
  compatible: 'Nothing that was audited speaks against shipping.',
  'compatible with findings':
    'No secret was lost or exposed against what is promised; read the findings first.',
  'not compatible': 'A secret can be lost or exposed: do not ship as it is.',
  'not known': 'What was seen does not suffice to decide.',
};

/** What kind of device it is, where the name of the platform does not tell. */
const kindWords: Readonly<Partial<Record<DeviceKind, string>>> = {
  emulator: 'emulator',
  simulator: 'simulator',
  cloud: 'in a device farm',
  real: 'a real device',
};

const targetWords: Readonly<Record<Target, string>> = { web: 'Web', android: 'Android', ios: 'iOS' };

/** The platform that a verdict is about: a browser by its major version, else the system and its version. */
export function platformLabel({ target, device }: Pick<Run, 'target' | 'device'>): string {
  if (device === null) return `${targetWords[target]}, no device`;
  if (device.kind === 'browser') return `${targetWords[target]}, ${majorOnly(device.name)}`;
  return `${device.os} ${device.osVersion}`.trim();
}

function majorOnly(name: string): string {
  return name.slice(0, 200).replace(/(\d+)(?:\.\d+)+/g, '$1');
}

/** The device itself, in a few words. */
export function deviceLabel({ device }: Pick<Run, 'device'>): string {
  return device === null ? 'no device' : device.name;
}

/** The device and what kind it is; nothing of a browser, which its platform names. */
export function deviceAndKind({ device }: Pick<Run, 'device'>): string | undefined {
  if (device === null || device.kind === 'browser') return undefined;
  const kind = kindWords[device.kind];
  return kind === undefined ? device.name : `${device.name}, ${kind}`;
}

/** Platform and device, the browser named once. */
export function placeLabel(run: Pick<Run, 'target' | 'device'>): string {
  if (run.device === null) return platformLabel(run);
  if (run.device.kind === 'browser') return `${targetWords[run.target]}, ${run.device.name}`;
  return `${platformLabel(run)}, ${run.device.name}`;
}

/** How an audit is called: by what holds, or by what does not. */
export function titleOf(audit: RunAudit): string {
  return audit.outcome === 'fail' ? audit.failureTitle : audit.title;
}

/** Plugin and version as one text. */
export function pluginOf({ plugin, from }: Pick<Run, 'plugin' | 'from'>): string {
  const name = `${plugin.name} ${plugin.version}`;
  return from === null ? name : `${name}, upgraded from ${from.name} ${from.version}`;
}

/** Where it ran: target, device and its system. */
export function platformOf({ target, device }: Pick<Run, 'target' | 'device'>): string {
  if (device === null) return `${target}, no device`;
  return `${target}, ${device.name} on ${device.os} ${device.osVersion}`.trim();
}

/** A length of time for people. */
export function duration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/** A time of `result.json` to the minute. */
export function moment(iso: string): string {
  return `${iso.slice(0, 16).replace('T', ' ')} UTC`;
}

/** `1 finding`, `2 findings`. */
export function counted(count: number, word: string, many = `${word}s`): string {
  return `${count} ${count === 1 ? word : many}`;
}
