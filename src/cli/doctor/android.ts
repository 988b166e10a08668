import { access } from 'node:fs/promises';
import { execa } from 'execa';
import { onPath } from '../../devices/browser/tools.js';
import { visible } from '../../report/text.js';
import type { Io } from '../io.js';
import type { Check, CheckAnswer } from './check.js';
import { installPackages, type System } from './fix.js';

/** Debian's names of what drives an Android device and reads, makes and signs its apps. */
const packages = ['adb', 'aapt', 'zipalign', 'apksigner', 'android-framework-res'];

/** Where Debian keeps the resources of Android's framework, which aapt2 links against. */
const frameworkResources = '/usr/share/android-framework-res/framework-res.apk';

const hint =
  'Run "keystore-audit doctor android --fix", or install the platform tools and build tools of the Android SDK.';

/** What Appium and the making of a test app need beside a browser. */
export function androidChecks(io: Io): Check[] {
  const fix = (): Promise<void> => fixAndroid({ io });
  const tool = (name: string, title: string, args: readonly string[]): Check => ({
    id: name,
    title,
    check: () => program(io.env, name, args),
    fix,
  });
  return [
    tool('adb', 'adb', ['version']),
    tool('aapt2', 'aapt2', ['version']),
    tool('zipalign', 'zipalign', []),
    tool('apksigner', 'apksigner, with Java', ['--version']),
    {
      id: 'framework-res',
      title: "Resources of Android's framework",
      async check() {
        const named = io.env['ANDROID_FRAMEWORK_RES'] ?? frameworkResources;
        try {
          await access(named);
          return { ok: true, detail: named };
        } catch {
          return { ok: false, detail: `${named} is not there.`, hint };
        }
      },
      fix,
    },
  ];
}

/** Installs what `androidChecks` miss. Changes nothing where all is there. Throws fix-impossible. */
export async function fixAndroid({
  io,
  system,
}: {
  readonly io: Io;
  readonly system?: System;
}): Promise<void> {
  const answers = await Promise.all(androidChecks(io).map(({ check }) => check()));
  const missing = answers.filter(({ ok }) => !ok);
  if (missing.length === 0) {
    io.stderr.write('Nothing to fix: adb and what makes apps are there.\n');
    return;
  }
  for (const { detail } of missing) io.stderr.write(visible(`${detail}\n`));
  await installPackages({
    io,
    packages,
    ...(system === undefined ? {} : { system }),
    instructions: {
      darwin:
        'On macOS, with Homebrew, run: brew install --cask android-commandlinetools android-platform-tools',
    },
    otherwise:
      'Install the platform tools and the build tools of the Android SDK and put them on the PATH: adb, aapt2, ' +
      'zipalign, apksigner.',
  });
}

async function program(env: NodeJS.ProcessEnv, name: string, args: readonly string[]): Promise<CheckAnswer> {
  const path = await onPath(name, env);
  if (path === undefined) return { ok: false, detail: `${name} is not on the PATH.`, hint };
  const { all, failed, exitCode } = await execa(path, args, {
    env,
    extendEnv: false,
    stdin: 'ignore',
    reject: false,
    all: true,
    timeout: 20_000,
  });
  // zipalign has no option that only tells its version: it prints its usage and ends with 2.
  if (failed && !(name === 'zipalign' && exitCode === 2)) {
    return { ok: false, detail: `${path} does not start.`, hint };
  }
  const version = /\d+(?:\.\d+)+/.exec(all)?.[0];
  return { ok: true, detail: version === undefined ? path : `${version} (${path})` };
}
