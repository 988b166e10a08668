/** What a session of the UiAutomator2 driver is asked for. */
export interface AndroidSession {
  readonly serial: string;
  readonly adbPort: number;
  /** A ChromeDriver that fits the device's web view. */
  readonly chromedriver: string;
  /** Ports of this machine, each of one session alone: two devices on one machine must not share any. */
  readonly systemPort?: number;
  readonly chromedriverPort?: number;
  readonly mjpegPort?: number;
  /** Where the driver looks at a web view before ChromeDriver does. */
  readonly webviewPort?: number;
  /** How long adb may take for one command, in milliseconds. */
  readonly limitMs: number;
}

/** How long the driver waits for a screen that moves, in milliseconds. */
const idleMs = 100;

/** What holds for every session, whoever's server it is with. */
const ofEverySession = {
  platformName: 'Android',
  'appium:automationName': 'UiAutomator2',
  // By default the driver unlocks by taking the lock away and setting it again: that ends keys bound to it.
  'appium:skipUnlock': true,
  'appium:noReset': true,
  // An app that is built already is signed; it must not be signed again.
  'appium:noSign': true,
  // The adapter reads the log itself, of the app alone.
  'appium:skipLogcatCapture': true,
  // Prompts stand in windows of their own, and some of them never come to rest.
  'appium:settings[enableMultiWindows]': true,
  'appium:settings[waitForIdleTimeout]': idleMs,
};

/** The capabilities of a session with a device, not with an app: apps come and go in it. */
export function androidCapabilities(wanted: AndroidSession) {
  const { systemPort, chromedriverPort, mjpegPort, webviewPort } = wanted;
  return {
    ...ofEverySession,
    'appium:udid': wanted.serial,
    // Appium takes 5037 whatever the environment says.
    'appium:adbPort': wanted.adbPort,
    'appium:adbExecTimeout': wanted.limitMs,
    'appium:chromedriverExecutable': wanted.chromedriver,
    ...(systemPort === undefined ? {} : { 'appium:systemPort': systemPort }),
    ...(chromedriverPort === undefined ? {} : { 'appium:chromedriverPort': chromedriverPort }),
    ...(mjpegPort === undefined ? {} : { 'appium:mjpegServerPort': mjpegPort }),
    ...(webviewPort === undefined ? {} : { 'appium:webviewDevtoolsPort': webviewPort }),
    // Other devices hang on the same adb server.
    'appium:suppressKillServer': true,
    'appium:newCommandTimeout': 0,
  };
}

/** After how long without a command somebody else's server ends the session by itself, in seconds. */
const abandonedS = 300;

/** The same with somebody else's server: what the user tells it, which devices, ports and programs are, and our needs. */
export function remoteCapabilities(told: Readonly<Record<string, unknown>>): Record<string, unknown> {
  // `appium:options` is another way to write the same, and would win.
  const { 'appium:options': options = {}, ...rest } = told;
  // A browser would be the session's app.
  const plain = Object.entries(rest).filter(([name]) => name !== 'browserName');
  const flat = Object.fromEntries(
    Object.entries(options as object).map(([name, value]) => [
      name.includes(':') ? name : `appium:${name}`,
      value as unknown,
    ]),
  );
  return {
    'appium:suppressKillServer': true,
    ...Object.fromEntries(plain),
    ...flat,
    ...ofEverySession,
    // An app that a farm wants to be named is not started.
    'appium:autoLaunch': false,
    'appium:fullReset': false,
    'appium:newCommandTimeout': abandonedS,
  };
}
