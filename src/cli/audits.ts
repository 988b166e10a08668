import type { Command } from 'commander';
import { registeredAudits } from '../audits/registry.js';
import { examples } from './help.js';
import type { Shell } from './io.js';
import { table } from './table.js';

/** `audits`: the catalogue. */
export function registerAudits(program: Command, io: Shell): void {
  program
    .command('audits')
    .description('list the audits: what must hold, how bad it is when it does not, and where it applies')
    .option('--json', 'write them as JSON')
    .addHelpText(
      'after',
      examples(
        ['keystore-audit audits', 'List them'],
        ['keystore-audit audits --json', 'The same for a program'],
      ),
    )
    .action(async (options: { json?: true }) => {
      const audits = await registeredAudits();
      if (options.json) {
        const told = audits.map(({ id, area, severity, targets, operations, title, failureTitle, why }) => ({
          id,
          area,
          severity,
          targets,
          operations,
          title,
          failureTitle,
          why,
        }));
        io.stdout.write(`${JSON.stringify(told, null, 2)}\n`);
        return;
      }
      io.stdout.write(
        table([
          ['ID', 'AREA', 'SEVERITY', 'WHERE', 'TITLE'],
          ...audits.map(({ id, area, severity, targets, title }) => [
            id,
            area,
            severity,
            targets.join(' '),
            title,
          ]),
        ]),
      );
    });
}
