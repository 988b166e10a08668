import { mkdirSync, mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { randomBytes } from 'node:crypto';
import os from 'node:os';
import path from 'node:path';
import getPort from 'get-port';
import { z } from 'zod';
import { serveFolder } from '../fixture/build/server.js';
import { readAs, writeWhole } from '../observations/files.js';
import { driverOf, startAppium } from './appium.js';
import { endChild, endStragglers, type Child } from './children.js';
import { withholdSecrets } from './logs.js';
import { endAbandoned } from './abandoned.js';
import { planSchema, type Plan } from './plan.js';

/** A run that is to be collected. */
export interface PlannedRun {
  readonly plan: Plan;
  /** Its own folder, absolute: plan.json, collection.json, observations/, evidence/. */
  readonly folder: string;
}

/** `services.json` in the output folder: where workers find what was started for them. */
const servicesSchema = z.object({
  /** None where every device is driven by somebody else's server. */
  appium: z.object({ port: z.int(), path: z.string() }).optional(),
  /** Where browser profiles are made. */
  profiles: z.string(),
  /** When collecting began, in milliseconds since 1970: phases are counted from here. */
  began: z.number(),
  /** `worker`: the number of the one that collects it; the runs of one device belong to one. */
  runs: z.array(z.object({ folder: z.string(), fixtureUrl: z.string(), worker: z.int().nonnegative() })),
});
export type ServiceAddresses = z.infer<typeof servicesSchema>;

export interface Services {
  /** None where every device is driven by somebody else's server. */
  readonly appium: Child | undefined;
  /** Ends everything that was started, whatever state it is in, and removes what it kept on disk. */
  close(): Promise<void>;
}

export const servicesFile = 'services.json';

/** How long Appium may take to end its sessions, in milliseconds. */
const graceMs = 3000;

/** Starts one Appium, if one is needed, and a server for each fixture, on ports, paths and folders of their own. */
export async function startServices(runs: readonly PlannedRun[], out: string): Promise<Services> {
  const began = Date.now();
  const temporary = mkdtempSync(path.join(os.tmpdir(), 'keystore-audit-'));
  const profiles = path.join(temporary, 'profiles');
  const home = path.join(temporary, 'appium');
  for (const each of [profiles, home]) mkdirSync(each);
  const address = { port: await getPort({ host: '127.0.0.1' }), path: `/${randomBytes(16).toString('hex')}` };
  const own = runs.filter(({ plan }) => plan.device.kind !== 'remote');
  const appium =
    own.length === 0
      ? undefined
      : startAppium({
          home,
          temporary,
          address,
          log: path.join(out, 'appium.log'),
          drivers: [...new Set(own.map(({ plan }) => driverOf(plan)))],
          adb: own.flatMap(({ plan: { device } }) => ('adb' in device ? [device.adb] : []))[0],
        });
  const workers = workersOf(runs.map(({ plan }) => plan));
  const servers = await Promise.all(
    runs.map(({ plan: { fixture } }) =>
      fixture.variant === 'web' ? serveFolder(fixture.folder) : undefined,
    ),
  );
  const addresses: ServiceAddresses = {
    ...(appium === undefined ? {} : { appium: address }),
    profiles,
    began,
    runs: runs.map(({ folder, plan: { fixture } }, index) => ({
      folder,
      fixtureUrl: fixture.url ?? servers[index]?.url ?? '',
      worker: workers[index]!,
    })),
  };
  await writeWhole(path.join(out, servicesFile), addresses);
  return {
    appium,
    async close() {
      if (appium !== undefined) await endChild(appium, graceMs);
      await endAbandoned(runs);
      await withholdSecrets(path.join(out, 'appium.log'));
      endStragglers(temporary);
      await Promise.all(servers.map((server) => server?.close()));
      await rm(temporary, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
      await rm(path.join(out, servicesFile), { force: true });
    },
  };
}

/** How many browsers are driven side by side: each waits for answers half of the time. */
const mostBrowsers = Math.min(4, os.cpus().length + 1);

/** The number of the worker of each plan: browsers are dealt out, a device has a worker of its own. */
export function workersOf(plans: readonly Plan[]): number[] {
  const places = plans.map(({ device }, index) => {
    if (device.kind === 'browser') return `browser ${index % mostBrowsers}`;
    return device.kind === 'remote'
      ? `${device.server} ${device.capsFile}`
      : `${device.adbPort} ${device.serial}`;
  });
  const order = [...new Set(places)];
  return places.map((place) => order.indexOf(place));
}

/** What a worker needs to know: the services, and every run with its plan. */
export async function readServices(
  out: string,
): Promise<{ addresses: ServiceAddresses; runs: (PlannedRun & { fixtureUrl: string; worker: number })[] }> {
  const addresses = await readAs(servicesSchema, path.join(out, servicesFile));
  const runs = await Promise.all(
    addresses.runs.map(async (run) => ({
      ...run,
      plan: await readAs(planSchema, path.join(run.folder, 'plan.json')),
    })),
  );
  return { addresses, runs };
}
