import { spawn, type ChildProcess } from 'node:child_process';
import { accessSync, constants, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { until } from '../wait.js';
import { Cdp } from './cdp.js';

/**
 * Starts Chromium in a process group of its own and ends that group as soon as standard input closes, which the kernel
 * does when the device's program ends in whatever way.
 */
const supervisor = '"$@" </dev/null >/dev/null 2>&1 & exec 3<&- 4>&-; read -r _; kill -9 0';

/** How long Chromium may take until its port is known, in milliseconds. */
const startLimitMs = 20_000;

/** How long Chromium may take to close, in milliseconds. */
const closeLimitMs = 2000;

const candidates = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];

/** The browser to run: the one named, else the first on the PATH. Undefined when there is none. */
export function findChromium(named: string | undefined): string | undefined {
  if (named !== undefined) return isRunnable(named) ? named : undefined;
  const folders = (process.env['PATH'] ?? '').split(path.delimiter).filter((folder) => folder !== '');
  return folders.flatMap((folder) => candidates.map((name) => path.join(folder, name))).find(isRunnable);
}

function isRunnable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** One Chromium, for one start of an app. */
export class Chromium {
  readonly cdp: Cdp;
  /** Resolves when all its processes have been told to end. */
  readonly ended: Promise<void>;
  readonly #child: ChildProcess;

  constructor(
    program: string,
    private readonly profile: string,
    args: readonly string[],
  ) {
    // What a Chromium that was killed leaves behind would keep the next one from its own profile.
    for (const name of ['DevToolsActivePort', 'SingletonLock', 'SingletonSocket', 'SingletonCookie']) {
      rmSync(path.join(profile, name), { force: true });
    }
    const isRoot = process.getuid?.() === 0;
    this.#child = spawn(
      '/bin/sh',
      [
        ...[
          '-c',
          supervisor,
          'sh',
          program,
          '--headless',
          '--remote-debugging-pipe',
          '--remote-debugging-port=0',
        ],
        ...[
          `--user-data-dir=${profile}`,
          '--disable-gpu',
          '--disable-quic',
          '--no-first-run',
          '--mute-audio',
        ],
        ...[
          '--disable-background-networking',
          '--disable-component-update',
          '--disable-sync',
          '--disable-breakpad',
        ],
        ...[
          '--disable-crash-reporter',
          '--no-default-browser-check',
          // What no web view has: pages below an address bar, which cost as much as a start, and a process in reserve.
          '--disable-features=Translate,MediaRouter,WebUIOmniboxPopup,WebUIOmniboxAimPopup,WebUIOmniboxFullPopup,SpareRendererForSitePerProcess',
        ],
        ...['--disable-extensions', '--password-store=basic', '--use-mock-keychain', '--no-pings'],
        ...[
          '--disable-backgrounding-occluded-windows',
          '--disable-renderer-backgrounding',
          '--hide-scrollbars',
        ],
        ...(isRoot ? ['--no-sandbox'] : []),
        ...args,
      ],
      {
        detached: true,
        stdio: ['pipe', 'ignore', 'ignore', 'pipe', 'pipe'],
        env: { PATH: process.env['PATH'], HOME: profile, LANG: 'C.UTF-8' },
      },
    );
    const [, , , out, incoming] = this.#child.stdio;
    this.#child.stdin?.on('error', () => undefined);
    this.cdp = new Cdp(out as Writable, incoming as Readable);
    this.cdp.on('closed', () => this.kill());
    this.ended = new Promise((resolve) => {
      this.#child.once('exit', () => {
        this.#killGroup();
        this.cdp.close();
        resolve();
      });
      this.#child.once('error', () => {
        this.cdp.close();
        resolve();
      });
    });
  }

  /** The port of its DevTools. Undefined when it does not come up. */
  async port(): Promise<number | undefined> {
    let port: number | undefined;
    const file = path.join(this.profile, 'DevToolsActivePort');
    const isThere = (): boolean => {
      try {
        const [line = ''] = readFileSync(file, 'utf8').split('\n');
        port = /^\d+$/.test(line) ? Number(line) : undefined;
      } catch {
        // Not written yet.
      }
      return port !== undefined || this.#child.exitCode !== null || this.#child.signalCode !== null;
    };
    await until(isThere, { limitMs: startLimitMs });
    return port;
  }

  /** Ends it as a browser is closed, which writes what its pages have stored; at once when that takes too long. */
  close(): void {
    const late = setTimeout(() => this.kill(), closeLimitMs);
    void this.ended.then(() => clearTimeout(late));
    void this.cdp.send('Browser.close').catch(() => this.kill());
  }

  /** Ends all its processes at once. */
  kill(): void {
    this.#killGroup();
    this.#child.stdin?.destroy();
  }

  #killGroup(): void {
    if (this.#child.pid === undefined) return;
    try {
      process.kill(-this.#child.pid, 'SIGKILL');
    } catch {
      // None of it is left.
    }
  }
}
