import { givesFinding } from '../src/audits/judge.js';
import { registeredAudits } from '../src/audits/registry.js';
import { evidenceOf } from '../src/cli/judging.js';
import { knownScenarios } from '../src/cli/scenarios.js';
import { readServices } from '../src/run/services.js';
import { describeRuns, type TestRunner } from '../src/run/wdio.js';
import { readPlanted, sharedFolder } from './planted.js';
import { tellDevice } from './hand.js';

/** Every scenario of every fault, as one test each, in one session: before each fault the device gets its native half. */

const out = process.env['KEYSTORE_AUDIT_OUT']!;
const [work, audits] = await Promise.all([readServices(out), registeredAudits(), knownScenarios()]);
const { control, folders } = readPlanted(out);
const waiting = [...folders];

const mocha = globalThis as unknown as TestRunner;
const runner: TestRunner = {
  describe: (title, body) =>
    mocha.describe(title, () => {
      const folder = waiting.shift()!;
      mocha.before(async () => {
        await tellDevice(control, { do: 'native', folder });
        await tellDevice(control, { do: 'remove', path: sharedFolder });
      });
      body();
    }),
  it: mocha.it,
  before: mocha.before,
  after: mocha.after,
  get browser() {
    return mocha.browser;
  },
};

describeRuns(work, runner, (plan, observation) =>
  givesFinding(audits, evidenceOf(plan, new Map([[observation.scenario, observation]]), undefined)),
);
