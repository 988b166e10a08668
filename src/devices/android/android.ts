import type { DataSearch, DeviceFacts, LogSearch } from '../../observations/types.js';
import { AuditError } from '../../errors.js';
import type { Searcher } from '../../protocol/canary.js';
import type { Ability, AbilityState } from '../../terms.js';
import type { Device } from '../port.js';
import { AppDriver } from './app-driver.js';
import { Changes } from './changes.js';
import { AppData } from './data.js';
import type { AndroidWebDriver } from './driving.js';
import { probeAndroid } from './list.js';
import { AndroidMobile } from './mobile.js';
import type { AndroidOptions } from './options.js';
import { unlockScreen } from './screen.js';

export type { AndroidWebDriver } from './driving.js';
export type { AndroidOptions } from './options.js';

/** An Android device, driven through Appium's UiAutomator2 driver first and through a shell second. */
export class AndroidDevice implements Device {
  abilities: Readonly<Partial<Record<Ability, AbilityState>>> = {};
  frozenMs: number;
  readonly mobile: AndroidMobile;
  readonly #driver: AppDriver;
  readonly #data: AppData;
  readonly #changes: Changes;
  /** Whether the page that the launch itself loaded is unused. */
  #isFresh = false;
  /** Until a virtual device has said otherwise. */
  #mayBeUnmodelled: boolean | undefined;
  /** The area of storage that the app's data belongs to; none while it has no data. */
  #origin: string | undefined;

  constructor(
    session: AndroidWebDriver,
    private readonly options: AndroidOptions,
  ) {
    this.frozenMs = options.frozenMs;
    this.#driver = new AppDriver(session, options);
    this.#data = new AppData(this.#driver.device, options.app.packageId);
    this.#changes = new Changes(options.restoreFile);
    this.mobile = new AndroidMobile(this.#driver, this.#data, this.#changes, options, () => {
      this.#origin = undefined;
    });
  }

  get driverCommands(): number {
    return this.#driver.commands;
  }

  /** The session serves the next run's device: this one no longer counts its commands. */
  close(): void {
    this.#driver.close();
  }

  /**
   * Makes the device ready: screen on and unlocked, the current build of the app installed, without data.
   * @throws AuditError device-other, device-locked, app-install-failed, device-offline, device-unauthorised, adb-missing, adb-silent
   */
  async begin(signal: AbortSignal): Promise<void> {
    const { apps, wipes, secret, plannedId } = this.options;
    const { id } = await this.#probe(signal);
    if (plannedId !== undefined && id !== plannedId)
      throw new AuditError('device-other', `The run was planned for ${plannedId}; the server gave ${id}.`);
    await unlockScreen(this.#driver.device, secret, signal);
    await this.#driver.dismissSystemDialog(signal, 'ever');
    if (apps.current !== undefined) {
      if (wipes) await this.#driver.remove(signal);
      await this.#driver.install(apps.current, signal);
    }
    await this.#driver.log.begin(signal);
  }

  /**
   * Puts back what was changed of the device, from what was written down before.
   * @throws AuditError restore-failed
   */
  restore(signal: AbortSignal): Promise<void> {
    return this.#changes.putBack(this.#driver.device, this.options.secret, signal);
  }

  /** Asked anew each time: locks and fingers come and go. */
  facts(): Promise<DeviceFacts> {
    return this.#probe();
  }

  async loadPage(origin: string, signal: AbortSignal): Promise<void> {
    const isOther = origin !== '' && this.#origin !== undefined && origin !== this.#origin;
    if (isOther && this.options.wipes) await this.startFresh(signal);
    else await this.startApp(signal);
    this.#origin = origin;
    if (this.#isFresh) this.#isFresh = false;
    else await this.#driver.load(signal);
  }

  async script(source: string, argument: string, signal: AbortSignal): Promise<unknown> {
    return this.#driver.run(source, argument, signal);
  }

  /** Home first, so that the app is told and writes what it holds back; then its process ends, as in the background. */
  async endApp(signal: AbortSignal): Promise<void> {
    await this.mobile.backgroundApp(signal);
    await this.#driver.mobile('terminateApp', { appId: this.options.app.packageId }, signal);
    this.#driver.ended();
  }

  /**
   * `am force-stop` ends the process by SIGKILL: no callback of the app runs, as when the kernel ends it or the battery
   * is empty. After a kill by hand the system would start an app again that was in front.
   */
  async killApp(signal: AbortSignal): Promise<void> {
    await this.#driver.shell(`am force-stop ${this.options.app.packageId}`, signal);
    this.#driver.ended();
  }

  async startApp(signal: AbortSignal): Promise<void> {
    if (this.#driver.isRunning) return;
    this.#isFresh = false;
    await this.#driver.launch(signal);
    await this.#refuseUnmodelled(signal);
    this.#isFresh = true;
  }

  async startFresh(signal: AbortSignal): Promise<void> {
    await this.#driver.renew(signal);
    await this.#driver.dismissSystemDialog(signal, 'after trouble');
    await this.killApp(signal);
    if (this.options.wipes)
      await this.#driver.mobile('clearApp', { appId: this.options.app.packageId }, signal);
    this.#origin = undefined;
    this.#driver.limitMs = this.frozenMs;
    await this.startApp(signal);
  }

  searchAppData(as: string, sought: Searcher, signal: AbortSignal): Promise<DataSearch> {
    return this.#driver.throughShell(signal, () => this.#data.search(as, sought, signal));
  }

  awaitWrite(since: number, limitMs: number, signal: AbortSignal): Promise<boolean> {
    return this.#driver.throughShell(signal, () => this.#data.writtenSince(since, limitMs, signal));
  }

  searchLogs(as: string, sought: Searcher, signal: AbortSignal): Promise<LogSearch> {
    return this.#driver.throughShell(signal, () => this.#driver.log.search(as, sought, signal));
  }

  /** A virtual device refuses every call of a plugin that it has no model of, and says of which. */
  async #refuseUnmodelled(signal: AbortSignal): Promise<void> {
    if (this.#mayBeUnmodelled === false) return;
    const { stdout } = await this.#driver.shell('getprop debug.keystore_audit.unmodelled', signal);
    const plugins = stdout.trim();
    if (plugins !== '')
      throw new AuditError(
        'plugin-unmodelled',
        `The virtual device has no model of ${plugins}: its native half is missing there.`,
      );
    this.#mayBeUnmodelled = false;
  }

  async #probe(signal?: AbortSignal): Promise<DeviceFacts> {
    const { kind, isFar = false, app, apps, wipes } = this.options;
    const facts = await probeAndroid(
      this.#driver.device,
      {
        ...(kind === undefined ? {} : { kind }),
        isFar,
        debuggable: app.debuggable,
        knowsSecret: this.mobile.knowsSecret,
        reinstalls: apps.current !== undefined && (wipes || apps.previous !== undefined),
        upgrades: (['next', 'without-plugin', 'previous'] as const).some((build) =>
          this.mobile.hasBuild(build),
        ),
        strangers: app.stranger !== undefined,
      },
      signal,
    );
    this.abilities = facts.abilities;
    this.#mayBeUnmodelled ??= facts.kind === 'virtual';
    return facts;
  }
}
