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

/** The capabilities of a session with a device, not with an app: apps come and go in it. */
export function androidCapabilities(wanted: AndroidSession) {
  const { systemPort, chromedriverPort, mjpegPort, webviewPort } = wanted;
  return {
    platformName: 'Android',
    'appium:automationName': 'UiAutomator2',
    'appium:udid': wanted.serial,
    // Appium takes 5037 whatever the environment says.
    'appium:adbPort': wanted.adbPort,
    'appium:adbExecTimeout': wanted.limitMs,
    'appium:chromedriverExecutable': wanted.chromedriver,
    ...(systemPort === undefined ? {} : { 'appium:systemPort': systemPort }),
    ...(chromedriverPort === undefined ? {} : { 'appium:chromedriverPort': chromedriverPort }),
    ...(mjpegPort === undefined ? {} : { 'appium:mjpegServerPort': mjpegPort }),
    ...(webviewPort === undefined ? {} : { 'appium:webviewDevtoolsPort': webviewPort }),
    // By default the driver unlocks by taking the lock away and setting it again: that ends keys bound to it.
    'appium:skipUnlock': true,
    // Other devices hang on the same adb server.
    'appium:suppressKillServer': true,
    'appium:noReset': true,
    // An app that is built already is signed; it must not be signed again.
    'appium:noSign': true,
    // The adapter reads the log itself, of the app alone.
    'appium:skipLogcatCapture': true,
    // Prompts stand in windows of their own, and some of them never come to rest.
    'appium:settings[enableMultiWindows]': true,
    'appium:settings[waitForIdleTimeout]': idleMs,
    'appium:newCommandTimeout': 0,
  };
}
