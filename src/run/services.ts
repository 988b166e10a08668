import { mkdirSync, mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { randomBytes } from 'node:crypto';
import os from 'node:os';
import path from 'node:path';
import getPort from 'get-port';
import { z } from 'zod';
import { serveFolder } from '../fixture/build/server.js';
import { readAs, writeWhole } from '../observations/files.js';
import { startAppium } from './appium.js';
import { endChild, endStragglers, type Child } from './children.js';
import { withholdSecrets } from './logs.js';
import { planSchema, type Plan } from './plan.js';

/** A run that is to be collected. */
export interface PlannedRun {
  readonly plan: Plan;
  /** Its own folder, absolute: plan.json, collection.json, observations/, evidence/. */
  readonly folder: string;
}

/** `services.json` in the output folder: where workers find what was started for them. */
const servicesSchema = z.object({
  appium: z.object({ port: z.int(), path: z.string() }),
  /** Where browser profiles are made. */
  profiles: z.string(),
  /** When collecting began, in milliseconds since 1970: phases are counted from here. */
  began: z.number(),
  /** How many workers share the runs: the run of index i belongs to worker i modulo this. */
  workers: z.int().positive(),
  runs: z.array(z.object({ folder: z.string(), fixtureUrl: z.string() })),
});
export type ServiceAddresses = z.infer<typeof servicesSchema>;

export interface Services {
  readonly appium: Child;
  /** Ends everything that was started, whatever state it is in, and removes what it kept on disk. */
  close(): Promise<void>;
}

export const servicesFile = 'services.json';

/** How long Appium may take to end its sessions, in milliseconds. */
const graceMs = 3000;

/** Starts one Appium and a server for each fixture, on ports, paths and folders of their own. */
export async function startServices(
  runs: readonly PlannedRun[],
  out: string,
  workers: number,
): Promise<Services> {
  const began = Date.now();
  const temporary = mkdtempSync(path.join(os.tmpdir(), 'keystore-audit-'));
  const profiles = path.join(temporary, 'profiles');
  const home = path.join(temporary, 'appium');
  for (const each of [profiles, home]) mkdirSync(each);
  const address = { port: await getPort({ host: '127.0.0.1' }), path: `/${randomBytes(16).toString('hex')}` };
  const appium = startAppium({ home, temporary, address, log: path.join(out, 'appium.log') });
  const servers = await Promise.all(
    runs.map(({ plan: { fixture } }) =>
      fixture.url === undefined ? serveFolder(fixture.folder) : undefined,
    ),
  );
  const addresses: ServiceAddresses = {
    appium: address,
    profiles,
    began,
    workers,
    runs: runs.map(({ folder, plan: { fixture } }, index) => ({
      folder,
      fixtureUrl: fixture.url ?? servers[index]!.url,
    })),
  };
  await writeWhole(path.join(out, servicesFile), addresses);
  return {
    appium,
    async close() {
      await endChild(appium, graceMs);
      await withholdSecrets(path.join(out, 'appium.log'));
      endStragglers(temporary);
      await Promise.all(servers.map((server) => server?.close()));
      await rm(temporary, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
      await rm(path.join(out, servicesFile), { force: true });
    },
  };
}

/** What a worker needs to know: the services, and every run with its plan. */
export async function readServices(
  out: string,
): Promise<{ addresses: ServiceAddresses; runs: (PlannedRun & { fixtureUrl: string })[] }> {
  const addresses = await readAs(servicesSchema, path.join(out, servicesFile));
  const runs = await Promise.all(
    addresses.runs.map(async (run) => ({
      ...run,
      plan: await readAs(planSchema, path.join(run.folder, 'plan.json')),
    })),
  );
  return { addresses, runs };
}
