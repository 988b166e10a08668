/** What a session of the chromium driver is asked for; the arguments are those that Chromium needs on a closed network. */
export interface BrowserSession {
  readonly browser: string;
  readonly driver: string;
  /** The browser's profile; everything that the app stores lies in it. */
  readonly profile: string;
  /**
   * Of ChromeDriver. Appium ends whatever ChromeDriver it finds on that port before it starts its own, so no two
   * sessions on one machine may share it.
   */
  readonly driverPort: number;
  /** For a page's load and for one script, in milliseconds. */
  readonly limitMs: number;
}

/** The capabilities of one session. */
export function capabilitiesOf({ browser, driver, profile, driverPort, limitMs }: BrowserSession) {
  return {
    platformName: 'linux',
    'appium:automationName': 'Chromium',
    'appium:executable': driver,
    'appium:autodownloadEnabled': false,
    'appium:chromedriverPort': driverPort,
    // Nobody may need the session for long while a page is watched.
    'appium:newCommandTimeout': 0,
    'goog:loggingPrefs': { browser: 'ALL' },
    // A dialog that the page opens all the same; one that is told of brings the page's text into every log.
    unhandledPromptBehavior: 'dismiss',
    timeouts: { pageLoad: limitMs, script: limitMs },
    'goog:chromeOptions': {
      binary: browser,
      args: browserArguments(profile),
      // Asked for by the driver, it makes the browser write the console into the profile, which no user's browser does.
      excludeSwitches: ['enable-logging'],
    },
  };
}

/**
 * What costs time and is of no use: pages of the browser's own that hang below its address bar, where nobody types, and
 * a process kept in reserve for a page of another site.
 */
const unused = [
  'WebUIOmniboxPopup',
  'WebUIOmniboxAimPopup',
  'WebUIOmniboxFullPopup',
  'SpareRendererForSitePerProcess',
];

/** What Chromium is started with, on a closed network too; `profile` is a folder. */
export function browserArguments(profile: string): string[] {
  const runsAsRoot = process.getuid?.() === 0;
  return [
    '--headless',
    '--disable-gpu',
    // Nobody sees the page move: a sixth of what a page costs is saved.
    '--disable-threaded-compositing',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    `--disable-features=${unused.join(',')}`,
    ...(runsAsRoot ? ['--no-sandbox'] : []),
    `--user-data-dir=${profile}`,
  ];
}
