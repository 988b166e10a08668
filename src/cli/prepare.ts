import { createHash, randomBytes } from 'node:crypto';
import { lackingNotions } from '../audits/judge.js';
import { registeredAudits } from '../audits/registry.js';
import type { RegisteredAudit } from '../audits/types.js';
import { browserAbilities } from '../devices/browser/browser.js';
import type { Tools } from '../devices/browser/tools.js';
import { AuditError } from '../errors.js';
import type { RegisteredScenario } from '../harness/scenario.js';
import { defaultLimits, type Plan } from '../run/plan.js';
import { areas, type Ability, type Area, type Target } from '../terms.js';
import { knownScenarios } from './scenarios.js';
import { subjectOf, type Subject } from './subject.js';
import type { Wanted } from './wishes.js';

export interface PrepareOptions {
  /** Browser and driver, asked for their versions meanwhile. */
  readonly tools: Promise<Tools>;
  readonly cacheFolder: string;
  readonly cwd: string;
  /** Where the fixture is built. */
  readonly fixtureFolder: string;
  readonly seed: string;
  /** How often each scenario is collected. */
  readonly repeat: number;
  readonly limits: Partial<Plan['limits']>;
  readonly signal: AbortSignal;
  readonly log: (line: string) => void;
}

/** Fixes everything that collecting needs to know, before a device is touched. Throws AuditError for what is wrong with the wish. */
export async function prepare(wanted: Wanted, options: PrepareOptions): Promise<Plan> {
  const { seed } = options;
  const [catalogue, scenarios] = await Promise.all([registeredAudits(), knownScenarios()]);
  const audits = chosenAudits(catalogue, wanted);
  const { plugin, binding, contract, fixture } = await subjectOf(wanted, options);
  const tools = await options.tools;
  return {
    schema: 'keystore-audit/plan@1',
    runId: `${wanted.target}/chromium-${tools.browserVersion.split('.')[0]}/${plugin.name}@${plugin.version}`,
    target: wanted.target,
    plugin,
    binding: {
      id: binding.id,
      folder: binding.folder,
      operations: [...binding.operations],
      lacks: [...(binding.lacks ?? [])],
    },
    contract,
    fixture,
    device: { kind: 'browser', browser: tools.browser, driver: tools.driver, version: tools.browserVersion },
    audits: audits === 'all' ? 'all' : audits.map(({ id }) => id),
    overrides: [
      ...(wanted.binding === undefined ? [] : ['--binding', wanted.binding]),
      ...(wanted.contract === undefined ? [] : ['--contract', wanted.contract]),
    ],
    scenarios: orderedScenarios(audits, catalogue, scenarios, wanted.target, binding),
    repeat: options.repeat,
    key: createHash('sha256').update(seed).digest('hex').slice(0, 32),
    seed,
    limits: { ...defaultLimits, ...options.limits },
  };
}

/** What a run is repeated by: canaries, store names and orders are derived from it. */
export function newSeed(): string {
  return randomBytes(6).toString('hex');
}

function chosenAudits(catalogue: readonly RegisteredAudit[], wanted: Wanted): 'all' | RegisteredAudit[] {
  const unknownArea = wanted.areas?.find((area) => !areas.includes(area as Area));
  if (unknownArea !== undefined) throw new AuditError('area-unknown', `There is no area "${unknownArea}".`);
  const unknown = wanted.audits?.find((id) => !catalogue.some((audit) => audit.id === id));
  if (unknown !== undefined) throw new AuditError('audit-unknown', `There is no audit "${unknown}".`);
  if (wanted.audits === undefined && wanted.areas === undefined) return 'all';
  return catalogue.filter(
    ({ id, area }) => wanted.audits?.includes(id) === true || wanted.areas?.includes(area) === true,
  );
}

const order: Record<RegisteredScenario['disturbs'], number> = {
  nothing: 0,
  reinstalls: 1,
  restarts: 2,
  device: 3,
};

/**
 * The scenarios that these audits need and that can be played here, the harmless ones first. An audit that watches
 * every scenario needs none of its own where others were chosen beside it.
 */
function orderedScenarios(
  chosen: 'all' | readonly RegisteredAudit[],
  catalogue: readonly RegisteredAudit[],
  scenarios: readonly RegisteredScenario[],
  target: Target,
  binding: Subject['binding'],
): string[] {
  const applying = (chosen === 'all' ? catalogue : chosen).filter(
    (audit) =>
      audit.targets.includes(target) &&
      audit.operations.every((each) => binding.operations.includes(each)) &&
      lackingNotions(audit, binding.lacks ?? []).length === 0,
  );
  const needed = new Set(applying.flatMap((audit) => (audit.scenarios === 'all' ? [] : audit.scenarios)));
  const watchesAll =
    (chosen === 'all' || needed.size === 0) && applying.some((audit) => audit.scenarios === 'all');
  return scenarios
    .filter(({ name }) => needed.has(name) || watchesAll)
    .filter(({ operations }) => operations.every((each) => binding.operations.includes(each)))
    .filter(({ abilities }) => abilities.every((ability: Ability) => ability in browserAbilities))
    .sort((a, b) => order[a.disturbs] - order[b.disturbs] || a.name.localeCompare(b.name))
    .map(({ name }) => name);
}
