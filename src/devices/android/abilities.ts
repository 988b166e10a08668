import type { Ability, AbilityState, DeviceKind, Impact } from '../../terms.js';
import type { DeviceShell } from './shell.js';

/** What decides what an Android device can do. */
export interface AndroidTraits {
  readonly apiLevel: number;
  readonly kind: DeviceKind;
  /** Whether the app is: only of such a one can data be read. */
  readonly debuggable: boolean;
  readonly hasSensor: boolean;
  /** An emulator's console, or a virtual device's: it has a finger. */
  readonly hasConsole: boolean;
  /** Whether adb of this machine reaches it, or only the shell of a session. */
  readonly way?: DeviceShell['way'];
  /** Whether the screen can be unlocked again once it is locked: it has no secret, or one that is known. */
  readonly canUnlock?: boolean;
  /** Whether the app may be removed and installed again. */
  readonly reinstalls?: boolean;
  /** Whether there are other builds of the app. */
  readonly upgrades?: boolean;
  /** Whether there is the same app of another signer. */
  readonly strangers?: boolean;
}

/** From which release on the lock can be set by a command. */
const locksettingsApi = 26;

type Row = readonly [impact: Impact, by: string, has?: (traits: AndroidTraits) => boolean];

const session = 'the Appium session';
const shellOfSession = 'mobile: shell';
const debuggable = ({ debuggable }: AndroidTraits): boolean => debuggable;
const emulated = ({ hasConsole }: AndroidTraits): boolean => hasConsole;
const unlocks = ({ canUnlock = true }: AndroidTraits): boolean => canUnlock;
const locks = (traits: AndroidTraits): boolean => unlocks(traits) && traits.apiLevel >= locksettingsApi;
/** A session of somebody else's server does not outlive a restart: the next may be given another device. */
const restarts = (traits: AndroidTraits): boolean => unlocks(traits) && traits.way !== 'session';
const finger = ({ hasSensor, hasConsole }: AndroidTraits): boolean => hasSensor && hasConsole;

/** Every ability: what using it leaves behind, which way it goes, and what it takes. */
const table = {
  'load-page': ['harmless', session],
  'read-page-storage': ['harmless', session],
  'end-app': ['harmless', `${session}: home, then its process is ended`],
  'kill-app': ['harmless', 'adb: am force-stop'],
  'read-app-data': ['harmless', 'adb: run-as', debuggable],
  'write-app-data': ['harmless', 'adb: run-as', debuggable],
  'read-logs': ['harmless', 'adb: logcat'],
  'install-app': ['harmless', session, ({ reinstalls = true }) => reinstalls],
  'upgrade-app': ['harmless', session, ({ upgrades = true }) => upgrades],
  'install-other-app': ['harmless', session, ({ strangers = true }) => strangers],
  'background-app': ['harmless', session],
  'answer-prompt': ['harmless', session],
  'present-finger': ['harmless', "adb: the emulator's console", finger],
  'lock-screen': ['restorable', 'adb: key events', unlocks],
  'set-screen-lock': ['destructive', 'adb: locksettings', locks],
  'enrol-finger': [
    'destructive',
    'Settings, and the finger of the console',
    (traits) => finger(traits) && locks(traits),
  ],
  reboot: ['destructive', 'adb', restarts],
  'set-clock': ['destructive', 'adb: alarm and date', emulated],
  'set-locale': ['destructive', "adb: a broadcast to Appium's own app"],
  'backup-app': ['destructive', 'adb: bmgr, with the local transport'],
} as const satisfies Partial<Record<Ability, Row>>;

/** What a device can do with the app at hand; what it cannot is left out. */
export function androidAbilities(traits: AndroidTraits): Partial<Record<Ability, AbilityState>> {
  const fidelity = traits.kind === 'virtual' ? 'modelled' : 'genuine';
  const rows = Object.entries(table) as [Ability, Row][];
  return Object.fromEntries(
    rows
      .filter(([, [, , has]]) => has === undefined || has(traits))
      .map(([ability, [impact, by]]) => [
        ability,
        { fidelity, impact, by: traits.way === 'session' ? by.replace(/^adb\b/, shellOfSession) : by },
      ]),
  );
}
