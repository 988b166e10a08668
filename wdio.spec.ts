import { givesFinding } from './src/audits/judge.js';
import { registeredAudits } from './src/audits/registry.js';
import { evidenceOf } from './src/cli/judging.js';
import { knownScenarios } from './src/cli/scenarios.js';
import { readServices } from './src/run/services.js';
import { describeRuns, type TestRunner } from './src/run/wdio.js';

/** Every scenario of every run of this worker, as one test each. */

const [work, audits] = await Promise.all([
  readServices(process.env['KEYSTORE_AUDIT_OUT']!),
  registeredAudits(),
  knownScenarios(),
]);

describeRuns(work, globalThis as unknown as TestRunner, (plan, observation) =>
  givesFinding(audits, evidenceOf(plan, new Map([[observation.scenario, observation]]), undefined)),
);
