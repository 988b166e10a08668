import type { Command } from 'commander';
import { renderComparison } from '../report/index.js';
import { compareResults, isWorse } from '../result/compare.js';
import type { FailOn } from '../result/exit.js';
import { examples } from './help.js';
import type { Shell } from './io.js';
import { failOnOption } from './options.js';
import { readGiven } from './results.js';

interface CompareOptions {
  readonly failOn?: FailOn;
  readonly allowInconclusive?: true;
  readonly json?: true;
}

/** `compare`: what is different between two results. 1 where something got worse. */
export function registerCompare(program: Command, io: Shell): void {
  program
    .command('compare')
    .description('tell what is new, fixed or still there since an older result; exit code 1 if it got worse')
    .argument('<old>', 'a result.json, or the folder that holds it')
    .argument('<new>', 'the newer one')
    .addOption(failOnOption())
    .option('--allow-inconclusive', 'what is no longer decided does not count as worse')
    .option('--json', 'write the comparison as JSON')
    .addHelpText(
      'after',
      examples(
        ['keystore-audit compare last-release keystore-audit-out', 'What the new version breaks'],
        [
          'keystore-audit compare old.json new.json --fail-on critical --json',
          'The same for a program, milder findings let through',
        ],
      ),
    )
    .action(async (old: string, now: string, options: CompareOptions) => {
      const [before, after] = await Promise.all([readGiven(old, io.cwd), readGiven(now, io.cwd)]);
      const comparison = compareResults(before.result, after.result);
      if (options.json) io.stdout.write(`${JSON.stringify(comparison, null, 2)}\n`);
      else io.stdout.write(renderComparison(comparison));
      const { failOn = 'major', allowInconclusive = false } = options;
      io.exitCode = isWorse(comparison, after.result, { failOn, allowInconclusive }) ? 1 : 0;
    });
}
