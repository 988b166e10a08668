import type { AppBuild, Device, MobileVerbs } from '../devices/port.js';
import { AuditError } from '../errors.js';
import type { Ability } from '../terms.js';

/**
 * What a scenario can do on a phone, an emulator or a virtual device beside what it can in a browser. Whatever these
 * verbs change on the device is put back when the attempt is over, also where a step failed.
 */
export interface MobileActor {
  /** Whether there is such a build of the app. */
  hasBuild(build: AppBuild): boolean;
  /** Installs another build of the app over the one that is there. It does not run then. */
  upgradeApp(build: AppBuild): Promise<void>;
  /** Removes the app with all that it stored and installs it again, or another build of it. It does not run then. */
  reinstallApp(build?: AppBuild): Promise<void>;
  /**
   * Plays on in the same app under another id, signed by somebody else, until it is switched back. The app under audit
   * stays as it is; neither runs then.
   */
  switchToStranger(): Promise<void>;
  /** Plays on in the app under audit. It does not run then. */
  switchBack(): Promise<void>;
  /** Brings another app to the front. */
  backgroundApp(): Promise<void>;
  /** Brings the app back to the front. */
  foregroundApp(): Promise<void>;
  /** Gives the screen a PIN, where it has no lock that asks for something. */
  secureScreen(): Promise<void>;
  lockScreen(): Promise<void>;
  unlockScreen(): Promise<void>;
  /** Starts the device again. No app runs then. */
  reboot(): Promise<void>;
  /** A BCP 47 tag; holds from the app's next start. A page has to be there: it tells what the locale was. */
  setLocale(tag: string): Promise<void>;
  /** A name of the time zone database; as with the locale. */
  setTimezone(zone: string): Promise<void>;
  /** Sets the clock forwards, or back, by so many milliseconds. */
  shiftClock(byMs: number): Promise<void>;
  /** Backs the app up; `refused` where the system makes no backup of it. */
  backupApp(): Promise<'done' | 'refused'>;
  /** Restores the last backup into the app that is installed now. It does not run then. */
  restoreApp(): Promise<void>;
  /** Damages the files in which the app, which has ended, keeps what it stores. */
  damageAppData(): Promise<void>;
}

/** How something that was changed on the device is put back. */
export interface Change {
  readonly words: string;
  readonly ability: Ability;
  readonly putBack: (mobile: MobileVerbs, signal: AbortSignal) => Promise<void>;
}

/** What is to be put back, by what was changed, in the order of the changes. */
export type Changes = Map<string, Change>;

/** What an attempt knows of the app that it plays with. */
export interface Whereabouts {
  /** The build of the app that is installed. */
  build: AppBuild;
  /** Whether the app is in the background or behind a lock, where the system itself may suspend it. */
  away: boolean;
  /** Whether the device is being changed, or could not be: that says nothing of whether the plugin can be called. */
  changing: boolean;
  /** Whether what the app keeps may not be what it stored: nothing else may be played on it. */
  spoiled: boolean;
}

/** What the verbs are made of: those of the device, and how they are recorded. */
export interface MobileParts {
  readonly device: Device;
  readonly changes: Changes;
  readonly whereabouts: Whereabouts;
  readonly signal: AbortSignal;
  /** Does and records something; `tell` gives what of its answer stands in the record. */
  readonly act: <T>(
    words: string,
    ability: Ability,
    verb: () => Promise<T>,
    tell?: (answer: T) => string,
  ) => Promise<T>;
}

/** Of a build, in words. */
const buildWords: Readonly<Record<AppBuild, string>> = {
  current: 'the app under audit',
  next: 'a later build of the app',
  'without-plugin': 'the app without the plugin',
  previous: 'the older build of the app',
};

/** Not a PIN of anybody: where the screen has a lock, it is left as it is. */
const pin = { kind: 'pin', secret: '7391' } as const;

/** How `DeviceFacts.screenLock` tells of a screen that asks for something. */
const asksFor = /secured|pin|password|pattern|passcode/i;

const homeScript = `
  arguments[arguments.length - 1]([navigator.language, new Intl.DateTimeFormat().resolvedOptions().timeZone]);
`;

