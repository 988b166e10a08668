import { createHash, randomBytes } from 'node:crypto';
import path from 'node:path';
import { lackingNotions } from '../audits/judge.js';
import { registeredAudits } from '../audits/registry.js';
import type { RegisteredAudit } from '../audits/types.js';
import { AuditError } from '../errors.js';
import type { RegisteredScenario } from '../harness/scenario.js';
import { defaultLimits, deviceKindOf, remoteLimits, type Plan } from '../run/plan.js';
import { areas, isSomebodys, type Ability, type Area, type Target } from '../terms.js';
import type { Place, Places } from './places.js';
import { knownScenarios } from './scenarios.js';
import { subjectOf, type Subject } from './subject.js';
import type { TrustedPlugin } from './trust.js';
import type { Wanted } from './wishes.js';

export interface PrepareOptions {
  /** Where runs can take place. */
  readonly places: Places;
  readonly env: NodeJS.ProcessEnv;
  /** Whether everything on the device may be lost. */
  readonly disposable: boolean;
  /** Whether code of the plugin's authors may run on this machine. */
  readonly trusted: boolean;
  /** Plugins that the configuration trusts, whatever `trusted` says. */
  readonly remembered?: readonly TrustedPlugin[] | undefined;
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
  const { seed, disposable } = options;
  const found = options.places.of(wanted);
  // What is wrong with the plugin is told first.
  found.catch(() => undefined);
  const [catalogue, scenarios] = await Promise.all([registeredAudits(), knownScenarios()]);
  const audits = chosenAudits(catalogue, wanted);
  const { plugin, binding, contract, spared = [], from, build } = await subjectOf(wanted, options);
  const place = await found;
  const needed = neededScenarios(audits, catalogue, scenarios, wanted.target, binding);
  const leftOut = leftOutOn(place, needed, { disposable, spared, from });
  const played = needed.filter(({ name }) => !(name in leftOut));
  const fixture = await build(place, played);
  return {
    schema: 'keystore-audit/plan@1',
    runId: `${wanted.target}/${place.id}/${plugin.name}@${plugin.version}`,
    target: wanted.target,
    plugin,
    ...(fixture.app?.builds.previous === undefined ? {} : { from }),
    binding: {
      id: binding.id,
      folder: binding.folder,
      operations: [...binding.operations],
      lacks: [...(binding.lacks ?? [])],
      asksFor: [...(binding.asksFor?.[wanted.target] ?? [])],
    },
    contract,
    fixture,
    device: place.device,
    disposable,
    audits: audits === 'all' ? 'all' : audits.map(({ id }) => id),
    overrides: [
      ...(wanted.fromApp === undefined ? [] : ['--from-app', path.resolve(options.cwd, wanted.fromApp)]),
      ...(wanted.binding === undefined ? [] : ['--binding', wanted.binding]),
      ...(wanted.contract === undefined ? [] : ['--contract', wanted.contract]),
      ...(wanted.device === undefined ? [] : ['--device', wanted.device]),
      ...(wanted.server === undefined ? [] : ['--server', wanted.server]),
      ...(wanted.caps === undefined ? [] : ['--caps', wanted.caps]),
      ...(disposable ? ['--disposable'] : []),
      ...(options.trusted ? ['--trust-plugin'] : []),
    ],
    scenarios: played.map(({ name }) => name),
    leftOut,
    repeat: options.repeat,
    key: createHash('sha256').update(seed).digest('hex').slice(0, 32),
    seed,
    limits: {
      ...defaultLimits,
      ...(place.device.kind === 'remote' ? remoteLimits : {}),
      ...options.limits,
    },
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
 * The scenarios that these audits need, the harmless ones first. An audit that watches every scenario needs none of its
 * own where others were chosen beside it.
 */
function neededScenarios(
  chosen: 'all' | readonly RegisteredAudit[],
  catalogue: readonly RegisteredAudit[],
  scenarios: readonly RegisteredScenario[],
  target: Target,
  binding: Subject['binding'],
): RegisteredScenario[] {
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
    .sort((a, b) => order[a.disturbs] - order[b.disturbs] || a.name.localeCompare(b.name));
}

interface Permissions {
  readonly disposable: boolean;
  readonly spared: readonly Ability[];
  readonly from: Plan['from'];
}

/** Which of these scenarios this device cannot play, or may not, by name. */
function leftOutOn(
  { device, abilities }: Place,
  scenarios: readonly RegisteredScenario[],
  { disposable, spared, from }: Permissions,
): Plan['leftOut'] {
  const mayDestroy = disposable || !isSomebodys(deviceKindOf(device));
  return Object.fromEntries(
    scenarios.flatMap((scenario): [string, Plan['leftOut'][string]][] => {
      const missing = scenario.abilities.filter((ability) => abilities[ability] === undefined);
      if (missing.length > 0) {
        const needs = `A device that can do this: ${missing.join(', ')}.`;
        return [[scenario.name, { code: 'ability-missing', needs }]];
      }
      const removesOwn = scenario.beginsWithOlderBuild === true && from !== undefined;
      if (!removesOwn && scenario.abilities.some((ability) => spared.includes(ability))) {
        const older = scenario.beginsWithOlderBuild ? ', or an older build of this app, with --from-app' : '';
        const needs = `The fixture app, with --plugin${older}: an app of somebody’s own is neither removed nor damaged.`;
        return [[scenario.name, { code: 'ability-missing', needs }]];
      }
      const destructive = [
        ...scenario.abilities.filter((ability) => abilities[ability]?.impact === 'destructive'),
        ...(removesOwn ? ['the app is removed with all that it holds'] : []),
      ];
      if (destructive.length === 0 || mayDestroy) return [];
      const needs = `It would change your device (${destructive.join(', ')}): add --disposable if it may.`;
      return [[scenario.name, { code: 'would-change-device', needs }]];
    }),
  );
}
