import { spawn, type ChildProcess, type StdioOptions } from 'node:child_process';
import { closeSync, openSync, readdirSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

/** A program that runs beside us, in a process group of its own so that all it starts can be ended with it. */
export interface Child {
  readonly process: ChildProcess;
  /** Resolves when it has ended: its exit code, or null when a signal ended it. */
  readonly ended: Promise<number | null>;
  /** Once its group is gone, nothing of it is to be ended any more: its number may be another's. */
  forget(): void;
}

/** What a child may know of our environment: foreign code runs in some of them. */
export function childEnvironment(more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  const kept = [
    'PATH',
    'HOME',
    'LANG',
    'LC_ALL',
    'TMPDIR',
    'TEMP',
    'TMP',
    'SystemRoot',
    'APPDATA',
    'LOCALAPPDATA',
  ];
  return {
    ...Object.fromEntries(kept.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : []))),
    ...more,
  };
}

/** Starts a Node program. Its output goes to `log`. */
export function startNode(
  args: readonly string[],
  { env, log, cwd }: { env: NodeJS.ProcessEnv; log: string; cwd: string },
): Child {
  const output = openSync(log, 'w');
  try {
    return startProgram(process.execPath, args, { env, cwd, stdio: ['ignore', output, output] });
  } finally {
    closeSync(output);
  }
}

/** Starts a program; one that cannot be started has ended with -1. */
export function startProgram(
  program: string,
  args: readonly string[],
  { env, cwd, stdio }: { env: NodeJS.ProcessEnv; cwd: string; stdio: StdioOptions },
): Child {
  const child = spawn(program, [...args], { cwd, env, detached: process.platform !== 'win32', stdio });
  // Whatever way this process ends, unless it is killed itself, its children end with it.
  const endToo = (): void => signalGroup(child, 'SIGKILL');
  process.once('exit', endToo);
  const ended = new Promise<number | null>((resolve) => {
    child.once('exit', (code) => resolve(code));
    child.once('error', () => resolve(-1));
  });
  return { process: child, ended, forget: () => process.off('exit', endToo) };
}

/** Ends a child with its whole group: asked first, after `graceMs` without asking; with 0 it is not asked at all. */
export async function endChild({ process: child, ended, forget }: Child, graceMs: number): Promise<void> {
  if (graceMs > 0 && child.exitCode === null && child.signalCode === null) {
    signalGroup(child, 'SIGTERM');
    await Promise.race([ended, pause(graceMs, undefined, { ref: false })]);
  }
  // Also after its leader has gone, members of the group may be there.
  signalGroup(child, 'SIGKILL');
  await ended;
  forget();
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    if (process.platform === 'win32') child.kill(signal);
    else process.kill(-child.pid, signal);
  } catch {
    // All of it has ended already.
  }
}

/** Ends whatever still runs with `marker`, a path of ours that nobody else has, in its command line. Linux only. */
export function endStragglers(marker: string): void {
  if (process.platform !== 'linux') return;
  for (const name of readdirSync('/proc').filter((each) => /^\d+$/.test(each))) {
    try {
      if (Number(name) !== process.pid && readFileSync(`/proc/${name}/cmdline`, 'latin1').includes(marker)) {
        process.kill(Number(name), 'SIGKILL');
      }
    } catch {
      // It ended while we looked.
    }
  }
}
