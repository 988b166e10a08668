import { mkdtemp, readFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { AuditError } from '../../errors.js';
import type { DataSearch, DeviceFacts, LogSearch } from '../../observations/types.js';
import type { Searcher } from '../../protocol/canary.js';
import type { Ability, AbilityState } from '../../terms.js';
import { freePort } from '../free-port.js';
import { DeviceTrouble, type Device } from '../port.js';
import { capabilitiesOf } from './capabilities.js';
import { searchLines } from './logs.js';
import { endTree, isAlive } from './processes.js';
import { searchFolder } from '../search.js';
import { writtenSince } from './storage.js';

const viaSession = { fidelity: 'genuine', impact: 'harmless', by: 'the Appium session' } as const;

/** What Chromium on this machine can do: all of it is what a user's browser does too. */
export const browserAbilities = {
  'load-page': viaSession,
  'end-app': viaSession,
  'kill-app': { fidelity: 'genuine', impact: 'harmless', by: 'ending the process group' },
  'read-page-storage': viaSession,
  'read-logs': viaSession,
  'read-app-data': { fidelity: 'genuine', impact: 'harmless', by: 'the profile folder on disk' },
} as const satisfies Partial<Record<Ability, AbilityState>>;

/** The commands of a WebDriver session that the adapter needs; WebdriverIO's `browser` has them. */
export interface WebDriverSession {
  sessionId: string;
  readonly capabilities: object;
  navigateTo(url: string): Promise<unknown>;
  executeAsyncScript(script: string, args: string[]): Promise<unknown>;
  deleteSession(): Promise<unknown>;
  getLogs(type: string): Promise<unknown>;
  reloadSession(capabilities: object): Promise<unknown>;
  on(event: 'command', listener: () => void): unknown;
  off(event: 'command', listener: () => void): unknown;
}

export interface BrowserOptions {
  readonly browser: string;
  readonly driver: string;
  /** Where the driver answers, for what a session of WebdriverIO has no command for. */
  readonly driverUrl: string;
  /** Where profiles are made; removed by whoever made it. */
  readonly profiles: string;
  /** Where the fixture is served: on 127.0.0.1, below a random path; or the address of a deployed page. */
  readonly fixtureUrl: string;
  /** For a deployed page: the file whose script makes it a fixture, run after its load. */
  readonly script?: string;
  /** After how long without an answer a page is taken for frozen, in milliseconds. */
  readonly frozenMs: number;
  /** How long a session may take to start, in milliseconds. */
  readonly sessionMs: number;
}

/** After how many dialogs, each dismissed, a page counts as one that never gets on. */
const mostDialogs = 20;

/** How often a page is asked that cannot be waited for, in milliseconds. */
const evaluatedEveryMs = 50;

/** The capabilities of a new session: a free port, and a new profile unless an old one is given. */
export async function newSession(
  { browser, driver, profiles, frozenMs }: BrowserOptions,
  oldProfile?: string,
) {
  const profile = oldProfile ?? (await mkdtemp(path.join(profiles, 'profile-')));
  return capabilitiesOf({ browser, driver, profile, driverPort: await freePort(), limitMs: frozenMs });
}

/** Chromium, driven through Appium's chromium driver. */
export class Browser implements Device {
  readonly abilities = browserAbilities;
  driverCommands = 0;
  frozenMs: number;

  constructor(
    private readonly session: WebDriverSession,
    private readonly options: BrowserOptions,
  ) {
    this.frozenMs = options.frozenMs;
    session.on('command', this.#count);
  }

  readonly #count = (): void => void (this.driverCommands += 1);

  /** The session serves the next run's device: this one no longer counts its commands. */
  close(): void {
    this.session.off('command', this.#count);
  }

  facts(): Promise<DeviceFacts> {
    const { browserName, browserVersion } = this.#told;
    return Promise.resolve({
      id: `chromium-${browserVersion.split('.')[0]}`,
      name: `Chromium ${browserVersion}`,
      kind: 'browser',
      os: os.platform(),
      osVersion: os.release(),
      model: browserName,
      webview: browserVersion,
      abilities: this.abilities,
    });
  }

  async loadPage(origin: string, signal: AbortSignal): Promise<void> {
    const { script } = this.options;
    if (script !== undefined) return this.#loadDeployed(script, signal);
    const url = new URL(this.options.fixtureUrl);
    // Chromium takes every name below "localhost" for this machine, and each for an origin of its own.
    if (origin !== '') url.hostname = `${origin}.localhost`;
    url.searchParams.set('page', Math.random().toString(36).slice(2));
    await this.#drive(() => this.session.navigateTo(url.href), signal);
  }

  /** A deployed page is loaded as it is: it has one origin, and its own parameters. */
  async #loadDeployed(script: string, signal: AbortSignal): Promise<void> {
    const { fixtureUrl } = this.options;
    // With a fragment, going where the browser is would load nothing.
    const stops = fixtureUrl.includes('#') ? ['about:blank', fixtureUrl] : [fixtureUrl];
    try {
      for (const stop of stops) await this.#drive(() => this.session.navigateTo(stop), signal);
    } catch (error) {
      const [code] = /net::ERR_\w+/.exec((error as Error).message) ?? [];
      if (code === undefined) throw error;
      throw new AuditError('page-unreachable', `${fixtureUrl} cannot be loaded: ${code}.`, { cause: error });
    }
    const source = `${await readFile(script, 'utf8')}\narguments[arguments.length - 1](null);`;
    await this.#drive(() => this.session.executeAsyncScript(source, []), signal);
  }

  async script(source: string, argument: string, signal: AbortSignal): Promise<unknown> {
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
    const url = `${this.options.driverUrl}/session/${this.session.sessionId}/goog/cdp/execute`;
    const told = await this.#drive(async () => {
      this.driverCommands += 1;
      const headers = { 'Content-Type': 'application/json' };
      const response = await fetch(url, { method: 'POST', headers, body });
      return (await response.json()) as { value?: { result?: { value?: unknown } } | null };
    }, signal);
    const value = told.value?.result?.value ?? null;
    if (value === null) await pause(evaluatedEveryMs);
    return value;
  }

  async endApp(signal: AbortSignal): Promise<void> {
    const { processId } = this.#told;
    await this.#drive(() => this.session.deleteSession(), signal);
    // WebdriverIO would end it a second time.
    this.session.sessionId = '';
    // The driver asks the browser to close; it is over when its process is.
    if (processId !== undefined && isAlive(processId)) await endTree(processId);
  }

  async killApp(signal: AbortSignal): Promise<void> {
    await this.kill();
    // The driver only has its own state to clear away; a browser that is gone is no trouble here.
    await this.#drive(() => this.session.deleteSession().catch(() => undefined), signal);
    this.session.sessionId = '';
  }

  async startApp(signal: AbortSignal): Promise<void> {
    if (this.session.sessionId) return;
    await this.#start(signal, this.#told.profile);
  }

  async startFresh(signal: AbortSignal): Promise<void> {
    await this.kill();
    await this.#start(signal);
  }

  /** Ends the browser's processes at once, whatever they are doing. */
  async kill(): Promise<void> {
    const { processId } = this.#told;
    if (processId !== undefined && isAlive(processId)) await endTree(processId);
  }

  async searchAppData(as: string, sought: Searcher, signal: AbortSignal): Promise<DataSearch> {
    return searchFolder(as, this.#told.profile, 'the browser profile', sought, signal);
  }

  awaitWrite(since: number, limitMs: number, signal: AbortSignal): Promise<boolean> {
    return writtenSince(this.#told.profile, since, limitMs, signal);
  }

  async searchLogs(as: string, sought: Searcher, signal: AbortSignal): Promise<LogSearch> {
    const lines = await this.#drive(() => this.session.getLogs('browser'), signal);
    return searchLines(as, 'the browser’s console', lines, sought);
  }

  async #start(signal: AbortSignal, profile?: string): Promise<void> {
    const wanted = await newSession({ ...this.options, frozenMs: this.frozenMs }, profile);
    // Not a page's work, and slow on a busy machine.
    await this.#drive(() => this.session.reloadSession(wanted), signal, this.options.sessionMs);
  }

  /** What the driver told of the session when it began. */
  get #told(): { browserName: string; browserVersion: string; processId?: number; profile: string } {
    const told = this.session.capabilities as {
      browserName?: string;
      browserVersion?: string;
      'goog:processID'?: number;
      chrome?: { userDataDir?: string };
    };
    const processId = told['goog:processID'];
    return {
      browserName: told.browserName ?? 'chromium',
      browserVersion: told.browserVersion ?? 'unknown',
      profile: told.chrome?.userDataDir ?? '',
      ...(processId === undefined ? {} : { processId }),
    };
  }

  /** Sends one command. When the signal fires first, the browser is ended: nothing else frees a hung command. */
  async #drive<T>(command: () => Promise<T>, signal: AbortSignal, limitMs = this.frozenMs): Promise<T> {
    signal.throwIfAborted();
    // The driver has the same limit for a page that is merely slow: it comes first.
    const limit = AbortSignal.any([signal, AbortSignal.timeout(limitMs + 2000)]);
    let release = (): void => undefined;
    const aborted = new Promise<never>((_resolve, reject) => {
      const giveUp = (): void => reject(limit.reason as Error);
      limit.addEventListener('abort', giveUp, { once: true });
      release = () => limit.removeEventListener('abort', giveUp);
    });
    const began = performance.now();
    const answer = command();
    try {
      return await Promise.race([answer, aborted]);
    } catch (error) {
      if (limit.aborted) {
        answer.catch(() => undefined);
        await this.kill();
        throw signal.aborted
          ? new DeviceTrouble('stopped', 'The harness stopped waiting.', signal.reason)
          : new DeviceTrouble(
              'app-froze',
              `The page gave no answer for ${limitMs} ms; its browser was ended.`,
              error,
            );
      }
      throw this.#troubleOf(error, performance.now() - began < limitMs / 2);
    } finally {
      release();
    }
  }

  /** `isEarly`: long before the command's time was over. */
  #troubleOf(error: unknown, isEarly: boolean): DeviceTrouble {
    const message = messageOf(error);
    const { processId } = this.#told;
    if (/ECONNREFUSED|ECONNRESET|socket|fetch failed|Request failed with error code/i.test(message)) {
      return new DeviceTrouble('lost', `Appium no longer answers: ${firstLine(message)}`, error);
    }
    if (processId !== undefined && !isAlive(processId)) {
      return new DeviceTrouble('app-died', 'The browser process ended by itself.', error);
    }
    if (/tab crashed|page crash|not connected to DevTools|target closed|web view not found/i.test(message)) {
      return new DeviceTrouble('app-died', `The page's process ended: ${firstLine(message)}`, error);
    }
    // ChromeDriver 156 says at once that a script's time is over when the page that ran it is left.
    const isLeft = isEarly && /script timeout/i.test(message);
    if (isLeft || /unloaded|aborted by navigation|navigated or closed|frame was detached/i.test(message)) {
      return new DeviceTrouble('app-left-page', 'The page was left or loaded again.', error);
    }
    if (/timeout: Timed out receiving message from renderer|script timeout|page load/i.test(message)) {
      return new DeviceTrouble('app-froze', `The page gave no answer: ${firstLine(message)}`, error);
    }
    // What these go on to say is the page's text.
    if (scriptErrors.test(message))
      return new DeviceTrouble(
        'lost',
        'The driver’s script failed: the page has broken what it uses.',
        error,
      );
    if (openDialog.test(message))
      return new DeviceTrouble('lost', 'A dialog of the page stopped the driver.', error);
    return new DeviceTrouble('lost', firstLine(message), error);
  }
}

/** How the driver says that what it runs in the page went wrong there. */
const scriptErrors = /javascript error:|Runtime\.callFunctionOn result/;
const openDialog = /unexpected alert open/;

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? '';
}
