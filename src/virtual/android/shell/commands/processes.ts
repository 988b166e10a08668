import type { Process } from '../../processes.js';
import { appUser, shellUser } from '../../files.js';
import { delay } from '../../wait.js';
import { options } from '../options.js';
import type { Invocation, Program } from '../shell.js';

function owner({ uid }: Process): string {
  return (
    (
      { 0: 'root', 1000: 'system', 1001: 'radio', 1017: 'keystore', 1036: 'logd', 2000: 'shell' } as Record<
        number,
        string
      >
    )[uid] ?? appUser(uid).name
  );
}

/** `ps`: only the shell's own without -A, as toybox does. */
const ps: Program = ({ device, args, print, user }) => {
  if (args.includes('--help')) {
    print(
      'usage: ps [-AadefLlnwZ] [-gG GROUP,] [-k FIELD,] [-o FIELD,] [-p PID,] [-t TTY,] [-uU USER,]',
      '',
      'List processes.',
      '',
      'Which processes to show (-gGuUpPt selections may be comma separated lists):',
      '',
      '-A\tAll',
      '-a\tHas terminal not session leader',
      '-e\tSynonym for -A',
      '-o FIELDS\tShow FIELDS for each process',
    );
    return 0;
  }
  const flags = args.filter((arg) => /^-[a-zA-Z]+$/.test(arg)).join('');
  const given = options(args, ['-o', '-p', '-u']);
  const self: Process = {
    pid: 31_000,
    ppid: 300,
    name: 'ps',
    uid: user.uid,
    packageName: undefined,
    startedAt: device.now(),
  };
  const all = [...device.processes.all(), self].sort((a, b) => a.pid - b.pid);
  const pids = given.value('-p')?.split(',').map(Number);
  const shown = all.filter((process) => {
    if (pids !== undefined) return pids.includes(process.pid);
    if (/[Ae]/.test(flags)) return true;
    return process.uid === user.uid || (user.uid === shellUser.uid && process.name === 'adbd');
  });
  const fields = given.value('-o')?.toUpperCase().split(',');
  if (fields !== undefined) {
    print(fields.join(' '));
    for (const process of shown) print(fields.map((field) => field_(process, field)).join(' '));
    return 0;
  }
  print('USER           PID  PPID     VSZ    RSS WCHAN            ADDR S NAME');
  for (const process of shown) {
    const head = `${owner(process).padEnd(12)} ${String(process.pid).padStart(5)} ${String(process.ppid).padStart(5)}`;
    const state = process === self ? 'R' : 'S';
    print(
      `${head} ${'13821360'.padStart(8)} ${'123456'.padStart(6)} ${'do_epoll_wait'.padEnd(16)} 0 ${state} ${process.name}`,
    );
  }
  return 0;
};

function field_(process: Process, field: string): string {
  const values: Record<string, string> = {
    USER: owner(process),
    UID: String(process.uid),
    PID: String(process.pid),
    PPID: String(process.ppid),
    NAME: process.name,
    ARGS: process.name,
    CMD: process.name.slice(0, 15),
    S: 'S',
  };
  return values[field] ?? '-';
}

const pidof: Program = ({ device, args, print }) => {
  const pids = device.processes
    .all()
    .filter(({ name }) => args.includes(name))
    .map(({ pid }) => pid);
  if (pids.length > 0) print(pids.join(' '));
  return pids.length === 0 ? 1 : 0;
};

const pgrep: Program = ({ device, args, print }) => {
  const given = options(args);
  const test = new RegExp(given.rest[0] ?? '');
  const found = device.processes.all().filter(({ name }) => test.test(name));
  for (const { pid, name } of found) print(given.has('-l') ? `${pid} ${name}` : String(pid));
  return found.length === 0 ? 1 : 0;
};

const kill: Program = ({ device, args, user, complain }) => {
  const pids = args.filter((arg) => /^\d+$/.test(arg)).map(Number);
  let code = 0;
  for (const pid of pids) {
    const process = device.processes.get(pid);
    if (process === undefined) {
      complain(`/system/bin/sh: kill: ${pid}: No such process`);
      code = 1;
    } else if (user.uid !== 0 && process.uid !== user.uid) {
      complain(`/system/bin/sh: kill: ${pid}: Operation not permitted`);
      code = 1;
    } else if (!args.includes('-0')) device.processes.end(pid, 'signal');
  }
  return code;
};

const killall: Program = ({ device, args, user, complain }) => {
  const names = options(args).rest;
  const found = device.processes.all().filter(({ name }) => names.includes(name));
  if (found.length === 0) {
    complain(`killall: ${names[0] ?? ''}: No such process`);
    return 1;
  }
  for (const { pid, uid } of found) {
    if (user.uid !== 0 && uid !== user.uid) {
      complain(`killall: bad pid '${pid}': Operation not permitted`);
      return 1;
    }
    device.processes.end(pid, 'signal');
  }
  return 0;
};

const sleep: Program = async ({ args, signal }) => {
  const [, number = '0', unit = 's'] = /^([\d.]+)([smh]?)$/.exec(args[0] ?? '0') ?? [];
  await delay(Number(number) * 1000 * ({ m: 60, h: 3600 }[unit] ?? 1), signal);
  return 0;
};

const sh: Program = async (invocation: Invocation) => {
  const at = invocation.args.indexOf('-c');
  if (at >= 0) return invocation.script(invocation.args[at + 1] ?? '');
  const file = options(invocation.args).rest[0];
  if (file !== undefined) {
    const { readFileSync } = await import('node:fs');
    const { device, cwd, user } = invocation;
    return invocation.script(
      readFileSync(device.files.readable(device.files.normal(file, cwd), user), 'utf8'),
    );
  }
  const parts: Buffer[] = [];
  for await (const chunk of invocation.stdin as AsyncIterable<Buffer>) parts.push(chunk);
  return invocation.script(Buffer.concat(parts).toString('utf8'));
};

const timeout: Program = ({ args, run }) => {
  const rest = args.filter((arg, at) => !(arg.startsWith('-') && at === 0));
  return run(rest.slice(1));
};

/** Processes and what runs other programs. */
export const processCommands: readonly [string, Program][] = [
  ['kill', kill],
  ['killall', killall],
  ['nohup', ({ args, run }) => run(args)],
  ['pgrep', pgrep],
  ['pidof', pidof],
  ['pkill', killall],
  ['ps', ps],
  ['sh', sh],
  ['sleep', sleep],
  ['time', ({ args, run }) => run(args)],
  ['timeout', timeout],
  ['usleep', async ({ args, signal }) => (await delay(Number(args[0] ?? 0) / 1000, signal), 0)],
];
