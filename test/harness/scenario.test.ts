import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect } from 'chai';
import { DeviceTrouble, type Device } from '../../src/devices/port.js';
import type { Context } from '../../src/harness/context.js';
import type { Actor } from '../../src/harness/recorder.js';
import { collectScenario } from '../../src/harness/scenario.js';
import type { Observation } from '../../src/observations/types.js';
import { canary } from '../../src/protocol/canary.js';
import type { StepAnswers, StepList } from '../../src/protocol/steps.js';
import { decode, digest, encode } from '../../src/protocol/wire.js';

/** A page that answers well, written from the protocol alone. */
function goodAnswer(wire: string, change: Partial<StepAnswers> = {}): string {
  const list = decode(wire) as StepList;
  return encode({
    version: 1,
    page: 'a page',
    echo: list.echo,
    canaryProof: digest(canary(list.key, list.scope, 0)),
    readiness: { ready: true, afterMs: 1 },
    calls: list.steps.flatMap((step) =>
      'call' in step
        ? [
            {
              as: step.as,
              call: step.call,
              state: 'settled',
              startedMs: 0,
              watchedMs: 1,
              settlements: [{ afterMs: 1, how: 'resolved', value: { is: 'undefined' } }],
            },
          ]
        : [],
    ),
    scans: [],
    events: [],
    durationMs: 1,
    ...change,
  });
}

const steps = async ({ page, store, secret }: Actor): Promise<void> => {
  await page({ call: 'set', as: 'set a', store: store('main'), key: { text: 'a' }, value: secret(1) });
};

