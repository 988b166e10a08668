import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Command } from 'commander';
import { Adb } from '../devices/android/adb.js';
import { restoreFromFile } from '../devices/android/changes.js';
import { AuditError } from '../errors.js';
import { readAs } from '../observations/files.js';
import { restoreFile } from '../run/abandoned.js';
import { planSchema } from '../run/plan.js';
import { secretIn } from '../run/secret.js';
import { examples } from './help.js';
import type { Io, Shell } from './io.js';
import { complaint } from './complain.js';
import { outputFile, outputSchema } from './output.js';

/** `restore`: puts back what an interrupted run has changed on a device. */
export function registerRestore(program: Command, io: Shell): void {
  program
    .command('restore')
    .description('put back what a run that was cut off has changed on a device')
    .argument('<device>', 'its serial, as adb lists it')
    .option('--out <folder>', 'the output folder of that run', 'keystore-audit-out')
    .addHelpText('after', examples(['keystore-audit restore emulator-5554', 'After a crash']))
    .action((device: string, options: { out: string }) => restore(device, options.out, io));
}

async function restore(device: string, out: string, io: Io): Promise<void> {
  const all = await keptStates(path.resolve(io.cwd, out));
  const kept = all.filter(({ serial }) => serial === device);
  if (kept.length === 0) {
    io.stderr.write(`Nothing has to be put back on ${device}.\n`);
    return;
  }
  for (const state of kept) await putBack(state, io);
  io.stderr.write(`Put back what was changed on ${device}.\n`);
}

/** Puts back what runs that were interrupted, or broke, have left changed on any device; what fails is told. */
export async function restoreLeft(folder: string, io: Pick<Io, 'env' | 'stderr'>): Promise<void> {
  for (const state of await keptStates(folder))
    await putBack(state, io).catch((error: unknown) => io.stderr.write(complaint(error, { verbose: false })));
}

interface KeptState {
  readonly file: string;
  readonly program: string;
  readonly serverPort: number;
  readonly serial: string;
}

async function putBack({ file, ...at }: KeptState, { env }: Pick<Io, 'env'>): Promise<void> {
  await restoreFromFile(new Adb(at), file, secretIn(env));
}

/**
 * What the runs of an output folder noted before they changed a device, the last run first: the first one saw the device
 * as its owner left it.
 */
async function keptStates(folder: string): Promise<KeptState[]> {
  const output = await readAs(outputSchema, path.join(folder, outputFile)).catch((cause: unknown) => {
    throw new AuditError('input-unreadable', `${folder} is not the output folder of a run.`, { cause });
  });
  const runs = await Promise.all(
    output.runs.map(async (run) => {
      const at = path.join(folder, run.folder);
      const plan = await readAs(planSchema, path.join(at, 'plan.json')).catch(() => undefined);
      const place = plan?.device;
      const file = path.join(at, restoreFile);
      if (place === undefined || !('serial' in place) || !existsSync(file)) return [];
      return [{ file, program: place.adb, serverPort: place.adbPort, serial: place.serial }];
    }),
  );
  return runs.flat().reverse();
}
