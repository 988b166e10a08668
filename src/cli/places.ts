import path from 'node:path';
import { Adb } from '../devices/android/adb.js';
import { listAndroidDevices, probeAndroid } from '../devices/android/list.js';
import { browserAbilities } from '../devices/browser/browser.js';
import { findDriver, findTools, type Tools } from '../devices/browser/tools.js';
import { AuditError } from '../errors.js';
import { secretVariable } from '../run/drive.js';
import type { Plan } from '../run/plan.js';
import { VirtualDevices } from '../run/virtual-devices.js';
import type { Ability, AbilityState, Target } from '../terms.js';
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

/** The browser of this machine, and the devices that adb knows. */
export class Places {
  readonly #places = new Map<string, Promise<Place>>();
  #tools: Promise<Tools> | undefined;
  #virtual: VirtualDevices | undefined;

  constructor(private readonly options: PlacesOptions) {}

  /** The same place for the same name. Throws AuditError for a device that is not there, or of which there are several. */
  of(target: Target, device?: string): Promise<Place> {
    const name = `${target} ${device ?? ''}`;
    const known = this.#places.get(name);
    if (known !== undefined) return known;
    const place = target === 'web' ? this.#browser() : this.#android(device);
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
