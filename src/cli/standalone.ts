import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { AuditError } from '../errors.js';
import { writeWhole } from '../observations/files.js';
import { defaultCacheFolder } from '../plugins/cache.js';
import { startServices } from '../run/services.js';
import { loadConfig } from './config.js';
import { checkOutput, openOutput } from './output.js';
import { Places } from './places.js';
import { newSeed, prepare } from './prepare.js';

/** A run that WebdriverIO was started for by hand: the first entry of the config, with services of its own. */
export async function beginStandalone(cwd: string): Promise<{ out: string; close(): Promise<void> }> {
  const loaded = await loadConfig({ cwd });
  const wanted = loaded?.config.runs[0];
  if (loaded === undefined || wanted === undefined) {
    throw new AuditError('config-missing', `There is no keystore-audit.config in ${cwd}.`);
  }
  const { config } = loaded;
  const out = path.resolve(cwd, config.out ?? 'keystore-audit-out');
  await checkOutput(out);
  const seed = config.seed ?? newSeed();
  const startedAt = new Date().toISOString();
  const fixtureFolder = await mkdtemp(path.join(os.tmpdir(), 'keystore-audit-fixture-'));
  const places = new Places({
    io: { env: process.env, cwd },
    tools: config.tools,
  });
  const plan = await prepare(wanted, {
    places,
    cacheFolder: defaultCacheFolder(process.env),
    cwd,
    env: process.env,
    disposable: config.disposable ?? false,
    trusted: false,
    remembered: config.trusted,
    fixtureFolder,
    seed,
    repeat: config.repeat ?? 1,
    limits: config.limits ?? {},
    signal: new AbortController().signal,
    log: () => undefined,
  });
  const runs = [{ id: plan.runId, folder: 'runs/1' }];
  await openOutput(out, {
    schema: 'keystore-audit/run@1',
    configDigest: loaded.digest,
    seed,
    startedAt,
    runs,
  });
  const folder = path.join(out, 'runs', '1');
  await mkdir(path.join(folder, 'observations'), { recursive: true });
  await writeWhole(path.join(folder, 'plan.json'), plan);
  const services = await startServices([{ plan, folder }], out);
  const close = async (): Promise<void> => {
    await services.close();
    await places.close();
    await rm(fixtureFolder, { recursive: true, force: true });
  };
  return { out, close };
}
