import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { givesFinding, judge } from '../src/audits/judge.js';
import { registeredAudits } from '../src/audits/registry.js';
import { evidenceOf } from '../src/cli/judging.js';
import { knownScenarios } from '../src/cli/scenarios.js';
import { browserAbilities } from '../src/devices/browser/browser.js';
import { searchLines } from '../src/devices/browser/logs.js';
import { DeviceTrouble, type Device } from '../src/devices/port.js';
import { bundleRuntime } from '../src/fixture/build/runtime.js';
import { collectScenario, type RegisteredScenario } from '../src/harness/scenario.js';
import type { Context } from '../src/harness/context.js';
import { readObservations } from '../src/observations/files.js';
import { listBindings } from '../src/plugins/bindings.js';
import { haystack, search, type Searcher } from '../src/protocol/canary.js';
import type { Plan } from '../src/run/plan.js';
import { operations } from '../src/terms.js';
import { base, type PlantedFault } from './plugins.js';

/**
 * A page without a browser: the real runtime, binding, API, scenarios and audits around a store in memory, all in this
 * process. It tells in a second what a browser tells in ten, and stands in for one only where hundreds of generated
 * faults are tried. What it lets pass is tried in a browser.
 */

/** In milliseconds. Everything is in memory: what has not answered by then never does. */
const limits = {
  readyMs: 5000,
  callMs: 400,
  watchMs: 1000,
  scenarioMs: 60_000,
  sessionMs: 60_000,
  frozenMs: 20_000,
  writeMs: 100,
};

/** How many are audited side by side: most of the time is spent waiting for second answers. */
const sideBySide = 12;

/** Ids of the audits that notice each fault, in a page without a browser. */
export async function auditInModel(
  faults: readonly PlantedFault[],
  tell: (done: number) => void = () => undefined,
): Promise<Map<string, string[]>> {
  const { folder: bindingFolder } = listBindings().find(({ id }) => id === 'cordova-secure-storage')!;
  const runtime = await bundleRuntime({ bindingFolder, family: 'cordova' });
  const noticed = new Map<string, string[]>();
  const waiting = [...faults];
  // What a fault throws where nobody waits for it ends no page, and must not end this process.
  const ignore = (): void => undefined;
  process.on('unhandledRejection', ignore);
  try {
    await Promise.all(
      Array.from({ length: sideBySide }, async () => {
        for (let fault = waiting.shift(); fault !== undefined; fault = waiting.shift()) {
          noticed.set(fault.id, await auditOne(fault, runtime));
          tell(noticed.size);
        }
      }),
    );
  } finally {
    process.off('unhandledRejection', ignore);
  }
  return noticed;
}

