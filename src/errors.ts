/** Every error that a user can meet, in one table: its code, its exit code and what to do. */
const table = {
  usage: [3, 'Run "keystore-audit help" or add --help to the command.'],
  'config-missing': [
    3,
    'Name a target, for example "keystore-audit run web --plugin NAME", or make a config with "keystore-audit init".',
  ],
  'config-ambiguous': [3, 'Keep one of them, or name one with --config FILE.'],
  'config-unreadable': [3, 'Mend the file; "keystore-audit init" writes one that works.'],
  'config-invalid': [3, 'Mend the keys named above; docs/configuration.md lists them all.'],
  'audit-unknown': [3, 'Run "keystore-audit audits" for the list.'],
  'area-unknown': [3, 'Run "keystore-audit audits" for the list.'],
  'contract-unknown': [3, 'Run "keystore-audit contracts" for the list.'],
  'binding-unknown': [3, 'Run "keystore-audit plugins" for the list.'],
  'binding-unreadable': [3, 'docs/own-binding.md says what such a file holds, with an example.'],
  'url-invalid': [3, 'Give the whole address of the page, beginning with http:// or https://.'],
  'server-invalid': [
    3,
    'Give the whole address with its base path, as http://HOST:4723; a user and a key belong into the caps file or, as user:key, into KEYSTORE_AUDIT_SERVER_AUTH.',
  ],
  'caps-unreadable': [
    3,
    'Name a file of JSON or YAML with one object of W3C capabilities, for example { "appium:udid": "emulator-5554" }.',
  ],
  'server-unreachable': [
    2,
    'Check the address, its base path and the network: a browser shows ADDRESS/status if it is right.',
  ],
  'session-refused': [2, 'See what the server said above, and mend the capabilities in the caps file.'],
  'shell-refused': [
    2,
    'Have the server started with "--allow-insecure uiautomator2:adb_shell"; a farm that offers no mobile: shell cannot be used.',
  ],
  'device-other': [
    2,
    'Name one device in the caps file, for example with "appium:udid", so that every session is with that one.',
  ],
  'target-unknown': [3, 'Targets are: web, android.'],
  'plugin-missing': [3, 'Add --plugin SPEC: an npm name with or without version, a folder, or a tarball.'],
  'plugin-unknown': [3, 'Check the spelling of the name; a local folder needs a leading "./".'],
  'plugin-version-unknown': [3, 'Choose one of the published versions.'],
  'plugin-no-package': [3, 'Name the folder that holds the package.json of the plugin.'],
  'plugin-broken': [
    3,
    'Check that the package is whole: unpack it and look at its package.json and plugin.xml.',
  ],
  'plugin-unclaimed': [
    3,
    'Give --binding ID --contract ID to audit it with one of these, for example a fork.',
  ],
  'plugin-no-web': [
    3,
    'Audit it on a platform that it implements, or choose a version that has a web implementation.',
  ],
  'plugin-no-android': [
    3,
    'Choose a plugin or a version that has a half for Android, or audit it with "keystore-audit run web".',
  ],
  'app-unreadable': [3, 'Name an .apk of a Cordova or Capacitor app: an .aab or an app store link is none.'],
  'app-not-debuggable': [
    3,
    'Give a debug build: only its page can be reached. In MABS that is the build type "Debug".',
  ],
  'plugin-unmodelled': [
    3,
    'Audit it on an emulator or a phone; or give the virtual device a native half of your own with --native.',
  ],
  'upgrade-impossible': [
    3,
    'Give --from-app a debug build of the same app from before: the same package id and plugin, and no higher version code.',
  ],
  'plugin-untrusted': [
    3,
    'Read the files named above, then add --trust-plugin; or add --virtual for an app for virtual devices only.',
  ],
  'trust-outdated': [
    3,
    'Read what has changed, then run once with --trust-plugin: it tells what to write into "trusted" in the configuration.',
  ],
  'android-sdk-missing': [
    2,
    'Install what is missing and name the SDK with ANDROID_HOME; or add --virtual for an app for virtual devices only.',
  ],
  'android-tools-missing': [
    2,
    'Run "keystore-audit doctor android --fix", or install aapt, zipalign, apksigner, android-framework-res and a JDK (Debian), or the build tools of an Android SDK.',
  ],
  'adb-missing': [
    2,
    'Run "keystore-audit doctor android --fix", or put the platform tools of the Android SDK on the PATH.',
  ],
  'adb-silent': [
    2,
    'Run "adb kill-server", plug the device in again, and see whether "adb devices" lists it.',
  ],
  'device-offline': [
    2,
    'See whether "adb devices" lists it; plug it in again, or start it again, and keep it awake.',
  ],
  'device-unauthorised': [2, 'Unlock the device and allow this machine in the dialog that it shows.'],
  'device-locked': [2, 'Unlock the screen by hand, and have it stay awake while it charges.'],
  'restore-failed': [
    2,
    'Put it back by hand in the settings of the device; "keystore-audit restore DEVICE" tries it once more.',
  ],
  'app-install-failed': [2, 'See what Android said above; "adb install" of the same file says it too.'],
  'webview-not-debuggable': [
    2,
    'Build the app as debuggable, or have it call WebView.setWebContentsDebuggingEnabled(true).',
  ],
  'build-failed': [2, 'See the log named above: it holds every command and what it printed.'],
  'cache-unwritable': [2, 'Make space, or name another folder with KEYSTORE_AUDIT_CACHE.'],
  network: [
    2,
    'Check the connection and the proxy settings of npm; plugins that were fetched before need no network.',
  ],
  'npm-failed': [2, 'Run the command yourself to see what is wrong with npm on this machine.'],
  'out-unwritable': [3, 'Choose another folder with --out, or change its permissions.'],
  'out-foreign': [
    3,
    'Choose an empty or new folder with --out: this one holds files that keystore-audit did not write.',
  ],
  'input-unreadable': [3, 'Name a folder that "keystore-audit run" has written, or a result.json.'],
  'result-invalid': [3, 'The file is not a result of this version of keystore-audit; run the audit again.'],
  'chromium-missing': [
    2,
    'Run "keystore-audit doctor web --fix", or name the browser with KEYSTORE_AUDIT_CHROMIUM.',
  ],
  'chromedriver-missing': [
    2,
    'Run "keystore-audit doctor web --fix", or name the driver with KEYSTORE_AUDIT_CHROMEDRIVER.',
  ],
  'chromedriver-mismatch': [
    2,
    'Install browser and driver of the same major version, for example with "keystore-audit doctor web --fix".',
  ],
  'fix-impossible': [2, 'Follow the instruction above, then run the command again.'],
  'appium-not-ready': [
    2,
    'See appium.log in the output folder; "keystore-audit doctor web" checks what Appium needs.',
  ],
  'appium-died': [2, 'See appium.log in the output folder. What was collected before is in the report.'],
  'session-not-created': [
    2,
    'See appium.log in the output folder; "keystore-audit doctor web" checks browser and driver.',
  ],
  'session-lost': [
    2,
    'See appium.log in the output folder, or what the server named with --server logged. If it happens again, the machine may be short of memory.',
  ],
  'collecting-failed': [2, 'See wdio.log in the output folder; run again with --verbose.'],
  'channel-broken': [
    2,
    'The page did not answer as it was told to. Run again; if it stays, report it with the output folder.',
  ],
  'page-load-error': [
    2,
    'The plugin or its fixture page threw while it was loading: see the page events of the scenario.',
  ],
  'page-not-ready': [
    2,
    'The page loaded, but the plugin never became ready to be called: see the page events of the scenario.',
  ],
  'page-unreachable': [
    2,
    'Check the address and the network; the same browser of this machine has to reach it.',
  ],
  'page-frozen': [2, 'The page stopped answering and was ended. The audits judge whether the plugin did it.'],
  'app-died': [2, 'The app’s process ended by itself. The audits judge whether the plugin did it.'],
  'browser-died': [2, 'The browser ended by itself. The audits judge whether the plugin did it.'],
  'page-left': [
    2,
    'The page was left or loaded again in the middle of a scenario. The audits judge whether the plugin did it.',
  ],
  'scenario-limit': [2, 'Raise the limit with --timeout SECONDS if the plugin is known to be slow.'],
  'device-missing': [
    3,
    'Attach a phone with USB debugging switched on, start an emulator, or add --device virtual to try the tool without one.',
  ],
  'device-ambiguous': [3, 'Add --device with one of them, or with several to audit on each.'],
  'device-unknown': [3, 'Run "keystore-audit devices" for the list.'],
  'device-not-secure': [
    2,
    'Set a PIN, pattern or password on the device, or add --disposable: then a PIN is set and removed again.',
  ],
  'virtual-failed': [2, 'Run "keystore-audit help virtual" for what a virtual device can be given.'],
  interrupted: [2, 'What was collected before is in the report. Run again for the rest.'],
  internal: [2, 'This is a defect of keystore-audit: run again with --verbose and report what it prints.'],
} as const satisfies Record<string, readonly [exit: 2 | 3, hint: string]>;

export type ErrorCode = keyof typeof table;

export const errorCodes = Object.keys(table) as ErrorCode[];

/** An error that a user can act on. `message` says what happened, `hint` what to do. */
export class AuditError extends Error {
  override readonly name = 'AuditError';
  readonly hint: string;
  /** 3 for usage, configuration and unreadable input; 2 for everything that broke. */
  readonly exitCode: 2 | 3;

  constructor(
    readonly code: ErrorCode,
    message: string,
    options: { readonly cause?: unknown; readonly hint?: string } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.exitCode = table[code][0];
    this.hint = options.hint ?? table[code][1];
  }
}

/** The same as it stands in results. */
export function problemOf(
  error: unknown,
  fallback: ErrorCode = 'internal',
): { code: string; message: string; hint: string } {
  const known =
    error instanceof AuditError
      ? error
      : new AuditError(fallback, error instanceof Error ? error.message : String(error), { cause: error });
  return { code: known.code, message: known.message, hint: known.hint };
}
