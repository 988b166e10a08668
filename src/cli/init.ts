import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Option, type Command } from 'commander';
import { AuditError } from '../errors.js';
import { configsIn } from './config.js';
import { examples } from './help.js';
import type { Shell } from './io.js';

/** The configuration in each format, with a plugin's spec as it stands in quotes. */
const templates = {
  yaml: (plugin: string) =>
    `# What "keystore-audit run" audits when no target is named.
runs:
  # Where: "web" is Chromium on this machine.
  - target: web
    # An npm name with or without version, a folder that begins with "./", or a tarball.
    plugin: ${plugin}
# The mildest finding for which the command ends with exit code 1: critical, major, minor or never.
failOn: major
`,
  json: (plugin: string) =>
    `{
  "runs": [{ "target": "web", "plugin": ${plugin} }],
  "failOn": "major"
}
`,
  js: (plugin: string) => `${explained}export default {\n${body(plugin)}};\n`,
  ts: (plugin: string) =>
    `import { defineConfig } from 'keystore-audit';\n\n${explained}export default defineConfig({\n${body(plugin)}});\n`,
} as const;

const explained = '// What "keystore-audit run" audits when no target is named.\n';

function body(plugin: string): string {
  return `  runs: [
    {
      // Where: "web" is Chromium on this machine.
      target: 'web',
      // An npm name with or without version, a folder that begins with "./", or a tarball.
      plugin: ${plugin},
    },
  ],
  // The mildest finding for which the command ends with exit code 1: critical, major, minor or never.
  failOn: 'major',
`;
}

type Format = keyof typeof templates;

interface InitOptions {
  readonly plugin: string;
  readonly format: Format;
  readonly force?: true;
}

/** `init`: writes a configuration that works. */
export function registerInit(program: Command, io: Shell): void {
  program
    .command('init')
    .description('write a configuration into this folder')
    .option('--plugin <spec>', 'the plugin to audit', 'cordova-plugin-secure-storage@2.6.8')
    .addOption(
      new Option('--format <format>', 'the format of the file')
        .choices(Object.keys(templates))
        .default('yaml'),
    )
    .option('--force', 'write over a configuration that is there')
    .addHelpText(
      'after',
      examples(
        ['keystore-audit init', 'Write keystore-audit.config.yaml'],
        [
          'keystore-audit init --plugin ./my-plugin --format ts',
          'The same in TypeScript, for a plugin in a folder',
        ],
      ),
    )
    .action(async ({ plugin, format, force }: InitOptions) => {
      const name = `keystore-audit.config.${format}`;
      if (plugin.trim() === '') throw new AuditError('usage', '--plugin names no plugin.');
      refuseSecond(name, await configsIn(io.cwd), force ? 'over' : 'not over');
      const file = path.join(io.cwd, name);
      await write(file, templates[format](JSON.stringify(plugin)));
      io.stderr.write(`Wrote ${file}. Run it with "keystore-audit run".\n`);
    });
}

/** One configuration in a folder is enough: of two, none would be taken. */
function refuseSecond(name: string, there: readonly string[], write: 'over' | 'not over'): void {
  const other = there.find((each) => each !== name);
  if (other !== undefined) {
    throw new AuditError('usage', `${other} is here already, and only one configuration can be.`, {
      hint: 'Remove it first, or keep it.',
    });
  }
  if (write === 'not over' && there.includes(name)) {
    throw new AuditError('usage', `${name} is here already.`, { hint: 'Add --force to write over it.' });
  }
}

async function write(file: string, text: string): Promise<void> {
  try {
    await writeFile(file, text);
  } catch (cause) {
    throw new AuditError('out-unwritable', `${file} cannot be written.`, {
      cause,
      hint: 'Run the command in a folder that can be written.',
    });
  }
}
