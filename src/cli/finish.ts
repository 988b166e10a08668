import os from 'node:os';
import path from 'node:path';
import { judge } from '../audits/judge.js';
import { registeredAudits } from '../audits/registry.js';
import { readCollection, readObservations } from '../observations/files.js';
import type { Result, Run } from '../result/schema.js';
import { resultSchemaId } from '../result/schema.js';
import type { Plan } from '../run/plan.js';
import { assembleRun } from './assemble.js';
import { evidenceOf } from './judging.js';
import type { Output } from './output.js';
import { ownPackage } from './package.js';

/** Judges what lies in a run's folder. The same folder gives the same audits, however often. */
export async function judgeRun(outFolder: string, folder: string, plan: Plan): Promise<Run> {
  const runFolder = path.join(outFolder, folder);
  const [audits, observations, collection] = await Promise.all([
    registeredAudits(),
    readObservations(runFolder),
    readCollection(runFolder),
  ]);
  return assembleRun({
    plan,
    folder,
    observations,
    collection: collection ?? {
      schema: 'keystore-audit/collection@1',
      startedAt: new Date(0).toISOString(),
      environment: {},
      driverCommands: 0,
      phases: {},
      problems: [],
    },
    audits: judge(audits, evidenceOf(plan, observations, collection)),
  });
}

/** The whole result of an output folder. */
export function assembleResult(output: Output, runs: Run[], finishedAt: string): Result {
  return {
    schema: resultSchemaId,
    tool: { name: 'keystore-audit', version: ownPackage().version },
    configDigest: output.configDigest,
    seed: output.seed,
    host: {
      os: `${os.platform()} ${os.release()}`,
      arch: os.arch(),
      cpus: os.cpus().length,
      ci: Boolean(process.env['CI']),
    },
    startedAt: output.startedAt,
    finishedAt,
    plan: output.runs.map(({ id }) => id),
    accepted: output.accepted ?? [],
    runs,
  };
}
