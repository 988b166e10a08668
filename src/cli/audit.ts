import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { Command } from 'commander';
import { AuditError } from '../errors.js';
import { readAs } from '../observations/files.js';
import { renderTerminal } from '../report/index.js';
import { exitCodeOf, type FailOn } from '../result/exit.js';
import type { Run } from '../result/schema.js';
import { planSchema } from '../run/plan.js';
import { assembleResult, judgeRun } from './finish.js';
import { examples } from './help.js';
import type { Io, Shell } from './io.js';
import { failOnOption } from './options.js';
import { outputFile, outputSchema, writeReports } from './output.js';

export interface AuditOptions {
  readonly failOn?: FailOn;
  readonly allowInconclusive?: boolean;
  readonly json?: boolean;
}

export function registerAudit(program: Command, shell: Shell): void {
  program
    .command('audit')
    .description('judge once more what a run has collected, without a device')
    .argument('<folder>', 'the output folder of a run')
    .addOption(failOnOption())
    .option('--allow-inconclusive', 'undecided critical audits do not give exit code 2')
    .option('--json', 'print the result on stdout')
    .addHelpText('after', examples(['keystore-audit audit keystore-audit-out', 'Judge the last run again']))
    .action(async (folder: string, options: AuditOptions) => {
      shell.exitCode = await audit(folder, options, shell);
    });
}

/** `keystore-audit audit DIR`: judges once more what a run has collected, without a device. Gives the exit code. */
export async function audit(folder: string, options: AuditOptions, io: Io): Promise<number> {
  const out = path.resolve(io.cwd, folder);
  try {
    const output = await readAs(outputSchema, path.join(out, outputFile));
    const runs: Run[] = [];
    for (const { folder: runFolder } of output.runs) {
      const plan = await readAs(planSchema, path.join(out, runFolder, 'plan.json'));
      runs.push(await judgeRun(out, runFolder, plan));
    }
    const { mtime } = await stat(path.join(out, outputFile));
    const result = assembleResult(output, runs, mtime.toISOString());
    await writeReports(out, result, io);
    io.stderr.write(renderTerminal(result, path.join(out, 'report.html')));
    if (options.json) io.stdout.write(`${JSON.stringify(result)}\n`);
    return exitCodeOf(result, {
      failOn: options.failOn ?? 'major',
      allowInconclusive: options.allowInconclusive ?? false,
    });
  } catch (cause) {
    if (cause instanceof AuditError) throw cause;
    throw new AuditError(
      'input-unreadable',
      `${folder} holds no run that can be judged: ${(cause as Error).message}`,
      {
        cause,
      },
    );
  }
}
