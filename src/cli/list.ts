import { judge } from '../audits/judge.js';
import { registeredAudits } from '../audits/registry.js';
import type { JudgedAudit } from '../audits/types.js';
import type { Plan } from '../run/plan.js';
import type { Ability } from '../terms.js';
import { evidenceOf } from './judging.js';
import { knownScenarios } from './scenarios.js';

/** What would be run and changed, and what no run of these plans can decide, as text. */
export async function listing(plans: readonly Plan[]): Promise<string> {
  const audits = await registeredAudits();
  const listed = await Promise.all(
    plans.map(async (plan) => [
      plan.runId,
      `  contract   ${plan.contract.id}@${plan.contract.version}`,
      `  binding    ${plan.binding.id}`,
      `  scenarios  ${plan.scenarios.join(', ') || 'none'}`,
      `  audits     ${plan.audits === 'all' ? 'all' : plan.audits.join(', ')}`,
      `  changes    ${await changesOf(plan)}`,
      ...trustOf(plan),
      ...undecidable(judge(audits, evidenceOf(plan, new Map(), undefined))),
      '',
    ]),
  );
  return listed.flat().join('\n');
}

/** What the scenarios of a plan leave behind on the device. */
async function changesOf({ device, fixture, scenarios }: Plan): Promise<string> {
  if (device.kind === 'browser') return 'nothing: the browser has a profile of its own, which is removed';
  const known = await knownScenarios();
  const used = new Set(
    scenarios.flatMap((name) => known.find((each) => each.name === name)?.abilities ?? []),
  );
  const changing = [...used].filter((ability) => changingAbilities.has(ability));
  const app =
    fixture.app?.ours === true
      ? `installs and removes ${[fixture.app.packageId, fixture.app.stranger?.packageId ?? []].flat().join(' and ')}`
      : fixture.app?.builds.previous !== undefined
        ? `removes ${fixture.app.packageId} with all that it holds, and installs its older build, then this one`
        : 'stores and removes secrets of its own in the app, and leaves the rest alone';
  return changing.length === 0 ? app : `${app}; changes and puts back: ${changing.join(', ')}`;
}

const leave = {
  option: 'trusted by --trust-plugin',
  configuration: 'trusted by the configuration, which knows its integrity',
  nobody: 'not trusted; read it, then add --trust-plugin',
};

/** What of the plugin's own runs on the machine that builds, and by whose leave. */
function trustOf({ fixture: { foreignCode } }: Plan): string[] {
  if (foreignCode === undefined) return [];
  const parts = foreignCode.parts.map(({ what, ran }) => `${ran ? 'ran' : 'did not run'}: ${what}`);
  const lines = [leave[foreignCode.trustedBy], ...parts];
  return lines.map((line, at) => `${at === 0 ? '  trust      ' : '             '}${line}`);
}

/** Abilities that touch more than the app. */
const changingAbilities: ReadonlySet<Ability> = new Set<Ability>([
  'reboot',
  'set-screen-lock',
  'enrol-finger',
  'set-clock',
  'set-locale',
  'backup-app',
]);

/** What is known before anything was collected, by the reason. */
function undecidable(judged: readonly JudgedAudit[]): string[] {
  const byReason = new Map<string, string[]>();
  for (const { id, outcome, reason, actual } of judged) {
    if (outcome !== 'not-applicable' && outcome !== 'inconclusive') continue;
    if (reason?.code === 'not-reached' || reason?.code === 'not-chosen') continue;
    const why = `${outcome}: ${reason?.needs || actual}`;
    byReason.set(why, [...(byReason.get(why) ?? []), id]);
  }
  return [...byReason].map(([why, ids]) => `  undecided  ${ids.join(', ')}\n             ${why}`);
}
