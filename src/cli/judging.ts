import type { Evidence } from '../audits/judge.js';
import { clausesInForce, resolveContract } from '../contracts/registry.js';
import { AuditError } from '../errors.js';
import type { Collection, Observation } from '../observations/types.js';
import type { Plan } from '../run/plan.js';

/** What judging needs, from what planning and collecting left. Throws AuditError `contract-unknown`. */
export function evidenceOf(
  plan: Plan,
  observations: ReadonlyMap<string, Observation>,
  collection: Collection | undefined,
): Evidence {
  const { contract, version } = contractOf(plan.contract);
  return {
    target: plan.target,
    operations: plan.binding.operations,
    lacks: plan.binding.lacks,
    contract,
    clauses: clausesInForce(contract, { target: plan.target, version }),
    device: collection?.device,
    ownLayer: plan.fixture.variant !== 'deployed' && plan.fixture.variant !== 'own-app',
    limits: plan.limits,
    observations,
    ...(plan.audits === 'all' ? {} : { chosen: new Set(plan.audits) }),
    problems: collection?.problems ?? [],
    leftOut: new Map(Object.entries(plan.leftOut)),
  };
}

/** A contract and one of its versions, by their names. Throws AuditError `contract-unknown`. */
export function contractOf({ id, version }: { id: string; version?: string }) {
  const resolved = resolveContract(id, version);
  if (resolved === undefined) {
    const name = version === undefined ? id : `${id}@${version}`;
    throw new AuditError('contract-unknown', `There is no contract "${name}".`);
  }
  return resolved;
}
