import type { ChildProcess, StdioOptions } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { connect } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import getPort from 'get-port';
import { runAdb } from '../devices/android/adb.js';
import { AuditError } from '../errors.js';
import { childEnvironment, endChild, startProgram, type Child } from './children.js';

/** Virtual devices for one run of the command line, with an adb server of their own that nobody else's devices are on. */

export interface VirtualDevicesOptions {
  /** The program of adb. */
  readonly adb: string;
  /** Our own command line, which runs the devices: they are reached as any other device is, never by a call. */
  readonly command: string;
  /** Chromium, which is their web view. */
  readonly chromium: string;
}

/** How long adb's server, or a device, may take to start, in milliseconds. */
const startMs = 20_000;

/** How long each may take to end, in milliseconds. */
const graceMs = 2000;

/** Above the last port that an adb server looks through by itself: it finds no emulator of the user's. */
const noScan = { ADB_LOCAL_TRANSPORT_MAX_PORT: '5554', ADB_MDNS: '0' };

export class VirtualDevices {
  readonly #folder = mkdtempSync(path.join(os.tmpdir(), 'keystore-audit-'));
  readonly #children: Child[] = [];
  #server: Promise<number> | undefined;

  constructor(private readonly options: VirtualDevicesOptions) {}

  /**
   * Starts a device; `args` are those of `keystore-audit virtual android`. Gives the name by which adb lists it, the port
   * of the adb server, and the device's control socket. Throws AuditError virtual-failed.
   */
  async start(args: readonly string[]): Promise<{ serial: string; adbPort: number; control: string }> {
    const adbPort = await (this.#server ??= this.#startServer());
    const { command, chromium } = this.options;
    const told = ['--json', '--adb-server', String(adbPort), '--chromium', chromium, ...args];
    const child = this.#start(
      process.execPath,
      [command, 'virtual', 'android', ...told],
      ['ignore', 'pipe', 'pipe'],
    );
    const { serial, control } = JSON.parse(await firstLine(child.process)) as Record<string, string>;
    await this.#usable(serial!, adbPort);
    return { serial: serial!, adbPort, control: control! };
  }

  /** On a busy machine adb lists a device for a while that it cannot use yet. */
  async #usable(serial: string, adbPort: number): Promise<void> {
    const args = ['-s', serial, 'wait-for-device'];
    const { code } = await runAdb({ program: this.options.adb, serverPort: adbPort, args, limitMs: startMs });
    if (code !== 0) throw new AuditError('virtual-failed', `adb does not reach ${serial}.`);
  }

  /** Ends the devices and the server, and removes what they kept on disk. */
  async close(): Promise<void> {
    // Devices first: a server that loses one tries to find it again.
    for (const child of this.#children.reverse()) await endChild(child, graceMs);
    await rm(this.#folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
  }

  async #startServer(): Promise<number> {
    const port = await getPort({ host: '127.0.0.1' });
    const args = ['-P', String(port), 'nodaemon', 'server'];
    const server = this.#start(this.options.adb, args, 'ignore', noScan);
    const until = Date.now() + startMs;
    while (!(await isListening(port))) {
      if (server.process.exitCode !== null || Date.now() > until)
        throw new AuditError('virtual-failed', `${this.options.adb} does not start a server.`);
      await pause(20);
    }
    return port;
  }

  /** With a home of its own: adb writes keys there. */
  #start(program: string, args: readonly string[], stdio: StdioOptions, env: NodeJS.ProcessEnv = {}): Child {
    const own = { HOME: this.#folder, TMPDIR: this.#folder, ...env };
    const child = startProgram(program, args, { cwd: this.#folder, env: childEnvironment(own), stdio });
    this.#children.push(child);
    return child;
  }
}

/** The first line that a device prints. Throws AuditError virtual-failed with what it said instead. */
async function firstLine(child: ChildProcess): Promise<string> {
  let told = '';
  let complaint = '';
  child.stderr!.on('data', (data: Buffer) => (complaint = `${complaint}${data.toString()}`.slice(-2000)));
  return new Promise<string>((resolve, reject) => {
    const fail = (): void => {
      clearTimeout(timer);
      reject(
        new AuditError(
          'virtual-failed',
          `The virtual device did not start: ${complaint.trim() || 'it said nothing'}`,
        ),
      );
    };
    const timer = setTimeout(fail, startMs);
    child.once('close', fail);
    child.stdout!.on('data', (data: Buffer) => {
      told += data.toString();
      if (!told.includes('\n')) return;
      clearTimeout(timer);
      child.off('close', fail);
      resolve(told.slice(0, told.indexOf('\n')));
    });
  });
}

function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true));
    socket.once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}