describe('a scenario', () => {
  let folder: string;
  let told: string[];
  let scripts: ((wire: string, source: string) => unknown)[];
  let confirm: () => boolean;
  let repeat: number;

  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'scenario-'));
    told = [];
    scripts = [];
    confirm = () => false;
    repeat = 1;
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** Answers every script as told, and well when nothing is told any more. */
  function context(): Context {
    const device: Device = {
      abilities: { 'load-page': { fidelity: 'genuine', impact: 'harmless', by: 'a test' } },
      driverCommands: 0,
      frozenMs: 1000,
      facts: () => Promise.reject(new Error('not asked')),
      loadPage: async (origin) => void told.push(`load ${origin === '' ? 'page' : 'a clean origin'}`),
      script: async (source, wire) => {
        told.push('script');
        const answer = scripts.shift();
        return answer === undefined ? goodAnswer(wire) : answer(wire, source);
      },
      endApp: async () => void told.push('end'),
      startApp: async () => void told.push('start'),
      startFresh: async () => void told.push('start fresh'),
      searchAppData: () => Promise.reject(new Error('not asked')),
      killApp: () => Promise.reject(new Error('not asked')),
      awaitWrite: () => Promise.reject(new Error('not asked')),
      searchLogs: () => Promise.reject(new Error('not asked')),
    };
    return {
      device,
      plan: {
        scenarios: ['a-scenario'],
        operations: ['set', 'get'],
        repeat,
        key: '00'.repeat(16),
        limits: { readyMs: 100, callMs: 100, watchMs: 200, scenarioMs: 5000, frozenMs: 1000, writeMs: 100 },
      },
      folder,
      confirm: () => confirm(),
    };
  }

  const seen = (): Observation =>
    JSON.parse(readFileSync(path.join(folder, 'observations', 'a-scenario.json'), 'utf8')) as Observation;
  const fails = (kind: DeviceTrouble['kind']) => () => {
    throw new DeviceTrouble(kind, `told: ${kind}`);
  };
  async function thrownBy(running: Promise<void>): Promise<string> {
    return running.then(
      () => '',
      (error: Error) => error.message,
    );
  }

  it('is played once where all is well', async () => {
    await collectScenario(context(), 'a-scenario', steps);
    expect(told).to.deep.equal(['start', 'load page', 'script']);
    expect(seen().attempts.map(({ status, why }) => [status, why])).to.deep.equal([['completed', 'planned']]);
    expect(seen().attempts[0]!.calls[0]).to.include({ as: 'set a', state: 'settled' });
    expect(seen().attempts[0]!.steps.map(({ text }) => text)[1]).to.match(
      /^set "main[0-9a-f]{8}" \/ "a" to secret 1$/,
    );
  });

  it('waits for a page that is not done yet, without beginning the same list again', async () => {
    const asked: [verb: string, wire: string][] = [];
    const ask = (answer: (wire: string) => unknown) => (wire: string, source: string) => {
      asked.push([/begin|wait/.exec(source)![0], wire]);
      return answer(wire);
    };
    scripts = [ask(() => null), ask(() => null), ask(goodAnswer)];
    await collectScenario(context(), 'a-scenario', steps);
    expect(asked.map(([verb]) => verb)).to.deep.equal(['begin', 'wait', 'wait']);
    expect(new Set(asked.map(([, wire]) => wire)).size).to.equal(1);
  });

  it('takes a page that no longer knows its list for one that was left', async () => {
    scripts = [() => null, () => 'absent'];
    await collectScenario(context(), 'a-scenario', steps);
    expect(seen().attempts[0]).to.include({ status: 'app-lost' });
    expect(seen().attempts[0]!.app[0]).to.include({ kind: 'left-page', callInFlight: true });
  });

  it('takes a page that was loaded again between two lists for one that was left', async () => {
    const twice = async (actor: Actor): Promise<void> => {
      await steps(actor);
      await actor.page({ call: 'get', as: 'get a' });
    };
    scripts = [(wire) => goodAnswer(wire), (wire) => goodAnswer(wire, { page: 'another page' })];
    await collectScenario(context(), 'a-scenario', twice);
    expect(seen().attempts[0]!.app[0]).to.include({ kind: 'left-page', callInFlight: true });
  });

  it('is played again from a clean state when it may have found something', async () => {
    confirm = () => true;
    await collectScenario(context(), 'a-scenario', steps);
    expect(told).to.deep.equal(['start', 'load page', 'script', 'start', 'load a clean origin', 'script']);
    expect(seen().attempts.map(({ why }) => why)).to.deep.equal(['planned', 'confirm']);
  });

  it('is played as often as was asked for, each time from a clean state, and not to confirm', async () => {
    repeat = 3;
    confirm = () => true;
    await collectScenario(context(), 'a-scenario', steps);
    expect(seen().attempts.map(({ why }) => why)).to.deep.equal(['planned', 'repeat', 'repeat']);
    expect(told.filter((each) => each.startsWith('load'))).to.deep.equal([
      'load page',
      'load a clean origin',
      'load a clean origin',
    ]);
  });

  it('makes up for a repeat whose session was lost, and goes on after one whose app died', async () => {
    repeat = 3;
    scripts = [fails('app-died'), fails('lost')];
    await collectScenario(context(), 'a-scenario', steps);
    expect(seen().attempts.map(({ status, why }) => [status, why])).to.deep.equal([
      ['app-lost', 'planned'],
      ['session-lost', 'repeat'],
      ['completed', 'session-lost'],
      ['completed', 'repeat'],
    ]);
  });

  it('uses other stores and secrets in each attempt', async () => {
    const lists: StepList[] = [];
    const keep = (wire: string) => (lists.push(decode(wire) as StepList), goodAnswer(wire));
    scripts = [keep, keep];
    confirm = () => true;
    await collectScenario(context(), 'a-scenario', steps);
    expect(lists[0]!.scope).not.to.equal(lists[1]!.scope);
    expect(lists[0]!.steps).not.to.deep.equal(lists[1]!.steps);
  });

  it('is played again on a fresh app when the app died, once', async () => {
    scripts = [fails('app-died'), fails('app-died'), fails('app-died')];
    expect(await thrownBy(collectScenario(context(), 'a-scenario', steps))).to.contain('app-died');
    expect(told.filter((each) => each === 'start fresh')).to.have.length(1);
    expect(seen().attempts.map(({ status, why }) => [status, why])).to.deep.equal([
      ['app-lost', 'planned'],
      ['app-lost', 'app-lost'],
    ]);
    expect(seen().attempts[0]!.app[0]).to.include({ kind: 'died', callInFlight: true });
  });

  it('keeps no secret that a device quotes when an app dies', async () => {
    let key = '';
    scripts = [
      (wire) => {
        ({ key } = decode(wire) as StepList);
        throw new DeviceTrouble('app-died', `IllegalArgumentException: ${canary(key, 'a-scenario#1', 1)}`);
      },
    ];
    await collectScenario(context(), 'a-scenario', steps);
    const [attempt] = seen().attempts;
    expect(JSON.stringify(attempt)).to.not.contain(canary(key, 'a-scenario#1', 1));
    expect(attempt!.app[0]!.detail).to.equal('IllegalArgumentException: (withheld)');
    expect(attempt!.problems[0]!.message).to.equal('IllegalArgumentException: (withheld)');
  });

  it('is played again when the session was lost, twice at most', async () => {
    scripts = [fails('lost'), fails('lost'), fails('lost'), fails('lost')];
    expect(await thrownBy(collectScenario(context(), 'a-scenario', steps))).to.contain('lost');
    expect(seen().attempts.map(({ status }) => status)).to.deep.equal([
      'session-lost',
      'session-lost',
      'session-lost',
    ]);
    expect(seen().attempts[0]!.app).to.deep.equal([]);
    expect(seen().attempts[0]!.problems[0]).to.include({ code: 'session-lost' });
  });

  it('takes a failed echo, a wrong proof and an altered answer for trouble of the harness', async () => {
    for (const answer of [
      (wire: string) => goodAnswer(wire, { echo: ['?'] }),
      (wire: string) => goodAnswer(wire, { canaryProof: '00' }),
      (wire: string) => goodAnswer(wire).replace('settled', 'settler'),
      () => 7,
      () => encode({ trouble: 'no such step' }),
    ]) {
      scripts = [answer];
      await collectScenario(context(), 'a-scenario', steps);
      expect(seen().attempts.map(({ status }) => status)).to.deep.equal(['session-lost', 'completed']);
      expect(seen().attempts[0]!.problems[0]).to.include({ code: 'channel-broken' });
    }
  });

  it('is not played again for a mistake of its own time limit', async () => {
    const slow = context();
    const limited = { ...slow, plan: { ...slow.plan, limits: { ...slow.plan.limits, scenarioMs: 30 } } };
    const waits = async (): Promise<void> => {
      await new Promise((resolve) => setTimeout(resolve, 60));
      throw new DeviceTrouble('stopped', 'the signal fired');
    };
    await thrownBy(collectScenario(limited, 'a-scenario', waits));
    expect(seen().attempts.map(({ status }) => status)).to.deep.equal(['stopped']);
    expect(seen().attempts[0]!.problems[0]).to.include({ code: 'scenario-limit' });
  });

  it('stops all further ones when the plugin cannot be called at all', async () => {
    const missing = { readiness: { ready: false, why: 'not-exposed', detail: 'it is not there' } } as const;
    scripts = [(wire) => goodAnswer(wire, { ...missing, calls: [] })];
    const shared = context();
    await thrownBy(collectScenario(shared, 'a-scenario', steps));
    expect(shared.hopeless).to.include({ code: 'page-not-ready' });
    told = [];
    expect(await thrownBy(collectScenario(shared, 'another', steps))).to.contain('it is not there');
    expect(told).to.deep.equal([]);
  });

  it('takes an app that never becomes ready for a lost one', async () => {
    const never = { readiness: { ready: false, why: 'not-ready', detail: 'no deviceready' } } as const;
    scripts = [
      (wire) => goodAnswer(wire, { ...never, calls: [] }),
      (wire) => goodAnswer(wire, { ...never, calls: [] }),
    ];
    await thrownBy(collectScenario(context(), 'a-scenario', steps));
    expect(
      seen().attempts.map(({ status, app }) => [status, app[0]?.kind, app[0]?.callInFlight]),
    ).to.deep.equal([
      ['app-lost', 'never-ready', true],
      ['app-lost', 'never-ready', true],
    ]);
  });

  it('waits long for silence only once, and gives lists up sooner from then on', async () => {
    const limitsSent: StepList['limits'][] = [];
    const silent = (wire: string) => {
      limitsSent.push((decode(wire) as StepList).limits);
      const call = {
        as: 'set a',
        call: 'set',
        state: 'pending',
        startedMs: 0,
        watchedMs: 201,
        settlements: [],
      };
      return goodAnswer(wire, { calls: [call as StepAnswers['calls'][number]] });
    };
    scripts = [silent, silent];
    const shared = context();
    await collectScenario(shared, 'a-scenario', steps);
    await collectScenario(shared, 'another', steps);
    expect(limitsSent.map(({ watchMs, giveUpAfter }) => [watchMs, giveUpAfter])).to.deep.equal([
      [200, 3],
      [100, 1],
    ]);
  });

  it('needs no second loss of the app in a further scenario', async () => {
    scripts = [fails('app-froze'), fails('app-froze'), fails('app-froze')];
    const shared = context();
    await thrownBy(collectScenario(shared, 'first', steps));
    expect(shared.device.frozenMs).to.equal(1000 / 4);
    shared.hopeless = undefined;
    await thrownBy(collectScenario(shared, 'a-scenario', steps));
    expect(seen().attempts.map(({ status }) => status)).to.deep.equal(['app-lost']);
  });

  it('names native code that a browser does not have', async () => {
    const rejected = {
      calls: [
        {
          as: 'set a',
          call: 'set',
          state: 'settled',
          startedMs: 0,
          watchedMs: 1,
          settlements: [
            { afterMs: 1, how: 'rejected', error: { type: 'Error', message: 'Missing Command Error' } },
          ],
        },
      ],
      events: [{ kind: 'bridge', text: 'SecureStorage.init', atMs: 1 }],
    } as const;
    scripts = [(wire) => goodAnswer(wire, rejected)];
    await thrownBy(collectScenario(context(), 'a-scenario', steps));
    expect(seen().attempts[0]!.status).to.equal('stopped');
    expect(seen().attempts[0]!.problems[0]).to.include({ code: 'plugin-no-web' });
  });
});
