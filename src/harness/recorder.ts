import { DeviceTrouble, type Device } from '../devices/port.js';
import { AuditError } from '../errors.js';
import type { AppEvent, Attempt, DataSearch, DeviceAct } from '../observations/types.js';
import { needles, searcher } from '../protocol/canary.js';
import type { PageEvent, PageLimits, Step, StepAnswers, StepList, ValueRef } from '../protocol/steps.js';
import { digest, hardStrings } from '../protocol/wire.js';
import { withoutSecrets } from '../protocol/withhold.js';
import type { Ability, Notion, Operation, Problem } from '../terms.js';
import type { ScenarioPlan } from './context.js';
import { mobileActor, mobileOf, type Changes, type MobileActor, type Whereabouts } from './mobile.js';
import { firstOfNames, nameNeedles } from './names.js';
import { wordsOf } from './story.js';
import { beginInWebview, runInWebview } from './webview.js';

/** What a scenario can do. It records everything and decides nothing. */
export interface Actor extends MobileActor {
  /** A store name that nothing has used before. */
  store(name: string): FreshName;
  /** A key that nothing has used before, long enough to be known again in a file. */
  key(name: string): FreshName;
  /** Secret-like random text; the same number is the same text within one attempt. */
  secret(number: number): ValueRef;
  /** Whether the plugin has an operation: a scenario leaves the others out. */
  has(operation: Operation): boolean;
  /** Whether the plugin tells secrets apart by keys, or by stores: one without keys has a single secret. */
  tellsApartBy(notion: Notion): boolean;
  /** Runs steps in the page: the first list of a scenario in a fresh one, a further one in the same. */
  page(...steps: Step[]): Promise<void>;
  /**
   * Begins steps in the page while another app is in front, and comes back to it: what has not answered by then is
   * waited for afterwards.
   */
  pageInBackground(...steps: Step[]): Promise<void>;
  /** Ends the app in the ordinary way, so that everything is on disk. */
  endApp(): Promise<void>;
  /** Ends the app at once, as a crash does. */
  killApp(): Promise<void>;
  /** Starts the app with the data that it has: what runs in the page next does so in a fresh one. */
  startApp(): Promise<void>;
  /** Waits until the app has written what the last steps in the page made it store, within limits. */
  awaitWrite(): Promise<void>;
  /** Searches the app's data on disk for these secrets, and for names of stores and keys. */
  searchAppData(as: string, secrets: readonly number[], names?: readonly FreshName[]): Promise<void>;
  /** Searches what the app's log told since the last such search for these secrets. */
  searchLogs(as: string, secrets: readonly number[]): Promise<void>;
}

/** The name of a store or a key that was made for one attempt. */
interface FreshName {
  readonly text: string;
}

/** How long calls are waited for that do not answer; as in the step list. */
export type Patience = Pick<PageLimits, 'watchMs' | 'giveUpAfter'>;

/** What an attempt is made in. */
export interface Surroundings {
  readonly device: Device;
  readonly plan: ScenarioPlan;
  readonly patience: Patience;
  readonly signal: AbortSignal;
  /** What earlier attempts changed on the device and could not put back; nothing when left out. */
  readonly changes?: Changes;
}

