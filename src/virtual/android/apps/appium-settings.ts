import type { Device } from '../device.js';

/**
 * The app io.appium.settings, as far as it is asked: a foreground service, and broadcasts that answer with -1. Its code
 * is in its APK; here is what it does.
 */
export class AppiumSettings {
  #clipboard = '';

  constructor(private readonly device: Device) {}

  /** Whether its foreground service runs. */
  get isRunning(): boolean {
    return this.device.processes.of('io.appium.settings').length > 0;
  }

  start(): void {
    const record = this.device.packages.get('io.appium.settings');
    if (record !== undefined) this.device.activities.process(record);
  }

  /** The data of the result, or undefined when nobody received it. */
  broadcast(action: string, extras: ReadonlyMap<string, string>): string | undefined {
    if (this.device.packages.get('io.appium.settings') === undefined) return undefined;
    this.start();
    if (action === 'io.appium.settings.clipboard.get') return Buffer.from(this.#clipboard).toString('base64');
    if (action === 'io.appium.settings.locale') {
      const language = extras.get('lang');
      const country = extras.get('country');
      if (language !== undefined && country !== undefined) {
        this.device.properties.set('persist.sys.locale', `${language}-${country}`);
      }
    }
    if (action === 'io.appium.settings.sms.read') return '{"items":[],"total":0}';
    if (action === 'io.appium.settings.notifications') return '{"statusBarNotifications":[]}';
    return '';
  }

  set clipboard(text: string) {
    this.#clipboard = text;
  }

  get clipboard(): string {
    return this.#clipboard;
  }
}
