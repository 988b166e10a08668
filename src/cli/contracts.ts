import type { Command } from 'commander';
import { contracts, resolveContract } from '../contracts/registry.js';
import type { Clause, Contract } from '../contracts/types.js';
import { AuditError } from '../errors.js';
import { examples } from './help.js';
import type { Shell } from './io.js';
import { didYouMean } from './similar.js';
import { table } from './table.js';

/** `contracts`: what the systems document, and the clauses of one of them. */
export function registerContracts(program: Command, io: Shell): void {
  program
    .command('contracts')
    .description('list the contracts, or the clauses of one')
    .argument('[id]', 'the contract whose clauses are listed')
    .option('--json', 'write them as JSON')
    .addHelpText(
      'after',
      examples(
        ['keystore-audit contracts', 'List them'],
        ['keystore-audit contracts outsystems-keystore', 'What one of them promises'],
      ),
    )
    .action((id: string | undefined, options: { json?: true }) => {
      const told = id === undefined ? listed(contracts()) : clausesOf(id);
      io.stdout.write(options.json ? `${JSON.stringify(told.json, null, 2)}\n` : told.text);
    });
}

/** The same for a program and for a person. */
interface Told {
  readonly json: unknown;
  readonly text: string;
}

function listed(all: readonly Contract[]): Told {
  return {
    json: all.map(({ id, title, extends: parent, versions, clauses }) => ({
      id,
      title,
      extends: parent ?? null,
      versions,
      clauses: clauses.length,
    })),
    text: table([
      ['ID', 'VERSIONS', 'CLAUSES', 'TITLE'],
      ...all.map(({ id, versions, clauses, title }) => [
        id,
        versions.join(' '),
        String(clauses.length),
        title,
      ]),
    ]),
  };
}

/** With the clauses of what the contract extends. */
function clausesOf(id: string): Told {
  const contract = resolveContract(id)?.contract;
  if (contract === undefined) {
    const ids = contracts().map((each) => each.id);
    throw new AuditError('contract-unknown', `There is no contract "${id}".${didYouMean(id, ids)}`);
  }
  return {
    json: contract,
    text: [
      `${contract.title}\n${contract.id}@${contract.versions.join(', ')}\n`,
      ...contract.clauses.map(clauseText),
    ].join('\n'),
  };
}

function clauseText(clause: Clause): string {
  const { id, basis, targets, since, until, text, document, section, audits, untested } = clause;
  const where = [
    basis,
    ...(targets === undefined ? [] : [targets.join(' ')]),
    ...(since === undefined ? [] : [`from ${since}`]),
    ...(until === undefined ? [] : [`until ${until}`]),
  ];
  return [
    `${id} (${where.join(', ')})`,
    `  ${text}`,
    `  ${document}: ${section}`,
    `  ${audits.length > 0 ? `decided by ${audits.join(', ')}` : `not decided: ${untested ?? ''}`}`,
    '',
  ].join('\n');
}
