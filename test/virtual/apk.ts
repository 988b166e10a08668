import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';

const require = createRequire(import.meta.url);
const framework =
  process.env['ANDROID_FRAMEWORK_RES'] ?? '/usr/share/android-framework-res/framework-res.apk';

export interface ApkWishes {
  readonly name?: string;
  readonly versionCode?: number;
  readonly debuggable?: boolean;
  readonly minSdk?: number;
  readonly allowBackup?: boolean;
  /** Files of the page; index.html beside others. */
  readonly www?: Readonly<Record<string, string>>;
  /** Services that config.xml declares. */
  readonly services?: readonly string[];
  /** Which of the keys signs it. */
  readonly signer?: 'one' | 'other';
  /** Files of assets/ beside the page. */
  readonly assets?: Readonly<Record<string, string>>;
  /** Where the page lies: Cordova's www or Capacitor's public. */
  readonly folder?: 'www' | 'public';
}

let workshop: string | undefined;

/** A folder for what the tests build; gone when they end. */
function folder(): string {
  if (workshop === undefined) {
    workshop = mkdtempSync(path.join(os.tmpdir(), 'vapk-'));
    const made = workshop;
    process.on('exit', () => rmSync(made, { recursive: true, force: true }));
  }
  return workshop;
}

/** A keystore with one key, of whoever `signer` names; its password is `android`. */
export function key(signer: string): string {
  const file = path.join(folder(), `${signer}.keystore`);
  if (!existsSync(file)) {
    execFileSync(
      'keytool',
      [
        ...[
          '-genkeypair',
          '-keystore',
          file,
          '-storepass',
          'android',
          '-keypass',
          'android',
          '-alias',
          'key',
        ],
        ...['-keyalg', 'RSA', '-keysize', '2048', '-validity', '10000', '-dname', `CN=${signer}`],
      ],
      { stdio: 'ignore' },
    );
  }
  return file;
}

/** Cordova's own, as it is in every app. */
export const cordovaJs = (): string => {
  const root = path.dirname(require.resolve('cordova-android/package.json'));
  return readFileSync(path.join(root, 'templates', 'project', 'assets', 'www', 'cordova.js'), 'utf8');
};

/** Builds an APK from a page. The same wishes give the same file. */
export function apk(wishes: ApkWishes = {}): string {
  const {
    name = 'org.example.virtual',
    versionCode = 1,
    debuggable = true,
    minSdk = 24,
    allowBackup = true,
    www = { 'index.html': '<!doctype html><title>App</title><h1 id="title">Hello</h1>' },
    services = [],
    signer = 'one',
    assets = {},
    folder: pageFolder = 'www',
  } = wishes;
  const id = createHash('sha256').update(JSON.stringify(wishes)).digest('hex').slice(0, 16);
  const work = path.join(folder(), id);
  const file = `${work}.apk`;
  if (existsSync(file)) return file;
  for (const [base, files] of [
    [`assets/${pageFolder}`, www],
    ['assets', assets],
  ] as const) {
    for (const [at, text] of Object.entries(files)) {
      const target = path.join(work, base, at);
      mkdirSync(path.dirname(target), { recursive: true });
      writeFileSync(target, text);
    }
  }
  mkdirSync(path.join(work, 'res', 'xml'), { recursive: true });
  const features = services
    .map(
      (service) =>
        `<feature name="${service}"><param name="android-package" value="org.example.${service}" /></feature>`,
    )
    .join('');
  writeFileSync(
    path.join(work, 'res', 'xml', 'config.xml'),
    `<?xml version="1.0" encoding="utf-8"?><widget><content src="index.html" />${features}<preference name="Greeting" value="hello" /></widget>`,
  );
  writeFileSync(
    path.join(work, 'AndroidManifest.xml'),
    `<?xml version="1.0" encoding="utf-8"?>
<manifest xmlns:android="http://schemas.android.com/apk/res/android" package="${name}"
    android:versionCode="${versionCode}" android:versionName="${versionCode}.0">
  <uses-permission android:name="android.permission.INTERNET" />
  <uses-permission android:name="android.permission.CAMERA" />
  <application android:label="Virtual test" android:allowBackup="${allowBackup}">
    <activity android:name=".MainActivity" android:exported="true">
      <intent-filter>
        <action android:name="android.intent.action.MAIN" />
        <category android:name="android.intent.category.LAUNCHER" />
      </intent-filter>
    </activity>
    <activity android:name=".Inner" android:exported="false" />
  </application>
</manifest>`,
  );
  const run = (program: string, ...args: string[]): void => {
    execFileSync(program, args, {
      cwd: work,
      stdio: 'pipe',
      env: { PATH: process.env['PATH'], JAVA_TOOL_OPTIONS: '-XX:TieredStopAtLevel=1 -Xshare:auto' },
    });
  };
  run('aapt2', 'compile', '--dir', 'res', '-o', 'res.zip');
  run(
    'aapt2',
    ...['link', '-I', framework, '--manifest', 'AndroidManifest.xml', '-A', 'assets', '-o', 'unaligned.apk'],
    ...['--min-sdk-version', String(minSdk), '--target-sdk-version', '34', '--auto-add-overlay'],
    ...(debuggable ? ['--debug-mode'] : []),
    'res.zip',
  );
  run('zipalign', '-f', '-p', '4', 'unaligned.apk', 'aligned.apk');
  run(
    'apksigner',
    ...['sign', '--ks', key(signer), '--ks-pass', 'pass:android', '--out', `${file}.new`, 'aligned.apk'],
  );
  cpSync(`${file}.new`, file);
  rmSync(`${file}.new`);
  rmSync(work, { recursive: true });
  return file;
}

/** A page of Cordova that keeps a counter, and can be asked things. */
export const cordovaPage = (version: number): Record<string, string> => ({
  'index.html': `<!doctype html><meta charset="utf-8"><title>Version ${version}</title>
<h1 id="title">Version ${version}</h1>
<p id="count"></p>
<button id="press" onclick="document.getElementById('state').textContent = 'pressed'">Press me</button>
<input id="field" aria-label="Name">
<button id="ask" onclick="document.getElementById('state').textContent = confirm('Sure?') ? 'yes' : 'no'">Ask</button>
<p id="state">idle</p>
<script src="cordova.js"></script>
<script>
  const count = Number(localStorage.getItem('count') ?? 0) + 1;
  localStorage.setItem('count', String(count));
  document.getElementById('count').textContent = 'Start ' + count;
  document.addEventListener('deviceready', () => document.title = 'Ready ${version}');
  window.call = (service, action, args) => new Promise((resolve) =>
    cordova.exec((value) => resolve({ value }), (error) => resolve({ error }), service, action, args ?? []));
</script>`,
  'cordova.js': cordovaJs(),
  'cordova_plugins.js':
    'cordova.define("cordova/plugin_list", (require, exports, module) => { module.exports = []; module.exports.metadata = {}; });',
});
