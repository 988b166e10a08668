import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Command } from 'commander';
import { AuditError } from '../errors.js';
import { renderAll, renderTerminal } from '../report/index.js';
import { compareResults } from '../result/compare.js';
import { exitCodeOf, type FailOn } from '../result/exit.js';
import { writeResult } from '../result/io.js';
import { mergeResults } from '../result/merge.js';
import type { Result } from '../result/schema.js';
import { examples } from './help.js';
import type { Shell } from './io.js';
import { baselineOption, failOnOption } from './options.js';
import { picturesOf } from './pictures.js';
import { readGiven, type GivenResult } from './results.js';
import { tellStep } from './step-summary.js';

interface ReportOptions {
  readonly out?: string;
  readonly baseline?: string;
  readonly failOn?: FailOn;
  readonly allowInconclusive?: true;
}

/** Where the reports of several results go if nothing else is said. */
const mergedFolder = 'keystore-audit-report';

/** `report`: renders one result, or many as one. */
export function registerReport(program: Command, io: Shell): void {
  program
    .command('report')
    .description('write the reports of a result again, or one report of many results')
    .argument('<result...>', 'a result.json, or the folder that holds it; several become one')
    .option(
      '--out <folder>',
      `where the reports go (default: beside the result; of several, ${mergedFolder})`,
    )
    .addOption(baselineOption())
    .addOption(failOnOption())
    .option('--allow-inconclusive', 'with --fail-on: undecided critical audits do not give exit code 2')
    .addHelpText(
      'after',
      examples(
        ['keystore-audit report keystore-audit-out', 'Write report.html and all others again'],
        ['keystore-audit report phones/* --out all', 'One report, and one result.json, of many machines'],
        [
          'keystore-audit report result.json --out reports --fail-on critical',
          'Judge a stored result as well',
        ],
      ),
    )
    .action(async (names: string[], options: ReportOptions) => {
      const given = await Promise.all(names.map((name) => readGiven(name, io.cwd)));
      const baseline = options.baseline === undefined ? undefined : await readGiven(options.baseline, io.cwd);
      const out = outFolder(given, options, io.cwd);
      const result = given.length === 1 ? given[0]!.result : await merge(given, out, io);
      const comparison = baseline === undefined ? undefined : compareResults(baseline.result, result);
      const evidence = given.length === 1 ? path.dirname(given[0]!.file) : out;
      const files = renderAll(result, {
        ...(comparison === undefined ? {} : { comparison }),
        pictures: await picturesOf(evidence, result),
      });
      await write(out, files);
      await tellStep(files['summary.md']!, io);
      io.stderr.write(renderTerminal(result, path.join(out, 'report.html'), comparison));
      if (out !== evidence && hasEvidence(result)) {
        io.stderr.write(`Its links to evidence hold only beside the result, in ${evidence}.\n`);
      }
      if (options.failOn !== undefined) {
        const { failOn, allowInconclusive = false } = options;
        io.exitCode = exitCodeOf(result, { failOn, allowInconclusive });
      }
    });
}

function outFolder(given: readonly GivenResult[], { out }: ReportOptions, cwd: string): string {
  if (given.length === 1) return out === undefined ? path.dirname(given[0]!.file) : path.resolve(cwd, out);
  const folder = path.resolve(cwd, out ?? mergedFolder);
  const taken = given.find(({ file }) => file === path.join(folder, 'result.json'));
  if (taken !== undefined) {
    throw new AuditError(
      'usage',
      `The merged result would replace ${taken.name}, which is one of those given.`,
      {
        hint: 'Name another folder with --out.',
      },
    );
  }
  return folder;
}

/** One result of many, written beside its reports. */
async function merge(given: readonly GivenResult[], out: string, io: Shell): Promise<Result> {
  let left = 0;
  const [first, ...rest] = given.map(({ name, file, result }) => {
    const moved = withEvidenceFrom(path.relative(out, path.dirname(file)), result);
    if (hasEvidence(result) && !hasEvidence(moved)) left += 1;
    return { name, result: moved };
  });
  const { result, notices } = mergeResults([first!, ...rest]);
  for (const notice of notices) io.stderr.write(`${notice}\n`);
  if (left > 0) {
    io.stderr.write(`The evidence of ${left} of them is not below ${out} and is not linked.\n`);
  }
  try {
    await mkdir(out, { recursive: true });
    await writeResult(path.join(out, 'result.json'), result);
  } catch (cause) {
    throw new AuditError('out-unwritable', `${out} cannot be written.`, { cause });
  }
  return result;
}

/** Evidence as it is found from another folder: `way` leads from there to the result. Without a way it is left out. */
function withEvidenceFrom(way: string, result: Result): Result {
  const parts = way.split(path.sep).filter((part) => part !== '');
  const isBelow = !path.isAbsolute(way) && parts.every((part) => part !== '..' && !/[\\:\p{Cc}]/u.test(part));
  const prefix = parts.map((part) => `${part}/`).join('');
  return {
    ...result,
    runs: result.runs.map((run) => ({
      ...run,
      audits: run.audits.map((audit) => ({
        ...audit,
        evidence: isBelow ? audit.evidence.map((each) => ({ ...each, path: prefix + each.path })) : [],
      })),
    })),
  };
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