/** Records one attempt of one scenario. */
export class Recorder {
  readonly #began = performance.now();
  readonly #startedAt = new Date().toISOString();
  readonly #scope: string;
  readonly #commandsBefore: number;
  #part = 0;
  #loaded = false;
  /** The life of the page that was loaded, as it told with its first answers. */
  #life: string | undefined;
  /** When the last steps in the page began, in milliseconds since 1970. */
  #pageBegan = Date.now();
  /** What each life of the page told beside its answers: every list of steps tells all of it again. */
  readonly #eventsOf = new Map<string, readonly PageEvent[]>();
  /** Whether plugin calls are in flight right now. */
  #inFlight = false;
  /** Whether the app was started and has not answered since: loading its page runs the plugin's code too. */
  #loading = true;
  readonly #whereabouts: Whereabouts = {
    build: 'current',
    away: false,
    changing: false,
    spoiled: false,
  };
  readonly #told: Pick<
    Attempt,
    | 'pages'
    | 'steps'
    | 'calls'
    | 'earlierCalls'
    | 'scans'
    | 'searches'
    | 'logs'
    | 'events'
    | 'app'
    | 'acts'
    | 'problems'
    | 'readiness'
  > = {
    pages: [],
    steps: [],
    calls: [],
    scans: [],
    searches: [],
    logs: [],
    events: [],
    app: [],
    acts: [],
    problems: [],
  };

  readonly device: Device;
  readonly plan: ScenarioPlan;
  readonly patience: Patience;
  private readonly signal: AbortSignal;
  private readonly changes: Changes;
  /** What the scenario sees of this. */
  readonly actor: Actor;

  constructor(
    { device, plan, patience, signal, changes = new Map() }: Surroundings,
    scenario: string,
    private readonly number: number,
    private readonly why: Attempt['why'],
  ) {
    this.device = device;
    this.plan = plan;
    this.patience = patience;
    this.signal = signal;
    this.changes = changes;
    this.#scope = `${scenario}#${number}`;
    this.#commandsBefore = device.driverCommands;
    this.actor = this.#makeActor();
  }

  #makeActor(): Actor {
    const { device, changes, signal } = this;
    return {
      ...mobileActor({
        device,
        changes,
        whereabouts: this.#whereabouts,
        signal,
        act: (words, ability, verb, tell) => this.#act(words, ability, verb, tell),
      }),
      store: (name) => ({ text: `${name}${this.#fresh(name).slice(0, 8)}` }),
      key: (name) => ({ text: `${name}-${this.#fresh(`key ${name}`).slice(0, 16)}` }),
      secret: (number) => ({ canary: number }),
      has: (operation) => this.plan.operations.includes(operation),
      tellsApartBy: (notion) => !this.#lacks(notion),
      page: (...steps) => this.#page(steps),
      pageInBackground: (...steps) => this.#page(steps, (list) => this.#beginInBackground(list)),
      endApp: () => this.#act('end the app in the ordinary way', 'end-app', () => device.endApp(signal)),
      killApp: () => this.#act('end the app at once', 'kill-app', () => device.killApp(signal)),
      startApp: () => this.#startApp(),
      awaitWrite: () => this.#awaitWrite(),
      searchAppData: (as, secrets, names = []) => this.#searchAppData(as, secrets, names),
      searchLogs: (as, secrets) => this.#searchLogs(as, secrets),
    };
  }

  /** Hexadecimal digits that stand for a name in this attempt alone. */
  #fresh(name: string): string {
    return digest(`${this.plan.key} ${this.#scope} ${name}`);
  }

  #lacks(notion: Notion): boolean {
    return this.plan.lacks?.includes(notion) === true;
  }

  /** `begin` is given the list before it is run, and may begin it: a list runs once. */
  async #page(
    steps: readonly Step[],
    begin: (list: StepList) => Promise<void> = () => Promise.resolve(),
  ): Promise<void> {
    if (!this.#loaded) {
      // A clean state: an origin that no attempt has stored anything in. Where there are no stores, no scenario is to
      // meet the keys of another.
      const clean = this.why === 'confirm' || this.why === 'repeat' || this.#lacks('stores');
      const origin = clean ? `again-${digest(this.#scope).slice(0, 8)}` : '';
      await this.#act('load a fresh page', 'load-page', () => this.device.loadPage(origin, this.signal));
      this.#loaded = true;
      this.#life = undefined;
    }
    this.#told.steps.push(...steps.map(sent));
    const list: StepList = {
      version: 1,
      key: this.plan.key,
      scope: this.#scope,
      part: (this.#part += 1),
      echo: hardStrings,
      limits: { ...this.plan.limits, ...this.patience },
      steps,
    };
    this.#pageBegan = Date.now();
    this.#inFlight = steps.some((step) => !('scan' in step));
    await begin(list);
    const answers = await runInWebview(this.device, list, this.signal);
    this.#told.pages.push(answers.page);
    if (this.#life !== undefined && this.#life !== answers.page)
      throw new DeviceTrouble('app-left-page', 'The page was loaded again between two lists of steps.');
    this.#life = answers.page;
    this.#inFlight = false;
    this.#loading = !answers.readiness.ready;
    // Whether the app can be used at all is told by the one under audit.
    if (!this.#leftOut && !this.#isEarlier) this.#told.readiness = answers.readiness;
    if (this.#isEarlier) (this.#told.earlierCalls ??= []).push(...answers.calls);
    else this.#told.calls.push(...answers.calls);
    this.#told.scans.push(...answers.scans);
    this.#eventsOf.set(answers.page, answers.events);
    this.#told.events = [...this.#eventsOf.values()].flat();
    this.#checkUsable(answers);
  }

  async #beginInBackground(list: StepList): Promise<void> {
    await this.actor.backgroundApp();
    try {
      const begun = await beginInWebview(this.device, list, this.signal);
      this.#told.acts.at(-1)!.told = begun;
    } finally {
      await this.actor.foregroundApp();
    }
  }

  /** Whether the plugin is left out of the build that is installed. */
  get #leftOut(): boolean {
    return this.#whereabouts.build === 'without-plugin';
  }

  /** Whether the build that is installed came before the one under audit: what it does is no matter of that one. */
  get #isEarlier(): boolean {
    return this.#whereabouts.build === 'previous';
  }

  /** Throws when the plugin cannot be called at all: what follows would tell nothing of it. */
  #checkUsable({ readiness, events, calls }: StepAnswers): void {
    if (this.#leftOut && (readiness.ready || readiness.why === 'not-exposed')) return;
    const told = (kind: PageEvent['kind']) => events.find((event) => event.kind === kind)?.text;
    if (!readiness.ready) {
      const thrown = told('error') ?? told('rejection');
      const loading = thrown === undefined ? '' : ` While loading: ${thrown}`;
      if (readiness.why === 'not-ready')
        throw new DeviceTrouble('app-never-ready', readiness.detail + loading);
      throw new AuditError(
        thrown === undefined ? 'page-not-ready' : 'page-load-error',
        `The plugin cannot be called: ${readiness.detail}.${loading}`,
      );
    }
    const missing = told('bridge');
    if (
      missing !== undefined &&
      calls.every(({ settlements }) => settlements.every(({ how }) => how !== 'resolved'))
    ) {
      throw new AuditError(
        'plugin-no-web',
        `The plugin has no web implementation: it calls ${missing}, which does not exist in a browser.`,
      );
    }
  }

  async #startApp(): Promise<void> {
    this.#loading = true;
    await this.#act('start the app again', 'load-page', () => this.device.startApp(this.signal));
    this.#loaded = false;
  }

  async #awaitWrite(): Promise<void> {
    const words = 'wait until the app has written what it stored';
    await this.#act(
      words,
      'read-app-data',
      () => this.device.awaitWrite(this.#pageBegan, this.plan.limits.writeMs, this.signal),
      (wrote) => (wrote ? 'written' : 'not written'),
    );
  }

  async #searchAppData(as: string, secrets: readonly number[], names: readonly FreshName[]): Promise<void> {
    const texts = names.map(({ text }) => text);
    const sought = searcher([...needles(this.plan.key, this.#scope, secrets), ...nameNeedles(texts)]);
    const search: DataSearch = await this.#act('search the data of the app on disk', 'read-app-data', () =>
      this.device.searchAppData(as, sought, this.signal),
    );
    const found = search.found.filter(({ canary }) => canary < firstOfNames);
    const ofNames = search.found
      .filter(({ canary }) => canary >= firstOfNames)
      .map(({ canary, ...place }) => ({ name: texts[canary - firstOfNames]!, ...place }));
    this.#told.searches.push(texts.length === 0 ? search : { ...search, found, names: ofNames });
  }

  async #searchLogs(as: string, secrets: readonly number[]): Promise<void> {
    const sought = searcher(needles(this.plan.key, this.#scope, secrets));
    const search = await this.#act('search the log of the app', 'read-logs', () =>
      this.device.searchLogs(as, sought, this.signal),
    );
    this.#told.logs.push(search);
  }

  /** A device's verb, with how long it took and how honest it is; also one that fails was done by the device. */
  async #act<T>(
    words: string,
    ability: Ability,
    verb: () => Promise<T>,
    tell?: (answer: T) => string,
  ): Promise<T> {
    const began = performance.now();
    this.#told.steps.push({ kind: 'device', text: words, calls: [] });
    const act: DeviceAct = {
      verb: words,
      ability,
      fidelity: this.device.abilities[ability]?.fidelity ?? 'unsupported',
      durationMs: 0,
    };
    this.#told.acts.push(act);
    try {
      const answer = await verb();
      if (tell !== undefined) act.told = tell(answer);
      return answer;
    } finally {
      act.durationMs = Math.round(performance.now() - began);
    }
  }

  /** `detail` may quote what a device wrote down, and so what the plugin was given: no secret of it is kept. */
  tellApp(kind: AppEvent['kind'], detail: string): void {
    if (this.#isEarlier) return;
    // What the system suspends is not stopped by the plugin, nor does a build without it hold its code.
    const isPlugins = !this.#leftOut && !(this.#whereabouts.away && kind === 'froze');
    const callInFlight = isPlugins && (this.#inFlight || this.#loading);
    this.#told.app.push({
      kind,
      detail: withoutSecrets(detail),
      callInFlight,
      atMs: Math.round(performance.now() - this.#began),
    });
  }

  /** Whether the plugin was ready to be called at some time of this attempt. */
  get sawPage(): boolean {
    return this.#told.readiness?.ready === true;
  }

  /**
   * Whether what stopped it may stop every other scenario too: not so where the device could not be changed as this one
   * wanted it, or another build of the app is there or was there before.
   */
  get mayBeHopeless(): boolean {
    return !this.#whereabouts.changing && !this.changes.has('app');
  }

  /** Whether the app keeps data that no other scenario should be played on. */
  get spoiled(): boolean {
    return this.#whereabouts.spoiled;
  }

  /**
   * Puts back what was changed on the device, the last change first. What cannot be put back stays among the changes;
   * throws why, for the first of those.
   */
  async putBack(signal: AbortSignal): Promise<void> {
    const failures: unknown[] = [];
    for (const [what, { words, ability, putBack }] of [...this.changes].reverse()) {
      try {
        await this.#act(words, ability, () => putBack(mobileOf(this.device), signal));
        this.changes.delete(what);
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw failures[0];
  }

  tellProblem(problem: Problem): void {
    const where = this.#isEarlier && !this.#whereabouts.changing ? 'In the older build: ' : '';
    this.#told.problems.push({ ...problem, message: where + withoutSecrets(problem.message) });
  }

  /** The attempt as it is written to disk. */
  attempt(status: Attempt['status']): Attempt {
    return {
      number: this.number,
      why: this.why,
      status,
      startedAt: this.#startedAt,
      durationMs: Math.round(performance.now() - this.#began),
      driverCommands: this.device.driverCommands - this.#commandsBefore,
      ...this.#told,
      evidence: [],
    };
  }
}

function sent(step: Step): Attempt['steps'][number] {
  const text = wordsOf(step);
  if ('scan' in step) return { kind: 'scan', text, calls: [] };
  if ('together' in step) return { kind: 'together', text, calls: step.together.map(({ as }) => as) };
  return { kind: 'call', text, calls: [step.as] };
}
