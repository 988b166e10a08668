import { readFile } from 'node:fs/promises';

/** How a screen is locked. */
export type LockKind = 'none' | 'swipe' | 'pin' | 'pattern' | 'password';

/** What a device is: everything that does not change while it runs. */
export interface Profile {
  readonly name: string;
  /** 26 to 36. */
  readonly apiLevel: number;
  readonly manufacturer: string;
  readonly model: string;
  /** The product's code name: `ro.product.device`. */
  readonly device: string;
  readonly securityPatch: string;
  /** An emulator has a console, its own properties, and is known by its console's port. */
  readonly emulator: boolean;
  readonly sensor: 'none' | 'weak' | 'strong';
  readonly display: { readonly width: number; readonly height: number; readonly density: number };
  /** The lock and the enrolled fingers of a device that is started for the first time. */
  readonly lock: { readonly kind: LockKind; readonly secret: string };
  readonly fingers: readonly number[];
  readonly locale: string;
  readonly timezone: string;
}

/** Android's name of a release for each API level. */
const releases: Readonly<Record<number, string>> = {
  26: '8.0.0',
  27: '8.1.0',
  28: '9',
  29: '10',
  30: '11',
  31: '12',
  32: '12',
  33: '13',
  34: '14',
  35: '15',
  36: '16',
};

export const oldestApi = 26;
export const newestApi = 36;

/** `ro.build.version.release` of an API level. */
export function releaseOf(apiLevel: number): string {
  return releases[apiLevel] ?? String(apiLevel - 20);
}

const base: Profile = {
  name: 'emulator',
  apiLevel: 35,
  manufacturer: 'Google',
  model: 'sdk_gphone64_x86_64',
  device: 'emu64xa',
  securityPatch: '2025-01-05',
  emulator: true,
  sensor: 'strong',
  display: { width: 1080, height: 2400, density: 420 },
  lock: { kind: 'swipe', secret: '' },
  fingers: [],
  locale: 'en-US',
  timezone: 'UTC',
};

/** Ready-made devices, by name. */
export const profiles: Readonly<Record<string, Profile>> = {
  emulator: base,
  phone: {
    ...base,
    name: 'phone',
    emulator: false,
    model: 'Pixel 8',
    device: 'shiba',
    display: { width: 1080, height: 2400, density: 420 },
  },
  'old-phone': {
    ...base,
    name: 'old-phone',
    apiLevel: 28,
    emulator: false,
    model: 'Pixel 2',
    device: 'walleye',
    securityPatch: '2019-03-05',
    display: { width: 1080, height: 1920, density: 420 },
  },
  'no-sensor': { ...base, name: 'no-sensor', sensor: 'none' },
};

/** What a file or an option may change of a profile. */
export type ProfileWishes = { readonly [K in keyof Profile]?: Profile[K] | undefined };

/** A profile with wishes applied. Throws an Error that says which wish cannot be granted. */
export function profileWith(name: string, wishes: ProfileWishes = {}): Profile {
  const start = profiles[name];
  if (start === undefined) {
    throw new Error(`There is no profile "${name}". Profiles are: ${Object.keys(profiles).join(', ')}.`);
  }
  const granted = Object.fromEntries(Object.entries(wishes).filter(([, value]) => value !== undefined));
  const unknown = Object.keys(granted).filter((key) => !(key in start));
  if (unknown.length > 0) throw new Error(`A profile has no "${unknown.join('", "')}".`);
  const profile: Profile = { ...start, ...granted };
  const { apiLevel, lock } = profile;
  if (!Number.isInteger(apiLevel) || apiLevel < oldestApi || apiLevel > newestApi) {
    throw new Error(`The API level is ${oldestApi} to ${newestApi}, not ${apiLevel}.`);
  }
  if (!['none', 'swipe', 'pin', 'pattern', 'password'].includes(lock.kind)) {
    throw new Error(`A lock is none, swipe, pin, pattern or password, not ${lock.kind}.`);
  }
  if (isSecure(lock.kind) && lock.secret.length < 4) {
    throw new Error('A PIN, pattern or password has at least four characters.');
  }
  if (!['none', 'weak', 'strong'].includes(profile.sensor)) {
    throw new Error(`A sensor is none, weak or strong, not ${profile.sensor}.`);
  }
  if (profile.fingers.length > 0 && !isSecure(lock.kind)) {
    throw new Error('Fingers are enrolled only on a device with a PIN, pattern or password.');
  }
  return profile;
}

/** A profile from a JSON file: `{"profile": "phone", "apiLevel": 33, ...}`. */
export async function profileFromFile(file: string): Promise<Profile> {
  const { profile = 'emulator', ...wishes } = JSON.parse(await readFile(file, 'utf8')) as ProfileWishes & {
    profile?: string;
  };
  return profileWith(profile, wishes);
}

export function isSecure(kind: LockKind): boolean {
  return kind === 'pin' || kind === 'pattern' || kind === 'password';
}
