import { EventEmitter } from 'node:events';
import { appendFileSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Duplex } from 'node:stream';
import type { NativeFactory } from '../native-api.js';
import { nativesOf } from '../native-folder.js';
import { Activities } from './apps/activities.js';
import { AppiumSettings } from './apps/appium-settings.js';
import { Files, shellUser, type User } from './files.js';
import { Log } from './logcat.js';
import { Packages } from './packages/manager.js';
import { plainPng } from './png.js';
import { Processes } from './processes.js';
import type { Profile } from './profile.js';
import { Properties } from './properties.js';
import { programs } from './shell/programs.js';
import { Shell, type ShellStreams } from './shell/shell.js';
import { Store } from './store.js';
import { Dialogs } from './system/dialogs.js';
import { Fingers } from './system/fingers.js';
import { Input } from './system/input.js';
import { Keyguard } from './system/keyguard.js';
import { Lock } from './system/lock.js';
import { Prompts } from './system/prompts.js';
import type { Rect } from './system/ui.js';
import { Windows } from './system/windows.js';
import { Instrumentation } from './uia2/instrumentation.js';
import { describeFiles } from './virtual-files.js';
import { WebViews } from './webview/webviews.js';

/** How many unknown commands are kept; the file has them all. */
const keptUnknown = 1000;

export interface DeviceOptions {
  readonly profile: Profile;
  /** Where everything of the device lies on the host. */
  readonly folder: string;
  readonly natives: NativeFactory;
  /** Chromium, or undefined to look for it. */
  readonly chromium?: string | undefined;
}

/** Takes a stream of bytes, as a listening socket does. */
export type Listener = (connection: Duplex) => void;

