import type { RunOptions } from './run.js';
import type { Config } from './config.js';
import { AuditError } from '../errors.js';
import type { Target } from '../terms.js';

/** One run as the user wants it: of a plugin, or of a deployed page. */
export interface Wanted {
  readonly target: Target;
  /** An npm name with or without version, a folder, or a tarball. */
  readonly plugin?: string;
  /** The address of a deployed page, in place of a plugin. */
  readonly url?: string;
  /** The id of a binding, or a file that holds one. */
  readonly binding?: string;
  /** `ID` or `ID@VERSION`. */
  readonly contract?: string;
  readonly audits?: readonly string[];
  readonly areas?: readonly string[];
}

/**
 * A target with a plugin or an address on the command line stands for itself; without them every entry of the config is
 * run. Throws AuditError `target-unknown`, `usage`, `config-missing` or `plugin-missing`.
 */
export function wishesOf(target: string | undefined, options: RunOptions, config: Config): Wanted[] {
  const { plugin, url, contract, binding, audit: audits, area: areas } = options;
  const more = {
    ...(contract === undefined ? {} : { contract }),
    ...(binding === undefined ? {} : { binding }),
    ...(audits === undefined ? {} : { audits }),
    ...(areas === undefined ? {} : { areas }),
  };
  if (target !== undefined && target !== 'web') {
    throw new AuditError('target-unknown', `There is no target "${target}".`);
  }
  if (plugin !== undefined && url !== undefined) {
    throw new AuditError('usage', '--plugin and --url name two things to audit; keep one of them.');
  }
  if (url !== undefined) return [{ target: 'web', url, ...more }];
  if (plugin !== undefined) return [{ target: 'web', plugin, ...more }];
  const entries = config.runs.filter((entry) => target === undefined || entry.target === target);
  if (entries.length > 0) return entries.map((entry) => ({ ...entry, ...more }));
  throw target === undefined
    ? new AuditError('config-missing', 'There is nothing to run: no target, no plugin and no configuration.')
    : new AuditError('plugin-missing', 'There is no plugin to audit.');
}
