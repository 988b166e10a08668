import { z } from 'zod';
import { callRecord, pageEvent, readiness, scanRecord } from '../protocol/schema.js';
import { abilities, deviceKinds, fidelities, impacts } from '../terms.js';

export type { CallRecord, PageEvent, ScanRecord, Seen, SeenError, Settlement } from '../protocol/steps.js';

/** What collecting leaves on disk: everything that judging needs, and nothing that needs a device. */

export const problem = z.object({ code: z.string(), message: z.string(), hint: z.string() });

export const abilityState = z.object({
  fidelity: z.enum(fidelities),
  impact: z.enum(impacts),
  by: z.string(),
});

/** The device as it told of itself. */
export const deviceFacts = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.enum(deviceKinds),
  os: z.string(),
  osVersion: z.string(),
  model: z.string().optional(),
  maker: z.string().optional(),
  build: z.string().optional(),
  securityPatch: z.string().optional(),
  webview: z.string().optional(),
  screenLock: z.string().optional(),
  biometrics: z.string().optional(),
  abilities: z.partialRecord(z.enum(abilities), abilityState),
});
export type DeviceFacts = z.infer<typeof deviceFacts>;

/** Something that the app did as a whole, beside the answers of calls. */
export const appEvent = z.object({
  kind: z.enum(['died', 'froze', 'left-page', 'never-ready']),
  detail: z.string(),
  /** Whether a plugin call was in flight: only then can the plugin have done it. */
  callInFlight: z.boolean(),
  atMs: z.number(),
});
export type AppEvent = z.infer<typeof appEvent>;

/** A search of the app's data on disk for canaries: only places, never text. */
export const dataSearch = z.object({
  as: z.string(),
  root: z.string(),
  files: z.int(),
  bytes: z.int(),
  unreadable: z.array(z.string()),
  found: z.array(z.object({ canary: z.int(), encoding: z.string(), offset: z.int(), path: z.string() })),
  /** Where names of stores and keys stood; only where they were looked for. */
  names: z
    .array(z.object({ name: z.string(), encoding: z.string(), offset: z.int(), path: z.string() }))
    .optional(),
});
export type DataSearch = z.infer<typeof dataSearch>;

/** A search of the app's log for canaries: only places, never text. */
export const logSearch = z.object({
  as: z.string(),
  root: z.string(),
  lines: z.int(),
  found: z.array(
    z.object({
      canary: z.int(),
      encoding: z.string(),
      /** Counts from 1, among the lines of this search. */
      line: z.int(),
      offset: z.int(),
      /** What wrote the line, as the device tells it. */
      source: z.string(),
      /** Whether it is a record of all calls that the framework keeps in debug builds: no plugin has a hand in that. */
      isRecord: z.literal(true).optional(),
    }),
  ),
});
export type LogSearch = z.infer<typeof logSearch>;

/** A verb of the device port that a scenario used. */
export const deviceAct = z.object({
  verb: z.string(),
  ability: z.enum(abilities),
  fidelity: z.enum(fidelities),
  durationMs: z.number(),
  /** What the device answered, where it answers something. */
  told: z.string().optional(),
});
export type DeviceAct = z.infer<typeof deviceAct>;

export const evidence = z.object({
  kind: z.enum(['picture', 'source', 'log', 'files', 'timeline']),
  title: z.string(),
  /** Relative to the folder of the run, with `/`, without `..`. */
  path: z.string(),
});
export type Evidence = z.infer<typeof evidence>;

/** One step as it was sent, in words, for the story in the report. */
export const sentStep = z.object({
  kind: z.enum(['call', 'together', 'scan', 'device']),
  text: z.string(),
  /** Names of the calls that it made. */
  calls: z.array(z.string()),
});

/** One try of one scenario. */
export const attempt = z.object({
  /** Counts from 1. */
  number: z.int(),
  /**
   * Why it was tried: planned; again after a lost session or app; again from a clean state, to confirm a finding or
   * because repeats were asked for.
   */
  why: z.enum(['planned', 'session-lost', 'app-lost', 'confirm', 'repeat']),
  status: z.enum(['completed', 'app-lost', 'session-lost', 'stopped']),
  startedAt: z.string(),
  durationMs: z.number(),
  driverCommands: z.int(),
  /** The page's own lives during this try: more than planned means that it was left or loaded again. */
  pages: z.array(z.string()),
  readiness: readiness.optional(),
  steps: z.array(sentStep),
  calls: z.array(callRecord),
  /** Those that were made in an older build of the app, before it was upgraded to the one under audit. */
  earlierCalls: z.array(callRecord).optional(),
  scans: z.array(scanRecord),
  searches: z.array(dataSearch),
  logs: z.array(logSearch),
  events: z.array(pageEvent),
  app: z.array(appEvent),
  acts: z.array(deviceAct),
  problems: z.array(problem),
  evidence: z.array(evidence),
});
export type Attempt = z.infer<typeof attempt>;

/** Everything that one scenario saw. */
export const observation = z.object({
  schema: z.literal('keystore-audit/observation@1'),
  scenario: z.string(),
  attempts: z.array(attempt).min(1),
});
export type Observation = z.infer<typeof observation>;

/** What holds for the whole of collecting. */
export const collection = z.object({
  schema: z.literal('keystore-audit/collection@1'),
  startedAt: z.string(),
  finishedAt: z.string().optional(),
  device: deviceFacts.optional(),
  environment: z.object({ appium: z.string(), driver: z.string(), node: z.string() }).partial(),
  driverCommands: z.int(),
  /** Milliseconds of each phase, for `--verbose` and the benchmarks. */
  phases: z.record(z.string(), z.number()),
  problems: z.array(problem),
});
export type Collection = z.infer<typeof collection>;
