import { z } from 'zod';
import {
  abilities,
  areas,
  bases,
  deviceKinds,
  families,
  fidelities,
  impacts,
  operations,
  outcomes,
  reasonCodes,
  runStatuses,
  severities,
  targets,
  verdictWords,
} from '../terms.js';

/**
 * `result.json`, the stable interface: other programs read it, reports of different versions are compared by it.
 * Its JSON Schema (schemas/result-1.schema.json) is made from this file.
 */

export const resultSchemaId = 'keystore-audit/result@1';

const problem = z.strictObject({ code: z.string(), message: z.string(), hint: z.string() });

/** Relative to the folder of `result.json`, with `/`, never absolute, never upwards. */
const evidencePath = z
  .string()
  .regex(/^(?!\/)(?!.*(?:^|\/)\.\.(?:\/|$))[^\\\u0000-\u001f:]+$/, 'a relative path with / and without ..');

const evidence = z.strictObject({ kind: z.string(), title: z.string(), path: evidencePath });

const audit = z.strictObject({
  id: z.string(),
  area: z.enum(areas),
  title: z.string(),
  failureTitle: z.string(),
  why: z.string(),
  outcome: z.enum(outcomes),
  severity: z.enum(severities),
  basis: z.enum(bases),
  fidelity: z.enum(fidelities),
  clauses: z.array(z.string()),
  references: z.array(z.strictObject({ title: z.string(), url: z.string() })),
  expected: z.string(),
  actual: z.string(),
  explanation: z.string(),
  reason: z.strictObject({ code: z.enum(reasonCodes), needs: z.string() }).nullable(),
  scenario: z.string().nullable(),
  attempts: z.int().nonnegative(),
  attemptOutcomes: z.array(z.enum(outcomes)),
  durationMs: z.number().nonnegative(),
  evidence: z.array(evidence),
  rerun: z.string(),
});

const device = z.strictObject({
  id: z.string(),
  name: z.string(),
  kind: z.enum(deviceKinds),
  os: z.string(),
  osVersion: z.string(),
  model: z.string().nullable(),
  maker: z.string().nullable(),
  build: z.string().nullable(),
  securityPatch: z.string().nullable(),
  webview: z.string().nullable(),
  screenLock: z.string().nullable(),
  biometrics: z.string().nullable(),
  abilities: z.partialRecord(
    z.enum(abilities),
    z.strictObject({ fidelity: z.enum(fidelities), impact: z.enum(impacts), by: z.string() }),
  ),
});

const latency = z.strictObject({
  n: z.int().nonnegative(),
  p50: z.number(),
  p95: z.number(),
  max: z.number(),
  /** Milliseconds, in the order in which the calls were made. */
  samples: z.array(z.number()),
});

const run = z.strictObject({
  id: z.string(),
  status: z.enum(runStatuses),
  verdict: z.strictObject({ word: z.enum(verdictWords), reason: z.string(), by: z.array(z.string()) }),
  target: z.enum(targets),
  channel: z.enum(['webview', 'accessibility']),
  plugin: z.strictObject({
    name: z.string(),
    version: z.string(),
    /** The spec as the user wrote it. */
    source: z.string(),
    family: z.enum(families),
    integrity: z.string(),
  }),
  from: z.strictObject({ name: z.string(), version: z.string() }).nullable(),
  contract: z.strictObject({
    id: z.string(),
    version: z.string(),
    clauses: z.array(
      z.strictObject({
        id: z.string(),
        text: z.string(),
        basis: z.enum(bases),
        document: z.string(),
        section: z.string(),
        url: z.string().nullable(),
        audits: z.array(z.string()),
        untested: z.string().nullable(),
      }),
    ),
  }),
  fixture: z.strictObject({ digest: z.string(), variant: z.string(), debuggable: z.boolean() }).nullable(),
  /** Null where no device was reached. */
  device: device.nullable(),
  environment: z.strictObject({ appium: z.string(), driver: z.string(), node: z.string() }),
  durationMs: z.number().nonnegative(),
  driverCommands: z.int().nonnegative(),
  problems: z.array(problem),
  scenarios: z.array(
    z.strictObject({
      name: z.string(),
      status: z.enum(['completed', 'app-lost', 'session-lost', 'stopped', 'not-reached']),
      attempts: z.int().nonnegative(),
      durationMs: z.number().nonnegative(),
      driverCommands: z.int().nonnegative(),
      steps: z.array(z.strictObject({ text: z.string(), seen: z.string() })),
    }),
  ),
  causes: z.array(
    z.strictObject({
      cause: z.string(),
      code: z.string().nullable(),
      message: z.string().nullable(),
      documentedCode: z.string().nullable(),
      documentedMessage: z.string().nullable(),
      meaning: z.string(),
      how: z.string(),
      source: z.enum(['documented', 'inferred']),
    }),
  ),
  latency: z.partialRecord(z.enum(operations), latency),
  audits: z.array(audit),
});

export const resultSchema = z
  .strictObject({
    schema: z.literal(resultSchemaId),
    tool: z.strictObject({ name: z.literal('keystore-audit'), version: z.string() }),
    configDigest: z.string(),
    seed: z.string(),
    host: z.strictObject({ os: z.string(), arch: z.string(), cpus: z.int(), ci: z.boolean() }),
    startedAt: z.iso.datetime(),
    finishedAt: z.iso.datetime(),
    /** Ids of the runs that were meant to be, in order: what is missing in `runs` was not reached. */
    plan: z.array(z.string()),
    accepted: z.array(z.strictObject({ id: z.string(), reason: z.string(), until: z.string() })),
    runs: z.array(run),
  })
  .meta({ id: 'result-1', title: 'The result of a keystore-audit run' });

export type Result = z.infer<typeof resultSchema>;
export type Run = Result['runs'][number];
export type RunAudit = Run['audits'][number];
