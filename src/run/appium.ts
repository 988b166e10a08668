import { mkdirSync, readFileSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { childEnvironment, startNode, type Child } from './children.js';
import type { Plan } from './plan.js';

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

const driverPackages = {
  chromium: 'appium-chromium-driver',
  uiautomator2: 'appium-uiautomator2-driver',
} as const;

/** A driver by the name that Appium has for it. */
export type AppiumDriver = keyof typeof driverPackages;

/** The driver that a plan's device is driven by. */
export function driverOf({ device }: Pick<Plan, 'device'>): AppiumDriver {
  return device.kind === 'browser' ? 'chromium' : 'uiautomator2';
}

/** The version of a driver that is installed. */
export function driverVersion(driver: AppiumDriver): string {
  return installedPackage(driverPackages[driver]).version;
}

/**
 * Makes an APPIUM_HOME in `folder`. Appium finds drivers only as dependencies of a project there; hoisted ones, in a
 * clone or under an installed package, it does not see.
 */
export function makeAppiumHome(folder: string, drivers: readonly AppiumDriver[]): void {
  const names = ['appium', ...drivers.map((driver) => driverPackages[driver])];
  const parts = names.map((name) => ({ name, ...installedPackage(name) }));
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
  readonly drivers: readonly AppiumDriver[];
  /** The program, where a device is reached by it. */
  readonly adb: string | undefined;
}

/** Starts Appium; it is ready when `waitForAppium` says so. */
export function startAppium({ home, temporary, address, log, drivers, adb }: AppiumPlace): Child {
  makeAppiumHome(home, drivers);
  const { folder } = installedPackage('appium');
  return startNode(
    [
      path.join(folder, 'index.js'),
      'server',
      ...['--address', '127.0.0.1'],
      ...['--port', String(address.port)],
      ...['--base-path', address.path],
      ...['--use-drivers', drivers.join(',')],
      ...(drivers.includes('uiautomator2') ? ['--allow-insecure', 'uiautomator2:adb_shell'] : []),
      '--log-no-colors',
    ],
    {
      cwd: home,
      log,
      env: childEnvironment({
        APPIUM_HOME: home,
        ...browserLeftovers(temporary),
        ...(adb === undefined ? {} : androidEnvironment(home, adb)),
      }),
    },
  );
}

/**
 * Appium finds adb below the folder of an SDK, and empties a file of the emulator's in its home: it gets a home of its
 * own, since the adb server runs already and has the user's keys.
 */
function androidEnvironment(home: string, adb: string): NodeJS.ProcessEnv {
  const tools = path.dirname(realpathSync(adb));
  const named = process.env['ANDROID_HOME'] || process.env['ANDROID_SDK_ROOT'];
  return {
    HOME: home,
    ANDROID_HOME: path.basename(tools) === 'platform-tools' ? path.dirname(tools) : (named ?? tools),
    ...(process.env['JAVA_HOME'] ? { JAVA_HOME: process.env['JAVA_HOME'] } : {}),
  };
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
