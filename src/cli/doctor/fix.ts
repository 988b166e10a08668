import { execa } from 'execa';
import { findTools, onPath, type ToolSearch, type Tools } from '../../devices/browser/tools.js';
import { AuditError } from '../../errors.js';
import { visible } from '../../report/text.js';
import type { Config } from '../config/schema.js';
import type { Io } from '../io.js';

/** What decides how programs are installed here. */
export interface System {
  readonly platform: NodeJS.Platform;
  readonly isRoot: boolean;
}

/** Debian's names. Without the sandbox Chromium starts for nobody but root where users may make no namespaces. */
const packages = ['chromium', 'chromium-driver', 'chromium-sandbox'];
const aptEnv = { DEBIAN_FRONTEND: 'noninteractive' };

/** How many of its last lines are told of a command that failed. */
const toldLines = 10;

/**
 * Installs Chromium and ChromeDriver where they are missing or do not fit, and gives what is there afterwards. Changes
 * nothing where all is well. Tells every command before it runs. Throws fix-impossible where it cannot install, or an
 * installation failed; chromium-missing, chromedriver-missing or chromedriver-mismatch where it did not help.
 */
export async function fixWeb({
  io,
  tools = {},
  system = { platform: process.platform, isRoot: process.getuid?.() === 0 },
}: {
  readonly io: Io;
  readonly tools?: Config['tools'];
  readonly system?: System;
}): Promise<Tools> {
  const search: ToolSearch = { env: io.env, ...tools };
  let trouble: AuditError;
  try {
    const there = await findTools(search);
    io.stderr.write(
      `Nothing to fix: Chromium ${there.browserVersion} and ChromeDriver ${there.driverVersion} are there.\n`,
    );
    return there;
  } catch (error) {
    if (!(error instanceof AuditError)) throw error;
    trouble = error;
  }
  io.stderr.write(visible(`${trouble.message}\n`));
  refuseWhatIsNamed(search, trouble);
  await installPackages({ io, system, packages, instructions, otherwise, cause: trouble });
  return findTools(search);
}

/**
 * Mends one thing after the other. Throws fix-impossible, once for all that could not be mended: whoever has to follow
 * the instructions gets them together.
 */
export async function fixAll(fixes: Iterable<() => Promise<unknown>>): Promise<void> {
  const failures: AuditError[] = [];
  for (const fix of fixes) {
    try {
      await fix();
    } catch (error) {
      if (!(error instanceof AuditError) || error.code !== 'fix-impossible') throw error;
      failures.push(error);
    }
  }
  const [first, ...more] = failures;
  if (first === undefined) return;
  if (more.length === 0) throw first;
  const messages = new Set(failures.map(({ message }) => message));
  const hints = new Set(failures.map(({ hint }) => hint));
  throw new AuditError('fix-impossible', [...messages].join('\n'), {
    cause: first,
    hint: [...hints].join(' '),
  });
}

/**
 * Installs packages of Debian with apt-get, telling every command before it runs. Throws fix-impossible where that
 * cannot be done, with the instruction for this system, or where it failed.
 */
export async function installPackages({
  io,
  system = { platform: process.platform, isRoot: process.getuid?.() === 0 },
  packages,
  instructions,
  otherwise,
  cause,
}: {
  readonly io: Io;
  readonly system?: System;
  readonly packages: readonly string[];
  /** What to do elsewhere, by platform, and where none is listed. */
  readonly instructions: Readonly<Partial<Record<NodeJS.Platform, string>>>;
  readonly otherwise: string;
  readonly cause?: AuditError;
}): Promise<void> {
  const commands = [
    ['apt-get', 'update'],
    ['apt-get', 'install', '-y', '--no-install-recommends', ...packages],
  ] as const;
  const { platform, isRoot } = system;
  const hasApt = platform === 'linux' && (await onPath('apt-get', io.env)) !== undefined;
  if (!hasApt || !isRoot) {
    const told = hasApt
      ? `Installing needs root. As root, run: ${commands.map((command) => command.join(' ')).join(' && ')}`
      : (instructions[platform] ?? otherwise);
    throw new AuditError('fix-impossible', told, { cause });
  }
  for (const [program, ...args] of commands) await install(io, program, args);
}

/** Where the user named a path, no installation changes what is at fault. */
function refuseWhatIsNamed({ env, chromium, chromedriver }: ToolSearch, trouble: AuditError): void {
  const browser = chromium ?? env['KEYSTORE_AUDIT_CHROMIUM'];
  const driver = chromedriver ?? env['KEYSTORE_AUDIT_CHROMEDRIVER'];
  const atFault = {
    'chromium-missing': [browser],
    'chromedriver-missing': [driver],
    'chromedriver-mismatch': [browser, driver],
  }[trouble.code as string];
  if (atFault?.some(Boolean)) {
    throw new AuditError('fix-impossible', 'A path that was named cannot be mended by installing anything.', {
      cause: trouble,
      hint:
        'Correct the path in the configuration, in KEYSTORE_AUDIT_CHROMIUM or in KEYSTORE_AUDIT_CHROMEDRIVER, ' +
        'or leave it out; then run the command again.',
    });
  }
}

const instructions: Readonly<Partial<Record<NodeJS.Platform, string>>> = {
  darwin: 'On macOS, with Homebrew, run: brew install --cask google-chrome chromedriver',
  win32:
    'On Windows, install Google Chrome and the ChromeDriver of the same major version, and put the folder of ' +
    'chromedriver.exe on the PATH or its path into KEYSTORE_AUDIT_CHROMEDRIVER.',
  linux:
    'Install Chromium and its ChromeDriver with the package manager of this system, for example ' +
    '"dnf install chromium chromedriver", "pacman -S chromium" or "apk add chromium chromium-chromedriver".',
};
const otherwise =
  'Install Chromium and the ChromeDriver of the same major version, and put both on the PATH.';

/** Of a line that was written over, as dpkg does to count, what stood there in the end. */
function lastShown(printed: string): string {
  return printed.trimEnd().split('\r').at(-1)!;
}

async function install(io: Io, program: string, args: readonly string[]): Promise<void> {
  const command = [program, ...args].join(' ');
  io.stderr.write(`Running: DEBIAN_FRONTEND=${aptEnv.DEBIAN_FRONTEND} ${command}\n`);
  const child = execa(program, args, {
    env: { ...io.env, ...aptEnv },
    extendEnv: false,
    stdin: 'ignore',
    reject: false,
    all: true,
    buffer: false,
  });
  const last: string[] = [];
  for await (const printed of child.iterable({ from: 'all' })) {
    const line = lastShown(printed);
    io.stderr.write(`  ${visible(line)}\n`);
    last.push(line);
    if (last.length > toldLines) last.shift();
  }
  const { exitCode, signal, originalMessage } = await child;
  if (exitCode === 0) return;
  const end =
    exitCode === undefined ? (signal ?? originalMessage ?? 'no exit code') : `exit code ${exitCode}`;
  throw new AuditError(
    'fix-impossible',
    [`"${command}" failed (${end}). Its last lines:`, ...last.map((line) => `  ${line}`)].join('\n'),
    { hint: 'Check the network and the package sources of apt, then run the command again.' },
  );
}
