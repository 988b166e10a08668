import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { restoreFromFile } from '../devices/android/changes.js';
import { ServerSession } from '../devices/android/server-session.js';
import { SessionShell } from '../devices/android/session-shell.js';
import { readAs, writeWhole } from '../observations/files.js';
import type { Plan } from './plan.js';
import { remoteServer } from './remote.js';
import { secretIn } from './secret.js';

/** Sessions with somebody else's server: where a worker was ended before it ended its own, nothing else of ours does. */

/** In a run's folder, from its first change of the device on: what has to be put back. */
export const restoreFile = 'restore.json';

/** In a run's folder while it has a session with somebody else's server. */
const sessionFile = 'session.json';

const noted = z.object({
  sessionId: z.string(),
  /** What tells its device apart. */
  identity: z.string(),
});

/** Notes the session that a run has, in place of the one before. */
export function noteSession(folder: string, session: z.infer<typeof noted>): Promise<void> {
  return writeWhole(path.join(folder, sessionFile), session);
}

/** Forgets it: it was ended. */
export function forgetSession(folder: string): Promise<void> {
  return rm(path.join(folder, sessionFile), { force: true });
}

/** Puts back what these runs have left changed on devices of somebody else's servers, and ends the sessions there. */
export async function endAbandoned(
  runs: readonly { readonly plan: Plan; readonly folder: string }[],
): Promise<void> {
  for (const { plan, folder } of runs) {
    const left = await readAs(noted, path.join(folder, sessionFile)).catch(() => undefined);
    if (left === undefined || plan.device.kind !== 'remote') continue;
    // What cannot be put back or ended now stays noted, and the server ends a session that nobody uses.
    const server = await remoteServer(plan.device, process.env).catch(() => undefined);
    if (server === undefined) continue;
    const session = ServerSession.of(server, left.sessionId);
    const shell = new SessionShell(session, { name: plan.device.server, identity: left.identity });
    const file = path.join(folder, restoreFile);
    if (existsSync(file)) await restoreFromFile(shell, file, secretIn(process.env)).catch(() => undefined);
    await session.end();
    await forgetSession(folder);
  }
}
