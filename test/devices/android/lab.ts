import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Adb } from '../../../src/devices/android/adb.js';
import type { AndroidOptions } from '../../../src/devices/android/android.js';
import { androidCapabilities, type AndroidSession } from '../../../src/devices/android/capabilities.js';
import { packageInstaller } from '../../../src/cli/build/install.js';
import { buildAndroidFixture } from '../../../src/fixture/build/android/build.js';
import { defaultApp, packageId, type AppOptions } from '../../../src/fixture/build/android/types.js';
import { chooseBinding, listBindings } from '../../../src/plugins/bindings.js';
import { defaultCacheFolder } from '../../../src/plugins/cache.js';
import { resolvePlugin } from '../../../src/plugins/resolve.js';
import { profileWith, type ProfileWishes } from '../../../src/virtual/android/profile.js';
import { startDevice, type RunningDevice } from '../../../src/virtual/android/start.js';
import { nativeHalves } from '../../../src/virtual/native/index.js';
import type { NativeFactory } from '../../../src/virtual/native-api.js';
import { adbServer, freePort, type AdbServer } from '../../virtual/adb.js';
import { appiumServer, type AppiumServer } from '../../virtual/appium.js';
import { program } from '../../virtual/programs.js';

/** How long any verb may take in these tests, in milliseconds. */
const verbMs = 40_000;

export const patience = (): AbortSignal => AbortSignal.timeout(verbMs);

/** What a promise is rejected with. */
export async function errorOf(promise: Promise<unknown>): Promise<Error> {
  try {
    await promise;
  } catch (error) {
    return error as Error;
  }
  throw new Error('It was not rejected.');
}

/** The fixture app of a real plugin, for virtual devices, in one of its builds. */
export async function fixtureApk(
  app: Partial<AppOptions> = {},
  spec = 'cordova-plugin-secure-storage@2.6.8',
) {
  const cwd = process.cwd();
  const { signal } = new AbortController();
  const log = (): void => undefined;
  const cacheFolder = defaultCacheFolder(process.env);
  const plugin = await resolvePlugin(spec, { cacheFolder, cwd, signal, log });
  const { binding } = chooseBinding(plugin, listBindings(), { target: 'android' });
  const { file } = await buildAndroidFixture({
    plugin,
    binding,
    variant: 'debug',
    virtual: true,
    trusted: false,
    app: { ...defaultApp, ...app },
    cacheFolder,
    env: process.env,
    installPackages: packageInstaller(cwd, signal),
    signal,
  });
  return file;
}

/** A virtual device behind a real adb server and a real Appium. */
export class Lab {
  readonly folder = mkdtempSync(path.join(os.tmpdir(), 'lab-'));
  server!: AdbServer;
  appium!: AppiumServer;
  readonly #running: RunningDevice[] = [];
  readonly #sessions: WebdriverIO.Browser[] = [];

  async open(): Promise<void> {
    this.server = await adbServer();
    this.appium = await appiumServer(this.server);
  }

  async device(
    profile: string,
    wishes: ProfileWishes = {},
    natives: NativeFactory = nativeHalves,
  ): Promise<RunningDevice> {
    const running = await startDevice({ profile: profileWith(profile, wishes), natives });
    this.#running.push(running);
    await this.server.adb('connect', running.address);
    return running;
  }

  async session(serial: string, more: Partial<AndroidSession> = {}): Promise<WebdriverIO.Browser> {
    const wanted = androidCapabilities({
      serial,
      adbPort: this.server.port,
      chromedriver: program('chromedriver'),
      systemPort: await freePort(),
      chromedriverPort: await freePort(),
      webviewPort: await freePort(),
      limitMs: 20_000,
      ...more,
    });
    const session = await this.appium.session(serial, wanted);
    this.#sessions.push(session);
    return session;
  }

  options(serial: string, more: Partial<AndroidOptions> = {}): AndroidOptions {
    return {
      device: new Adb({ serverPort: this.server.port, env: this.server.env, serial }),
      apps: {},
      app: { packageId, activity: `${packageId}.MainActivity`, debuggable: true },
      wipes: true,
      restoreFile: path.join(this.folder, `${serial}.json`),
      frozenMs: 10_000,
      sessionMs: 30_000,
      readyMs: 20_000,
      ...more,
    };
  }

  async close(): Promise<void> {
    for (const session of this.#sessions) await session.deleteSession().catch(() => undefined);
    await this.appium?.stop();
    for (const running of this.#running) await running.close();
    await this.server?.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
