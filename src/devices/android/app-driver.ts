import { readFile } from 'node:fs/promises';
import { AuditError } from '../../errors.js';
import { DeviceTrouble } from '../port.js';
import { Adb, type Ran } from './adb.js';
import {
  firstLine,
  messageOf,
  rest,
  stopped,
  Turns,
  withinLimit,
  type AndroidWebDriver,
  type Failure,
} from './driving.js';
import { installRefusal } from './install.js';
import { AppLog } from './logs.js';
import type { AndroidOptions } from './options.js';
import { middleOf, nodesIn } from './prompts.js';
import { screenState } from './screen.js';
import type { DeviceShell } from './shell.js';
import { isSessionOver, mismatchIn, openDialog, pageTrouble, scriptErrors } from './trouble.js';

/** After how many dialogs, each dismissed, a page counts as one that never gets on. */
const mostDialogs = 20;

/** How often a page is asked that cannot be waited for, and a web view that is not there yet, in milliseconds. */
const lookMs = 50;

/** How long the driver may take for what is no page's work, in milliseconds. */
const commandMs = 60_000;

/** How long ending an app may take that does not answer, in milliseconds. */
const endMs = 5000;

/** How long installing or removing an app may take, in milliseconds. */
const installMs = 180_000;

/** How an app is started. */
type DrivenApp = Pick<AndroidOptions['app'], 'packageId' | 'activity'>;

/** The app on the device and the session that drives it: starts, commands, and whose fault it is when one fails. */
export class AppDriver {
  commands = 0;
  readonly device: DeviceShell;
  readonly log: AppLog;
  /** The limit that the driver is told for scripts and loads from the app's next start on, in milliseconds. */
  limitMs: number;
  readonly #turns = new Turns();
  #startUrl: string | undefined;
  /** The process of the app, while it runs. */
  #pid: number | undefined;
  /** What the driver's commands go to; whoever used the session before has left it anywhere. */
  #context: 'page' | 'native' | 'unknown' = 'unknown';
  #isSessionOver = false;
  #app: DrivenApp;
  /** Whether the system may show a dialog about the app's end. */
  #endedBadly = false;

  constructor(
    private readonly session: AndroidWebDriver,
    private readonly options: AndroidOptions,
  ) {
    const { device, app, frozenMs } = options;
    this.device = device;
    this.log = new AppLog(device, app.packageId);
    this.#app = app;
    this.#startUrl = app.startUrl;
    this.limitMs = frozenMs;
    session.on('command', this.#count);
  }

  readonly #count = (): void => void (this.commands += 1);

  close(): void {
    this.session.off('command', this.#count);
  }

  /** adb of this machine: what needs it is no ability of a device that is reached otherwise. */
  get adb(): Adb {
    if (this.device instanceof Adb) return this.device;
    throw new Error('The device is not reached by adb.');
  }

  get id(): string {
    return this.#app.packageId;
  }

  /** Every command goes to this app from now on; the one before it is ended. */
  async drive(app: DrivenApp, signal: AbortSignal): Promise<void> {
    await this.shell(`am force-stop ${this.id}`, signal);
    this.ended();
    this.#app = app;
  }

  get isRunning(): boolean {
    return this.#pid !== undefined;
  }

  /** Starts the app as its icon does, and takes its page into the driver's hands. */
  async launch(signal: AbortSignal): Promise<void> {
    await this.renew(signal);
    await this.#turns.take(signal, async () => {
      const until = Date.now() + this.options.readyMs;
      // The driver goes to no context that it believes to be in; it is left while no web view delays that.
      await this.#toNative(signal);
      await this.bringToFront(signal);
      this.#pid = await this.#awaitWebView(signal, until);
      await this.#attach(signal, until);
      await this.#awaitRuntime(signal, until);
      this.#startUrl ??= await this.#ofPage(() => this.session.getUrl(), signal);
    });
  }

  /** The app's activity is started, or comes to the front with what it shows. */
  async bringToFront(signal: AbortSignal): Promise<void> {
    const { activity } = this.#app;
    if (activity === undefined) await this.mobile('activateApp', { appId: this.id }, signal);
    else await this.mobile('startActivity', { component: `${this.id}/${activity}`, ...asIcon }, signal);
  }

