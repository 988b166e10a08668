import { Command, CommanderError } from 'commander';
import { AuditError } from '../errors.js';
import { registerAudit } from './audit.js';
import { registerAudits } from './audits.js';
import { registerBuild } from './build.js';
import { complaint, unexpected } from './complain.js';
import { registerCompare } from './compare.js';
import { registerContracts } from './contracts.js';
import { registerDevices } from './devices.js';
import { registerDoctor } from './doctor.js';
import { examples } from './help.js';
import { registerInit } from './init.js';
import { processIo, type Io, type Shell } from './io.js';
import { ownPackage } from './package.js';
import { registerPlugins } from './plugins.js';
import { registerReport } from './report.js';
import { registerRun } from './run.js';
import { registerVirtual } from './virtual.js';

/** In characters; the same everywhere, so that help can be compared. */
const helpWidth = 100;

/** In the order in which help lists them. */
const commands: readonly ((program: Command, io: Shell) => void)[] = [
  registerRun,
  registerAudit,
  registerBuild,
  registerReport,
  registerCompare,
  registerAudits,
  registerContracts,
  registerPlugins,
  registerDevices,
  registerDoctor,
  registerVirtual,
  registerInit,
];

/** Runs one command line: `argv` as a user typed it after the program's name. Gives the exit code, never throws. */
export async function main(argv: readonly string[], io: Io = processIo()): Promise<number> {
  const shell: Shell = { ...io, exitCode: 0 };
  const program = programFor(shell);
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return shell.exitCode;
  } catch (thrown) {
    if (isHelp(thrown)) return thrown.exitCode === 0 ? 0 : 3;
    const error = thrown instanceof CommanderError ? usageError(thrown) : thrown;
    io.stderr.write(complaint(error, { verbose: program.opts()['verbose'] === true }));
    return error instanceof AuditError ? error.exitCode : unexpected(error).exitCode;
  }
}

/** The process's own command line. Sets the exit code and lets Node end by itself, so that no output is cut. */
export async function start(): Promise<void> {
  process.on('uncaughtException', (error) => {
    process.stderr.write(complaint(error, { verbose: process.argv.includes('--verbose') }));
    process.exit(2);
  });
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      // A reader such as `head` that has seen enough is no error of ours.
      if (error.code !== 'EPIPE') throw error;
    });
  }
  process.exitCode = await main(process.argv.slice(2));
}

function programFor(shell: Shell): Command {
  const program = new Command('keystore-audit')
    .description(
      'Finds out whether a secret-storage plugin can be trusted: drives it on a device through Appium and writes ' +
        'a compatibility report.',
    )
    .version(ownPackage().version, '-V, --version', 'show the version')
    .option('--verbose', 'tell more, and the causes of errors')
    .helpOption('-h, --help', 'show this help')
    .helpCommand('help [command]', 'show the help of a command')
    .addHelpText(
      'after',
      examples(
        ['keystore-audit run web --plugin cordova-plugin-secure-storage@2.6.8', 'Audit a plugin in Chromium'],
        ['keystore-audit init && keystore-audit run', 'Audit what a configuration names'],
        ['keystore-audit doctor web --fix', 'Install what this machine lacks'],
      ),
    )
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void shell.stdout.write(text),
      writeErr: (text) => void shell.stderr.write(text),
      getOutHelpWidth: () => helpWidth,
      getErrHelpWidth: () => helpWidth,
      // Told by main(), with code and hint as every error.
      outputError: () => undefined,
    });
  for (const register of commands) register(program, shell);
  return program;
}

function isHelp(thrown: unknown): thrown is CommanderError {
  return (
    thrown instanceof CommanderError &&
    ['commander.help', 'commander.helpDisplayed', 'commander.version'].includes(thrown.code)
  );
}

function usageError({ message }: CommanderError): AuditError {
  const [first = '', ...rest] = message.replace(/^error: /, '').split('\n');
  const sentence = first.charAt(0).toUpperCase() + first.slice(1);
  const suggestion = rest.map((line) => ` ${line.replace(/^\(|\)$/g, '')}`).join('');
  return new AuditError('usage', `${/[.?!]$/.test(sentence) ? sentence : `${sentence}.`}${suggestion}`);
}
