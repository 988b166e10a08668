import path from 'node:path';
import { AndroidDevice } from '../devices/android/android.js';
import { androidCapabilities } from '../devices/android/capabilities.js';
import {
  Browser,
  newSession,
  type BrowserOptions,
  type WebDriverSession,
} from '../devices/browser/browser.js';
import type { AndroidWebDriver } from '../devices/android/driving.js';
import { freePort } from '../devices/free-port.js';
import type { Device } from '../devices/port.js';
import { AuditError } from '../errors.js';
import { deployedScript } from '../fixture/build/deployed.js';
import type { AndroidPlace, Plan } from './plan.js';
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

/** The capabilities of the session that drives the device of a run. */
export async function capabilitiesFor(run: WorkRun, addresses: Work['addresses']): Promise<object> {
  const { device, limits } = run.plan;
  if (device.kind === 'browser') return newSession(browserOptions(run, device, addresses));
  const [systemPort, chromedriverPort, mjpegPort] = await Promise.all([freePort(), freePort(), freePort()]);
  return androidCapabilities({
    systemPort,
    chromedriverPort,
    mjpegPort,
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

function android(session: AndroidWebDriver, { plan, folder }: WorkRun, place: AndroidPlace): DrivenDevice {
  const { app, variant, folder: fixtureFolder } = plan.fixture;
  if (app === undefined) throw new Error('A plan for Android names an app.');
  const device = new AndroidDevice(session, {
    serial: place.serial,
    adb: { program: place.adb, serverPort: place.adbPort },
    apps: app.builds,
    app,
    ...(variant === 'own-app' ? { script: path.join(fixtureFolder, deployedScript) } : {}),
    wipes: app.ours,
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
    end: () => Promise.resolve(device.close()),
  };
}

/** Not a PIN of anybody: where the screen has a lock, it is left as it is. */
const pin = { kind: 'pin', secret: '8264' } as const;

/** Gives the device a screen lock where it has none. Throws AuditError device-not-secure where that may not be done. */
async function secure(device: Device, plan: Plan, signal: AbortSignal): Promise<void> {
  const { screenLock, kind } = await device.facts();
  if (screenLock === 'secured') return;
  const mayChange = plan.disposable || kind !== 'real';
  if (!mayChange || device.abilities['set-screen-lock'] === undefined || device.mobile === undefined)
    throw new AuditError('device-not-secure', 'The plugin stores nothing on a device without a screen lock.');
  await device.mobile.setScreenLock(pin, signal);
}

/** In a run's folder, from its first change of the device on: what has to be put back. */
export const restoreFile = 'restore.json';

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
    driverUrl: `http://127.0.0.1:${appium.port}${appium.path}`,
    profiles,
    fixtureUrl,
    ...(variant === 'deployed' ? { script: path.join(folder, deployedScript) } : {}),
    frozenMs: plan.limits.frozenMs,
    sessionMs: plan.limits.sessionMs,
  };
}
