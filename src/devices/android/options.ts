import type { DeviceKind } from '../../terms.js';
import type { AppBuild } from '../port.js';
import type { DeviceShell } from './shell.js';

/** What the adapter is told of a device and of the app on it. */
export interface AndroidOptions {
  /** How it is reached beside the session. */
  readonly device: DeviceShell;
  /** The id that it must have, where another device may be given than the one that the run was planned for. */
  readonly plannedId?: string;
  /** Whether it stands elsewhere: a real one then is one of a farm. */
  readonly isFar?: boolean;
  /** APK files, absolute. */
  readonly apps: Partial<Record<AppBuild, string>>;
  readonly app: {
    readonly packageId: string;
    /** With its package; without one, the app is started as its icon starts it. */
    readonly activity?: string;
    /** Where its page begins; without one, it is the address that the first page has. */
    readonly startUrl?: string;
    readonly debuggable: boolean;
    /** The same app under another id, signed by somebody else. */
    readonly stranger?: { readonly packageId: string; readonly activity: string; readonly file: string };
  };
  /** For an app that somebody else built: the file whose script makes its page a fixture, run after each load. */
  readonly script?: string;
  /** False for somebody else's app: its data is never cleared, and it is removed only to install its previous build. */
  readonly wipes: boolean;
  /** What the device is, where whoever started it knows it better than the device does. */
  readonly kind?: DeviceKind;
  /** The device's own PIN or password, where one is set. */
  readonly secret?: string;
  /** Where is written what is to be put back, before the first change of the device. */
  readonly restoreFile: string;
  /** After how long without an answer a page is taken for frozen, in milliseconds. */
  readonly frozenMs: number;
  /** How long a session may take to start, in milliseconds. */
  readonly sessionMs: number;
  /** How long the app may take until its page can be driven, in milliseconds. */
  readonly readyMs: number;
}
