import { constants } from 'node:fs';
import { access, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { execa } from 'execa';
import { AuditError } from '../../errors.js';
import { candidatesOnPath, placesHere } from './places.js';
import { endTree } from './processes.js';

/** Chromium and the ChromeDriver that drives it: where they are and what they say of their version. */
export interface Tools {
  readonly browser: string;
  readonly browserVersion: string;
  readonly driver: string;
  readonly driverVersion: string;
}

/** One program that was found. */
export interface Tool {
  /** Absolute. */
  readonly path: string;
  /** As it prints it: `156.0.8078.79`. */
  readonly version: string;
}

export interface ToolSearch {
  readonly env: NodeJS.ProcessEnv;
  /** From the configuration: comes before everything else. */
  readonly chromium?: string | undefined;
  readonly chromedriver?: string | undefined;
  /** How long a program may take to print its version, in milliseconds; 10 s when left out. */
  readonly limitMs?: number | undefined;
}

/** The program that is looked for: its names, places and voice. */
interface Wanted {
  readonly title: string;
  readonly code: 'chromium-missing' | 'chromedriver-missing';
  readonly variable: string;
  readonly key: 'chromium' | 'chromedriver';
  readonly names: readonly string[];
  readonly places: (env: NodeJS.ProcessEnv) => readonly string[];
  /** Whether what a program prints is what this one prints. */
  readonly isIt: (printed: string) => boolean;
}

const chromium: Wanted = {
  title: 'Chromium',
  code: 'chromium-missing',
  variable: 'KEYSTORE_AUDIT_CHROMIUM',
  key: 'chromium',
  names: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'],
  places: (env) => placesHere(env).browser,
  isIt: (printed) => !/chromedriver/i.test(printed),
};

const chromedriver: Wanted = {
  title: 'ChromeDriver',
  code: 'chromedriver-missing',
  variable: 'KEYSTORE_AUDIT_CHROMEDRIVER',
  key: 'chromedriver',
  names: ['chromedriver'],
  places: (env) => placesHere(env).driver,
  isIt: (printed) => /chromedriver/i.test(printed),
};

/** Browser and driver that fit together. Throws chromium-missing, chromedriver-missing, chromedriver-mismatch. */
export async function findTools(search: ToolSearch): Promise<Tools> {
  const [browser, driver] = await Promise.allSettled([findBrowser(search), findDriver(search)]);
  if (browser.status === 'rejected') throw browser.reason;
  if (driver.status === 'rejected') throw driver.reason;
  return matching(browser.value, driver.value);
}

/** Throws chromium-missing. */
export function findBrowser(search: ToolSearch): Promise<Tool> {
  return find(chromium, search);
}

/** Throws chromedriver-missing. */
export function findDriver(search: ToolSearch): Promise<Tool> {
  return find(chromedriver, search);
}

/** The two together. Throws chromedriver-mismatch when their major versions differ. */
export function matching(browser: Tool, driver: Tool): Tools {
  if (majorOf(browser) !== majorOf(driver)) {
    throw new AuditError(
      'chromedriver-mismatch',
      `Chromium is ${browser.version} (${browser.path}), ChromeDriver is ${driver.version} (${driver.path}): ` +
        'their major versions must be the same.',
    );
  }
  return {
    browser: browser.path,
    browserVersion: browser.version,
    driver: driver.path,
    driverVersion: driver.version,
  };
}

/** The first executable file of that name on the PATH of `env`. */
export async function onPath(name: string, env: NodeJS.ProcessEnv): Promise<string | undefined> {
  for (const candidate of candidatesOnPath([name], env)) {
    if ((await notRunnable(candidate)) === undefined) return candidate;
  }
  return undefined;
}

function majorOf({ version }: Tool): string {
  return version.split('.', 1)[0]!;
}

async function find(wanted: Wanted, search: ToolSearch): Promise<Tool> {
  const named = namedPath(wanted, search);
  if (named !== undefined) {
    const tool = await tryTool(path.resolve(named.path), wanted, search);
    if (isUsable(tool)) return tool;
    throw new AuditError(wanted.code, `${named.by} names ${named.path}, which ${tool.why}.`);
  }
  const unusable: string[] = [];
  for (const candidate of [...candidatesOnPath(wanted.names, search.env), ...wanted.places(search.env)]) {
    const tool = await tryTool(candidate, wanted, search);
    if (isUsable(tool)) return tool;
    if (tool.isThere) unusable.push(` ${candidate} ${tool.why}.`);
  }
  throw new AuditError(
    wanted.code,
    `No ${wanted.title} was found: neither ${wanted.names.join(', ')} on the PATH, nor where it is usually installed.` +
      unusable.join(''),
  );
}

/** The path that the user gave, if one was given. */
function namedPath(
  { key, variable }: Wanted,
  search: ToolSearch,
): { readonly path: string; readonly by: string } | undefined {
  const configured = search[key];
  if (configured !== undefined) return { path: configured, by: `tools.${key} in the configuration` };
  const inEnvironment = search.env[variable];
  return inEnvironment ? { path: inEnvironment, by: variable } : undefined;
}

/** Why a file is not the program; `why` ends a sentence that begins with its path. */
interface Unusable {
  readonly isThere: boolean;
  readonly why: string;
}

function isUsable(tool: Tool | Unusable): tool is Tool {
  return 'version' in tool;
}

async function tryTool(file: string, wanted: Wanted, search: ToolSearch): Promise<Tool | Unusable> {
  const obstacle = await notRunnable(file);
  if (obstacle !== undefined) return obstacle;
  const printed = await printedVersion(file, search);
  if (printed === undefined) return { isThere: true, why: 'did not answer --version in time' };
  const version = /\b\d+(\.\d+){3}\b/.exec(printed)?.[0];
  if (version === undefined) {
    return { isThere: true, why: `prints no version, but ${quoted(printed)}` };
  }
  if (!wanted.isIt(printed)) {
    return { isThere: true, why: `is not ${wanted.title}, but says ${quoted(printed)}` };
  }
  return { path: file, version };
}

async function notRunnable(file: string): Promise<Unusable | undefined> {
  const found = await stat(file).catch(() => undefined);
  if (found === undefined) return { isThere: false, why: 'does not exist' };
  if (!found.isFile()) return { isThere: true, why: 'is not a file' };
  return access(file, constants.X_OK).then(
    () => undefined,
    () => ({ isThere: true, why: 'is not executable' }),
  );
}

/** What a program prints when asked for its version; undefined when it says nothing within the limit. */
async function printedVersion(
  file: string,
  { env, limitMs = 10_000 }: ToolSearch,
): Promise<string | undefined> {
  // Chrome on Windows opens a window instead; beside it lies a folder that is named by its version.
  if (process.platform === 'win32' && /chrome\.exe$/i.test(file)) return versionFolderBeside(file);
  const child = execa(file, ['--version'], {
    env,
    extendEnv: false,
    stdin: 'ignore',
    reject: false,
    maxBuffer: 65_536,
  });
  let isLate = false;
  // A wrapper that is ended alone leaves behind what it started, with our pipe in its hands.
  const timer = setTimeout(() => {
    isLate = true;
    if (child.pid !== undefined) void endTree(child.pid);
  }, limitMs);
  const { stdout, stderr, code } = await child;
  clearTimeout(timer);
  if (isLate) return undefined;
  return `${stdout}` || `${stderr}` || (code === undefined ? '' : `fails with ${code}`);
}

async function versionFolderBeside(file: string): Promise<string> {
  const names = await readdir(path.dirname(file)).catch(() => []);
  return names.find((name) => /^\d+(\.\d+){3}$/.test(name)) ?? '';
}

/** At most 120 characters of one line. */
function quoted(text: string): string {
  return JSON.stringify(text.trim().split('\n', 1)[0]!.slice(0, 120));
}
