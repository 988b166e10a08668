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