async function auditOne(fault: PlantedFault, runtime: string): Promise<string[]> {
  const [audits, scenarios] = await Promise.all([registeredAudits(), knownScenarios()]);
  const playable = scenarios.filter(({ abilities }) => abilities.every((each) => each in browserAbilities));
  const plan = planOf(playable);
  const folder = mkdtempSync(path.join(os.tmpdir(), 'faults-model-'));
  const context: Context = {
    device: new ModelDevice(fault, runtime),
    plan: { ...plan, operations },
    folder,
    confirm: (observation) =>
      givesFinding(audits, evidenceOf(plan, new Map([[observation.scenario, observation]]), undefined)),
  };
  try {
    for (const { name, steps } of playable)
      await collectScenario(context, name, steps).catch(() => undefined);
    const observations = await readObservations(folder);
    // What stops every page stops it for a reason of the model's: that must not look like "nothing noticed".
    const attempts = [...observations.values()].flatMap((each) => each.attempts);
    if (attempts.every(({ status }) => status === 'session-lost'))
      throw new Error(`Nothing can be played with ${fault.id}: ${attempts[0]?.problems[0]?.message}`);
    return judge(audits, evidenceOf(plan, observations, undefined))
      .filter(({ outcome }) => outcome === 'fail')
      .map(({ id }) => id);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function planOf(scenarios: readonly RegisteredScenario[]): Plan {
  return {
    schema: 'keystore-audit/plan@1',
    runId: 'model',
    target: 'web',
    plugin: { name: 'fault', version: '1.0.0', source: 'fault', family: 'cordova', integrity: '' },
    binding: {
      id: 'cordova-secure-storage',
      folder: '',
      operations: [...operations],
      lacks: [],
      asksFor: [],
    },
    contract: { id: 'baseline', version: '1.0.0' },
    fixture: { folder: '', digest: '', variant: 'web' },
    device: { kind: 'browser', browser: '', driver: '', version: '' },
    disposable: false,
    audits: 'all',
    overrides: [],
    scenarios: scenarios.map(({ name }) => name),
    leftOut: {},
    repeat: 1,
    key: '00112233445566778899aabbccddeeff',
    seed: 'model',
    limits,
  };
}

/** What an origin keeps: sealed entries, which no search can read, and what lies open. */
class Origin {
  readonly entries = new Map<string, string>();
  readonly local = new ModelStorage();
  cookie = '';
}

class ModelStorage {
  readonly #items = new Map<string, string>();
  get length(): number {
    return this.#items.size;
  }
  key(index: number): string | null {
    return [...this.#items.keys()][index] ?? null;
  }
  getItem(name: string): string | null {
    return this.#items.get(name) ?? null;
  }
  setItem(name: string, value: unknown): void {
    this.#items.set(String(name), String(value));
  }
  removeItem(name: string): void {
    this.#items.delete(name);
  }
}

class ModelDevice implements Device {
  readonly abilities = browserAbilities;
  driverCommands = 0;
  frozenMs = limits.frozenMs;
  #origins = new Map<string, Origin>();
  #window: { __keystoreAudit?: unknown; left?: boolean } | undefined;
  #log: { message: string; source: string }[] = [];

  constructor(
    private readonly fault: PlantedFault,
    private readonly runtime: string,
  ) {}

  facts(): Promise<never> {
    return Promise.reject(new Error('A page without a browser has no facts.'));
  }

  async loadPage(name: string): Promise<void> {
    const origin = this.#origins.get(name) ?? new Origin();
    this.#origins.set(name, origin);
    this.#window = openPage(this.fault, this.runtime, origin, (message) =>
      this.#log.push({ message, source: 'console-api' }),
    );
  }

  script(source: string, argument: string): Promise<unknown> {
    const window = this.#window;
    const gone = (): DeviceTrouble => new DeviceTrouble('app-left-page', 'The page was left.');
    return new Promise((resolve, reject) => {
      const watch = setInterval(() => {
        if (window?.left !== true) return;
        clearInterval(watch);
        reject(gone());
      }, 20);
      const done = (value: unknown): void => {
        clearInterval(watch);
        if (window?.left === true) reject(gone());
        else resolve(value);
      };
      new Function('window', 'argument', `(function () {${source}})(argument, arguments[2]);`)(
        window,
        argument,
        done,
      );
    });
  }

  async endApp(): Promise<void> {
    this.#window = undefined;
  }

  async killApp(): Promise<void> {
    this.#window = undefined;
  }

  async startApp(): Promise<void> {}

  async startFresh(): Promise<void> {
    this.#origins = new Map();
  }

  async searchAppData(as: string, sought: Searcher) {
    const open = [...this.#origins.values()].flatMap(({ local, cookie }) => [
      cookie,
      ...Array.from({ length: local.length }, (_, at) => local.getItem(local.key(at)!)!),
    ]);
    const found = open.flatMap((text) => search(haystack(text), sought));
    return {
      as,
      root: 'the model',
      files: open.length,
      bytes: 0,
      unreadable: [],
      found: found.map((trace) => ({ ...trace, path: 'open' })),
    };
  }

  async awaitWrite(): Promise<boolean> {
    return true;
  }

  async searchLogs(as: string, sought: Searcher) {
    return searchLines(as, 'the model’s console', this.#log.splice(0), sought);
  }
}

/** Makes a window, and runs in it what a fixture's page runs. */
function openPage(fault: PlantedFault, runtime: string, origin: Origin, log: (line: string) => void) {
  const listeners = new Map<string, ((event: object) => void)[]>();
  const tell = (kind: string, event: object): void => listeners.get(kind)?.forEach((each) => each(event));
  const target = {
    addEventListener: (kind: string, listener: (event: object) => void) =>
      listeners.set(kind, [...(listeners.get(kind) ?? []), listener]),
  };
  const print = (...parts: unknown[]): void => log(parts.map(String).join(' '));
  const window = {
    ...target,
    left: false,
    name: '',
    performance,
    prompt: () => null,
    console: { log: print, debug: print, info: print, warn: print, error: print },
    localStorage: origin.local,
    sessionStorage: new ModelStorage(),
    location: { href: 'http://model/', reload: () => (window.left = true) },
    history: { state: null as unknown, replaceState: (state: unknown) => (window.history.state = state) },
    document: {
      ...target,
      title: '',
      get cookie() {
        return origin.cookie;
      },
      set cookie(cookie: string) {
        origin.cookie = cookie.split(';')[0]!;
      },
      createElement: () => {
        throw new Error('A page without a browser has no frames.');
      },
    },
    setTimeout: (work: (...args: unknown[]) => void, ms: number, ...args: unknown[]) =>
      setTimeout(() => {
        try {
          work(...args);
        } catch (thrown) {
          tell('error', { message: String(thrown) });
        }
      }, ms),
    cordova: { plugins: {} as Record<string, unknown> },
  };
  const globals = {
    window,
    document: window.document,
    location: window.location,
    history: window.history,
    console: window.console,
    localStorage: window.localStorage,
    sessionStorage: window.sessionStorage,
    setTimeout: window.setTimeout,
    Storage: ModelStorage,
    navigator: { storage: { getDirectory: () => Promise.resolve({ entries: async function* () {} }) } },
  };
  const run = (text: string): { exports: unknown } => {
    const module: { exports: unknown } = { exports: {} };
    new Function(...Object.keys(globals), 'module', 'exports', text)(
      ...Object.values(globals),
      module,
      module.exports,
    );
    return module;
  };
  run(runtime);
  type Api = (store: object) => unknown;
  const planted = run(fault.script).exports as { store?: (store: object) => void; api?: Api };
  const store = modelStore(origin);
  planted.store?.(store);
  const api = (run(base('api')).exports as Api)(store);
  window.cordova.plugins['SecureStorage'] = planted.api?.(api as object) ?? api;
  tell('deviceready', {});
  return window as typeof window & { __keystoreAudit?: unknown };
}

/** The operations of web/base/store.js, in memory. */
function modelStore({ entries }: Origin) {
  const place = (store: string, key: string): string => JSON.stringify([store, key]);
  const keysOf = (store: string): string[] =>
    [...entries.keys()]
      .map((each) => JSON.parse(each) as [string, string])
      .filter(([name]) => name === store)
      .map(([, key]) => key);
  return {
    async set(store: string, key: string, value: string): Promise<void> {
      await turn();
      entries.set(place(store, key), value);
    },
    async get(store: string, key: string): Promise<string | undefined> {
      await turn();
      return entries.get(place(store, key));
    },
    async remove(store: string, key: string): Promise<void> {
      await turn();
      entries.delete(place(store, key));
    },
    async keys(store: string): Promise<string[]> {
      await turn();
      return keysOf(store);
    },
    async clear(store: string): Promise<void> {
      await turn();
      for (const key of keysOf(store)) entries.delete(place(store, key));
    },
  };
}
