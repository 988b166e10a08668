import type { Command } from 'commander';
import { listBindings, type BindingMeta } from '../plugins/bindings.js';
import { examples } from './help.js';
import type { Shell } from './io.js';
import { table } from './table.js';

/** `plugins`: what the tool can talk to. */
export function registerPlugins(program: Command, io: Shell): void {
  program
    .command('plugins')
    .description(
      'list the bindings: which plugins and versions they fit, and which contract those are held to',
    )
    .option('--json', 'write them as JSON')
    .addHelpText(
      'after',
      examples(
        ['keystore-audit plugins', 'List them'],
        [
          'keystore-audit run web --plugin ./my-fork --binding cordova-secure-storage',
          'Use one for a plugin that none of them claims',
        ],
      ),
    )
    .action(async (options: { json?: true }) => {
      const bindings = await listBindings();
      if (options.json) {
        const told = bindings.map(({ folder: _folder, ...rest }) => rest);
        io.stdout.write(`${JSON.stringify(told, null, 2)}\n`);
        return;
      }
      io.stdout.write(
        table([
          ['BINDING', 'FAMILY', 'WHERE', 'PLUGIN', 'VERSIONS', 'CONTRACT'],
          ...bindings.flatMap(rowsOf),
        ]),
      );
    });
}

/** A row for each package that a binding fits. */
function rowsOf({ id, family, targets, fits }: BindingMeta): string[][] {
  if (fits.length === 0) return [[id, family, targets.join(' '), '(a deployed page, --url)', '', '']];
  return fits.map(({ package: name, versions, versionMatches, contract, contractVersion }) => [
    id,
    family,
    targets.join(' '),
    name,
    [versions, versionMatches && `matching ${versionMatches}`].filter(Boolean).join(' ') || 'all',
    `${contract}@${contractVersion}`,
  ]);
}
