import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect } from 'chai';
import type { Device } from '../../src/devices/port.js';
import type { Actor } from '../../src/harness/recorder.js';
import { collectScenario } from '../../src/harness/scenario.js';
import type { Attempt, Observation } from '../../src/observations/types.js';
import { canary, search } from '../../src/protocol/canary.js';
import type { StepList } from '../../src/protocol/steps.js';
import { decode, digest, encode } from '../../src/protocol/wire.js';

const key = '00'.repeat(16);

describe('a scenario that ends the app', () => {
  let folder: string;
  let told: string[];
  let page: number;

  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'scenario-'));
    told = [];
    page = 0;
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** A device whose page tells one line of its own, and whose files and log hold what `content` gives. */
  const deviceWith = (content: (scope: string) => string, wrote = true): Device => {
    let scope = '';
    return {
      abilities: { 'kill-app': { fidelity: 'genuine', impact: 'harmless', by: 'a test' } },
      driverCommands: 0,
      frozenMs: 1000,
      facts: () => Promise.reject(new Error('not asked')),
      loadPage: async () => void told.push(`load page ${(page += 1)}`),
      script: async (_source, wire) => {
        const list = decode(wire) as StepList;
        ({ scope } = list);
        told.push(`part ${list.part}`);
        return encode({
          version: 1,
          page: `page ${page}`,
          echo: list.echo,
          canaryProof: digest(canary(list.key, list.scope, 0)),
          readiness: { ready: true, afterMs: 1 },
          calls: [],
          scans: [],
          events: [{ kind: 'error', text: `of page ${page}`, atMs: 1 }],
          durationMs: 1,
        });
      },
      endApp: async () => void told.push('end'),
      killApp: async () => void told.push('kill'),
      startApp: async () => void told.push('start'),
      startFresh: async () => void told.push('start fresh'),
      searchAppData: async (as, sought) => {
        const found = search(Buffer.from(content(scope)), sought).map((each) => ({
          ...each,
          path: 'a file',
        }));
        return { as, root: 'the data', files: 1, bytes: 1, unreadable: [], found };
      },
      awaitWrite: async (since) => (told.push(since <= Date.now() ? 'wait' : 'wait for ever'), wrote),
      searchLogs: async (as, sought) => {
        const found = search(Buffer.from(content(scope)), sought);
        return {
          as,
          root: 'the log',
          lines: 1,
          found: found.map((each) => ({ ...each, line: 1, source: 'console-api' })),
        };
      },
    };
  };

  async function played(device: Device, steps: (actor: Actor) => Promise<void>): Promise<Attempt> {
    const plan = {
      scenarios: ['a-scenario'],
      operations: ['set', 'get'],
      repeat: 1,
      key,
      limits: { readyMs: 100, callMs: 100, watchMs: 200, scenarioMs: 5000, frozenMs: 1000, writeMs: 100 },
    } as const;
    await collectScenario({ device, plan, folder, confirm: () => false }, 'a-scenario', steps);
    const file = path.join(folder, 'observations', 'a-scenario.json');
    return (JSON.parse(readFileSync(file, 'utf8')) as Observation).attempts[0]!;
  }

  it('goes on in a fresh page, and keeps what every page told', async () => {
    const attempt = await played(deviceWith(String), async ({ page, endApp, startApp }) => {
      await page();
      await page();
      await endApp();
      await startApp();
      await page();
    });
    expect(told).to.deep.equal([
      'start',
      'load page 1',
      'part 1',
      'part 2',
      'end',
      'start',
      'load page 2',
      'part 3',
    ]);
    expect(attempt.status).to.equal('completed');
    expect(attempt.events.map(({ text }) => text)).to.deep.equal(['of page 1', 'of page 2']);
  });
  it('tells whether something was written before the app was ended at once', async () => {
    for (const wrote of [true, false]) {
      const attempt = await played(deviceWith(String, wrote), async ({ page, awaitWrite, killApp }) => {
        await page();
        await awaitWrite();
        await killApp();
      });
      expect(attempt.acts.map(({ told: answer }) => answer)).to.include(wrote ? 'written' : 'not written');
      expect(attempt.acts.at(-1)).to.include({ ability: 'kill-app', fidelity: 'genuine' });
    }
    expect(told.slice(-2)).to.deep.equal(['wait', 'kill']);
  });
  it('tells places of secrets and of names apart, and no secret itself', async () => {
    let name = '';
    const content = (scope: string): string => `${name} ${canary(key, scope, 2)}`;
    const attempt = await played(deviceWith(content), async ({ page, key, searchAppData, searchLogs }) => {
      const fresh = key('a-key');
      name = fresh.text;
      await page();
      await searchAppData('on disk', [1, 2], [fresh]);
      await searchAppData('without names', [1]);
      await searchLogs('in the log', [2]);
    });
    const [withNames, without] = attempt.searches;
    expect(name).to.have.length.of.at.least(16);
    expect(new Set(withNames!.found.map(({ canary }) => canary))).to.deep.equal(new Set([2]));
    expect(withNames!.names).to.deep.include({ name, encoding: 'plain', offset: 0, path: 'a file' });
    expect(without).to.not.have.property('names');
    expect(without!.found).to.deep.equal([]);
    expect(attempt.logs[0]!.found[0]).to.include({ canary: 2, line: 1 });
    expect(JSON.stringify(attempt)).to.not.contain(canary(key, 'a-scenario#1', 2));
  });
});
