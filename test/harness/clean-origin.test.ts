import { expect } from 'chai';
import type { Device } from '../../src/devices/port.js';
import { Recorder } from '../../src/harness/recorder.js';
import type { Notion } from '../../src/terms.js';

/** The origins that two scenarios load their pages from, where a plugin lacks something. */
async function originsOf(lacks?: readonly Notion[]): Promise<string[]> {
  const origins: string[] = [];
  const device = {
    abilities: {},
    driverCommands: 0,
    frozenMs: 1,
    loadPage: async (origin: string) => void origins.push(origin),
    script: () => Promise.reject(new Error('not asked')),
  } as unknown as Device;
  const plan = {
    scenarios: [],
    operations: ['set'] as const,
    ...(lacks === undefined ? {} : { lacks }),
    repeat: 1,
    key: '00'.repeat(16),
    limits: { readyMs: 1, callMs: 1, watchMs: 1, scenarioMs: 1, frozenMs: 1, writeMs: 1 },
  };
  for (const name of ['one', 'two', 'one']) {
    const surroundings = {
      device,
      plan,
      patience: { watchMs: 1, giveUpAfter: 1 },
      signal: AbortSignal.timeout(5000),
    };
    const recorder = new Recorder(surroundings, name, 1, 'planned');
    await recorder.actor.page().catch(() => undefined);
  }
  return origins;
}

describe('the page of a scenario', () => {
  it('has the same origin in each: stores of their own keep them apart', async () => {
    expect(await originsOf()).to.deep.equal(['', '', '']);
    expect(await originsOf([])).to.deep.equal(['', '', '']);
  });

  it('has an origin of its own in each where the plugin has no stores, the same after a restart', async () => {
    const [one, two, again] = await originsOf(['stores']);
    expect(one).to.not.equal('');
    expect(two).to.not.equal(one);
    expect(again).to.equal(one);
  });
});
