import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { childEnvironment, startNode, type Child } from './children.js';

/** Where Appium answers; its base path is random, so that nothing else on this machine finds it. */
export interface AppiumAddress {
  readonly port: number;
  readonly path: string;
}

/**
 * The folder of an installed package and its version, as modules in `from` find it. Throws when it is not installed.
 */
export function installedPackage(
  name: string,
  from: string = import.meta.dirname,
): { folder: string; version: string } {
  for (const base of createRequire(path.join(from, 'x')).resolve.paths(name) ?? []) {
    const folder = path.join(base, name);
    try {
      const { version } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as {
        version: string;
      };
      return { folder, version };
    } catch {
      // Not here: the next folder up.
    }
  }
  throw new Error(`The package ${name} is not installed.`);
}

/**
 * Makes an APPIUM_HOME in `folder`. Appium finds drivers only as dependencies of a project there; hoisted ones, in a
 * clone or under an installed package, it does not see.
 */
export function makeAppiumHome(folder: string): void {
  const parts = ['appium', 'appium-chromium-driver'].map((name) => ({ name, ...installedPackage(name) }));
  mkdirSync(path.join(folder, 'node_modules'), { recursive: true });
  for (const part of parts)
    symlinkSync(part.folder, path.join(folder, 'node_modules', part.name), 'junction');
  writeFileSync(
    path.join(folder, 'package.json'),
    JSON.stringify({
      name: 'appium-home',
      version: '1.0.0',
      private: true,
      devDependencies: Object.fromEntries(parts.map(({ name, version }) => [name, version])),
    }),
  );
}

export interface AppiumPlace {
  /** Becomes its APPIUM_HOME. */
  readonly home: string;
  /** For what browsers leave behind. */
  readonly temporary: string;
  readonly address: AppiumAddress;
  readonly log: string;
}

/** Starts Appium; it is ready when `waitForAppium` says so. */
export function startAppium({ home, temporary, address, log }: AppiumPlace): Child {
  makeAppiumHome(home);
  const { folder } = installedPackage('appium');
  return startNode(
    [
      path.join(folder, 'index.js'),
      'server',
      ...['--address', '127.0.0.1'],
      ...['--port', String(address.port)],
      ...['--base-path', address.path],
      ...['--use-drivers', 'chromium'],
      '--log-no-colors',
    ],
    { cwd: home, log, env: childEnvironment({ APPIUM_HOME: home, ...browserLeftovers(temporary) }) },
  );
}

/** Chromium leaves folders behind where it is ended. Elsewhere the path would be too long for the socket in one. */
function browserLeftovers(temporary: string): NodeJS.ProcessEnv {
  return process.platform === 'linux' ? { TMPDIR: temporary } : {};
}

/** Waits until Appium answers, at most `limitMs`. Throws an Error when it does not. */
export async function waitForAppium({ port, path: basePath }: AppiumAddress, limitMs: number): Promise<void> {
  const until = Date.now() + limitMs;
  for (;;) {
    try {
      const { ok } = await fetch(`http://127.0.0.1:${port}${basePath}/status`);
      if (ok) return;
    } catch {
      // Nobody listens yet.
    }
    if (Date.now() >= until) throw new Error(`Appium did not become ready within ${limitMs / 1000} s.`);
    await pause(20);
  }
}
