import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'chai';
import { main } from '../../src/cli/main.js';
import { AuditError, errorCodes } from '../../src/errors.js';

const root = path.resolve(import.meta.dirname, '..', '..');
/** Tables are aligned with blanks: one stands for all. */
const read = (name: string): string => readFileSync(path.join(root, name), 'utf8').replace(/ +/g, ' ');
const pages = [
  'README.md',
  ...readdirSync(path.join(root, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];

async function helpOf(command: string): Promise<string> {
  let told = '';
  const output = { write: (text: string) => (told += text) };
  await main(['help', command], { stdout: output, stderr: output, env: {}, cwd: root, isTTY: false });
  return told;
}

describe('the documentation', () => {
  it('has the test command that CI runs', () => {
    const commands = [...read('README.md').matchAll(/```sh\n(npm ci && [^\n]*)\n/g)].map(
      ([, command]) => command!,
    );
    expect(commands).to.have.length(2);
    expect(read('.ci/run').split('\n')).to.include(commands[1]);
  });

  for (const page of pages) {
    it(`${page} links only to what exists`, () => {
      for (const [, target] of read(page).matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)) {
        if (/^https?:/.test(target!)) continue;
        expect(existsSync(path.resolve(root, path.dirname(page), target!)), target).to.equal(true);
      }
    });

    it(`${page} names only commands and options that exist`, async () => {
      const blocks = [...read(page).matchAll(/```sh\n([\s\S]*?)```/g)].map(([, block]) => block!);
      const lines = blocks.flatMap((block) => block.split(/\n|&&/)).map((line) => line.trim());
      for (const line of lines) {
        const [, command, rest] = /^(?:npx )?keystore-audit (\S+)(.*)$/.exec(line) ?? [];
        if (command === undefined) continue;
        const help = await helpOf(command);
        expect(help, line).to.contain(`keystore-audit ${command}`);
        for (const [option] of rest!.matchAll(/--[a-z-]+/g)) expect(help, line).to.contain(option);
      }
    });
  }

  it('lists every error with its exit code and hint', () => {
    const page = read('docs/errors.md');
    for (const code of errorCodes) {
      const { exitCode, hint } = new AuditError(code, '');
      expect(page).to.contain(`| \`${code}\` | ${exitCode} | ${hint} |`);
    }
    expect(page.match(/^\| `/gm)).to.have.length(errorCodes.length);
  });

  it('has the import table that the linter holds', async () => {
    const { mayImport } = (await import(path.join(root, 'eslint.config.js'))) as {
      mayImport: Record<string, string[]>;
    };
    const rows = [...read('docs/architecture.md').matchAll(/^\| `src\/([a-z/]+)` \|[^|]*\| ([^|]*) \|$/gm)];
    const table = Object.fromEntries(
      rows.map(([, folder, may]) => [folder, may === 'nothing' ? [] : may!.split(', ')]),
    );
    delete table['cli'];
    expect(table).to.deep.equal(mayImport);
  });
});
