import { execFile } from 'node:child_process';
import type { Answer, Recording } from './compare.js';
import type { Probe } from './probes.js';

/** What is asked is ended after so many milliseconds. */
const limitMs = 60_000;

export interface Asking {
  readonly serial: string;
  /** Port of the adb server. */
  readonly server: number;
  readonly apk: string;
  readonly packageName: string;
  /** A file that is no APK. */
  readonly garbage: string;
  readonly env: NodeJS.ProcessEnv;
  /** Told of every probe when it has been asked. */
  readonly onAnswer?: (answer: Answer) => void;
}

/** Asks a device everything, one after the other. Rejects when adb is not there. */
export async function ask(probes: readonly Probe[], asking: Asking): Promise<Recording> {
  const answers: Answer[] = [];
  await run(['wait-for-device'], asking);
  const property = async (name: string): Promise<string> =>
    (await run(['shell', `getprop ${name}`], asking)).stdout.trim();
  const device = {
    apiLevel: await property('ro.build.version.sdk'),
    fingerprint: await property('ro.build.fingerprint'),
  };
  if (device.apiLevel === '')
    throw new Error(`The device ${asking.serial} does not answer; see "adb devices".`);
  for (const { id, adb } of probes) {
    const { apk, packageName, garbage } = asking;
    const args = adb.map((arg) =>
      arg === 'APK' ? apk : arg === 'GARBAGE' ? garbage : arg.replaceAll('PACKAGE', packageName),
    );
    const ran = await run(args, asking);
    const answer: Answer = { id, command: `adb ${adb.join(' ')}`, ...ran };
    answers.push(answer);
    asking.onAnswer?.(answer);
  }
  return { format: 'keystore-audit/virtual-verify@1', device, answers };
}

function run(
  args: readonly string[],
  { server, serial, env, packageName }: Asking,
): Promise<Omit<Answer, 'id' | 'command'>> {
  return new Promise((resolve, reject) => {
    execFile(
      'adb',
      ['-P', String(server), '-s', serial, ...args],
      { env, timeout: limitMs, maxBuffer: 1 << 26 },
      (error, stdout, stderr) => {
        if (error !== null && error.code === 'ENOENT') {
          return reject(new Error('adb is not on the PATH: run "keystore-audit doctor android --fix".'));
        }
        const same = (text: string): string => text.replaceAll(packageName, 'PACKAGE');
        const code = error === null ? 0 : typeof error.code === 'number' ? error.code : -1;
        resolve({ code, stdout: same(stdout), stderr: same(stderr) });
      },
    );
  });
}
