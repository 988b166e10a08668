import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect } from 'chai';
import { judge, type Evidence } from '../../src/audits/judge.js';
import { registeredAudits } from '../../src/audits/registry.js';
import type { JudgedAudit } from '../../src/audits/types.js';
import { knownScenarios } from '../../src/cli/scenarios.js';
import { clausesInForce, resolveContract } from '../../src/contracts/registry.js';
import type { AppBuild, Device, MobileVerbs } from '../../src/devices/port.js';
import { collectScenario } from '../../src/harness/scenario.js';
import { readObservations } from '../../src/observations/files.js';
import type { CallRecord, DataSearch, Seen, Settlement } from '../../src/observations/types.js';
import { canary } from '../../src/protocol/canary.js';
import type { CallStep, StepList, ValueRef } from '../../src/protocol/steps.js';
import { decode, digest, encode } from '../../src/protocol/wire.js';
import { abilities, operations, type Notion } from '../../src/terms.js';

/** What a phone with a plugin does, where it differs from a correct one: each with one defect. */
interface Phone {
  /** What happens to what is stored; `gone` is right for none but a removal of the app. */
  readonly loses?: 'reboot' | 'upgrade' | 'return' | 'clock';
  readonly absentWhileLocked?: 'null' | 'missing';
  /** Keys are folded by the rules of the language of the device. */
  readonly foldsKeys?: true;
  /** Data that cannot be read is never written over. */
  readonly staysBroken?: true;
  /** What cannot be read is given as it lies there. */
  readonly givesForeign?: true;
  readonly plainInBackup?: true;
  /** What opens the values is in the backup. */
  readonly keyInBackup?: true;
  /** What is stored lies where every app finds it. */
  readonly shared?: true;
  /** There is one secret, and no key to it. */
  readonly single?: true;
  /** There is an older build of the app, from which it is upgraded. */
  readonly hasPrevious?: true;
}

interface Entry {
  readonly value: string;
  readonly broken?: true;
}

const key = '00'.repeat(16);
const scenarios = [
  ...['background', 'backup', 'clock', 'damage', 'left-out', 'locale', 'locked', 'reboot', 'reinstall'],
  ...['stranger', 'upgrade'],
];

/** A value as the model keeps it: what it stands for, without any secret. */
const textOf = (ref: ValueRef | undefined): string => JSON.stringify(ref ?? null);

