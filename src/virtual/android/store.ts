import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { PackageRecord } from './packages/record.js';
import type { LockKind, Profile } from './profile.js';

/** Everything of a device that outlives a reboot and a restart of its program, beside files. */
export interface State {
  version: 1;
  settings: Record<'global' | 'secure' | 'system', Record<string, string>>;
  /** Properties set with setprop whose names begin with persist. */
  props: Record<string, string>;
  packages: Record<string, PackageRecord>;
  nextUid: number;
  lock: {
    kind: LockKind;
    secret: string;
    generation: number;
    secureUserId: string;
  };
  fingers: { ids: number[]; enrolmentId: string };
  appops: Record<string, Record<string, string>>;
  deviceIdle: string[];
  notificationListeners: string[];
  /** Milliseconds that the device's clock is ahead of the host's. */
  clockOffset: number;
  timezone: string;
  locale: string;
  rotation: 0 | 1 | 2 | 3;
  backup: { enabled: boolean; transport: string; packages: Record<string, number> };
  bootCount: number;
}

/** The state on disk. Every change is written at once, by a rename, so that a device killed at any moment starts again. */
export class Store {
  readonly state: State;
  readonly #file: string;

  constructor(
    readonly folder: string,
    profile: Profile,
  ) {
    mkdirSync(folder, { recursive: true });
    this.#file = path.join(folder, 'state.json');
    this.state = read(this.#file) ?? fresh(profile);
  }

  /** Changes the state and writes it. */
  change<T>(how: (state: State) => T): T {
    const result = how(this.state);
    this.save();
    return result;
  }

  save(): void {
    writeFileSync(`${this.#file}.new`, JSON.stringify(this.state));
    renameSync(`${this.#file}.new`, this.#file);
  }
}

function read(file: string): State | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  try {
    const state = JSON.parse(text) as State;
    if (state.version === 1) return state;
  } catch {
    // Told below.
  }
  throw new Error(`${file} is not the state of a virtual device of this version: remove its folder.`);
}

function fresh(profile: Profile): State {
  return {
    version: 1,
    settings: {
      global: {
        adb_enabled: '1',
        airplane_mode_on: '0',
        auto_time: '1',
        auto_time_zone: '1',
        development_settings_enabled: '1',
        device_name: profile.model,
        device_provisioned: '1',
        animator_duration_scale: '1.0',
        transition_animation_scale: '1.0',
        window_animation_scale: '1.0',
        stay_on_while_plugged_in: '0',
        wifi_on: '1',
      },
      secure: {
        android_id: randomHex(16),
        default_input_method: 'com.android.inputmethod.latin/.LatinIME',
        enabled_input_methods: 'com.android.inputmethod.latin/.LatinIME',
        location_mode: '3',
        user_setup_complete: '1',
      },
      system: {
        accelerometer_rotation: '0',
        screen_brightness: '102',
        screen_off_timeout: '60000',
        user_rotation: '0',
      },
    },
    props: {},
    packages: {},
    nextUid: 10_100,
    lock: { ...profile.lock, generation: 1, secureUserId: randomHex(16) },
    fingers: { ids: [...profile.fingers], enrolmentId: randomHex(16) },
    appops: {},
    deviceIdle: [],
    notificationListeners: [],
    clockOffset: 0,
    timezone: profile.timezone,
    locale: profile.locale,
    rotation: 0,
    backup: { enabled: true, transport: 'com.android.localtransport/.LocalTransport', packages: {} },
    bootCount: 0,
  };
}

/** Random lower-case hexadecimal digits. */
export function randomHex(digits: number): string {
  return Array.from({ length: digits }, () => Math.floor(Math.random() * 16).toString(16)).join('');
}
