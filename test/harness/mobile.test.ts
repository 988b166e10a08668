import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect } from 'chai';
import { DeviceTrouble, type Device, type MobileVerbs } from '../../src/devices/port.js';
import { AuditError } from '../../src/errors.js';
import type { Context } from '../../src/harness/context.js';
import type { Actor } from '../../src/harness/recorder.js';
import { collectScenario } from '../../src/harness/scenario.js';
import type { Attempt, Observation } from '../../src/observations/types.js';
import { canary } from '../../src/protocol/canary.js';
import type { Readiness, StepList } from '../../src/protocol/steps.js';
import { decode, digest, encode } from '../../src/protocol/wire.js';
import { abilities } from '../../src/terms.js';

describe('a scenario on a device that is more than a browser', () => {
  let folder: string;
  let told: string[];
  /** How many scripts answer "not yet". */
  let slow: number;
  let readiness: Readiness;
  let screenLock: string | undefined;
  /** Verbs that fail, by name: with what, and how often. */
  let failing: Map<string, { readonly error: Error; times: number }>;

  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'mobile-'));
    told = [];
    slow = 0;
    readiness = { ready: true, afterMs: 1 };
    screenLock = 'none or swipe';
    failing = new Map();
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const fails = (verb: string, error: Error, times = 1): void => void failing.set(verb, { error, times });

  /** Listens, and does nothing. */
  const heard = async (line: string): Promise<void> => {
    told.push(line);
    const failure = failing.get(line.split(' ', 1)[0]!);
    if (failure === undefined || failure.times === 0) return;
    failure.times -= 1;
    throw failure.error;
  };

  const mobile: MobileVerbs = {
    upgradeApp: (build) => heard(`upgrade ${build}`),
    hasBuild: () => true,
    reinstallApp: (build) => heard(build === 'current' ? 'reinstall' : `reinstall ${build}`),
    switchToStranger: () => heard('stranger'),
    switchBack: () => heard('back'),
    backgroundApp: () => heard('background'),
    foregroundApp: () => heard('foreground'),
    lockScreen: () => heard('lock'),
    unlockScreen: () => heard('unlock'),
    setScreenLock: (lock) => heard(`screen-lock ${lock.kind}`),
    enrolFinger: () => heard('enrol'),
    presentFinger: () => heard('finger').then(() => true),
    seePrompt: () => heard('prompt').then(() => undefined),
    answerPrompt: () => heard('answer'),
    reboot: () => heard('reboot'),
    setLocale: (tag) => heard(`locale ${tag}`),
    setTimezone: (zone) => heard(`zone ${zone}`),
    shiftClock: (byMs) => heard(`clock ${byMs}`),
    backupApp: () => heard('backup').then(() => 'done' as const),
    restoreApp: () => heard('restore'),
    damageAppData: () => heard('damage').then(() => ['shared_prefs/a.xml', 'files/b']),
  };

  const device: Device = {
    abilities: Object.fromEntries(
      abilities.map((ability) => [ability, { fidelity: 'modelled', impact: 'restorable', by: 'a test' }]),
    ),
    driverCommands: 0,
    frozenMs: 1000,
    facts: async () => ({
      id: 'a-phone',
      name: 'A phone',
      kind: 'virtual',
      os: 'android',
      osVersion: '15',
      abilities: {},
      ...(screenLock === undefined ? {} : { screenLock }),
    }),
    loadPage: () => heard('load'),
    script: async (source, wire) => {
      if (wire === '') return heard('ask').then(() => ['de-DE', 'Europe/Berlin']);
      await heard(source.includes('runtime.begin') ? 'begin' : 'wait');
      if (slow > 0) return ((slow -= 1), null);
      const list = decode(wire) as StepList;
      return encode({
        version: 1,
        page: 'a page',
        echo: list.echo,
        canaryProof: digest(canary(list.key, list.scope, 0)),
        readiness,
        calls: [],
        scans: [],
        events: [],
        durationMs: 1,
      });
    },
    endApp: () => heard('end'),
    killApp: () => heard('kill'),
    startApp: () => heard('start'),
    startFresh: () => heard('fresh'),
    searchAppData: () => Promise.reject(new Error('not asked')),
    awaitWrite: () => Promise.reject(new Error('not asked')),
    searchLogs: () => Promise.reject(new Error('not asked')),
    mobile,
  };

  const newContext = (on: Device = device): Context => ({
    device: on,
    plan: {
      scenarios: ['a-scenario'],
      operations: ['set', 'get'],
      repeat: 1,
      key: '00'.repeat(16),
      limits: { readyMs: 100, callMs: 100, watchMs: 200, scenarioMs: 5000, frozenMs: 1000, writeMs: 100 },
    },
    folder,
    confirm: () => false,
  });

  async function played(
    steps: (actor: Actor) => Promise<void>,
    context = newContext(),
  ): Promise<{ attempts: Attempt[]; error: string }> {
    const error = await collectScenario(context, 'a-scenario', steps).then(
      () => '',
      (thrown: Error) => thrown.message,
    );
    const file = path.join(folder, 'observations', 'a-scenario.json');
    return { attempts: (JSON.parse(readFileSync(file, 'utf8')) as Observation).attempts, error };
  }

  it('records each verb with its ability, its fidelity and what the device told', async () => {
    const { attempts } = await played(async ({ endApp, damageAppData, backupApp }) => {
      await endApp();
      await damageAppData();
      await backupApp();
    });
    expect(attempts[0]!.acts.map(({ ability, fidelity, told }) => [ability, fidelity, told])).to.deep.equal([
      ['end-app', 'modelled', undefined],
      ['write-app-data', 'modelled', 'shared_prefs/a.xml, files/b'],
      ['backup-app', 'modelled', 'done'],
    ]);
    expect(attempts[0]!.steps.every(({ kind }) => kind === 'device')).to.equal(true);
  });

  it('puts everything back that it changed, the last change first', async () => {
    await played(async ({ page, secureScreen, lockScreen, setLocale, setTimezone, shiftClock }) => {
      await page();
      await secureScreen();
      await lockScreen();
      await setLocale('ar-EG');
      await setLocale('tr-TR');
      await setTimezone('Etc/GMT+12');
      await shiftClock(-1000);
      await shiftClock(-500);
    });
    expect(told.slice(3)).to.deep.equal([
      ...['screen-lock pin', 'lock', 'ask', 'locale ar-EG', 'locale tr-TR', 'zone Etc/GMT+12'],
      ...['clock -1000', 'clock -500'],
      ...['clock 1500', 'zone Europe/Berlin', 'locale de-DE', 'unlock', 'screen-lock none'],
    ]);
  });

  it('removes the app of another signer, also where a step in it fails', async () => {
    await played(async ({ switchToStranger, switchBack }) => {
      await switchToStranger();
      await switchBack();
    });
    const { error } = await played(async ({ switchToStranger }) => {
      await switchToStranger();
      throw new Error('a step');
    });
    expect(error).to.equal('a step');
    // A step that fails by itself is tried again.
    const switches = told.filter((line) => line === 'stranger' || line === 'back');
    expect(switches).to.deep.equal(Array.from({ length: 4 }, () => ['stranger', 'back']).flat());
  });

  it('puts back only what is still changed', async () => {
    await played(async (actor) => {
      await actor.lockScreen();
      await actor.unlockScreen();
      await actor.backgroundApp();
      await actor.foregroundApp();
      await actor.upgradeApp('next');
      await actor.reinstallApp();
    });
    expect(told).to.deep.equal([
      ...['start', 'lock', 'unlock', 'background', 'foreground', 'upgrade next', 'reinstall'],
    ]);
  });

  it('leaves a screen lock that there is', async () => {
    for (const lock of ['pin', 'secured']) {
      told = [];
      screenLock = lock;
      await played(({ secureScreen }) => secureScreen());
      expect(told).to.deep.equal(['start']);
    }
    for (const lock of ['none', 'none or swipe', undefined]) {
      told = [];
      screenLock = lock;
      await played(({ secureScreen }) => secureScreen());
      expect(told).to.deep.equal(['start', 'screen-lock pin', 'screen-lock none']);
    }
  });

  it('goes on with the others where the device could not be changed', async () => {
    const context = newContext();
    fails('upgrade', new AuditError('internal', 'The app was not installed.'));
    const { attempts } = await played(({ upgradeApp }) => upgradeApp('next'), context);
    expect(attempts.map(({ status }) => status)).to.deep.equal(['stopped']);
    expect(attempts[0]!.problems[0]).to.include({ message: 'The app was not installed.' });
    expect(told.at(-1)).to.equal('reinstall');
    expect(context.hopeless).to.equal(undefined);
    const next = await played(({ page }) => page(), context);
    expect(next.attempts[0]).to.include({ status: 'completed' });
  });

  it('puts back also where a step fails', async () => {
    fails('end', new DeviceTrouble('app-died', 'It died.'), 2);
    const { attempts, error } = await played(async ({ page, setTimezone, endApp }) => {
      await page();
      await setTimezone('Etc/GMT+12');
      await endApp();
    });
    expect(error).to.equal('It died.');
    expect(attempts.map(({ status }) => status)).to.deep.equal(['app-lost', 'app-lost']);
    expect(told.filter((line) => line === 'zone Europe/Berlin')).to.have.length(2);
    expect(attempts[0]!.acts.at(-1)!.verb).to.contain('back to Europe/Berlin');
  });

  it('tells what could not be put back, and puts it back before the next attempt', async () => {
    const context = newContext();
    fails('unlock', new DeviceTrouble('lost', 'It is gone.'));
    const { attempts } = await played(({ lockScreen }) => lockScreen(), context);
    expect(attempts[0]).to.include({ status: 'completed' });
    expect(attempts[0]!.problems).to.have.length(1);
    expect(attempts[0]!.problems[0]).to.include({ code: 'restore-failed', message: 'It is gone.' });
    told = [];
    await played(({ page }) => page(), context);
    expect(told).to.deep.equal(['fresh', 'unlock', 'start', 'load', 'begin']);
  });

  it('puts back after its limit too', async () => {
    const context = newContext();
    const { scenarioMs } = { scenarioMs: 30 };
    Object.assign(context, {
      plan: { ...context.plan, limits: { ...context.plan.limits, scenarioMs } },
      device: {
        ...device,
        endApp: (signal: AbortSignal) =>
          new Promise<void>((_resolve, reject) =>
            signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true }),
          ),
        mobile: {
          ...mobile,
          unlockScreen: (signal: AbortSignal) => heard(`unlock ${signal.aborted ? 'too late' : 'in time'}`),
        },
      },
    });
    const { attempts } = await played(async ({ lockScreen, endApp }) => {
      await lockScreen();
      await endApp();
    }, context);
    expect(attempts[0]).to.include({ status: 'stopped' });
    expect(told.at(-1)).to.equal('unlock in time');
  });

  it('begins steps in the background and takes the answers after the return', async () => {
    slow = 2;
    const { attempts } = await played(({ pageInBackground }) => pageInBackground());
    expect(told.slice(2)).to.deep.equal(['background', 'begin', 'foreground', 'begin', 'wait']);
    expect(attempts[0]!.acts.map(({ told }) => told)).to.include('not answered');
    told = [];
    const quick = await played(({ pageInBackground }) => pageInBackground());
    expect(told.slice(2)).to.deep.equal(['background', 'begin', 'foreground', 'begin']);
    expect(quick.attempts[0]!.acts.map(({ told }) => told)).to.include('answered');
  });

  it('comes back from the background where the app died there, which the plugin may have done', async () => {
    fails('begin', new DeviceTrouble('app-died', 'It died.'), 2);
    const { attempts } = await played(({ pageInBackground }) => pageInBackground());
    expect(told.slice(2, 5)).to.deep.equal(['background', 'begin', 'foreground']);
    expect(attempts[0]!.app[0]).to.include({ kind: 'died', callInFlight: true });
  });

  it('does not blame the plugin for a page that the system suspends behind a lock', async () => {
    const steps = async ({ page, lockScreen }: Actor): Promise<void> => {
      await page();
      await lockScreen();
      fails('begin', new DeviceTrouble('app-froze', 'No answer.'));
      await page();
    };
    const { attempts } = await played(steps);
    expect(attempts[0]!.app[0]).to.include({ kind: 'froze', callInFlight: false });
  });

  it('may blame the plugin for an app that dies at its second start', async () => {
    const { attempts } = await played(async ({ page, endApp, damageAppData, startApp }) => {
      await page();
      await endApp();
      await damageAppData();
      fails('load', new DeviceTrouble('app-died', 'It died.'));
      await startApp();
      await page();
    });
    expect(attempts[0]!.app[0]).to.include({ kind: 'died', callInFlight: true });
  });

  it('takes a build without the plugin as it is', async () => {
    const missing = { ready: false, why: 'not-exposed', detail: 'no plugin' } as const;
    const steps = async ({ page, upgradeApp, startApp }: Actor): Promise<void> => {
      await page();
      await upgradeApp('without-plugin');
      await startApp();
      readiness = missing;
      await page();
    };
    const { attempts, error } = await played(steps);
    expect(error).to.equal('');
    expect(attempts[0]).to.include({ status: 'completed' });
    expect(attempts[0]!.readiness).to.include({ ready: true });
    expect(told.at(-1)).to.equal('reinstall');
  });

  it('goes on with the others where the app without the plugin never becomes ready', async () => {
    const context = newContext();
    const steps = async ({ page, upgradeApp, startApp }: Actor): Promise<void> => {
      await upgradeApp('without-plugin');
      await startApp();
      readiness = { ready: false, why: 'not-ready', detail: 'deviceready did not come.' };
      await page();
    };
    const { attempts } = await played(steps, context);
    expect(attempts.map(({ status }) => status)).to.deep.equal(['app-lost', 'app-lost']);
    expect(attempts[0]!.app[0]).to.include({ kind: 'never-ready', callInFlight: false });
    expect(context.hopeless).to.equal(undefined);
  });

  describe('with an older build of the app', () => {
    const steps = async ({ page, reinstallApp, startApp, upgradeApp }: Actor): Promise<void> => {
      await reinstallApp('previous');
      await startApp();
      await page();
      await upgradeApp('current');
      await startApp();
      await page();
    };

    it('leaves the app under audit, whatever stopped it on the way', async () => {
      for (const verb of ['none', 'reinstall', 'load', 'upgrade', 'start']) {
        told = [];
        const context = newContext();
        const times = verb === 'reinstall' ? 1 : 20;
        failing.clear();
        const { attempts } = await played(async (actor) => {
          fails(verb, new AuditError('app-install-failed', 'It is signed by somebody else.'), times);
          await steps(actor);
        }, context);
        failing.clear();
        expect(attempts[0]!.status, verb).to.equal(verb === 'none' ? 'completed' : 'stopped');
        expect(told.at(-1), verb).to.equal('reinstall');
        expect(context.hopeless, verb).to.equal(undefined);
      }
    });

    it('tells what the older build did as that, and holds none of it against the one under audit', async () => {
      fails('load', new DeviceTrouble('app-died', 'It died.'), 2);
      const { attempts } = await played(steps);
      expect(attempts.map(({ status }) => status)).to.deep.equal(['app-lost', 'app-lost']);
      expect(attempts[0]!.app).to.deep.equal([]);
      expect(attempts[0]!.problems[0]).to.include({
        code: 'app-died',
        message: 'In the older build: It died.',
      });
    });

    it('holds against the one under audit that it does not start with what the older one stored', async () => {
      const context = newContext();
      const { attempts } = await played(async (actor) => {
        const { page, reinstallApp, startApp, upgradeApp } = actor;
        await reinstallApp('previous');
        await startApp();
        await page();
        await upgradeApp('current');
        await startApp();
        fails('load', new DeviceTrouble('app-died', 'It died.'));
        await page();
      }, context);
      expect(attempts[0]!.app[0]).to.include({ kind: 'died', callInFlight: true });
      expect(attempts[0]!.problems[0]!.message).to.equal('It died.');
      expect(context.hopeless).to.equal(undefined);
    });
  });

  it('does not play on with data that was damaged or restored, or may have been', async () => {
    for (const steps of [
      ({ damageAppData }: Actor) => damageAppData(),
      ({ restoreApp }: Actor) => restoreApp(),
      ({ reinstallApp }: Actor) => reinstallApp(),
      ({ upgradeApp }: Actor) => upgradeApp('next'),
    ]) {
      const context = newContext();
      await played(steps, context);
      told = [];
      await played(({ page }) => page(), context);
      expect(told[0]).to.equal('fresh');
      told = [];
      await played(({ page }) => page(), context);
      expect(told[0]).to.equal('start');
    }
  });

  it('cannot be played where the device has none of these verbs', async () => {
    const browser: Partial<Device> = { ...device };
    delete (browser as { mobile?: MobileVerbs }).mobile;
    const { error } = await played(({ reboot }) => reboot(), newContext(browser as Device));
    expect(error).to.contain('cannot play it');
  });
});
