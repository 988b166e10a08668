import { z } from 'zod';
import { operations } from '../terms.js';
import type {
  CallRecord,
  CanaryTrace,
  PageEvent,
  Readiness,
  ScanRecord,
  Seen,
  SeenError,
  Settlement,
  StepAnswers,
} from './steps.js';

/** What comes back from a page is foreign until these have read it. */

const canaryTrace = z.object({
  canary: z.int(),
  encoding: z.string(),
  offset: z.int(),
}) satisfies z.ZodType<CanaryTrace>;

export const seen: z.ZodType<Seen> = z.lazy(() =>
  z.discriminatedUnion('is', [
    z.object({ is: z.literal('canary'), canary: z.int(), same: z.boolean().optional() }),
    z.object({
      is: z.literal('text'),
      length: z.int(),
      sha256: z.string(),
      text: z.string().optional(),
      same: z.boolean().optional(),
      firstDifference: z
        .object({ at: z.int(), expected: z.int().nullable(), actual: z.int().nullable() })
        .optional(),
      holds: z.array(canaryTrace).optional(),
    }),
    z.object({ is: z.enum(['undefined', 'null', 'function', 'symbol']) }),
    z.object({ is: z.literal('boolean'), value: z.boolean() }),
    z.object({ is: z.enum(['number', 'bigint']), value: z.string() }),
    z.object({
      is: z.literal('list'),
      length: z.int(),
      items: z.array(seen),
      exotic: z.boolean().optional(),
    }),
    z.object({
      is: z.literal('object'),
      type: z.string(),
      entries: z.array(z.tuple([z.string(), seen])),
      exotic: z.boolean().optional(),
    }),
    z.object({ is: z.literal('unreadable'), why: z.string() }),
  ]),
);

const seenError: z.ZodType<SeenError> = z.object({
  type: z.string(),
  name: z.string().optional(),
  code: seen.optional(),
  message: z.string().optional(),
  value: seen.optional(),
  holds: z.array(canaryTrace).optional(),
});

const settlement: z.ZodType<Settlement> = z.object({
  afterMs: z.number(),
  how: z.enum(['resolved', 'rejected', 'thrown']),
  value: seen.optional(),
  error: seenError.optional(),
});

export const callRecord: z.ZodType<CallRecord> = z.object({
  as: z.string(),
  call: z.enum(operations),
  state: z.enum(['settled', 'pending']),
  startedMs: z.number(),
  watchedMs: z.number(),
  settlements: z.array(settlement),
});

export const scanRecord: z.ZodType<ScanRecord> = z.object({
  as: z.string(),
  areas: z.array(z.object({ area: z.string(), entries: z.int(), problem: z.string().optional() })),
  found: z.array(canaryTrace.extend({ area: z.string(), where: z.string() })),
});

export const pageEvent: z.ZodType<PageEvent> = z.object({
  kind: z.enum(['error', 'rejection', 'console', 'dialog', 'bridge']),
  text: z.string(),
  source: z.string().optional(),
  atMs: z.number(),
  holds: z.array(canaryTrace).optional(),
});

export const readiness: z.ZodType<Readiness> = z.discriminatedUnion('ready', [
  z.object({ ready: z.literal(true), afterMs: z.number() }),
  z.object({ ready: z.literal(false), why: z.enum(['not-ready', 'not-exposed']), detail: z.string() }),
]);

export const stepAnswers: z.ZodType<StepAnswers> = z.object({
  version: z.literal(1),
  page: z.string(),
  echo: z.array(z.string()),
  canaryProof: z.string(),
  readiness,
  calls: z.array(callRecord),
  scans: z.array(scanRecord),
  events: z.array(pageEvent),
  durationMs: z.number(),
});
