import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The app that the probes install. */
export const probeApp = 'org.example.verify';

/** Where Debian keeps the resources of Android's framework. */
const frameworkResources = '/usr/share/android-framework-res/framework-res.apk';

/**
 * Builds an app without code: its activities are the framework's own, so that it starts on a real device as well. Needs
 * aapt2, zipalign, apksigner and keytool; rejects with what is missing.
 */
export async function buildProbeApp(folder: string, env: NodeJS.ProcessEnv): Promise<string> {
  const at = (name: string): string => path.join(folder, name);
  await writeFile(
    at('AndroidManifest.xml'),
    `<?xml version="1.0" encoding="utf-8"?>
<manifest xmlns:android="http://schemas.android.com/apk/res/android" package="${probeApp}" android:versionCode="1"
    android:versionName="1.0">
  <application android:hasCode="false" android:allowBackup="true" android:label="Verify">
    <activity android:name="android.app.Activity" android:exported="true">
      <intent-filter>
        <action android:name="android.intent.action.MAIN" />
        <category android:name="android.intent.category.LAUNCHER" />
      </intent-filter>
    </activity>
    <activity android:name="android.app.ListActivity" android:exported="false" />
  </application>
</manifest>
`,
  );
  const framework = env['ANDROID_FRAMEWORK_RES'] ?? frameworkResources;
  const program = async (name: string, ...args: string[]): Promise<void> => {
    await run(name, args, { env, cwd: folder }).catch((error: Error) => {
      throw new Error(`${name} failed; "keystore-audit doctor android --fix" installs it. ${error.message}`, {
        cause: error,
      });
    });
  };
  const password = 'android';
  await program(
    'keytool',
    ...['-genkeypair', '-keystore', 'k', '-storepass', password, '-keypass', password, '-alias', 'k'],
    ...['-keyalg', 'RSA', '-keysize', '2048', '-validity', '10000', '-dname', 'CN=verify'],
  );
  await program(
    'aapt2',
    ...['link', '-I', framework, '--manifest', 'AndroidManifest.xml', '-o', 'u.apk', '--debug-mode'],
    ...['--min-sdk-version', '24', '--target-sdk-version', '34'],
  );
  await program('zipalign', '-f', '-p', '4', 'u.apk', 'a.apk');
  await program(
    'apksigner',
    'sign',
    '--ks',
    'k',
    '--ks-pass',
    `pass:${password}`,
    '--out',
    'probe.apk',
    'a.apk',
  );
  return at('probe.apk');
}
