import { AuditError, problemOf } from '../errors.js';
import type { ResolvedPlugin } from '../plugins/resolve.js';
import type { Plan } from '../run/plan.js';
import type { Config } from './config.js';

/** A plugin whose code may run on this machine, as the configuration remembers it. */
export type TrustedPlugin = NonNullable<Config['trusted']>[number];

/** By whose leave code of a plugin's authors runs on the machine that builds; `problem` where a leave no longer holds. */
export type Trust = Pick<NonNullable<Plan['fixture']['foreignCode']>, 'trustedBy' | 'problem'>;

type Content = Pick<ResolvedPlugin, 'name' | 'version' | 'integrity'>;

/** Who trusts a plugin: the configuration, which knows it by its content, or whoever gave --trust-plugin. */
export function trustIn(
  plugin: Content,
  {
    trusted,
    remembered = [],
  }: { readonly trusted: boolean; readonly remembered?: readonly TrustedPlugin[] | undefined },
): Trust {
  if (remembered.some(({ integrity }) => integrity === plugin.integrity))
    return { trustedBy: 'configuration' };
  if (trusted) return { trustedBy: 'option' };
  const other = remembered.findLast((each) => nameOf(each.plugin) === plugin.name);
  if (other === undefined) return { trustedBy: 'nobody' };
  const message = `The configuration trusts ${other.plugin} with another content than ${plugin.name}@${plugin.version} has: its code is not run.`;
  return { trustedBy: 'nobody', problem: problemOf(new AuditError('trust-outdated', message)) };
}

function nameOf(spec: string): string {
  return spec.slice(0, spec.lastIndexOf('@'));
}

/** What to write into the configuration so that plugins stay trusted that an option trusted; the same plugin once. */
export function linesToRemember(plans: readonly Plan[]): string[] {
  const lines = plans.flatMap(({ plugin, fixture }) => {
    if (fixture.foreignCode?.trustedBy !== 'option' || !plugin.integrity.startsWith('sha512-')) return [];
    const name = JSON.stringify(`${plugin.name}@${plugin.version}`);
    return [`{ "plugin": ${name}, "integrity": ${JSON.stringify(plugin.integrity)} }`];
  });
  return [...new Set(lines)];
}
