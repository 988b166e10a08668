import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** An adb server of its own, with a HOME of its own: nobody else's devices, nobody else's keys. */
export interface AdbServer {
  readonly port: number;
  readonly home: string;
  readonly env: NodeJS.ProcessEnv;
  adb(...args: readonly string[]): Promise<Ran>;
  start(...args: readonly string[]): ChildProcess;
  stop(): Promise<void>;
}

export async function adbServer(): Promise<AdbServer> {
  const port = await freePort();
  const home = mkdtempSync(path.join(os.tmpdir(), 'vadb-'));
  const env = { PATH: process.env['PATH'], HOME: home, ANDROID_ADB_SERVER_PORT: String(port) };
  const adb = (...args: readonly string[]): Promise<Ran> =>
    new Promise((resolve) => {
      execFile(
        'adb',
        ['-P', String(port), ...args],
        { env, encoding: 'latin1', maxBuffer: 1 << 28 },
        (error, stdout, stderr) => {
          const code = error === null ? 0 : typeof error.code === 'number' ? error.code : 255;
          resolve({ code, stdout, stderr });
        },
      );
    });
  await adb('start-server');
  return {
    port,
    home,
    env,
    adb,
    start: (...args) => spawn('adb', ['-P', String(port), ...args], { env }),
    async stop() {
      await adb('kill-server');
      rmSync(home, { recursive: true, force: true });
    },
  };
}

/** A port of the loopback that nobody listens on. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}