function phoneOf(phone: Phone): Device {
  let entries = new Map<string, Entry>();
  let ownEntries = entries;
  let saved = new Map<string, Entry>();
  let build: AppBuild = 'current';
  let locked = false;
  let language = 'de-DE';
  let page = 0;
  const lists = new Map<string, string>();

  const placeOf = ({ store, key }: CallStep): string => {
    if (phone.single) return 'the one';
    const name = textOf(key);
    return `${textOf(store)} ${phone.foldsKeys ? name.toLocaleLowerCase(language) : name}`;
  };
  const rejected = (message: string): Omit<Settlement, 'afterMs'> => ({
    how: 'rejected',
    error: { type: 'Error', message },
  });
  const seen = (value: string, { expect: wanted }: CallStep): Seen => {
    const ref = JSON.parse(value) as { canary?: number };
    const same = value === textOf(wanted);
    return ref.canary === undefined
      ? { is: 'text', length: value.length, sha256: '', same }
      : { is: 'canary', canary: ref.canary, same };
  };
  const get = (step: CallStep): Omit<Settlement, 'afterMs'> => {
    const entry = entries.get(placeOf(step));
    if (entry === undefined) return rejected(`no such key: ${textOf(step.key)}`);
    if (locked && phone.absentWhileLocked === 'null') return { how: 'resolved', value: { is: 'null' } };
    if (locked && phone.absentWhileLocked === 'missing') return rejected(`no such key: ${textOf(step.key)}`);
    if (entry.broken === undefined) return { how: 'resolved', value: seen(entry.value, step) };
    return phone.givesForeign
      ? { how: 'resolved', value: { is: 'text', length: 7, sha256: '', same: false } }
      : rejected('it cannot be decrypted');
  };
  const done: Omit<Settlement, 'afterMs'> = { how: 'resolved', value: { is: 'undefined' } };
  const answer = (step: CallStep): Omit<Settlement, 'afterMs'> => {
    switch (step.call) {
      case 'get':
        return get(step);
      case 'set':
        if (phone.staysBroken && entries.get(placeOf(step))?.broken) return rejected('it is broken');
        entries.set(placeOf(step), { value: textOf(step.value) });
        return done;
      case 'clear':
        return done;
      case 'keys':
        return { how: 'resolved', value: { is: 'list', length: 0, items: [] } };
      default:
        return { how: 'resolved', value: { is: 'boolean', value: true } };
    }
  };
  const record = (step: CallStep): CallRecord => ({
    as: step.as,
    call: step.call,
    state: 'settled',
    startedMs: 0,
    watchedMs: 1,
    settlements: [{ afterMs: 1, ...answer(step) }],
  });
  const lose = (when: Phone['loses']): void => void (phone.loses === when && entries.clear());
  const breakAll = (of: ReadonlyMap<string, Entry>) =>
    new Map([...of].map(([place, { value }]) => [place, { value, broken: true } as const]));
  const told = (as: string) => ({ as, root: 'a phone', unreadable: [] });

  const mobile: Partial<MobileVerbs> = {
    hasBuild: (wanted) => wanted !== 'previous' || phone.hasPrevious === true,
    upgradeApp: async (wanted) => {
      build = wanted;
      lose('upgrade');
    },
    reinstallApp: async (wanted) => {
      build = wanted;
      entries = new Map();
    },
    switchToStranger: async () => {
      ownEntries = entries;
      if (!phone.shared) entries = new Map();
    },
    switchBack: async () => void (entries = ownEntries),
    backgroundApp: async () => undefined,
    foregroundApp: async () => lose('return'),
    lockScreen: async () => void (locked = true),
    unlockScreen: async () => void (locked = false),
    setScreenLock: async () => undefined,
    reboot: async () => lose('reboot'),
    setLocale: async (tag) => void (language = tag),
    setTimezone: async () => undefined,
    shiftClock: async () => lose('clock'),
    backupApp: async () => {
      saved = new Map(entries);
      return 'done';
    },
    restoreApp: async () => void (entries = phone.keyInBackup ? new Map(saved) : breakAll(saved)),
    damageAppData: async () => {
      entries = breakAll(entries);
      return ['a file'];
    },
  };

  return {
    abilities: Object.fromEntries(
      abilities.map((ability) => [ability, { fidelity: 'modelled', impact: 'harmless', by: 'a test' }]),
    ),
    driverCommands: 0,
    frozenMs: 1000,
    facts: async () => ({
      ...{ id: 'a-phone', name: 'A phone', kind: 'virtual', os: 'android', osVersion: '15' },
      ...{ screenLock: 'none', abilities: {} },
    }),
    loadPage: async () => void (page += 1),
    script: async (_source, wire) => {
      if (wire === '') return ['de-DE', 'Europe/Berlin'];
      const known = lists.get(wire);
      if (known !== undefined) return known;
      const list = decode(wire) as StepList;
      const steps = list.steps.flatMap((step) => ('call' in step ? [step] : []));
      const isThere = build !== 'without-plugin';
      const answers = encode({
        version: 1,
        page: `page ${page}`,
        echo: list.echo,
        canaryProof: digest(canary(list.key, list.scope, 0)),
        readiness: isThere
          ? { ready: true, afterMs: 1 }
          : { ready: false, why: 'not-exposed', detail: 'the plugin is not there' },
        calls: isThere ? steps.map(record) : [],
        scans: [],
        events: [],
        durationMs: 1,
      });
      lists.set(wire, answers);
      return answers;
    },
    endApp: async () => undefined,
    killApp: async () => undefined,
    startApp: async () => undefined,
    startFresh: async () => void (entries = new Map()),
    awaitWrite: async () => true,
    searchAppData: async (as): Promise<DataSearch> => ({
      ...told(as),
      ...{ files: 1, bytes: 1 },
      found: phone.plainInBackup ? [{ canary: 1, encoding: 'plain', offset: 0, path: 'a file' }] : [],
    }),
    searchLogs: async (as) => ({ ...told(as), lines: 1, found: [] }),
    mobile: mobile as MobileVerbs,
  };
}

