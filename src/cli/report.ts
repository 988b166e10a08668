import { mkdir, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Command } from 'commander';
import { AuditError } from '../errors.js';
import { renderAll, renderTerminal } from '../report/index.js';
import { exitCodeOf, type FailOn } from '../result/exit.js';
import { readResult, ResultError } from '../result/io.js';
import type { Result } from '../result/schema.js';
import { examples } from './help.js';
import type { Shell } from './io.js';
import { failOnOption } from './options.js';

interface ReportOptions {
  readonly out?: string;
  readonly failOn?: FailOn;
  readonly allowInconclusive?: true;
}

/** `report`: renders a result that is there. */
export function registerReport(program: Command, io: Shell): void {
  program
    .command('report')
    .description('write the reports of a result again')
    .argument('<result>', 'a result.json, or the folder that holds it')
    .option('--out <folder>', 'where the reports go (default: beside the result)')
    .addOption(failOnOption())
    .option('--allow-inconclusive', 'with --fail-on: undecided critical audits do not give exit code 2')
    .addHelpText(
      'after',
      examples(
        ['keystore-audit report keystore-audit-out', 'Write report.html, junit.xml and summary.md again'],
        [
          'keystore-audit report result.json --out reports --fail-on critical',
          'Judge a stored result as well',
        ],
      ),
    )
    .action(async (given: string, options: ReportOptions) => {
      const file = await resultFile(path.resolve(io.cwd, given));
      const result = await read(file);
      const out = options.out === undefined ? path.dirname(file) : path.resolve(io.cwd, options.out);
      await write(out, renderAll(result));
      io.stderr.write(renderTerminal(result, path.join(out, 'report.html')));
      if (out !== path.dirname(file) && hasEvidence(result)) {
        io.stderr.write(`Its links to evidence hold only beside the result, in ${path.dirname(file)}.\n`);
      }
      if (options.failOn !== undefined) {
        const { failOn, allowInconclusive = false } = options;
        io.exitCode = exitCodeOf(result, { failOn, allowInconclusive });
      }
    });
}

async function resultFile(given: string): Promise<string> {
  const found = await stat(given).catch(() => undefined);
  return found?.isDirectory() ? path.join(given, 'result.json') : given;
}

async function read(file: string): Promise<Result> {
  try {
    return await readResult(file);
  } catch (error) {
    if (!(error instanceof ResultError)) throw error;
    const code = error.reason === 'unreadable' ? 'input-unreadable' : 'result-invalid';
    throw new AuditError(code, error.message, { cause: error });
  }
}

async function write(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
    for (const [name, text] of Object.entries(files)) await writeFile(path.join(folder, name), text);
  } catch (cause) {
    throw new AuditError('out-unwritable', `${folder} cannot be written.`, { cause });
  }
}

function hasEvidence({ runs }: Result): boolean {
  return runs.some(({ audits }) => audits.some(({ evidence }) => evidence.length > 0));
}
