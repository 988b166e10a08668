import { spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Observation } from '../../src/observations/types.js';
import { needles, search, searcher } from '../../src/protocol/canary.js';
import type { Result } from '../../src/result/schema.js';

/** The real command line, in a folder of its own, as a user runs it. */

const root = path.resolve(import.meta.dirname, '..', '..');
const bin = path.join(root, 'bin', 'keystore-audit.js');

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export class Place {
  readonly folder = mkdtempSync(path.join(os.tmpdir(), 'e2e-'));
  readonly out = path.join(this.folder, 'keystore-audit-out');
  /** Where the command line keeps what it removes at its end. */
  readonly temporary = path.join(this.folder, 'tmp');

  constructor() {
    mkdirSync(this.temporary);
  }

  /** Runs the command line to its end. `meanwhile` is given its process id. */
  async run(
    args: readonly string[],
    { env = {}, meanwhile }: { env?: NodeJS.ProcessEnv; meanwhile?: (pid: number) => Promise<void> } = {},
  ): Promise<Ended> {
    const child = spawn(process.execPath, [bin, ...args], {
      cwd: this.folder,
      env: { ...process.env, NODE_OPTIONS: '', TMPDIR: this.temporary, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (data) => (stdout += data));
    child.stderr.on('data', (data) => (stderr += data));
    const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
    await meanwhile?.(child.pid!);
    return { code: await ended, stdout, stderr };
  }

  result(): Result {
    return JSON.parse(readFileSync(path.join(this.out, 'result.json'), 'utf8')) as Result;
  }

  /** What one scenario of the first run, or of another, saw. */
  observation(scenario: string, run = 1): Observation {
    const file = path.join(this.out, 'runs', String(run), 'observations', `${scenario}.json`);
    return JSON.parse(readFileSync(file, 'utf8')) as Observation;
  }

  /** The files of the output that hold a secret of any run, in any encoding, and how many were searched. */
  secretsFound(): { found: string[]; searched: number } {
    const sought = readdirSync(path.join(this.out, 'runs')).flatMap((run) => {
      const plan = readFileSync(path.join(this.out, 'runs', run, 'plan.json'), 'utf8');
      const { key, scenarios } = JSON.parse(plan) as { key: string; scenarios: string[] };
      return scenarios.flatMap((scenario) =>
        [1, 2, 3].flatMap((attempt) => needles(key, `${scenario}#${attempt}`, [0, 1, 2, 3, 4, 5])),
      );
    });
    const files = (readdirSync(this.out, { recursive: true }) as string[]).filter((name) =>
      statSync(path.join(this.out, name)).isFile(),
    );
    const ready = searcher(sought);
    const found = files.filter((name) => search(readFileSync(path.join(this.out, name)), ready).length > 0);
    return { found, searched: files.length };
  }

  write(name: string, content: string): string {
    const file = path.join(this.folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, content);
    return file;
  }

  /** A Cordova plugin whose one script is `code`; `runs` loads it without waiting for anybody to ask for it. */
  plugin(name: string, code: string): string {
    this.write(`${name}/package.json`, JSON.stringify({ name, version: '1.0.0', cordova: { id: name } }));
    this.write(
      `${name}/plugin.xml`,
      `<plugin xmlns="http://apache.org/cordova/ns/plugins/1.0" id="${name}" version="1.0.0">
        <js-module src="main.js" name="main"><clobbers target="cordova.plugins.SecureStorage" /></js-module>
      </plugin>`,
    );
    this.write(`${name}/main.js`, code);
    return `./${name}`;
  }

  /** A configuration that audits a plugin as a fork, with short limits: it is known to be slow or silent. */
  configure(plugin: string, limits: Record<string, number>): void {
    const run = { target: 'web', plugin, binding: 'cordova-secure-storage', contract: 'baseline' };
    this.write('keystore-audit.config.json', JSON.stringify({ runs: [run], limits }));
  }

  /** Waits until the run has got so far that `there` gives something. */
  async until<T>(there: () => T | undefined, limitMs = 30_000): Promise<T> {
    const end = Date.now() + limitMs;
    for (;;) {
      const found = there();
      if (found !== undefined) return found;
      if (Date.now() > end) throw new Error('What the test waits for did not come about.');
      await pause(20);
    }
  }

  /** Where the services of the first run are; undefined until they are told. */
  services(): { appium: { port: number; path: string }; profiles: string } | undefined {
    const file = path.join(this.out, 'services.json');
    return existsSync(file)
      ? (JSON.parse(readFileSync(file, 'utf8')) as ReturnType<Place['services']>)
      : undefined;
  }

  /** Temporary folders and processes that runs have left behind. */
  leftovers(): (string | number)[] {
    const ours = readdirSync(this.temporary).filter((name) => /^(keystore-audit|org\.chromium)/.test(name));
    return [...ours, ...processesWith(this.temporary)];
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** A store in memory with the plugin's calls, each `delayMs` slow: stable, and time enough to disturb it. */
export const slowStore = (delayMs: number): string => `
  var kept = {};
  function S(success, error, name) { this.name = name; setTimeout(success, 0); }
  function later(f) { setTimeout(f, ${delayMs}); }
  S.prototype.set = function (s, e, k, v) { var n = this.name; later(function () { kept[n + '/' + k] = v; s(k); }); };
  S.prototype.get = function (s, e, k) {
    var n = this.name;
    later(function () { (n + '/' + k) in kept ? s(kept[n + '/' + k]) : e(new Error('no such key')); });
  };
  S.prototype.remove = function (s, e, k) { var n = this.name; later(function () { delete kept[n + '/' + k]; s(k); }); };
  S.prototype.keys = function (s) {
    var n = this.name + '/';
    later(function () {
      s(Object.keys(kept).filter(function (k) { return k.indexOf(n) === 0; }).map(function (k) { return k.slice(n.length); }));
    });
  };
  S.prototype.clear = function (s) {
    var n = this.name + '/';
    later(function () { Object.keys(kept).forEach(function (k) { if (k.indexOf(n) === 0) delete kept[k]; }); s(); });
  };
  module.exports = S;
`;

/** Ids of processes whose command line holds a text. */
export function processesWith(text: string): number[] {
  return processesWhere((commandLine) => commandLine.includes(text));
}

/** Ids of the browsers with a profile below a folder: not of their helpers, whose ids may be lower when ids wrap. */
export function browsersIn(profiles: string): number[] {
  return processesWhere(
    (commandLine) => commandLine.includes(`--user-data-dir=${profiles}`) && !/[\0 ]--type=/.test(commandLine),
  );
}

function processesWhere(isSought: (commandLine: string) => boolean): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((name) => {
      try {
        return isSought(readFileSync(`/proc/${name}/cmdline`, 'latin1'));
      } catch {
        return false;
      }
    })
    .map(Number);
}

/** What a fork has to be told: how it is called, and what it is held to. */
export const asFork = ['--binding', 'cordova-secure-storage', '--contract', 'baseline'];
