import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { remote } from 'webdriverio';
import { freePort, type AdbServer } from './adb.js';
import { program } from './programs.js';

const require = createRequire(import.meta.url);

/** An Appium of its own, with the UiAutomator2 driver alone. */
export interface AppiumServer {
  readonly port: number;
  session(udid: string, capabilities?: Readonly<Record<string, unknown>>): Promise<WebdriverIO.Browser>;
  log(): string;
  stop(): Promise<void>;
}

export async function appiumServer(
  adb: AdbServer,
  { basePath = '/' }: { readonly basePath?: string } = {},
): Promise<AppiumServer> {
  const port = await freePort();
  const home = mkdtempSync(path.join(os.tmpdir(), 'vappium-'));
  const names = ['appium', 'appium-uiautomator2-driver'];
  mkdirSync(path.join(home, 'node_modules'));
  for (const name of names) {
    const folder = realpathSync(path.dirname(require.resolve(`${name}/package.json`)));
    symlinkSync(folder, path.join(home, 'node_modules', name));
  }
  const version = (name: string): string => (require(`${name}/package.json`) as { version: string }).version;
  writeFileSync(
    path.join(home, 'package.json'),
    JSON.stringify({
      name: 'home',
      private: true,
      dependencies: Object.fromEntries(names.map((name) => [name, version(name)])),
    }),
  );
  const child = spawn(
    process.execPath,
    [
      path.join(home, 'node_modules', 'appium', 'index.js'),
      ...[
        'server',
        '--address',
        '127.0.0.1',
        '--port',
        String(port),
        '--base-path',
        basePath,
        '--use-drivers=uiautomator2',
        '--log-no-colors',
      ],
      ...['--allow-insecure=uiautomator2:adb_shell'],
    ],
    {
      cwd: home,
      env: {
        PATH: process.env['PATH'],
        HOME: adb.home,
        APPIUM_HOME: home,
        ANDROID_HOME: process.env['ANDROID_HOME'] ?? '/usr/lib/android-sdk',
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let log = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (log += String(chunk)));
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  for (let waited = 0; !/listener started|No plugins have been installed/.test(log); waited += 50) {
    if (child.exitCode !== null || waited > 45_000) throw new Error(`Appium did not start:\n${log}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return {
    port,
    log: () => log,
    session: (udid, capabilities = {}) =>
      remote({
        hostname: '127.0.0.1',
        port,
        path: basePath,
        logLevel: 'silent',
        connectionRetryCount: 0,
        capabilities: {
          platformName: 'Android',
          'appium:automationName': 'UiAutomator2',
          'appium:udid': udid,
          'appium:adbPort': adb.port,
          'appium:suppressKillServer': true,
          'appium:chromedriverExecutable': program('chromedriver'),
          'appium:noSign': true,
          ...capabilities,
        } as WebdriverIO.Capabilities,
      }),
    async stop() {
      child.kill('SIGTERM');
      await ended;
      rmSync(home, { recursive: true, force: true });
    },
  };
}
