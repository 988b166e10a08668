import { z } from 'zod';
import type { Plan } from '../../run/plan.js';
import { mistakeInServer } from '../../run/remote.js';
import { areas, severities } from '../../terms.js';

/** The configuration file. Every key stands in docs/configuration.md; a test compares the two. */

const positive = z.int().positive();
const text = z.string().min(1);

/** Targets that this version can audit. */
export const availableTargets = ['web', 'android'] as const;

export const failOnWords = [...severities, 'never'] as const;

/** Of one contract: `baseline`, or `outsystems-keystore@2.6.0`. */
export const contractPattern = /^[a-z0-9-]+(@\d[\w.+-]*)?$/;

/** What is wrong with it may be a secret in it: it is not quoted. */
const address = text.refine((server) => mistakeInServer(server) === undefined, {
  error: ({ input }) => mistakeInServer(String(input)) ?? '',
});

const runEntry = z
  .strictObject({
    target: z.enum(availableTargets),
    plugin: text.optional(),
    url: text.optional(),
    app: text.optional(),
    fromApp: text.optional(),
    contract: z.string().regex(contractPattern, 'expected ID or ID@VERSION').optional(),
    binding: text.optional(),
    device: text.optional(),
    server: address.optional(),
    caps: text.optional(),
    audits: z.array(text).min(1).optional(),
    areas: z.array(z.enum(areas)).min(1).optional(),
  })
  .refine(({ plugin, url, app }) => [plugin, url, app].some((each) => each !== undefined), {
    path: ['plugin'],
    message: 'missing; expected a text, or url or app in its place',
    when: isObject,
  })
  .refine(({ plugin, url }) => plugin === undefined || url === undefined, {
    path: ['url'],
    message: 'names another thing to audit than plugin; keep one of them',
    when: isObject,
  })
  .refine(({ plugin, url, app }) => app === undefined || (plugin ?? url) === undefined, {
    path: ['app'],
    message: 'names another thing to audit than plugin or url; keep one of them',
    when: isObject,
  })
  .refine(({ target, app }) => target === 'android' || app === undefined, {
    path: ['app'],
    message: 'names an app, which is audited on the target android',
    when: isObject,
  })
  .refine(({ app, fromApp }) => app !== undefined || fromApp === undefined, {
    path: ['fromApp'],
    message: 'names an older build of an app; app names that app',
    when: isObject,
  })
  .refine(({ target, url }) => target === 'web' || url === undefined, {
    path: ['url'],
    message: 'names a page, which is audited on the target web',
    when: isObject,
  })
  .refine(({ target, device }) => target !== 'web' || device === undefined, {
    path: ['device'],
    message: 'names no browser: the target web takes the one of this machine',
    when: isObject,
  })
  .refine(({ target, server, caps }) => target === 'android' || (server ?? caps) === undefined, {
    path: ['server'],
    message: 'has a device, which is audited on the target android',
    when: isObject,
  })
  .refine(({ server, caps }) => (server === undefined) === (caps === undefined), {
    path: ['caps'],
    message: 'belongs together with server; give both or none',
    when: isObject,
  })
  .refine(({ server, device }) => server === undefined || device === undefined, {
    path: ['server'],
    message: 'names another device than device; keep one of them',
    when: isObject,
  });

/** What goes over several keys is told beside other mistakes, not only once those are mended. */
function isObject({ value }: { readonly value: unknown }): boolean {
  return typeof value === 'object' && value !== null;
}

/** A finding that is known and let through until a day. */
const acceptance = z.strictObject({
  id: text,
  reason: text,
  until: z.iso.date('expected a day as 2027-03-31'),
});

/** A plugin whose hooks and Gradle files may run, known by its content. */
const trustedPlugin = z.strictObject({
  plugin: z.string().regex(/^.+@[^@]+$/, 'expected NAME@VERSION'),
  integrity: z.string().regex(/^sha512-[A-Za-z0-9+/]{86}==$/, 'expected sha512-… as --trust-plugin tells it'),
});

const limits = z.strictObject({
  readyMs: positive.optional(),
  callMs: positive.optional(),
  watchMs: positive.optional(),
  scenarioMs: positive.optional(),
  sessionMs: positive.optional(),
  frozenMs: positive.optional(),
  writeMs: positive.optional(),
} satisfies Record<keyof Plan['limits'], z.ZodType>);

export const configSchema = z
  .strictObject({
    runs: z.array(runEntry).min(1),
    out: text.optional(),
    accepted: z.array(acceptance).optional(),
    failOn: z.enum(failOnWords).optional(),
    allowInconclusive: z.boolean().optional(),
    seed: text.optional(),
    repeat: positive.optional(),
    timeout: positive.optional(),
    limits: limits.optional(),
    disposable: z.boolean().optional(),
    trusted: z.array(trustedPlugin).optional(),
    tools: z.strictObject({ chromium: text.optional(), chromedriver: text.optional() }).optional(),
  })
  .refine((config) => config.timeout === undefined || config.limits?.scenarioMs === undefined, {
    path: ['timeout'],
    message: 'says the same as limits.scenarioMs; keep one of them',
  });

export type Config = z.infer<typeof configSchema>;
