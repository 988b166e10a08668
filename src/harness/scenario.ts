import { DeviceTrouble } from '../devices/port.js';
import { AuditError, problemOf } from '../errors.js';
import { writeObservation } from '../observations/files.js';
import type { Attempt, Observation } from '../observations/types.js';
import type { Ability, Operation, Problem } from '../terms.js';
import type { Context } from './context.js';
import { Recorder, type Actor } from './recorder.js';

/** What a scenario needs, and what it leaves behind. */
export interface Needs {
  readonly operations: readonly Operation[];
  readonly abilities: readonly Ability[];
  /** Decides the order: nothing first, then what reinstalls, restarts, and changes the device. */
  readonly disturbs: 'nothing' | 'reinstalls' | 'restarts' | 'device';
  /** Whether it begins with an older build where one is given: for it, and for nothing else, somebody's own app is removed. */
  readonly beginsWithOlderBuild?: true;
}

type Steps = (actor: Actor) => Promise<void>;

export interface RegisteredScenario extends Needs {
  readonly name: string;
  readonly steps: Steps;
}

const registered = new Map<string, RegisteredScenario>();

/** Makes a scenario known by its name. It records what it sees and decides nothing. */
export function scenario(name: string, needs: Needs, steps: Steps): void {
  registered.set(name, { name, steps, ...needs });
}

/** The scenarios whose files were imported. */
export function registeredScenarios(): RegisteredScenario[] {
  return [...registered.values()];
}

/** How long putting everything back may take that one attempt changed, in milliseconds: a limit of its own. */
const putBackMs = 120_000;

/** How often a scenario is tried again because the session or the device was lost. */
const mostLosses = 2;

/**
 * Collects one scenario: as many attempts as it takes, each recorded. Throws what stopped the last of them, so that a
 * test runner's own output stays truthful.
 */
export async function collectScenario(context: Context, name: string, steps: Steps): Promise<void> {
  const attempts: Attempt[] = [];
  const observation = (): Observation => ({
    schema: 'keystore-audit/observation@1',
    scenario: name,
    attempts,
  });
  let why: Attempt['why'] | undefined = context.hopeless === undefined ? 'planned' : undefined;
  let error: unknown = context.hopeless && new Error(context.hopeless.message);
  let hopeless: Problem | undefined;
  while (why !== undefined) {
    const tried: Tried = await tryOnce(context, name, attempts.length + 1, why, steps);
    attempts.push(tried.attempt);
    ({ error, hopeless } = tried);
    await writeObservation(context.folder, observation());
    why = whyAgain(attempts, context, () => context.confirm(observation()));
  }
  const { watchMs } = context.plan.limits;
  const isSilent = ({ state, watchedMs }: Attempt['calls'][number]): boolean =>
    state === 'pending' && watchedMs >= watchMs;
  if (attempts.some(({ calls }) => calls.some(isSilent))) context.sawSilence = true;
  if (attempts.filter(({ status }) => status === 'app-lost').length > 1) context.sawAppLost = true;
  // A page that freezes has been waited for to the end twice: from then on nobody waits that long again.
  if (attempts.filter(({ app }) => app.some(({ kind }) => kind === 'froze')).length > 1)
    context.device.frozenMs = context.plan.limits.frozenMs / 4;
  if (hopeless !== undefined) context.hopeless = hopeless;
  if (error !== undefined) throw error;
}

/**
 * Why a scenario is tried once more, if it is: never in secret, every attempt is recorded. Repeats that were asked for
 * take the place of those that would confirm what was seen.
 */
function whyAgain(
  attempts: readonly Attempt[],
  { plan: { repeat }, sawAppLost }: Context,
  confirm: () => boolean,
): Attempt['why'] | undefined {
  const last = attempts.at(-1)!;
  const times = (why: Attempt['why']): number => attempts.filter((attempt) => attempt.why === why).length;
  if (last.status === 'stopped') return undefined;
  if (last.status === 'session-lost') return times('session-lost') < mostLosses ? 'session-lost' : undefined;
  const telling = attempts.filter(({ status }) => status !== 'session-lost').length;
  if (telling < repeat) return 'repeat';
  if (repeat > 1) return undefined;
  if (last.status === 'app-lost') return times('app-lost') < 1 && !sawAppLost ? 'app-lost' : undefined;
  return times('confirm') < 1 && confirm() ? 'confirm' : undefined;
}