/** A whole device, without the wire that leads to it. */
export class Device extends EventEmitter<{
  reboot: [];
  unknown: [command: string];
  trouble: [message: string];
}> {
  readonly profile: Profile;
  readonly store: Store;
  readonly files: Files;
  readonly log: Log;
  readonly lock: Lock;
  readonly fingers: Fingers;
  readonly windows: Windows;
  readonly keyguard: Keyguard;
  readonly prompts: Prompts;
  readonly dialogs: Dialogs;
  readonly processes: Processes;
  readonly packages: Packages;
  readonly activities: Activities;
  readonly input: Input;
  readonly properties: Properties;
  readonly webviews: WebViews;
  readonly instrumentation: Instrumentation;
  readonly appiumSettings: AppiumSettings;
  /** Sockets that programs of the device listen on, by adb's names: tcp:6790, localabstract:webview_devtools_remote_1. */
  readonly sockets = new Map<string, Listener>();
  /** Commands that were asked for and that this device does not know. */
  readonly unknown: string[] = [];
  bootedAt = 0;
  #bootNumber = 0;
  #natives: NativeFactory;

  constructor(private readonly options: DeviceOptions) {
    super();
    this.setMaxListeners(0);
    const { profile, folder } = options;
    this.profile = profile;
    this.#natives = options.natives;
    mkdirSync(folder, { recursive: true });
    this.store = new Store(folder, profile);
    const now = (): number => this.now();
    const screen = (): Rect => this.screen();
    this.files = new Files(folder);
    this.log = new Log(now);
    this.fingers = new Fingers(this.store, profile.sensor, now);
    this.lock = new Lock(this.store, now, () => this.fingers.removeAll());
    this.windows = new Windows(() => this.lock.keyguard);
    const shared = { windows: this.windows, lock: this.lock, fingers: this.fingers, screen };
    this.keyguard = new Keyguard(shared);
    this.prompts = new Prompts({
      ...shared,
      apiLevel: profile.apiLevel,
      log: (message) => this.log.write('D', 'AuthService', message, { buffer: 'system' }),
    });
    this.processes = new Processes(now);
    this.webviews = new WebViews(this, options.chromium);
    this.packages = new Packages({
      store: this.store,
      files: this.files,
      apiLevel: profile.apiLevel,
      now,
      webviewVersion: () => this.webviews.version,
      stop: (name, reason) => this.activities.stop(name, reason),
      log: (message) => this.log.write('D', 'PackageManager', message, { buffer: 'system' }),
    });
    this.dialogs = new Dialogs(this);
    this.activities = new Activities(this);
    this.input = new Input(this);
    this.properties = new Properties(this);
    this.instrumentation = new Instrumentation();
    this.appiumSettings = new AppiumSettings(this);
    describeFiles(this);
    this.lock.changed = (what) => {
      this.keyguard.refresh();
      if (what === 'screen-off') this.prompts.interrupted();
      this.activities.refresh();
    };
    this.boot();
  }

  get apiLevel(): number {
    return this.profile.apiLevel;
  }

  /** Milliseconds since 1970 by the device's clock. */
  now(): number {
    return Date.now() + this.store.state.clockOffset;
  }

  get uptimeMs(): number {
    return performance.now() - this.bootedAt;
  }

  /** Counts boots of this object; what began in an earlier one has ended. */
  get bootNumber(): number {
    return this.#bootNumber;
  }

  /** The native halves that an app gets at its start. */
  get natives(): NativeFactory {
    return this.#natives;
  }

  /**
   * Gives apps, from their next start on, the native halves of a folder; without one, those that the device was started
   * with. Rejects with an Error that says what is wrong with the folder.
   */
  async exchangeNatives(folder?: string): Promise<void> {
    this.#natives = folder === undefined ? this.options.natives : await nativesOf(folder);
  }

  screen(): Rect {
    const { width, height } = this.profile.display;
    return this.store.state.rotation % 2 === 0
      ? { x: 0, y: 0, width, height }
      : { x: 0, y: 0, width: height, height: width };
  }

  /** A screenshot as PNG: black where a window is secure, or the screen is off. */
  async picture(): Promise<Buffer> {
    const { width, height } = this.screen();
    const shown = this.lock.screenOn ? this.windows.all()[0]?.window : undefined;
    if (shown === undefined || shown.secure === true) return plainPng(width, height, 0x00);
    return (await shown.picture?.()) ?? plainPng(width, height, 0xe0);
  }

  rotate(rotation: 0 | 1 | 2 | 3): void {
    this.store.change((state) => void (state.rotation = rotation));
    this.webviews.resize();
  }

  /** Sets the clock, in milliseconds since 1970. */
  setClock(to: number): void {
    this.store.change((state) => void (state.clockOffset = Math.round(to - Date.now())));
  }

  isKeyboardShown(): boolean {
    return false;
  }

  /** Runs a script as the shell of adb does, or as another user. */
  sh(script: string, streams: ShellStreams, user: User = shellUser, cwd = '/'): Promise<number> {
    return new Shell(this, programs, user, cwd).run(script, streams);
  }

  listUnknown(command: string): void {
    if (this.unknown.length >= keptUnknown) this.unknown.shift();
    this.unknown.push(command);
    appendFileSync(path.join(this.store.folder, 'unknown.log'), `${command}\n`);
    this.emit('unknown', command);
  }

  /** Tells whoever runs the device of trouble that no client of it can see. */
  complain(message: string): void {
    this.emit('trouble', message);
  }

  boot(): void {
    this.#bootNumber++;
    this.bootedAt = performance.now();
    this.store.change((state) => void state.bootCount++);
    this.processes.boot();
    this.fingers.reboot();
    this.windows.clear();
    this.keyguard.reset();
    this.lock.boot();
    this.activities.boot();
    this.keyguard.refresh();
    this.log.write('I', 'boot', 'Boot completed', { buffer: 'system' });
  }

  /** Everything that runs ends, connections break, and the device starts anew. */
  async reboot(): Promise<void> {
    await this.stopEverything();
    this.log.clear();
    this.boot();
    this.emit('reboot');
  }

  /** Ends every process that runs on the host for this device. */
  async stopEverything(): Promise<void> {
    this.instrumentation.stop();
    for (const { pid } of this.processes.all()) this.processes.end(pid, 'shutdown');
    await this.webviews.gone();
    this.sockets.clear();
  }
}
