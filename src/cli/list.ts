import { judge } from '../audits/judge.js';
import { registeredAudits } from '../audits/registry.js';
import type { JudgedAudit } from '../audits/types.js';
import type { Plan } from '../run/plan.js';
import { evidenceOf } from './judging.js';

/** What would be run and changed, and what no run of these plans can decide, as text. */
export async function listing(plans: readonly Plan[]): Promise<string> {
  const audits = await registeredAudits();
  return plans
    .flatMap((plan) => [
      plan.runId,
      `  contract   ${plan.contract.id}@${plan.contract.version}`,
      `  binding    ${plan.binding.id}`,
      `  scenarios  ${plan.scenarios.join(', ') || 'none'}`,
      `  audits     ${plan.audits === 'all' ? 'all' : plan.audits.join(', ')}`,
      '  changes    nothing: the browser has a profile of its own, which is removed',
      ...undecidable(judge(audits, evidenceOf(plan, new Map(), undefined))),
      '',
    ])
    .join('\n');
}

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