describe('the scenarios of phones', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(path.join(os.tmpdir(), 'phones-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  /** Plays them on a phone and judges what was seen, by what any plugin must do. */
  async function audited(phone: Phone): Promise<Map<string, JudgedAudit>> {
    const lacks: Notion[] = phone.single ? ['keys', 'stores'] : [];
    const limits = {
      readyMs: 100,
      callMs: 100,
      watchMs: 200,
      scenarioMs: 5000,
      frozenMs: 1000,
      writeMs: 100,
    };
    const context = {
      device: phoneOf(phone),
      plan: { scenarios, operations, lacks, repeat: 1, key, limits },
      folder,
      confirm: () => false,
    };
    const known = new Map((await knownScenarios()).map((each) => [each.name, each.steps]));
    for (const name of scenarios) await collectScenario(context, name, known.get(name)!);
    const { contract, version } = resolveContract('baseline')!;
    const evidence: Evidence = {
      target: 'android',
      operations,
      lacks,
      contract,
      clauses: clausesInForce(contract, { target: 'android', version }),
      device: undefined,
      ownLayer: true,
      limits,
      observations: await readObservations(folder),
      problems: [],
    };
    return new Map(judge(await registeredAudits(), evidence).map((each) => [each.id, each]));
  }
  it('find nothing on one whose plugin is correct', async () => {
    const judged = await audited({});
    const decided = Object.fromEntries(phoneAudits.map((id) => [id, judged.get(id)!.outcome] as const));
    expect(decided).to.deep.equal({
      ...Object.fromEntries(phoneAudits.map((id) => [id, 'pass'])),
      'reinstall-behaviour': 'informative',
    });
    expect(failing(judged)).to.deep.equal([]);
    expect(judged.get('plugin-availability')!.reason).to.include({ code: 'own-layer' });
  });

  it('find nothing on one whose plugin has no keys and is correct', async () => {
    const judged = await audited({ single: true });
    expect(failing(judged)).to.deep.equal([]);
    for (const id of ['reboot-persistence', 'locale-independence', 'timezone-independence', 'locked-read'])
      expect(judged.get(id)!.outcome, id).to.equal('pass');
  });

  it('find nothing where an older build is upgraded and the plugin is correct', async () => {
    const judged = await audited({ hasPrevious: true });
    expect(failing(judged)).to.deep.equal([]);
    expect(judged.get('upgrade-persistence')!.outcome).to.equal('pass');
    const { attempts } = (await readObservations(folder)).get('upgrade')!;
    const verbs = attempts[0]!.acts.map(({ verb }) => verb).filter((verb) => verb.includes('install'));
    expect(verbs).to.deep.equal([
      'remove the app and install the older build of the app',
      'install the app under audit over the one that is there',
      'install the app under audit again',
    ]);
    expect(attempts[0]!.earlierCalls!.map(({ as }) => as)).to.include.members(['set 1', 'get 1 before']);
    expect(attempts[0]!.calls.map(({ as }) => as)).to.include('get 1 after the upgrade');
    expect(attempts[0]!.calls.map(({ as }) => as)).not.to.include('set 1');
  });

  for (const [phone, ...ids] of [
    [{ loses: 'reboot' }, 'reboot-persistence'],
    [{ loses: 'upgrade' }, 'upgrade-persistence'],
    [{ shared: true }, 'app-isolation'],
    [{ loses: 'upgrade', hasPrevious: true }, 'upgrade-persistence'],
    [{ loses: 'return' }, 'background-persistence'],
    [{ loses: 'clock' }, 'timezone-independence'],
    [{ foldsKeys: true }, 'locale-independence'],
    [{ absentWhileLocked: 'null' }, 'locked-read'],
    [{ absentWhileLocked: 'missing' }, 'locked-read'],
    [{ staysBroken: true }, 'damaged-keystore', 'restore-behaviour'],
    [{ givesForeign: true }, 'damaged-keystore', 'restore-behaviour'],
    [{ plainInBackup: true }, 'backup-exposure'],
    [{ keyInBackup: true }, 'backup-exposure'],
  ] as const) {
    it(`find what is wrong with ${JSON.stringify(phone)}, and nothing else`, async () => {
      expect(failing(await audited(phone))).to.deep.equal(ids);
    });
  }
});

const phoneAudits = [
  ...['app-isolation', 'background-persistence', 'damaged-keystore', 'locale-independence', 'locked-read'],
  ...['reboot-persistence', 'reinstall-behaviour', 'timezone-independence', 'upgrade-persistence'],
  ...['backup-exposure', 'restore-behaviour'],
];

function failing(judged: ReadonlyMap<string, JudgedAudit>): string[] {
  return [...judged.values()].filter(({ outcome }) => outcome === 'fail').map(({ id }) => id);
}
