import type { RunOptions } from './run.js';
import { availableTargets, type Config } from './config.js';
import { AuditError } from '../errors.js';
import type { Target } from '../terms.js';

/** One run as the user wants it: of a plugin, or of a deployed page. */
export interface Wanted {
  readonly target: Target;
  /** An npm name with or without version, a folder, or a tarball. */
  readonly plugin?: string;
  /** The address of a deployed page, in place of a plugin. */
  readonly url?: string;
  /** A built app that has the plugin, in place of the plugin: a file. */
  readonly app?: string;
  /** An older build of that app, from which the upgrade to it is audited: a file. */
  readonly fromApp?: string;
  /** The id of a binding, or a file that holds one. */
  readonly binding?: string;
  /** `ID` or `ID@VERSION`. */
  readonly contract?: string;
  /** A serial as adb lists it, or `virtual`; without one the only device there is. */
  readonly device?: string;
  readonly audits?: readonly string[];
  readonly areas?: readonly string[];
}

/**
 * A target with a plugin or an address on the command line stands for itself; without them every entry of the config is
 * run. Each device that is named gives a run of its own. Throws AuditError `target-unknown`, `usage`, `config-missing` or
 * `plugin-missing`.
 */
export function wishesOf(target: string | undefined, options: RunOptions, config: Config): Wanted[] {
  const { plugin, url, app, fromApp, contract, binding, audit: audits, area: areas } = options;
  const { device: devices = [] } = options;
  const more = {
    ...(contract === undefined ? {} : { contract }),
    ...(binding === undefined ? {} : { binding }),
    ...(audits === undefined ? {} : { audits }),
    ...(areas === undefined ? {} : { areas }),
  };
  if (target !== undefined && !isTarget(target)) {
    throw new AuditError('target-unknown', `There is no target "${target}".`);
  }
  const given = Object.entries({ '--plugin': plugin, '--url': url, '--app': app });
  const named = given.flatMap(([option, value]) => (value === undefined ? [] : [option]));
  if (named.length > 1) {
    throw new AuditError('usage', `${named.join(' and ')} name different things to audit; keep one of them.`);
  }
  if (app !== undefined && target !== undefined && target !== 'android') {
    throw new AuditError('usage', '--app names an app, which is audited on the target android.');
  }
  if (fromApp !== undefined && app === undefined) {
    throw new AuditError('usage', '--from-app names an older build of an app, which is named with --app.');
  }
  if (url !== undefined && (target ?? 'web') !== 'web') {
    throw new AuditError('usage', '--url names a page, which is audited on the target web.');
  }
  const entries: readonly Wanted[] =
    url !== undefined
      ? [{ target: 'web', url }]
      : app !== undefined
        ? [{ target: 'android', app, ...(fromApp === undefined ? {} : { fromApp }) }]
        : plugin !== undefined
          ? [{ target: target ?? 'web', plugin }]
          : config.runs.filter((entry) => target === undefined || entry.target === target);
  if (entries.length > 0) return entries.flatMap((entry) => onDevices({ ...entry, ...more }, devices));
  throw target === undefined
    ? new AuditError('config-missing', 'There is nothing to run: no target, no plugin and no configuration.')
    : new AuditError('plugin-missing', 'There is no plugin to audit.');
}

function isTarget(text: string): text is (typeof availableTargets)[number] {
  return (availableTargets as readonly string[]).includes(text);
}

/** One wish for each device that was named. */
function onDevices(wanted: Wanted, devices: readonly string[]): Wanted[] {
  if (devices.length === 0) return [wanted];
  if (wanted.target === 'web')
    throw new AuditError('usage', '--device names no browser: the target web takes the one of this machine.');
  return [...new Set(devices)].map((device) => ({ ...wanted, device }));
}
