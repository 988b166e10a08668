import type { RunOptions } from './run.js';
import { availableTargets, type Config } from './config.js';
import { AuditError } from '../errors.js';
import { mistakeInServer } from '../run/remote.js';
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
  /** The address of somebody else's server that has the device, in place of `device`. */
  readonly server?: string;
  /** The file of the capabilities that the server is told. */
  readonly caps?: string;
  readonly audits?: readonly string[];
  readonly areas?: readonly string[];
}

/**
 * A target with a plugin or an address on the command line stands for itself; without them every entry of the config is
 * run. Each device that is named gives a run of its own. Throws AuditError `target-unknown`, `usage`, `server-invalid`,
 * `config-missing` or `plugin-missing`.
 */
export function wishesOf(target: string | undefined, options: RunOptions, config: Config): Wanted[] {
  const { plugin, url, app, fromApp, contract, binding, audit: audits, area: areas } = options;
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
  if (entries.length > 0) return entries.flatMap((entry) => atPlaces({ ...entry, ...more }, options));
  throw target === undefined
    ? new AuditError('config-missing', 'There is nothing to run: no target, no plugin and no configuration.')
    : new AuditError('plugin-missing', 'There is no plugin to audit.');
}

function isTarget(text: string): text is (typeof availableTargets)[number] {
  return (availableTargets as readonly string[]).includes(text);
}

/** A wish where the command line says, whatever the configuration says: one for each device that was named. */
function atPlaces(wanted: Wanted, { device: devices = [], server, caps }: RunOptions): Wanted[] {
  const what: { -readonly [Key in keyof Wanted]: Wanted[Key] } = { ...wanted };
  delete what.device;
  delete what.server;
  delete what.caps;
  if (server !== undefined || caps !== undefined)
    return [{ ...what, ...serverOf(wanted, { server, caps, devices }) }];
  if (devices.length === 0) return [wanted];
  if (wanted.target === 'web')
    throw new AuditError('usage', '--device names no browser: the target web takes the one of this machine.');
  return [...new Set(devices)].map((device) => ({ ...what, device }));
}

function serverOf(
  { target }: Wanted,
  {
    server,
    caps,
    devices,
  }: {
    readonly server: string | undefined;
    readonly caps: string | undefined;
    readonly devices: readonly string[];
  },
): Pick<Wanted, 'server' | 'caps'> {
  if (target !== 'android')
    throw new AuditError('usage', '--server has a device, which is audited on the target android.');
  if (devices.length > 0)
    throw new AuditError('usage', '--device and --server name different devices; keep one of them.');
  if (server === undefined || caps === undefined)
    throw new AuditError(
      'usage',
      '--server and --caps belong together: what the server is told, and where it is.',
    );
  const mistake = mistakeInServer(server);
  // What is wrong with it may be a secret in it.
  if (mistake !== undefined) throw new AuditError('server-invalid', `What --server names ${mistake}.`);
  return { server, caps };
}
