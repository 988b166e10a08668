import { z } from 'zod';
import { problem } from '../observations/types.js';
import { families, notions, operations, targets, type DeviceKind } from '../terms.js';

const browserDevice = z.object({
  kind: z.literal('browser'),
  browser: z.string(),
  driver: z.string(),
  version: z.string(),
});

/** Everything by which a device with Android is reached. */
const androidDevice = z.object({
  kind: z.enum(['real', 'emulator', 'virtual']),
  serial: z.string(),
  /** The program, and where its server listens. */
  adb: z.string(),
  adbPort: z.int().positive(),
  driver: z.string(),
});
export type AndroidPlace = z.infer<typeof androidDevice>;

/** A device with Android that somebody else's server holds, or gives out. */
const remoteDevice = z.object({
  kind: z.literal('remote'),
  /** The address, with its base path. */
  server: z.string(),
  /** Absolute. What stands in it is read where it is needed, and written nowhere. */
  capsFile: z.string(),
  /** What the server gave when it was asked for the plan; another device is refused. */
  given: z.object({ kind: z.enum(['real', 'cloud', 'emulator', 'virtual']), id: z.string() }),
});
export type RemotePlace = z.infer<typeof remoteDevice>;

/** An app for Android, and what is known of it without a device. */
const androidApp = z.object({
  packageId: z.string(),
  /** Without one it is started as its icon starts it. */
  activity: z.string().optional(),
  debuggable: z.boolean(),
  /** Absolute paths of its builds. */
  builds: z.object({
    current: z.string(),
    next: z.string().optional(),
    'without-plugin': z.string().optional(),
    previous: z.string().optional(),
  }),
  /** The same app under another id, signed by somebody else's key. */
  stranger: z.object({ packageId: z.string(), activity: z.string(), file: z.string() }).optional(),
  /** Whether its data may be wiped: it is a fixture of ours, not somebody's own app. */
  ours: z.boolean(),
});

/** `plan.json`: everything that collecting needs to know, fixed before a device is touched. */
export const planSchema = z.object({
  schema: z.literal('keystore-audit/plan@1'),
  runId: z.string(),
  target: z.enum(targets),
  plugin: z.object({
    name: z.string(),
    version: z.string(),
    source: z.string(),
    family: z.enum(families),
    integrity: z.string(),
  }),
  /** The plugin in the older build of the app from which an upgrade is played. */
  from: z.object({ name: z.string(), version: z.string() }).optional(),
  /** `folder` holds binding.json and page.js. */
  binding: z.object({
    id: z.string(),
    folder: z.string(),
    operations: z.array(z.enum(operations)),
    /** What the plugin does not tell secrets apart by. */
    lacks: z.array(z.enum(notions)).default([]),
    /** What the plugin asks of the device before it stores anything. */
    asksFor: z.array(z.enum(['screen-lock'])).default([]),
  }),
  contract: z.object({ id: z.string(), version: z.string() }),
  fixture: z.object({
    folder: z.string(),
    digest: z.string(),
    /**
     * A page of ours that embeds the plugin, or a deployed one at `url` into which `folder`'s runtime.js is put; an app
     * of ours, or somebody's own into whose page it is put.
     */
    variant: z.enum(['web', 'deployed', 'android', 'own-app']),
    url: z.string().optional(),
    app: androidApp.optional(),
    /** Code of the plugin's authors that making the app would run on this machine, and by whose leave it did. */
    foreignCode: z
      .object({
        trustedBy: z.enum(['option', 'configuration', 'nobody']),
        parts: z.array(z.object({ what: z.string(), ran: z.boolean() })),
        /** Why a leave that the configuration remembers did not hold. */
        problem: problem.optional(),
      })
      .optional(),
  }),
  device: z.discriminatedUnion('kind', [browserDevice, androidDevice, remoteDevice]),
  /** Whether everything on the device may be lost. */
  disposable: z.boolean().default(false),
  /** Ids of the audits that were asked for; the others of the catalogue are told as not chosen. */
  audits: z.union([z.literal('all'), z.array(z.string())]),
  /** The options by which binding and contract were chosen, for the command that runs an audit again. */
  overrides: z.array(z.string()),
  /** In the order in which they run. */
  scenarios: z.array(z.string()),
  /** Scenarios that are not run on this device, and why. */
  leftOut: z
    .record(
      z.string(),
      z.object({ code: z.enum(['ability-missing', 'would-change-device']), needs: z.string() }),
    )
    .default({}),
  /** How often each scenario is collected. */
  repeat: z.int().positive(),
  /** From which canaries and store names are derived; hexadecimal. */
  key: z.string(),
  seed: z.string(),
  limits: z.object({
    readyMs: z.int().positive(),
    callMs: z.int().positive(),
    watchMs: z.int().positive(),
    scenarioMs: z.int().positive(),
    sessionMs: z.int().positive(),
    frozenMs: z.int().positive(),
    writeMs: z.int().positive(),
  }),
});
export type Plan = z.infer<typeof planSchema>;

/** What kind of device a plan is for. */
export function deviceKindOf(device: Plan['device']): DeviceKind {
  return device.kind === 'remote' ? device.given.kind : device.kind;
}

/** In milliseconds. */
export const defaultLimits: Plan['limits'] = {
  /** From the page's load until the plugin can be called. */
  readyMs: 15_000,
  /** For which a list waits for one call before it goes on. */
  callMs: 10_000,
  /** For which a pending call is watched in all. */
  watchMs: 60_000,
  /** For one attempt of one scenario. */
  scenarioMs: 180_000,
  /** For Appium to start, and for one session. */
  sessionMs: 60_000,
  /** Without any answer, after which a page is taken for frozen. */
  frozenMs: 20_000,
  /** For a value to be written to the disk; Chromium keeps what a page stores back for five seconds. */
  writeMs: 8000,
};

/** The same for a device of somebody else's server, where these differ: a farm has people wait for a device. */
export const remoteLimits = { sessionMs: 180_000 } satisfies Partial<Plan['limits']>;
