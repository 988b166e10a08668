import { walk, type UiNode } from './ui.js';
import type { Device } from '../device.js';

/** Android's key codes that do more than write a character. */
export const keys = {
  home: 3,
  back: 4,
  power: 26,
  enter: 66,
  del: 67,
  menu: 82,
  appSwitch: 187,
  sleep: 223,
  wakeup: 224,
  numpadEnter: 160,
} as const;

const names: Readonly<Record<string, number>> = {
  HOME: 3,
  BACK: 4,
  VOLUME_UP: 24,
  VOLUME_DOWN: 25,
  POWER: 26,
  TAB: 61,
  SPACE: 62,
  ENTER: 66,
  DEL: 67,
  MENU: 82,
  ESCAPE: 111,
  FORWARD_DEL: 112,
  NUMPAD_ENTER: 160,
  APP_SWITCH: 187,
  SLEEP: 223,
  WAKEUP: 224,
};

/** A key's code from its number or its name, with or without KEYCODE_. */
export function keyCode(key: string): number | undefined {
  if (/^\d+$/.test(key)) return Number(key);
  const name = key.replace(/^KEYCODE_/, '').toUpperCase();
  if (/^\d$/.test(name)) return 7 + Number(name);
  if (/^[A-Z]$/.test(name)) return 29 + name.charCodeAt(0) - 65;
  return names[name];
}

/** The character that a key writes, if any. */
export function characterOf(code: number): string | undefined {
  if (code >= 7 && code <= 16) return String(code - 7);
  if (code >= 29 && code <= 54) return String.fromCharCode(97 + code - 29);
  return { 55: ',', 56: '.', 62: ' ', 69: '-', 70: '=', 74: ';', 75: "'", 76: '/', 77: '@', 81: '+' }[code];
}

/** What fingers and keys do, wherever they come from: adb, UiAutomator2 or the control socket. */
export class Input {
  constructor(private readonly device: Device) {}

  async tap(x: number, y: number): Promise<void> {
    if (this.device.lock.screenOn) await this.device.windows.tap(x, y);
  }

  /** A swipe up takes the keyguard away, or has it ask. */
  async swipe(x1: number, y1: number, x2: number, y2: number): Promise<void> {
    const { lock, windows } = this.device;
    if (!lock.screenOn) return;
    if (Math.hypot(x2 - x1, y2 - y1) < 16) return this.tap(x1, y1);
    if (lock.keyguard && !lock.bouncer) {
      if (y1 - y2 > this.device.screen().height / 6) lock.dismiss();
      return;
    }
    await windows.focused()?.window.swipe?.(x1, y1, x2, y2);
  }

  async key(code: number): Promise<void> {
    const { lock, windows, activities } = this.device;
    if (code === keys.power) return lock.screenOn ? lock.sleep() : lock.wake();
    if (code === keys.sleep) return lock.sleep();
    if (code === keys.wakeup) return lock.wake();
    if (!lock.screenOn) return;
    if (code === keys.home || code === keys.appSwitch) {
      if (!lock.keyguard) activities.home();
      return;
    }
    if (code === keys.menu && lock.keyguard) return lock.dismiss();
    const window = windows.focused()?.window;
    if (code === keys.back) return void (await window?.back?.());
    const field = await this.#field();
    const character = characterOf(code);
    if (field === undefined) return void (await window?.pressKey?.(code));
    if (code === keys.enter || code === keys.numpadEnter) await field.submit?.();
    else if (character !== undefined) await field.typeIn!(character, { replace: false });
    else if (code === keys.del) await field.typeIn!((field.text ?? '').slice(0, -1), { replace: true });
  }

  async text(text: string): Promise<void> {
    if (!this.device.lock.screenOn) return;
    const field = await this.#field();
    if (field !== undefined) await field.typeIn!(text, { replace: false });
    else await this.device.windows.focused()?.window.typeText?.(text);
  }

  /** The field that has the focus in a window of the system. */
  async #field(): Promise<UiNode | undefined> {
    const window = this.device.windows.focused()?.window;
    if (window === undefined || window.typeText !== undefined) return undefined;
    return [...walk(await window.tree())].find((node) => node.focused === true && node.typeIn !== undefined);
  }
}
