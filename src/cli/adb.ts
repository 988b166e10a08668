import path from 'node:path';
import { onPath } from '../devices/browser/tools.js';

/** The program of adb: of the SDK that the environment names, else on the PATH; undefined where there is none. */
export function findAdb(env: NodeJS.ProcessEnv): Promise<string | undefined> {
  const home = env['ANDROID_HOME'] || env['ANDROID_SDK_ROOT'];
  const folders = [...(home ? [path.join(home, 'platform-tools')] : []), env['PATH'] ?? ''];
  return onPath('adb', { ...env, PATH: folders.join(path.delimiter) });
}

/** The port of the adb server that the user's devices are on. */
export function serverPortOf(env: NodeJS.ProcessEnv): number {
  const port = Number(env['ANDROID_ADB_SERVER_PORT']);
  return Number.isInteger(port) && port > 0 ? port : 5037;
}