/** The verbs of a mobile device for one attempt. */
export function mobileActor(parts: MobileParts): MobileActor {
  const { device, changes, whereabouts, signal } = parts;
  const act: MobileParts['act'] = async (...args) => {
    whereabouts.changing = true;
    const answer = await parts.act(...args);
    whereabouts.changing = false;
    return answer;
  };
  const mobile = (): MobileVerbs => mobileOf(device);
  const note = (what: string, change: Change): void => {
    // Of several changes of one thing, the first knows what it was like.
    if (!changes.has(what)) changes.set(what, change);
  };
  let home: readonly [locale: string, zone: string] | undefined;
  let shiftedMs = 0;

  /** What the page tells of the settings that are about to be changed. */
  async function homeOf(): Promise<readonly [locale: string, zone: string]> {
    if (home !== undefined) return home;
    const told = await device.script(homeScript, '', signal);
    if (!Array.isArray(told) || !told.every((each) => typeof each === 'string' && each !== ''))
      throw new AuditError('channel-broken', 'The page did not tell its language and its time zone.');
    return (home = told as unknown as readonly [string, string]);
  }

  const noteApp = (): void =>
    note('app', {
      words: 'install the app under audit again',
      ability: 'install-app',
      putBack: (verbs, limit) => verbs.reinstallApp('current', limit),
    });

  return {
    hasBuild: (build) => mobile().hasBuild(build),
    async upgradeApp(build) {
      noteApp();
      // It is put back by installing the app, at which the system may restore an old backup.
      whereabouts.spoiled = true;
      await act(`install ${buildWords[build]} over the one that is there`, 'upgrade-app', () =>
        mobile().upgradeApp(build, signal),
      );
      whereabouts.build = build;
    },
    async reinstallApp(build = 'current') {
      noteApp();
      whereabouts.spoiled = true;
      const what = build === 'current' ? 'it again' : buildWords[build];
      await act(`remove the app and install ${what}`, 'install-app', () =>
        mobile().reinstallApp(build, signal),
      );
      if (build === 'current') changes.delete('app');
      whereabouts.build = build;
    },
    async switchToStranger() {
      note('stranger', {
        words: 'remove the app of another signer',
        ability: 'install-other-app',
        putBack: (verbs, limit) => verbs.switchBack(limit),
      });
      await act('install the same app of another signer', 'install-other-app', () =>
        mobile().switchToStranger(signal),
      );
    },
    async switchBack() {
      await act('remove the app of another signer', 'install-other-app', () => mobile().switchBack(signal));
      changes.delete('stranger');
    },
    async backgroundApp() {
      note('background', {
        words: 'bring the app to the front again',
        ability: 'background-app',
        putBack: (verbs, limit) => verbs.foregroundApp(limit),
      });
      await act('bring another app to the front', 'background-app', () => mobile().backgroundApp(signal));
      whereabouts.away = true;
    },
    async foregroundApp() {
      await act('bring the app back to the front', 'background-app', () => mobile().foregroundApp(signal));
      changes.delete('background');
      whereabouts.away = false;
    },
    async secureScreen() {
      const { screenLock = '' } = await device.facts();
      if (asksFor.test(screenLock)) return;
      note('screen lock', {
        words: 'remove the PIN',
        ability: 'set-screen-lock',
        putBack: (verbs, limit) => verbs.setScreenLock({ kind: 'none' }, limit),
      });
      await act('set a PIN', 'set-screen-lock', () => mobile().setScreenLock(pin, signal));
    },
    async lockScreen() {
      noteLocked();
      await act('lock the screen', 'lock-screen', () => mobile().lockScreen(signal));
      whereabouts.away = true;
    },
    async unlockScreen() {
      await act('unlock the screen', 'lock-screen', () => mobile().unlockScreen(signal));
      changes.delete('screen');
      whereabouts.away = false;
    },
    async reboot() {
      noteLocked();
      await act('reboot the device', 'reboot', () => mobile().reboot(signal));
    },
    async setLocale(tag) {
      const [locale] = await homeOf();
      note('locale', {
        words: `set the locale back to ${locale}`,
        ability: 'set-locale',
        putBack: (verbs, limit) => verbs.setLocale(locale, limit),
      });
      await act(`set the locale to ${tag}`, 'set-locale', () => mobile().setLocale(tag, signal));
    },
    async setTimezone(zone) {
      const [, before] = await homeOf();
      note('time zone', {
        words: `set the time zone back to ${before}`,
        ability: 'set-clock',
        putBack: (verbs, limit) => verbs.setTimezone(before, limit),
      });
      await act(`set the time zone to ${zone}`, 'set-clock', () => mobile().setTimezone(zone, signal));
    },
    async shiftClock(byMs) {
      const words = `set the clock ${byMs < 0 ? 'back' : 'forwards'} by ${Math.abs(byMs) / 3_600_000} h`;
      await act(words, 'set-clock', () => mobile().shiftClock(byMs, signal));
      shiftedMs += byMs;
      // Noted afterwards: a shift that never came about would be made by putting it back.
      note('clock', {
        words: 'set the clock right again',
        ability: 'set-clock',
        putBack: (verbs, limit) => verbs.shiftClock(-shiftedMs, limit),
      });
    },
    backupApp: () => act('back the app up', 'backup-app', () => mobile().backupApp(signal), String),
    async restoreApp() {
      whereabouts.spoiled = true;
      await act('restore the backup', 'backup-app', () => mobile().restoreApp(signal));
    },
    async damageAppData() {
      whereabouts.spoiled = true;
      const tell = (files: readonly string[]): string => (files.length === 0 ? 'nothing' : files.join(', '));
      const words = 'damage the files in which the app keeps what it stores';
      await act(words, 'write-app-data', () => mobile().damageAppData(signal), tell);
    },
  };

  function noteLocked(): void {
    note('screen', {
      words: 'unlock the screen',
      ability: 'lock-screen',
      putBack: (verbs, limit) => verbs.unlockScreen(limit),
    });
  }
}

/** The verbs of a device that has them: planning leaves scenarios that need them out elsewhere. */
export function mobileOf(device: Device): MobileVerbs {
  if (device.mobile === undefined) throw new Error('A scenario was played on a device that cannot play it.');
  return device.mobile;
}