interface Tried {
  readonly attempt: Attempt;
  readonly error?: unknown;
  readonly hopeless?: Problem;
}

async function tryOnce(
  context: Context,
  name: string,
  number: number,
  why: Attempt['why'],
  steps: Steps,
): Promise<Tried> {
  const { plan } = context;
  const limit = AbortSignal.timeout(plan.limits.scenarioMs);
  const patience = context.sawSilence
    ? { watchMs: plan.limits.callMs, giveUpAfter: 1 }
    : { watchMs: plan.limits.watchMs, giveUpAfter: 3 };
  const changes = (context.changes ??= new Map());
  const recorder = new Recorder(
    { device: context.device, plan, patience, signal: limit, changes },
    name,
    number,
    why,
  );
  let told: Told = { status: 'completed' };
  let trouble: { readonly error?: unknown } = {};
  try {
    await start(context, recorder, limit);
    await steps(recorder.actor);
    context.appWasLost = recorder.spoiled;
  } catch (error) {
    context.appWasLost = true;
    const { scenarioMs } = plan.limits;
    const isMobile = context.device.mobile !== undefined;
    told = tellTrouble(recorder, error, { late: limit.aborted, scenarioMs, isMobile });
    trouble = { error };
  }
  await putBack(context, recorder);
  const { status, hopeless } = told;
  return { attempt: recorder.attempt(status), ...trouble, ...(hopeless === undefined ? {} : { hopeless }) };
}

/** Starts the app for an attempt, on a device that is as it was before the first one. */
async function start(context: Context, recorder: Recorder, limit: AbortSignal): Promise<void> {
  const { device } = context;
  if (context.appWasLost) await device.startFresh(limit);
  else await device.startApp(limit);
  context.appWasLost = false;
  if (context.changes!.size === 0) return;
  await recorder.putBack(limit);
  await device.startApp(limit);
}

/** Puts back what the attempt changed, whatever became of it; what cannot be put back is told as a problem. */
async function putBack(context: Context, recorder: Recorder): Promise<void> {
  try {
    await recorder.putBack(AbortSignal.timeout(putBackMs));
  } catch (error) {
    context.appWasLost = true;
    recorder.tellProblem(problemOf(error, 'restore-failed'));
  }
}

/** How an attempt ended, and what makes further scenarios pointless, if something does. */
interface Told {
  readonly status: Attempt['status'];
  readonly hopeless?: Problem;
}

/** Writes down what stopped an attempt. Gives its status, and what makes further scenarios pointless, if it does. */
function tellTrouble(
  recorder: Recorder,
  error: unknown,
  { late, scenarioMs, isMobile }: { late: boolean; scenarioMs: number; isMobile: boolean },
): Told {
  if (late) {
    const message = `The scenario was not done within its limit of ${scenarioMs / 1000} s.`;
    recorder.tellProblem(problemOf(new AuditError('scenario-limit', message)));
    return { status: 'stopped' };
  }
  if (error instanceof AuditError && error.code !== 'channel-broken') {
    const problem = problemOf(error);
    recorder.tellProblem(problem);
    return { status: 'stopped', ...(recorder.mayBeHopeless ? { hopeless: problem } : {}) };
  }
  if (!(error instanceof DeviceTrouble) || error.kind === 'lost') {
    recorder.tellProblem(problemOf(error, error instanceof DeviceTrouble ? 'session-lost' : 'internal'));
    return { status: 'session-lost' };
  }
  if (error.kind === 'stopped') return { status: 'stopped' };
  const [kind, code] =
    error.kind === 'app-died' && isMobile ? (['died', 'app-died'] as const) : appTrouble[error.kind];
  recorder.tellApp(kind, error.message);
  const problem = problemOf(error, code);
  recorder.tellProblem(problem);
  const isHopeless = recorder.mayBeHopeless && !recorder.sawPage;
  return { status: 'app-lost', ...(isHopeless ? { hopeless: problem } : {}) };
}

const appTrouble = {
  'app-died': ['died', 'browser-died'],
  'app-froze': ['froze', 'page-frozen'],
  'app-left-page': ['left-page', 'page-left'],
  'app-never-ready': ['never-ready', 'page-not-ready'],
} as const;
