import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Command } from 'commander';
import { Adb } from '../devices/android/adb.js';
import { restoreFromFile } from '../devices/android/changes.js';
import { AuditError } from '../errors.js';
import { readAs } from '../observations/files.js';
import { restoreFile, secretVariable } from '../run/drive.js';
import { planSchema } from '../run/plan.js';
import { examples } from './help.js';
import type { Io, Shell } from './io.js';
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
  const folder = path.resolve(io.cwd, out);
  const kept = await keptStates(folder, device);
  if (kept.length === 0) {
    io.stderr.write(`Nothing has to be put back on ${device}.\n`);
    return;
  }
  // The first run saw the device as its owner left it.
  for (const { file, program, serverPort } of kept.reverse()) {
    const secret = io.env[secretVariable];
    await restoreFromFile(new Adb({ program, serverPort, serial: device }), file, secret ? { secret } : {});
  }
  io.stderr.write(`Put back what was changed on ${device}.\n`);
}

/** What the runs of an output folder noted before they changed this device, in the order of the runs. */
async function keptStates(folder: string, device: string) {
  const output = await readAs(outputSchema, path.join(folder, outputFile)).catch((cause: unknown) => {
    throw new AuditError('input-unreadable', `${folder} is not the output folder of a run.`, { cause });
  });
  const runs = await Promise.all(
    output.runs.map(async (run) => {
      const at = path.join(folder, run.folder);
      const plan = await readAs(planSchema, path.join(at, 'plan.json')).catch(() => undefined);
      const place = plan?.device;
      const file = path.join(at, restoreFile);
      if (place === undefined || place.kind === 'browser' || place.serial !== device || !existsSync(file))
        return [];
      return [{ file, program: place.adb, serverPort: place.adbPort }];
    }),
  );
  return runs.flat();
}
