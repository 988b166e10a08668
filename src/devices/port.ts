import type { DataSearch, DeviceFacts, LogSearch } from '../observations/types.js';
import type { Searcher } from '../protocol/canary.js';
import type { Ability, AbilityState } from '../terms.js';

/**
 * What the harness can ask of any device. Every verb takes an AbortSignal: when it fires, the verb gives up, frees what
 * it holds and rejects. Trouble is told as DeviceTrouble.
 */
export interface Device {
  /** What this device can do, and how honestly. */
  readonly abilities: Readonly<Partial<Record<Ability, AbilityState>>>;
  /** Commands sent through the driver so far. */
  readonly driverCommands: number;
  /**
   * After how long without an answer a page is taken for frozen, in milliseconds; what is set holds from the next fresh
   * start.
   */
  frozenMs: number;
  facts(): Promise<DeviceFacts>;
  /** A fresh page of the fixture. `origin` names an area of storage of its own: another name, another empty area. */
  loadPage(origin: string, signal: AbortSignal): Promise<void>;
  /** Runs a script in the page and answers what it hands to its last argument. */
  script(source: string, argument: string, signal: AbortSignal): Promise<unknown>;
  /** The app's ordinary end: what it has stored is on disk afterwards. */
  endApp(signal: AbortSignal): Promise<void>;
  /** Ends the app at once, as a crash or an empty battery does. */
  killApp(signal: AbortSignal): Promise<void>;
  /** Starts the app if it is not running. The data of earlier starts is there. */
  startApp(signal: AbortSignal): Promise<void>;
  /** Starts the app with no data of earlier starts, whatever state it was in. */
  startFresh(signal: AbortSignal): Promise<void>;
  /** Searches the app's data on disk; meant for an app that has ended. */
  searchAppData(as: string, sought: Searcher, signal: AbortSignal): Promise<DataSearch>;
  /**
   * Waits until the app has written something of what it stores since `since`, in milliseconds since 1970; at most
   * `limitMs`. Gives whether it has.
   */
  awaitWrite(since: number, limitMs: number, signal: AbortSignal): Promise<boolean>;
  /** Searches the lines that the app's log got since the last such search. */
  searchLogs(as: string, sought: Searcher, signal: AbortSignal): Promise<LogSearch>;
  /** What a device with an operating system of its own can do beside; a browser has none of it. */
  readonly mobile?: MobileVerbs;
}

/**
 * Builds of the app: the one under audit, a later version of it, one of the same id without the plugin, and one that came
 * before it.
 */
export const appBuilds = ['current', 'next', 'without-plugin', 'previous'] as const;
export type AppBuild = (typeof appBuilds)[number];

/** How a screen is locked; `secret` is a PIN of digits, or a password. */
export type ScreenLock =
  { readonly kind: 'none' } | { readonly kind: 'pin' | 'password'; readonly secret: string };

/** A prompt that asks a person to prove who they are, as the device shows it. */
export interface SeenPrompt {
  /** Who shows it: the package of its window. */
  readonly host: string;
  /** Every text that can be read on it, in order. */
  readonly texts: readonly string[];
  /** What it waits for now. */
  readonly asks: 'finger' | 'credential';
}

/** In which way a prompt is answered. */
export type PromptAnswer = 'finger' | 'wrong-finger' | 'credential' | 'negative' | 'back' | 'outside';

/** Verbs of phones, emulators and virtual devices; beside each stands the ability by which it is asked for. */
export interface MobileVerbs {
  /** Whether there is such a build of the app. */
  hasBuild(build: AppBuild): boolean;
  /** `upgrade-app`: installs another build over the one that is there. The data stays; the app does not run afterwards. */
  upgradeApp(build: AppBuild, signal: AbortSignal): Promise<void>;
  /** `install-app`: removes the app with all that it stored and installs a build; it does not run afterwards. */
  reinstallApp(build: AppBuild, signal: AbortSignal): Promise<void>;
  /**
   * `install-other-app`: installs the same app under another id and signed by somebody else, and drives that one from its
   * next start on. The app under audit stays, with what it has stored; neither runs afterwards.
   */
  switchToStranger(signal: AbortSignal): Promise<void>;
  /** `install-other-app`: removes that app, and drives the app under audit again. Neither runs afterwards. */
  switchBack(signal: AbortSignal): Promise<void>;
  /** `background-app`: another app comes to the front; this one stays in memory. */
  backgroundApp(signal: AbortSignal): Promise<void>;
  /** `background-app`: the app comes back to the front, with the page that it had. */
  foregroundApp(signal: AbortSignal): Promise<void>;
  /** `lock-screen`: the screen is dark, and locked when this resolves. */
  lockScreen(signal: AbortSignal): Promise<void>;
  /** `lock-screen`: the screen is on and unlocked when this resolves; the app that was in front is in front. */
  unlockScreen(signal: AbortSignal): Promise<void>;
  /** `set-screen-lock`: sets, changes or removes the lock. */
  setScreenLock(lock: ScreenLock, signal: AbortSignal): Promise<void>;
  /** `enrol-finger`: needs a screen lock. */
  enrolFinger(finger: number, signal: AbortSignal): Promise<void>;
  /** `present-finger`: touches the sensor. Gives whether anything was listening. */
  presentFinger(finger: number, signal: AbortSignal): Promise<boolean>;
  /** `answer-prompt`: the prompt that is shown, if one is. */
  seePrompt(signal: AbortSignal): Promise<SeenPrompt | undefined>;
  /** `answer-prompt`: resolves when the answer was given, not when the prompt is gone. */
  answerPrompt(answer: PromptAnswer, signal: AbortSignal): Promise<void>;
  /** `reboot`: resolves when the system is up again. With a screen lock it is before the first unlock; no app runs. */
  reboot(signal: AbortSignal): Promise<void>;
  /** `set-locale`: a BCP 47 tag; holds from the app's next start. */
  setLocale(tag: string, signal: AbortSignal): Promise<void>;
  /** `set-clock`: a name of the time zone database; holds from the app's next start. */
  setTimezone(zone: string, signal: AbortSignal): Promise<void>;
  /** `set-clock`: sets the clock forwards or back by so many milliseconds. */
  shiftClock(byMs: number, signal: AbortSignal): Promise<void>;
  /** `backup-app`: a backup of the app by the system. `refused`: the system has none of this app, and says so. */
  backupApp(signal: AbortSignal): Promise<'done' | 'refused'>;
  /** `backup-app`: restores the last backup into the app that is installed now; it does not run afterwards. */
  restoreApp(signal: AbortSignal): Promise<void>;
  /**
   * `write-app-data`: damages the files in which the app keeps preferences, databases and files of its own, so that
   * what stands in them no longer is what was written; meant for an app that has ended. What the web view keeps for
   * itself is left alone. Gives the files, relative to the app's data.
   */
  damageAppData(signal: AbortSignal): Promise<string[]>;
}

/** What went wrong while a device was driven, told apart by whose fault it can be. */
export class DeviceTrouble extends Error {
  override readonly name = 'DeviceTrouble';
  constructor(
    /** `app-*` while the harness was well: the app may have done it. `lost`: Appium, driver or device. */
    readonly kind: 'app-died' | 'app-froze' | 'app-left-page' | 'app-never-ready' | 'lost' | 'stopped',
    message: string,
    cause?: unknown,
  ) {
    super(message, cause === undefined ? undefined : { cause });
  }
}
