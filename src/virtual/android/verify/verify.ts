import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { newestApi, oldestApi, profileWith } from '../profile.js';
import { startDevice } from '../start.js';
import { buildProbeApp, probeApp } from './app.js';
import { ask } from './ask.js';
import { differences, type Difference, type Recording } from './compare.js';
import { probes } from './probes.js';

export interface VerifyOptions {
  /** The device that is right, as adb lists it, or what was recorded of one. */
  readonly against: string | Recording;
  /** Port of the adb server. */
  readonly server: number;
  readonly env: NodeJS.ProcessEnv;
  readonly onProgress: (done: number, all: number) => void;
}

export interface Verified {
  readonly reference: Recording;
  readonly virtual: Recording;
  readonly differences: readonly Difference[];
}

/**
 * Asks a device and a virtual one of the same API level the same things, and tells where they differ. The device's lock
 * is set and removed, and an app is installed and removed; it is refused when it has a PIN.
 */
export async function verify({ against, server, env, onProgress }: VerifyOptions): Promise<Verified> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'verify-'));
  const garbage = path.join(folder, 'garbage.apk');
  await writeFile(garbage, 'this is not an archive');
  const all = probes.length * (typeof against === 'string' ? 2 : 1);
  let done = 0;
  const shared = { server, env, garbage, packageName: probeApp, onAnswer: () => onProgress(++done, all) };
  try {
    const apk = await buildProbeApp(folder, env);
    const reference = typeof against === 'string' ? await askReference(against, { ...shared, apk }) : against;
    const apiLevel = Number(reference.device.apiLevel);
    if (!(apiLevel >= oldestApi && apiLevel <= newestApi)) {
      throw new Error(`There is no virtual device of API level ${reference.device.apiLevel}.`);
    }
    const running = await startDevice({ profile: profileWith('emulator', { apiLevel }), adbServer: server });
    try {
      const virtual = await ask(probes, { ...shared, apk, serial: running.serial });
      return { reference, virtual, differences: differences(probes, reference.answers, virtual.answers) };
    } finally {
      await running.close();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

type Shared = Omit<Parameters<typeof ask>[1], 'serial'>;

async function askReference(serial: string, shared: Shared): Promise<Recording> {
  const lock = await new Promise<string>((resolve) => {
    const args = ['-P', String(shared.server), '-s', serial, 'shell', 'locksettings verify --old x'];
    execFile('adb', args, { env: shared.env }, (_error, stdout) => resolve(stdout));
  });
  if (/didn't match|throttled/.test(lock)) {
    throw new Error(
      `${serial} has a PIN, pattern or password: remove it first, the probes set and remove one.`,
    );
  }
  return ask(probes, { ...shared, serial });
}
