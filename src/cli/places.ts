import path from 'node:path';
import { Adb } from '../devices/android/adb.js';
import { listAndroidDevices, probeAndroid } from '../devices/android/list.js';
import { ServerSession } from '../devices/android/server-session.js';
import { SessionShell } from '../devices/android/session-shell.js';
import { browserAbilities } from '../devices/browser/browser.js';
import { findDriver, findTools, type Tools } from '../devices/browser/tools.js';
import { AuditError } from '../errors.js';
import { remoteLimits, type Plan, type RemotePlace } from '../run/plan.js';
import { isLoopback, remoteServer } from '../run/remote.js';
import { secretVariable } from '../run/secret.js';
import { VirtualDevices } from '../run/virtual-devices.js';
import type { Ability, AbilityState, DeviceKind, Target } from '../terms.js';
import { findAdb, serverPortOf } from './adb.js';
import type { Config } from './config.js';
import type { Io } from './io.js';
import { ownPackage } from './package.js';

/** Where a run takes place, found out before anything is built. */
export interface Place {
  readonly device: Plan['device'];
  /** Names it in the run's id. */
  readonly id: string;
  readonly abilities: Readonly<Partial<Record<Ability, AbilityState>>>;
}

export interface PlacesOptions {
  readonly io: Pick<Io, 'env' | 'cwd'>;
  readonly tools: Config['tools'];
}

/** A place as a user names it. */
export interface PlaceWish {
  readonly target: Target;
  /** A serial as adb lists it, or `virtual`. */
  readonly device?: string;
  /** Somebody else's server that has the device, and the file of what it is told. */
  readonly server?: string;
  readonly caps?: string;
}

/** The browser of this machine, the devices that adb knows, and those of other servers. */
export class Places {
  readonly #places = new Map<string, Promise<Place>>();
  #tools: Promise<Tools> | undefined;
  #virtual: VirtualDevices | undefined;

  constructor(private readonly options: PlacesOptions) {}

  /** The same place for the same name. Throws AuditError for a device that is not there, or of which there are several. */
  of({ target, device, server, caps }: PlaceWish): Promise<Place> {
    const name = JSON.stringify([target, device, server, caps]);
    const known = this.#places.get(name);
    if (known !== undefined) return known;
    const place =
      target === 'web'
        ? this.#browser()
        : server !== undefined && caps !== undefined
          ? this.#remote(server, caps)
          : this.#android(device);
    this.#places.set(name, place);
    return place;
  }

  /** Ends the virtual devices that were started. */
  async close(): Promise<void> {
    await Promise.allSettled(this.#places.values());
    await this.#virtual?.close();
  }

  #chromium(): Promise<Tools> {
    return (this.#tools ??= findTools({ env: this.options.io.env, ...this.options.tools }));
  }

  async #browser(): Promise<Place> {
    const { browser, driver, browserVersion } = await this.#chromium();
    return {
      device: { kind: 'browser', browser, driver, version: browserVersion },
      id: `chromium-${browserVersion.split('.')[0]}`,
      abilities: browserAbilities,
    };
  }

  async #android(name: string | undefined): Promise<Place> {
    const adb = await this.#adb();
    const virtual = name?.match(/^virtual(?::(.+))?$/);
    if (virtual) return this.#virtualAndroid(adb, virtual[1]);
    const adbPort = serverPortOf(this.options.io.env);
    const serial = await chooseDevice({ adb, adbPort, env: this.options.io.env }, name);
    const driver = await findDriver({ env: this.options.io.env, ...this.options.tools });
    return this.#probed({ adb, adbPort, serial, driver: driver.path });
  }

  async #virtualAndroid(adb: string, profile: string | undefined): Promise<Place> {
    const { browser, driver } = await this.#chromium();
    this.#virtual ??= new VirtualDevices({
      adb,
      command: path.join(ownPackage().root, 'bin', 'keystore-audit.js'),
      chromium: browser,
    });
    // A file's name is the user's, who stands elsewhere than the device does.
    const file = profile?.includes('.') ? path.resolve(this.options.io.cwd, profile) : profile;
    const { serial, adbPort } = await this.#virtual.start(file === undefined ? [] : ['--profile', file]);
    return this.#probed({ adb, driver, serial, adbPort });
  }

  /** Asks the device of a server in a session of its own, which is over before anything is built. */
  async #remote(address: string, caps: string): Promise<Place> {
    const { env, cwd } = this.options.io;
    const at = { server: address, capsFile: path.resolve(cwd, caps) };
    const server = await remoteServer(at, env);
    const session = await ServerSession.begin(server, server.capabilities, remoteLimits.sessionMs);
    try {
      const { id, kind, abilities } = await probeAndroid(new SessionShell(session, { name: address }), {
        isFar: !isLoopback(address),
        knowsSecret: Boolean(env[secretVariable]),
      });
      return { device: { kind: 'remote', ...at, given: { kind: remoteKind(kind), id } }, id, abilities };
    } finally {
      await session.end();
    }
  }

  async #probed(at: { adb: string; adbPort: number; serial: string; driver: string }): Promise<Place> {
    const adb = new Adb({ program: at.adb, serverPort: at.adbPort, serial: at.serial });
    const { id, kind, abilities } = await probeAndroid(adb, {
      knowsSecret: Boolean(this.options.io.env[secretVariable]),
    });
    if (kind !== 'real' && kind !== 'emulator' && kind !== 'virtual')
      throw new AuditError('internal', `A device of the kind "${kind}" is not driven through adb.`);
    return { device: { ...at, kind }, id, abilities };
  }

  /** Throws AuditError adb-missing. */
  async #adb(): Promise<string> {
    const found = await findAdb(this.options.io.env);
    if (found !== undefined) return found;
    throw new AuditError('adb-missing', 'There is no adb on this machine.');
  }
}

function remoteKind(kind: DeviceKind): RemotePlace['given']['kind'] {
  if (kind === 'real' || kind === 'cloud' || kind === 'emulator' || kind === 'virtual') return kind;
  throw new AuditError('internal', `A device of the kind "${kind}" is not driven through a server.`);
}

interface AdbPlace {
  readonly adb: string;
  readonly adbPort: number;
  readonly env: NodeJS.ProcessEnv;
}

/**
 * The serial of the device that was asked for, or of the only one there is; a virtual one only where it was asked for.
 * Throws AuditError device-unknown, device-missing, device-ambiguous, device-unauthorised or device-offline.
 */
async function chooseDevice({ adb, adbPort, env }: AdbPlace, wanted: string | undefined): Promise<string> {
  const devices = await listAndroidDevices({ program: adb, serverPort: adbPort, env });
  const serials = devices.map(({ serial }) => serial);
  if (wanted !== undefined && !serials.includes(wanted)) {
    const there = serials.length === 0 ? 'none' : serials.join(', ');
    throw new AuditError('device-unknown', `adb lists no device "${wanted}"; it lists ${there}.`);
  }
  const [device, ...more] =
    wanted === undefined ? devices : devices.filter(({ serial }) => serial === wanted);
  if (device === undefined) throw new AuditError('device-missing', 'adb lists no device.');
  if (more.length > 0)
    throw new AuditError('device-ambiguous', `adb lists ${devices.length} devices: ${serials.join(', ')}.`);
  if (device.state === 'unauthorized')
    throw new AuditError('device-unauthorised', `${device.serial} does not trust this computer yet.`);
  if (device.state !== 'device')
    throw new AuditError('device-offline', `adb says of ${device.serial}: ${device.state}.`);
  return device.serial;
}
