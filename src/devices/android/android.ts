import { readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { AuditError } from '../../errors.js';
import type { DataSearch, DeviceFacts, LogSearch } from '../../observations/types.js';
import type { Searcher } from '../../protocol/canary.js';
import type { Ability, AbilityState, DeviceKind } from '../../terms.js';
import { DeviceTrouble, type AppBuild, type Device } from '../port.js';
import { Adb } from './adb.js';
import { AppData } from './data.js';
import { messageOf, stopped, Turns, withinLimit, type AndroidWebDriver, type Failure } from './driving.js';
import { installRefusal } from './install.js';
import { probeAndroid, type AdbServer } from './list.js';
import { AppLog } from './logs.js';
import { screenState, unlockScreen } from './screen.js';
import { isSessionOver, mismatchIn, openDialog, pageTrouble, scriptErrors } from './trouble.js';

export interface AndroidOptions {
  /** As `adb devices` lists it. */
  readonly serial: string;
  readonly adb: AdbServer;
  /** APK files, absolute. */
  readonly apps: Partial<Record<AppBuild, string>>;
  readonly app: {
    readonly packageId: string;
    /** With its package; without one, the app is started as its icon starts it. */
    readonly activity?: string;
    /** Where its page begins; without one, it is the address that the first page has. */
    readonly startUrl?: string;
    readonly debuggable: boolean;
  };
  /** For an app that somebody else built: the file whose script makes its page a fixture, run after each load. */
  readonly script?: string;
  /** False for somebody else's app: its data is never cleared, and it is never removed. */
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

/** After how many dialogs, each dismissed, a page counts as one that never gets on. */
const mostDialogs = 20;

/** How often a page is asked that cannot be waited for, and a web view that is not there yet, in milliseconds. */
const lookMs = 50;

/** How long an app may take to be stopped by the system once it is in the background, in milliseconds. */
const backgroundMs = 5000;

/** How long installing may take, in milliseconds. */
const installMs = 180_000;

/** An Android device, driven through Appium's UiAutomator2 driver first and through adb second. */
export class AndroidDevice implements Device {
  abilities: Readonly<Partial<Record<Ability, AbilityState>>> = {};
  driverCommands = 0;
  frozenMs: number;
  readonly #adb: Adb;
  readonly #data: AppData;
  readonly #log: AppLog;
  readonly #turns = new Turns();
  #facts: DeviceFacts | undefined;
  #startUrl: string | undefined;
  /** The limit that the driver was told for scripts and loads, in milliseconds. */
  #limitMs: number;
  /** The process of the app, while it runs. */
  #pid: number | undefined;
  /** Whether the driver's context is the app's page. */
  #inPage = false;
  /** Whether the page that the launch itself loaded is unused. */
  #isFresh = false;
  /** The area of storage that the app's data belongs to; none while it has no data. */
  #origin: string | undefined;
  #isSessionOver = false;
  /** Whether the system may show a dialog about the app's end. */
  #endedBadly = false;

  constructor(
    private readonly session: AndroidWebDriver,
    private readonly options: AndroidOptions,
  ) {
    const { serial, adb, app } = options;
    this.#adb = new Adb({ ...adb, serial });
    this.#data = new AppData(this.#adb, app.packageId);
    this.#log = new AppLog(this.#adb, app.packageId);
    this.#startUrl = app.startUrl;
    this.frozenMs = this.#limitMs = options.frozenMs;
    session.on('command', this.#count);
  }

  readonly #count = (): void => void (this.driverCommands += 1);

  /** The session serves the next run's device: this one no longer counts its commands. */
  close(): void {
    this.session.off('command', this.#count);
  }

  /**
   * Makes the device ready: screen on and unlocked, the current build of the app installed, without data.
   * @throws AuditError device-locked, app-install-failed, device-offline, device-unauthorised, adb-missing, adb-silent
   */
  async begin(signal: AbortSignal): Promise<void> {
    await this.#probe(signal);
    await unlockScreen(this.#adb, this.options.secret, signal);
    await this.#dismissSystemDialog(signal);
    const { apps, wipes, app } = this.options;
    if (apps.current !== undefined) {
      if (wipes) await this.#mobile('removeApp', { appId: app.packageId }, signal, installMs);
      await this.#install(apps.current, signal);
    }
    await this.#log.begin(signal);
  }

  async facts(): Promise<DeviceFacts> {
    return (this.#facts ??= await this.#probe());
  }

  async loadPage(origin: string, signal: AbortSignal): Promise<void> {
    const isOther = origin !== '' && this.#origin !== undefined && origin !== this.#origin;
    if (isOther && this.options.wipes) await this.startFresh(signal);
    this.#origin = origin;
    await this.startApp(signal);
    if (this.#isFresh) {
      this.#isFresh = false;
      return;
    }
    await this.#turns.take(signal, async () => {
      await this.#toPage(signal);
      await this.#drive(() => this.session.navigateTo(this.#startUrl!), signal);
      await this.#awaitRuntime(signal, Date.now() + this.options.readyMs);
    });
  }

  async script(source: string, argument: string, signal: AbortSignal): Promise<unknown> {
    return this.#turns.take(signal, async () => {
      await this.#toPage(signal);
      return this.#run(source, argument, signal);
    });
  }

  /** Home first, so that the app is told and writes what it holds back; then its process ends, as in the background. */
  async endApp(signal: AbortSignal): Promise<void> {
    await this.#mobile('pressKey', { keycode: 3 }, signal);
    await this.#awaitStopped(signal);
    await this.#mobile('terminateApp', { appId: this.#id }, signal);
    this.#ended();
  }

  /**
   * `am force-stop` ends the process by SIGKILL: no callback of the app runs, as when the kernel ends it or the battery
   * is empty. A kill by hand would have the system start an app again that was in front.
   */
  async killApp(signal: AbortSignal): Promise<void> {
    await this.#shell(`am force-stop ${this.#id}`, signal);
    this.#ended();
  }

  async startApp(signal: AbortSignal): Promise<void> {
    if (this.#pid !== undefined) return;
    await this.#renew(signal);
    await this.#turns.take(signal, () => this.#launch(signal));
  }

  async startFresh(signal: AbortSignal): Promise<void> {
    await this.#renew(signal);
    await this.#dismissSystemDialog(signal);
    if (this.options.wipes) await this.#mobile('clearApp', { appId: this.#id }, signal);
    else await this.#shell(`am force-stop ${this.#id}`, signal);
    this.#ended();
    this.#origin = undefined;
    this.#limitMs = this.frozenMs;
    await this.startApp(signal);
  }

  searchAppData(as: string, sought: Searcher, signal: AbortSignal): Promise<DataSearch> {
    return this.#throughAdb(signal, () => this.#data.search(as, sought, signal));
  }

  awaitWrite(since: number, limitMs: number, signal: AbortSignal): Promise<boolean> {
    return this.#throughAdb(signal, () => this.#data.writtenSince(since, limitMs, signal));
  }

  searchLogs(as: string, sought: Searcher, signal: AbortSignal): Promise<LogSearch> {
    return this.#throughAdb(signal, () => this.#log.search(as, sought, signal));
  }

  get #id(): string {
    return this.options.app.packageId;
  }

  async #probe(signal?: AbortSignal): Promise<DeviceFacts> {
    const { kind, app } = this.options;
    const asked = { ...(kind === undefined ? {} : { kind }), debuggable: app.debuggable };
    this.#facts = await probeAndroid(this.#adb, asked, signal);
    this.abilities = this.#facts.abilities;
    return this.#facts;
  }

  async #install(file: string, signal: AbortSignal): Promise<void> {
    try {
      await this.#mobile('installApp', { appPath: file }, signal, installMs);
    } catch (error) {
      const said = error instanceof DeviceTrouble ? messageOf(error.cause) : '';
      throw /INSTALL_|install/i.test(said) ? installRefusal(said, error) : error;
    }
  }

  /** The app as its icon starts it, with its page in the driver's hands. */
  async #launch(signal: AbortSignal): Promise<void> {
    const until = Date.now() + this.options.readyMs;
    const { activity } = this.options.app;
    if (activity === undefined) await this.#mobile('activateApp', { appId: this.#id }, signal);
    else await this.#mobile('startActivity', { component: this.#component(activity), ...asIcon }, signal);
    this.#pid = await this.#runningPid(signal);
    await this.#attach(signal, until);
    await this.#awaitRuntime(signal, until);
    this.#startUrl ??= await this.#drive(() => this.session.getUrl(), signal);
    this.#isFresh = true;
  }

  #component(activity: string): string {
    return `${this.#id}/${activity}`;
  }

  /** Takes the web view of the app that was just started into the driver's hands. */
  async #attach(signal: AbortSignal, until: number): Promise<void> {
    // The driver goes to no context that it believes to be in.
    await this.#toNative(signal);
    for (;;) {
      try {
        await this.#toPage(signal);
        break;
      } catch (error) {
        if (!(error instanceof DeviceTrouble) || error.kind !== 'lost' || this.#isSessionOver) throw error;
        const mismatch = mismatchIn(error.cause);
        if (mismatch !== undefined) throw mismatch;
        if (Date.now() >= until) throw await this.#whyNoPage(error, signal);
      }
      await pause(lookMs, undefined, { signal });
    }
    await this.#drive(() => this.session.setTimeouts(undefined, this.#limitMs, this.#limitMs), signal);
  }

  /** Why an app that runs shows no page that can be driven. */
  async #whyNoPage(error: DeviceTrouble, signal: AbortSignal): Promise<Error> {
    const { stdout } = await this.#shell('cat /proc/net/unix', signal);
    const { focus } = await screenState(this.#adb, signal);
    const inFront = focus.startsWith(`${this.#id}/`) ? '' : ` In front is: ${focus || 'nothing'}.`;
    const { readyMs } = this.options;
    if (stdout.includes(`webview_devtools_remote_${this.#pid}`) || inFront !== '')
      return new DeviceTrouble(
        'app-never-ready',
        `The app shows no page within ${readyMs} ms.${inFront}`,
        error,
      );
    return new AuditError(
      'webview-not-debuggable',
      'The app has no web view that can be driven from outside.',
      {
        cause: error,
      },
    );
  }

  /** Waits until the page that is loaded has the runtime; in somebody else's app, it is brought there. */
  async #awaitRuntime(signal: AbortSignal, until: number): Promise<void> {
    const { script } = this.options;
    const source = script === undefined ? awaitRuntime : awaitLoaded;
    for (;;) {
      try {
        const leftMs = Math.max(0, Math.min(until - Date.now(), this.#limitMs / 2));
        const told = await this.#run(source, String(leftMs), signal);
        if (told === true) break;
      } catch (error) {
        // The first page may be one that leads to another.
        if (!(error instanceof DeviceTrouble) || error.kind !== 'app-left-page') throw error;
      }
      if (Date.now() >= until)
        throw new DeviceTrouble(
          'app-never-ready',
          `The page was not ready within ${this.options.readyMs} ms.`,
        );
    }
    if (script === undefined) return;
    const text = await readFile(script, 'utf8');
    await this.#run(`${text}\narguments[arguments.length - 1](null);`, '', signal);
  }

  async #run(source: string, argument: string, signal: AbortSignal): Promise<unknown> {
    for (let dialogs = 0; ; dialogs += 1) {
      try {
        return await this.#drive(() => this.session.executeAsyncScript(source, [argument]), signal);
      } catch (error) {
        if (!(error instanceof DeviceTrouble) || error.kind !== 'lost') throw error;
        const cause = messageOf(error.cause);
        if (scriptErrors.test(cause)) return this.#evaluate(source, argument, signal);
        // The driver has dismissed it, and may not have run the script: what it begins, it begins once.
        if (!openDialog.test(cause)) throw error;
        if (dialogs >= mostDialogs)
          throw new DeviceTrouble('app-froze', 'The page opened one dialog after another.', error);
      }
    }
  }

  /**
   * The driver runs a script with the page's own globals, and fails with those that a page has broken. The debugging
   * protocol needs nothing of the page, but does not wait either: null where the script has not answered at once.
   */
  async #evaluate(source: string, argument: string, signal: AbortSignal): Promise<unknown> {
    const expression = `(function () {
      var told = null;
      (function () { ${source} })(${JSON.stringify(argument)}, function (answer) { told = answer; });
      return told;
    })()`;
    const body = JSON.stringify({ cmd: 'Runtime.evaluate', params: { expression, returnByValue: true } });
    const { protocol = 'http', hostname = '127.0.0.1', port, path = '/' } = this.session.options;
    const base = `${protocol}://${hostname}:${port}${path.replace(/\/$/, '')}`;
    const url = `${base}/session/${this.session.sessionId}/goog/cdp/execute`;
    const told = await this.#drive(async () => {
      this.driverCommands += 1;
      const headers = { 'Content-Type': 'application/json' };
      const response = await fetch(url, { method: 'POST', headers, body });
      return (await response.json()) as { value?: { result?: { value?: unknown } } | null };
    }, signal);
    const value = told.value?.result?.value ?? null;
    if (value === null) await pause(lookMs);
    return value;
  }

  async #toPage(signal: AbortSignal): Promise<void> {
    if (this.#inPage) return;
    await this.#drive(
      () => this.session.switchAppiumContext(`WEBVIEW_${this.#id}`),
      signal,
      this.options.readyMs,
    );
    this.#inPage = true;
  }

  async #toNative(signal: AbortSignal): Promise<void> {
    await this.#drive(() => this.session.switchAppiumContext('NATIVE_APP'), signal);
    this.#inPage = false;
  }

  /** A session of its own where the last one is over. */
  async #renew(signal: AbortSignal): Promise<void> {
    if (!this.#isSessionOver) return;
    // A device that is gone would be waited for, for long.
    await this.#shell('true', signal);
    await withinLimit(() => this.session.reloadSession(), {
      signal,
      limitMs: this.options.sessionMs,
      fail: async (why) =>
        why.kind === 'stopped'
          ? stopped(why.cause)
          : new DeviceTrouble(
              'lost',
              'No session with the device came about.',
              'cause' in why ? why.cause : why,
            ),
    });
    this.#isSessionOver = false;
    this.#inPage = false;
  }

  #ended(): void {
    this.#pid = undefined;
    this.#isFresh = false;
    this.#endedBadly = false;
  }

  /** A dialog about an app that has crashed or does not answer lies over everything until it is dismissed. */
  async #dismissSystemDialog(signal: AbortSignal): Promise<void> {
    if (this.#facts !== undefined && !this.#endedBadly) return;
    const { focus } = await screenState(this.#adb, signal);
    if (/^Application (Error|Not Responding)/.test(focus)) await this.#mobile('dismissAlert', {}, signal);
  }

  async #awaitStopped(signal: AbortSignal): Promise<void> {
    const until = Date.now() + backgroundMs;
    while (Date.now() < until) {
      const { stdout } = await this.#shell('dumpsys activity activities', signal);
      const [, record] = stdout.split(new RegExp(`Hist +#\\d+: ActivityRecord\\{\\S+ \\S+ ${this.#id}/`));
      if (record === undefined || /\b(?:mS|s)tate=(STOPPED|DESTROYED)/.test(record.split('Hist ')[0]!))
        return;
      await pause(lookMs, undefined, { signal });
    }
  }

  async #runningPid(signal: AbortSignal): Promise<number | undefined> {
    const { stdout } = await this.#shell(`pidof ${this.#id}`, signal);
    const [pid] = stdout.trim().split(' ');
    return pid === undefined || pid === '' ? undefined : Number(pid);
  }

  /** A command of the driver that is not WebDriver's own; it works in every context. */
  async #mobile(name: string, args: object, signal: AbortSignal, limitMs = this.#limitMs): Promise<unknown> {
    return this.#drive(() => this.session.executeScript(`mobile: ${name}`, [args]), signal, limitMs);
  }

  #shell(command: string, signal: AbortSignal): ReturnType<Adb['shell']> {
    return this.#throughAdb(signal, () => this.#adb.shell(command, signal));
  }

  /** Trouble of adb in the middle of a run: the device is lost, whatever a user can do about it. */
  async #throughAdb<T>(signal: AbortSignal, act: () => Promise<T>): Promise<T> {
    try {
      return await act();
    } catch (error) {
      if (signal.aborted) throw stopped(signal.reason);
      if (!(error instanceof AuditError)) throw error;
      this.#isSessionOver = true;
      throw new DeviceTrouble('lost', error.message, error);
    }
  }

  async #drive<T>(command: () => Promise<T>, signal: AbortSignal, limitMs = this.#limitMs): Promise<T> {
    return withinLimit(command, { signal, limitMs, fail: (why) => this.#fail(why) });
  }

  /** What a failed command means: the app's process is asked for, and ended where nothing else frees the driver. */
  async #fail(why: Failure): Promise<Error> {
    if (why.kind === 'error') return this.#troubleOf(why.cause, why.isEarly);
    await this.#adb.shell(`am force-stop ${this.#id}`).catch(() => undefined);
    this.#endedBadly = true;
    if (why.kind === 'stopped') return stopped(why.cause);
    return new DeviceTrouble(
      'app-froze',
      `The page gave no answer for ${why.limitMs} ms; its app was ended.`,
    );
  }

  async #troubleOf(error: unknown, isEarly: boolean): Promise<DeviceTrouble> {
    if (isSessionOver(error)) {
      this.#isSessionOver = true;
      return new DeviceTrouble('lost', `The session is over: ${messageOf(error).split('\n', 1)[0]}`, error);
    }
    if (this.#pid !== undefined) {
      const limit = AbortSignal.timeout(this.#limitMs);
      try {
        if ((await this.#runningPid(limit)) !== this.#pid) {
          this.#endedBadly = true;
          const stack = await this.#throughAdb(limit, () => this.#log.death(limit));
          const told = stack === undefined ? '.' : `: ${stack}`;
          return new DeviceTrouble('app-died', `The app's process ended by itself${told}`, error);
        }
      } catch (lost) {
        if (lost instanceof DeviceTrouble) return lost;
        throw lost;
      }
    }
    const trouble = pageTrouble(error, isEarly);
    if (trouble.kind === 'app-froze') this.#endedBadly = true;
    return trouble;
  }
}

/** How the launcher starts an app. */
const asIcon = {
  action: 'android.intent.action.MAIN',
  categories: ['android.intent.category.LAUNCHER'],
  flags: '0x10200000',
} as const;

/** Hands true to its last argument when the page has the runtime, false when it is not there in time. */
const awaitRuntime = `
  var done = arguments[arguments.length - 1];
  var until = Date.now() + Number(arguments[0]);
  (function look() {
    if (window.__keystoreAudit !== undefined) done(true);
    else if (Date.now() >= until) done(false);
    else setTimeout(look, 10);
  })();
`;

const awaitLoaded = awaitRuntime.replace(
  'window.__keystoreAudit !== undefined',
  "document.readyState === 'complete'",
);
