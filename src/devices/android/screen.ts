import { setTimeout as pause } from 'node:timers/promises';
import { AuditError } from '../../errors.js';
import { DeviceTrouble } from '../port.js';
import { quoted } from './adb.js';
import type { DeviceShell } from './shell.js';

/** How often the screen is looked at while something is to happen on it, in milliseconds. */
const lookMs = 50;

/** How long a screen may take to do what it was told, in milliseconds. */
const settleMs = 3000;

/** How often a secret is entered: Android looks at five wrong ones before it makes everybody wait. */
const mostEntries = 2;

export interface ScreenState {
  readonly isOn: boolean;
  /** Whether the lock screen is there, with or without a secret. */
  readonly isLocked: boolean;
  /** Whether a secret is asked for. */
  readonly isSecured: boolean;
  /** The title of the window that has the focus. */
  readonly focus: string;
}

/** What `dumpsys` tells of the screen. */
export async function screenState(device: DeviceShell, signal: AbortSignal): Promise<ScreenState> {
  const { stdout } = await device.shell(
    'dumpsys power; dumpsys window policy; dumpsys window displays',
    signal,
  );
  const says = (what: RegExp): boolean => what.test(stdout);
  return {
    isOn: says(/mWakefulness=Awake/),
    isLocked: says(/mShowingLockscreen=true|mDreamingLockscreen=true|^\s*(mIsShowing|showing)=true/m),
    isSecured: says(/^\s*secure=true/m),
    focus: /mCurrentFocus=Window\{\S+ \S+ ([^}]*)\}/.exec(stdout)?.[1] ?? '',
  };
}

/** Makes the screen dark, which locks it at once if it asks for a secret. Throws DeviceTrouble where it does not. */
export async function lockScreen(device: DeviceShell, signal: AbortSignal): Promise<void> {
  await device.shell('input keyevent 223', signal);
  const isDone = ({ isOn, isLocked, isSecured }: ScreenState): boolean => !isOn && (isLocked || !isSecured);
  if (!isDone(await until(device, isDone, signal)))
    throw new DeviceTrouble('lost', 'The screen was not locked when it was to be.');
}

/**
 * Switches the screen on and takes its lock away: a swipe, or the secret, which is typed. Android's own way for tools,
 * taking the lock off and setting it again, would end every key that is bound to it.
 * @throws AuditError device-locked
 */
export async function unlockScreen(
  device: DeviceShell,
  secret: string | undefined,
  signal: AbortSignal,
): Promise<void> {
  let state = await screenState(device, signal);
  if (state.isOn && !state.isLocked) return;
  await device.shell('input keyevent 224; wm dismiss-keyguard', signal);
  if (!state.isSecured) {
    state = await until(device, ({ isOn, isLocked }) => isOn && !isLocked, signal);
  } else if (secret === undefined) {
    throw new AuditError('device-locked', 'The screen is locked, and its PIN or password is not known.');
  }
  for (let entries = 0; state.isLocked && secret !== undefined && entries < mostEntries; entries += 1) {
    // The field may still be sliding in: what was typed too early is taken back.
    if (entries > 0) await device.shell('input keyevent 4; wm dismiss-keyguard', signal);
    await typeSecret(device, secret, signal);
    state = await until(device, ({ isLocked }) => !isLocked, signal);
  }
  if (state.isLocked) throw new AuditError('device-locked', 'The screen stays locked.');
}

/** Types a PIN or password where the focus is, and enters it. */
export async function typeSecret(device: DeviceShell, secret: string, signal: AbortSignal): Promise<void> {
  await device.shell(`input text ${quoted(secret)}; input keyevent 66`, signal);
}

/** Waits for the screen to be as it should. Gives its last state, whichever that is. */
async function until(
  device: DeviceShell,
  holds: (state: ScreenState) => boolean,
  signal: AbortSignal,
): Promise<ScreenState> {
  const end = Date.now() + settleMs;
  for (;;) {
    const state = await screenState(device, signal);
    if (holds(state) || Date.now() >= end) return state;
    await pause(lookMs, undefined, { signal });
  }
}
