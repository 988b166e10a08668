import path from 'node:path';
import { Adb } from '../devices/android/adb.js';
import { AndroidDevice } from '../devices/android/android.js';
import { androidCapabilities } from '../devices/android/capabilities.js';
import {
  Browser,
  newSession,
  type BrowserOptions,
  type WebDriverSession,
} from '../devices/browser/browser.js';
import type { AndroidWebDriver } from '../devices/android/driving.js';
import { SessionShell } from '../devices/android/session-shell.js';
import { freePort } from '../devices/free-port.js';
import type { Device } from '../devices/port.js';
import { AuditError } from '../errors.js';
import { isSomebodys } from '../terms.js';
import { deployedScript } from '../fixture/build/deployed.js';
import { noteSession, restoreFile } from './abandoned.js';
import type { AndroidPlace, Plan, RemotePlace } from './plan.js';
import { isLoopback } from './remote.js';
import { secretIn } from './secret.js';
import type { readServices } from './services.js';

/** How the device of a plan is driven: the session that it needs, and the adapter on top. */

export type Work = Awaited<ReturnType<typeof readServices>>;
export type WorkRun = Work['runs'][number];

/** A device in the hands of one run. */
export interface DrivenDevice {
  readonly device: Device;
  /** Makes it ready for the first scenario: an app without data of earlier runs. */
  begin(signal: AbortSignal): Promise<void>;
  /** Puts back what was changed, and leaves the session to the next run. */
  end(signal: AbortSignal): Promise<void>;
}

/** The capabilities of the session of our own Appium that drives the device of a run. */
export async function capabilitiesFor(run: WorkRun, addresses: Work['addresses']): Promise<object> {
  const { device, limits } = run.plan;
  if (device.kind === 'remote') throw new Error('It is driven by a server that is somebody else’s.');
  if (device.kind === 'browser') return newSession(browserOptions(run, device, addresses));
  const ports = await Promise.all([freePort(), freePort(), freePort(), freePort()]);
  const [systemPort, chromedriverPort, mjpegPort, webviewPort] = ports;
  return androidCapabilities({
    systemPort,
    chromedriverPort,
    mjpegPort,
    webviewPort,
    serial: device.serial,
    adbPort: device.adbPort,
    chromedriver: device.driver,
    limitMs: limits.frozenMs,
  });
}

/** The device of a run; `isFirst` says whether the session was made for this very run. */
export function openDevice(
  run: WorkRun,
  session: unknown,
  addresses: Work['addresses'],
  isFirst: boolean,
): DrivenDevice {
  const { device: place } = run.plan;
  return place.kind === 'browser'
    ? browser(session as WebDriverSession, browserOptions(run, place, addresses), isFirst)
    : android(session as AndroidWebDriver, run, place);
}

function browser(session: WebDriverSession, options: BrowserOptions, isFirst: boolean): DrivenDevice {
  const device = new Browser(session, options);
  return {
    device,
    begin: (signal) => (isFirst ? Promise.resolve() : device.startFresh(signal)),
    end: () => Promise.resolve(device.close()),
  };
}

function android(
  session: AndroidWebDriver,
  { plan, folder }: WorkRun,
  place: AndroidPlace | RemotePlace,
): DrivenDevice {
  const { app, variant, folder: fixtureFolder } = plan.fixture;
  if (app === undefined) throw new Error('A plan for Android names an app.');
  const device = new AndroidDevice(session, {
    ...(place.kind === 'remote'
      ? {
          device: new SessionShell(session, {
            name: place.server,
            onSession: (sessionId, identity) => noteSession(folder, { sessionId, identity }),
          }),
          plannedId: place.given.id,
          isFar: !isLoopback(place.server),
        }
      : { device: new Adb({ program: place.adb, serverPort: place.adbPort, serial: place.serial }) }),
    apps: app.builds,
    app,
    ...(variant === 'own-app' ? { script: path.join(fixtureFolder, deployedScript) } : {}),
    wipes: app.ours,
    ...secretIn(process.env),
    restoreFile: path.join(folder, restoreFile),
    frozenMs: plan.limits.frozenMs,
    sessionMs: plan.limits.sessionMs,
    readyMs: plan.limits.readyMs,
  });
  return {
    device,
    async begin(signal) {
      await device.begin(signal);
      if (plan.binding.asksFor.includes('screen-lock')) await secure(device, plan, signal);
    },
    async end(signal) {
      try {
        await device.restore(signal);
      } finally {
        device.close();
      }
    },
  };
}

/** Not a PIN of anybody: where the screen has a lock, it is left as it is. */
const pin = { kind: 'pin', secret: '8264' } as const;

/** Gives the device a screen lock where it has none. Throws AuditError device-not-secure where that may not be done. */
async function secure(device: Device, plan: Plan, signal: AbortSignal): Promise<void> {
  const { screenLock, kind } = await device.facts();
  if (screenLock === 'secured') return;
  const mayChange = plan.disposable || !isSomebodys(kind);
  if (!mayChange || device.abilities['set-screen-lock'] === undefined || device.mobile === undefined)
    throw new AuditError('device-not-secure', 'The plugin stores nothing on a device without a screen lock.');
  await device.mobile.setScreenLock(pin, signal);
}

type BrowserPlace = Extract<Plan['device'], { kind: 'browser' }>;

function browserOptions(
  { plan, fixtureUrl }: WorkRun,
  { browser: program, driver }: BrowserPlace,
  { profiles, appium }: Work['addresses'],
): BrowserOptions {
  const { folder, variant } = plan.fixture;
  return {
    browser: program,
    driver,
    driverUrl: `http://127.0.0.1:${appium!.port}${appium!.path}`,
    profiles,
    fixtureUrl,
    ...(variant === 'deployed' ? { script: path.join(folder, deployedScript) } : {}),
    frozenMs: plan.limits.frozenMs,
    sessionMs: plan.limits.sessionMs,
  };
}