  /** Loads the app's page anew. */
  async load(signal: AbortSignal): Promise<void> {
    await this.#turns.take(signal, async () => {
      await this.#toPage(signal);
      await this.#ofPage(() => this.session.navigateTo(this.#startUrl!), signal);
      await this.#awaitRuntime(signal, Date.now() + this.options.readyMs);
    });
  }

  /** Runs a script in the page and gives what it hands to its last argument. */
  run(source: string, argument: string, signal: AbortSignal): Promise<unknown> {
    return this.#turns.take(signal, async () => {
      await this.#toPage(signal);
      return this.#script(source, argument, signal);
    });
  }

  /** What is on the screen, as accessibility sees it, in XML. */
  async source(signal: AbortSignal): Promise<string> {
    await this.renew(signal);
    return this.#turns.take(signal, async () => {
      await this.#toNative(signal);
      return this.#ofDevice(() => this.session.getPageSource(), signal);
    });
  }

  /** A command of the driver that is not WebDriver's own; it works in every context. */
  async mobile(name: string, args: object, signal: AbortSignal, limitMs = commandMs): Promise<unknown> {
    await this.renew(signal);
    return this.#ofDevice(() => this.session.executeScript(`mobile: ${name}`, [args]), signal, limitMs);
  }

  /**
   * Installs an APK over the app that is there; it does not run afterwards.
   * @throws AuditError app-install-failed
   */
  async install(file: string, signal: AbortSignal): Promise<void> {
    this.ended();
    if (this.device.way === 'session') {
      // The server may stand where our files are not.
      const { stdout, stderr } = await this.throughShell(signal, () => this.device.install(file, signal));
      if (!/^Success/m.test(stdout)) throw installRefusal(`${stdout}${stderr}`);
      return;
    }
    try {
      await this.mobile('installApp', { appPath: file }, signal, installMs);
    } catch (error) {
      const said = error instanceof DeviceTrouble ? messageOf(error.cause) : '';
      throw /INSTALL_|install/i.test(said) ? installRefusal(said, error) : error;
    }
  }

  /** Removes the app with its data, if it is there. */
  async remove(signal: AbortSignal): Promise<void> {
    this.ended();
    await this.mobile('removeApp', { appId: this.id }, signal, installMs);
  }

  shell(command: string, signal: AbortSignal, limitMs?: number): Promise<Ran> {
    return this.throughShell(signal, () => this.device.shell(command, signal, limitMs));
  }

  /** Trouble of the shell in the middle of a run: the device is lost, whatever a user can do about it. */
  async throughShell<T>(signal: AbortSignal, act: () => Promise<T>): Promise<T> {
    try {
      return await act();
    } catch (error) {
      if (signal.aborted) throw stopped(signal.reason);
      if (!(error instanceof AuditError)) throw error;
      if (error.code !== 'device-locked') this.#isSessionOver = true;
      throw new DeviceTrouble('lost', error.message, error);
    }
  }

  /** Sends one command that the page answers. */
  #ofPage<T>(command: () => Promise<T>, signal: AbortSignal, limitMs = this.limitMs): Promise<T> {
    return withinLimit(command, { signal, limitMs, fail: (why) => this.#fail(why, 'page') });
  }

  /** Sends one command that the device answers, whatever the page does. */
  #ofDevice<T>(command: () => Promise<T>, signal: AbortSignal, limitMs = commandMs): Promise<T> {
    return withinLimit(command, { signal, limitMs, fail: (why) => this.#fail(why, 'device') });
  }

  /** A session of its own where the last one is over. */
  async renew(signal: AbortSignal): Promise<void> {
    if (!this.#isSessionOver) return;
    // A device that is gone would be waited for, for long.
    if (this.device.way === 'adb') await this.shell('true', signal);
    await withinLimit(() => this.session.reloadSession(), {
      signal,
      limitMs: this.options.sessionMs,
      fail: (why) =>
        Promise.resolve(
          why.kind === 'stopped'
            ? stopped(why.cause)
            : new DeviceTrouble('lost', 'No session with the device came about.', why),
        ),
    });
    this.#isSessionOver = false;
    this.#context = 'unknown';
    // A shell of the session tells whether it is the same device.
    if (this.device.way === 'session') await this.shell('true', signal);
  }

  /** The session does not outlive what was done: the next start begins another. */
  sessionEnded(): void {
    this.#isSessionOver = true;
    this.ended();
  }

  /** The app's process was ended. */
  ended(): void {
    this.#pid = undefined;
  }

  /** Throws where the process of the app is no longer the one that was started. */
  async checkAlive(signal: AbortSignal): Promise<void> {
    if (this.#pid === undefined || (await this.#runningPid(signal)) === this.#pid) return;
    throw await this.#death(signal);
  }

  /** A dialog about an app that has crashed or does not answer lies over everything until it is dismissed. */
  async dismissSystemDialog(signal: AbortSignal, when: 'ever' | 'after trouble'): Promise<void> {
    if (when === 'after trouble' && !this.#endedBadly) return;
    const { focus } = await this.throughShell(signal, () => screenState(this.device, signal));
    this.#endedBadly = false;
    const [, kind, owner] = aboutAnApp.exec(focus) ?? [];
    if (kind === undefined) return;
    // Somebody else's app that does not answer is left alone.
    const wanted = kind === 'Not Responding' && owner !== this.id ? 'aerr_wait' : 'aerr_close';
    const button = nodesIn(await this.source(signal)).find(({ name }) => name === wanted);
    if (button !== undefined) await this.mobile('clickGesture', middleOf(button.area), signal);
  }

  /** Waits until the app's process offers its web view to drivers. Gives the process. */
  async #awaitWebView(signal: AbortSignal, until: number): Promise<number> {
    for (;;) {
      const { stdout } = await this.shell(`pidof ${this.id}; cat /proc/net/unix`, signal);
      const [, pid] = /^(\d+)/.exec(stdout) ?? [];
      if (pid !== undefined && stdout.includes(`webview_devtools_remote_${pid}`)) return Number(pid);
      if (Date.now() >= until) throw await this.#whyNoPage(pid, signal);
      await rest(lookMs, signal);
    }
  }

  /** Why the app offers nothing that can be driven. */
  async #whyNoPage(pid: string | undefined, signal: AbortSignal): Promise<Error> {
    if (pid === undefined) return this.#death(signal);
    const { focus } = await this.throughShell(signal, () => screenState(this.device, signal));
    if (!focus.startsWith(`${this.id}/`))
      return new DeviceTrouble(
        'app-never-ready',
        `The app shows no page; in front is: ${focus || 'nothing'}.`,
      );
    return new AuditError(
      'webview-not-debuggable',
      'The app has no web view that can be driven from outside.',
    );
  }

  /** Takes the web view of the app that was just started into the driver's hands. */
  async #attach(signal: AbortSignal, until: number): Promise<void> {
    for (;;) {
      try {
        await this.#toPage(signal);
        break;
      } catch (error) {
        if (!(error instanceof DeviceTrouble) || error.kind !== 'lost' || this.#isSessionOver) throw error;
        const mismatch = mismatchIn(error.cause);
        if (mismatch !== undefined) throw mismatch;
        if (Date.now() >= until) throw new DeviceTrouble('app-never-ready', 'The app shows no page.', error);
      }
      await rest(lookMs, signal);
    }
    await this.#ofPage(() => this.session.setTimeouts(undefined, this.limitMs, this.limitMs), signal);
  }

  /** Waits until the page that is loaded has the runtime; into somebody else's app, it is brought. */
  async #awaitRuntime(signal: AbortSignal, until: number): Promise<void> {
    const { script, readyMs } = this.options;
    const source = waitFor(script === undefined ? hasRuntime : isLoaded);
    for (;;) {
      try {
        const leftMs = Math.max(0, Math.min(until - Date.now(), this.limitMs / 2));
        if ((await this.#script(source, String(leftMs), signal)) === true) break;
      } catch (error) {
        // The first page may be one that leads to another.
        if (!(error instanceof DeviceTrouble) || error.kind !== 'app-left-page') throw error;
      }
      if (Date.now() >= until)
        throw new DeviceTrouble('app-never-ready', `The page was not ready within ${readyMs} ms.`);
    }
    if (script === undefined) return;
    const text = await readFile(script, 'utf8');
    await this.#script(`${text}\narguments[arguments.length - 1](null);`, '', signal);
  }

  async #script(source: string, argument: string, signal: AbortSignal): Promise<unknown> {
    for (let dialogs = 0; ; dialogs += 1) {
      try {
        return await this.#ofPage(() => this.session.executeAsyncScript(source, [argument]), signal);
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
    const told = await this.#ofPage(async () => {
      this.commands += 1;
      const headers = { ...this.session.options.headers, 'Content-Type': 'application/json' };
      const response = await fetch(url, { method: 'POST', headers, body });
      return (await response.json()) as { value?: { result?: { value?: unknown } } | null };
    }, signal);
    const value = told.value?.result?.value ?? null;
    if (value === null) await rest(lookMs, signal);
    return value;
  }

  async #toPage(signal: AbortSignal): Promise<void> {
    if (this.#context === 'page') return;
    const { readyMs } = this.options;
    await this.#ofPage(() => this.session.switchAppiumContext(`WEBVIEW_${this.id}`), signal, readyMs);
    this.#context = 'page';
  }

  async #toNative(signal: AbortSignal): Promise<void> {
    if (this.#context === 'native') return;
    await this.#ofDevice(() => this.session.switchAppiumContext('NATIVE_APP'), signal);
    this.#context = 'native';
  }

  async #runningPid(signal: AbortSignal): Promise<number | undefined> {
    const { stdout } = await this.shell(`pidof ${this.id}`, signal);
    const [pid] = /\d+/.exec(stdout) ?? [];
    return pid === undefined ? undefined : Number(pid);
  }

  /** What a failed command means: the app's process is asked for, and ended where nothing else frees the driver. */
  async #fail(why: Failure, answers: 'page' | 'device'): Promise<Error> {
    if (why.kind === 'error') return this.#troubleOf(why.cause, why.isEarly);
    await this.#endFrozen();
    if (why.kind === 'stopped') return stopped(why.cause);
    if (answers === 'device') {
      this.#isSessionOver = true;
      return new DeviceTrouble('lost', `The driver gave no answer for ${why.limitMs} ms.`);
    }
    return new DeviceTrouble(
      'app-froze',
      `The page gave no answer for ${why.limitMs} ms; its app was ended.`,
    );
  }

  async #troubleOf(error: unknown, isEarly: boolean): Promise<DeviceTrouble> {
    if (isSessionOver(error)) {
      this.#isSessionOver = true;
      return new DeviceTrouble('lost', `The session is over: ${firstLine(messageOf(error))}`, error);
    }
    try {
      await this.checkAlive(AbortSignal.timeout(this.limitMs));
    } catch (died) {
      if (died instanceof DeviceTrouble) return new DeviceTrouble(died.kind, died.message, error);
      throw died;
    }
    const trouble = pageTrouble(error, isEarly);
    if (trouble.kind === 'app-froze') await this.#endFrozen();
    return trouble;
  }

  /** A page in an endless loop frees neither the driver nor the screen: only the end of its process does. */
  async #endFrozen(): Promise<void> {
    this.#endedBadly = true;
    this.ended();
    const limit = AbortSignal.timeout(endMs);
    await this.device.shell(`am force-stop ${this.id}`, limit).catch(() => undefined);
  }

  async #death(signal: AbortSignal): Promise<DeviceTrouble> {
    this.#endedBadly = true;
    this.ended();
    const stack = await this.throughShell(signal, () => this.log.death(signal));
    return new DeviceTrouble(
      'app-died',
      `The app's process ended by itself${stack === undefined ? '.' : `: ${stack}`}`,
    );
  }
}

/** Windows in which the system tells of an app's end. */
const aboutAnApp = /^Application (Error|Not Responding): ?(.*)/;

/** How the launcher starts an app. */
const asIcon = {
  action: 'android.intent.action.MAIN',
  categories: ['android.intent.category.LAUNCHER'],
  flags: '0x10200000',
} as const;

const hasRuntime = 'window.__keystoreAudit !== undefined';
const isLoaded = "document.readyState === 'complete'";

/** A script that hands true to its last argument when something holds of the page, false when it does not in time. */
function waitFor(condition: string): string {
  return `
    var done = arguments[arguments.length - 1];
    var until = Date.now() + Number(arguments[0]);
    (function look() {
      if (${condition}) done(true);
      else if (Date.now() >= until) done(false);
      else setTimeout(look, 10);
    })();
  `;
}
