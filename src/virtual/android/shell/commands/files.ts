import {
  chmodSync,
  copyFileSync,
  createReadStream,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { createHash } from 'node:crypto';
import { Header, Pax, type HeaderData } from 'tar';
import { fileMessage, FileError } from '../../files.js';
import { options } from '../options.js';
import type { Invocation, Program } from '../shell.js';
import { toRegExp } from '../glob.js';
import { formatDate } from './system.js';

/** Runs something for each file; tells what goes wrong with one and goes on with the next. Gives the exit code. */
async function forEach(
  { name, complain }: Invocation,
  files: readonly string[],
  act: (file: string) => void | Promise<void>,
  words: (file: string) => string = (file) => `'${file}'`,
): Promise<number> {
  let code = 0;
  for (const file of files) {
    try {
      await act(file);
    } catch (error) {
      complain(`${name}: ${words(file)}: ${fileMessage(error)}`);
      code = 1;
    }
  }
  return code;
}

function need(invocation: Invocation, count: number, rest: readonly string[]): number | undefined {
  if (rest.length >= count) return undefined;
  invocation.complain(
    `${invocation.name}: Needs ${count} argument${count === 1 ? '' : 's'} (see "${invocation.name} --help")`,
  );
  return 1;
}

const whole = ({ device, cwd }: Invocation, file: string): string => device.files.normal(file, cwd);

/** Sends a file, or what is made when it is read, to stdout. */
export async function send(invocation: Invocation, file: string): Promise<void> {
  const { device, user, stdout } = invocation;
  const generated = device.files.generated(whole(invocation, file))?.(user);
  if (generated !== undefined) return void stdout.write(generated);
  const host = device.files.readable(whole(invocation, file), user);
  if (statSync(host).isDirectory()) throw new FileError('EISDIR');
  for await (const chunk of createReadStream(host, { highWaterMark: 256 * 1024 }) as AsyncIterable<Buffer>) {
    if (invocation.signal.aborted) return;
    if (!stdout.write(chunk)) await new Promise((resolve) => stdout.once('drain', resolve));
  }
}

const cat: Program = async (invocation) => {
  const { rest } = options(invocation.args);
  if (rest.length === 0 || rest[0] === '-') {
    for await (const chunk of invocation.stdin as AsyncIterable<Buffer>) invocation.stdout.write(chunk);
    return 0;
  }
  return forEach(
    invocation,
    rest,
    (file) => send(invocation, file),
    (file) => file,
  );
};

const mkdir: Program = (invocation) => {
  const { device, args, user } = invocation;
  const given = options(args, ['-m']);
  const rest = given.rest.filter((file) => file !== '--');
  const missing = need(invocation, 1, rest);
  if (missing !== undefined) return missing;
  return forEach(invocation, rest, (file) => {
    const name = whole(invocation, file);
    if (device.files.exists(name, user)) {
      if (given.has('-p') && device.files.stat(name, user).isDirectory()) return;
      throw new FileError('EEXIST');
    }
    const above: string[] = [name];
    while (given.has('-p') && !device.files.exists(path.posix.dirname(above[0]!), user)) {
      above.unshift(path.posix.dirname(above[0]!));
    }
    for (const folder of above) mkdirSync(device.files.writable(folder, user), { mode: 0o771 });
  });
};

const rm: Program = (invocation) => {
  const { device, args, user } = invocation;
  const given = options(args);
  const recursive = given.has('-r', '-R', '-rf', '-fr', '-Rf');
  const force = given.has('-f', '-rf', '-fr', '-Rf');
  const rest = given.rest.filter((file) => file !== '--');
  if (rest.length === 0 && force) return 0;
  const missing = need(invocation, 1, rest);
  if (missing !== undefined) return missing;
  return forEach(
    invocation,
    rest,
    (file) => {
      const name = whole(invocation, file);
      if (force && !device.files.exists(name, user)) return;
      const host = device.files.removable(name, user);
      if (statSync(host).isDirectory() && !recursive) throw new FileError('EISDIR');
      rmSync(host, { recursive, force: true });
    },
    (file) => file,
  );
};

const rmdir: Program = (invocation) =>
  forEach(invocation, options(invocation.args).rest, (file) => {
    rmdirSync(invocation.device.files.removable(whole(invocation, file), invocation.user));
  });

const touch: Program = (invocation) => {
  const { device, args, user } = invocation;
  return forEach(invocation, options(args, ['-t', '-d', '-r']).rest, (file) => {
    const host = device.files.writable(whole(invocation, file), user);
    writeFileSync(host, '', { flag: 'a', mode: 0o660 });
    const now = Date.now() / 1000;
    utimesSync(host, now, now);
  });
};

const chmod: Program = (invocation) => {
  const { device, args, user, complain } = invocation;
  const given = options(args);
  const [mode = '', ...rest] = given.rest;
  if (!/^[0-7]{3,4}$/.test(mode) && !/^[ugoa]*[+-][rwxst]+$/.test(mode)) {
    complain(`chmod: bad mode '${mode}'`);
    return 1;
  }
  return forEach(invocation, rest, (file) => {
    const name = whole(invocation, file);
    const { owner } = device.files.stat(name, user);
    if (user.uid !== 0 && owner.uid !== user.uid) throw new FileError('EPERM');
    const change = (host: string): void => chmodSync(host, newMode(statSync(host).mode, mode));
    const host = device.files.hostPath(name);
    change(host);
    if (given.has('-R') && statSync(host).isDirectory()) {
      for (const entry of readdirSync(host, { recursive: true })) change(path.join(host, String(entry)));
    }
  });
};

function newMode(old: number, mode: string): number {
  if (/^[0-7]+$/.test(mode)) return Number.parseInt(mode, 8);
  const [, who = '', sign, bits = ''] = /^([ugoa]*)([+-])([rwxst]+)$/.exec(mode)!;
  let mask = 0;
  for (const [letter, value] of [
    ['r', 4],
    ['w', 2],
    ['x', 1],
  ] as const) {
    if (!bits.includes(letter)) continue;
    for (const [name, shift] of [
      ['u', 6],
      ['g', 3],
      ['o', 0],
    ] as const) {
      if (who === '' || who.includes('a') || who.includes(name)) mask |= value << shift;
    }
  }
  return (sign === '+' ? old | mask : old & ~mask) & 0o7777;
}

/** Where cp and mv put a file: into the target if that is a folder. */
function targetOf(invocation: Invocation, source: string, target: string): string {
  const { device, user } = invocation;
  const name = whole(invocation, target);
  const isFolder = device.files.exists(name, user) && device.files.stat(name, user).isDirectory();
  return device.files.writable(isFolder ? path.posix.join(name, path.posix.basename(source)) : name, user);
}

const cp: Program = (invocation) => {
  const { device, args, user } = invocation;
  const given = options(args);
  const rest = given.rest.filter((file) => file !== '--');
  const missing = need(invocation, 2, rest);
  if (missing !== undefined) return missing;
  const target = rest.at(-1)!;
  return forEach(invocation, rest.slice(0, -1), (file) => {
    const from = device.files.readable(whole(invocation, file), user);
    const isFolder = statSync(from).isDirectory();
    if (isFolder && !given.has('-r', '-R', '-a', '-rf', '-rp')) throw new FileError('EISDIR');
    const to = targetOf(invocation, file, target);
    if (isFolder) cpSync(from, to, { recursive: true });
    else copyFileSync(from, to);
  });
};

const mv: Program = (invocation) => {
  const { device, args, user } = invocation;
  const rest = options(args).rest.filter((file) => file !== '--');
  const missing = need(invocation, 2, rest);
  if (missing !== undefined) return missing;
  const target = rest.at(-1)!;
  return forEach(invocation, rest.slice(0, -1), (file) => {
    const from = device.files.removable(whole(invocation, file), user);
    renameSync(from, targetOf(invocation, file, target));
  });
};

const permissions = (mode: number): string =>
  [6, 3, 0]
    .map((shift) =>
      ['r', 'w', 'x'].map((letter, bit) => ((mode >> shift) & (4 >> bit) ? letter : '-')).join(''),
    )
    .join('');

const ls: Program = async (invocation) => {
  const { device, args, user, print } = invocation;
  const flags = args.filter((arg) => /^-[a-zA-Z1]+$/.test(arg)).join('');
  const rest = args.filter((arg) => !/^-[a-zA-Z1]+$/.test(arg) && arg !== '--');
  const long = flags.includes('l');
  const all = /[aA]/.test(flags);
  const line = (name: string, shown: string): string => {
    const stats = device.files.stat(name, user);
    if (!long) return shown;
    const kind = stats.isDirectory() ? 'd' : '-';
    const time = new Date(stats.mtimeMs).toISOString().slice(0, 16).replace('T', ' ');
    const { name: owner } = stats.owner;
    return `${kind}${permissions(stats.mode)} ${stats.nlink} ${owner} ${owner} ${stats.size} ${time} ${shown}`;
  };
  const show = (folder: string): void => {
    const names = device.files.list(folder, user).filter((name) => all || !name.startsWith('.'));
    if (flags.includes('a')) names.unshift('.', '..');
    if (long) print(`total ${names.length * 4}`);
    for (const name of names) print(line(path.posix.join(folder, name), name));
    if (!flags.includes('R')) return;
    for (const name of names) {
      const inner = path.posix.join(folder, name);
      if (name === '.' || name === '..' || !device.files.stat(inner, user).isDirectory()) continue;
      print('', `${inner}:`);
      show(inner);
    }
  };
  const targets = rest.length === 0 ? ['.'] : rest;
  return forEach(
    invocation,
    targets,
    (file) => {
      const name = whole(invocation, file);
      if (device.files.generated(name) !== undefined) return print(file);
      const isFolder = device.files.stat(name, user).isDirectory();
      if (!isFolder || flags.includes('d')) return print(line(name, file));
      if (targets.length > 1 || flags.includes('R')) print(`${file}:`);
      show(name);
    },
    (file) => file,
  );
};

const stat: Program = (invocation) => {
  const { device, args, user, print } = invocation;
  const given = options(args, ['-c']);
  const format = given.value('-c');
  return forEach(invocation, given.rest, (file) => {
    const stats = device.files.stat(whole(invocation, file), user);
    const octal = (stats.mode & 0o7777).toString(8);
    // The host keeps the times by its own clock.
    const modified = stats.mtimeMs + device.store.state.clockOffset;
    const values: Record<string, string> = {
      a: octal,
      A: (stats.isDirectory() ? 'd' : '-') + permissions(stats.mode),
      F: stats.isDirectory() ? 'directory' : 'regular file',
      n: file,
      s: String(stats.size),
      u: String(stats.owner.uid),
      U: stats.owner.name,
      g: String(stats.owner.uid),
      G: stats.owner.name,
      Y: String(Math.floor(modified / 1000)),
      i: String(stats.ino),
      h: String(stats.nlink),
      y: formatDate(modified, '%F %T.%N', device.store.state.timezone),
    };
    if (format !== undefined)
      return print(format.replace(/%([a-zA-Z])/g, (_, letter: string) => values[letter] ?? '?'));
    print(
      `  File: ${file}`,
      `  Size: ${stats.size}\t Blocks: ${stats.blocks}\t IO Blocks: 512\t${values['F']}`,
      `Access: (0${octal}/${values['A']})\tUid: (${values['u']}/${values['U']})\tGid: (${values['g']}/${values['G']})`,
    );
  });
};

const find: Program = async (invocation) => {
  const { device, args, user, print, complain, run } = invocation;
  const start = args.findIndex((arg) => /^[-!(]/.test(arg));
  const places = start === 0 ? ['.'] : args.slice(0, start < 0 ? undefined : start);
  const tests = start < 0 ? [] : args.slice(start);
  const value = (flag: string): string | undefined => {
    const at = tests.indexOf(flag);
    return at < 0 ? undefined : tests[at + 1];
  };
  const name = value('-name');
  const pattern = name === undefined ? undefined : toRegExp(name);
  const type = value('-type');
  const depth = Number(value('-maxdepth') ?? 100);
  const exec = tests.indexOf('-exec');
  const found: string[] = [];
  let code = 0;
  const visit = (shown: string, level: number): void => {
    try {
      const at = whole(invocation, shown);
      const stats = device.files.stat(at, user);
      const isFolder = stats.isDirectory();
      const fits =
        (pattern === undefined || pattern.test(path.posix.basename(shown))) &&
        (type === undefined || (type === 'd') === isFolder);
      if (fits) {
        if (tests.includes('-delete')) rmSync(device.files.removable(at, user), { recursive: true });
        else if (exec >= 0) found.push(shown);
        else print(shown);
      }
      if (isFolder && level < depth) {
        const above = shown.endsWith('/') ? shown : `${shown}/`;
        for (const entry of device.files.list(at, user)) visit(above + entry, level + 1);
      }
    } catch (error) {
      complain(`find: '${shown}': ${fileMessage(error)}`);
      code = 1;
    }
  };
  for (const place of places) visit(place, 0);
  if (exec >= 0 && found.length > 0) {
    const end = tests.findIndex((test, at) => at > exec && (test === ';' || test === '+'));
    const command = tests.slice(exec + 1, end);
    const together = tests[end] === '+' ? [found] : found.map((one) => [one]);
    for (const files of together)
      code = (await run(command.flatMap((word) => (word === '{}' ? files : [word])))) || code;
  }
  return code;
};

/** `tar -c`: an archive of files and folders on stdout. */
const tar: Program = (invocation) => {
  const { device, args, user, cwd, stdout, complain } = invocation;
  const given = options(args, ['-f', '-C']);
  const flags = args.filter((arg) => /^-?[a-zA-Z]+$/.test(arg)).join('');
  if (!flags.includes('c')) {
    complain('tar: this device only makes archives');
    return 1;
  }
  const folder = device.files.normal(given.value('-C') ?? '.', cwd);
  let code = 0;
  const visit = (shown: string): void => {
    try {
      const at = device.files.normal(shown, folder);
      const stats = device.files.stat(at, user);
      const isDirectory = stats.isDirectory();
      const entries = isDirectory ? device.files.list(at, user) : [];
      const content = isDirectory ? Buffer.alloc(0) : readFileSync(device.files.readable(at, user));
      stdout.write(
        entryOf(
          {
            path: isDirectory ? `${shown}/` : shown,
            type: isDirectory ? 'Directory' : 'File',
            mode: stats.mode & 0o7777,
            uid: stats.owner.uid,
            gid: stats.owner.uid,
            mtime: stats.mtime,
            size: content.length,
          },
          content,
        ),
      );
      for (const entry of entries) visit(`${shown}/${entry}`);
    } catch (error) {
      complain(`tar: ${shown}: ${fileMessage(error)}`);
      code = 1;
    }
  };
  for (const name of given.rest.filter((one) => one !== '-' && !/^c[a-z]*$/.test(one))) visit(name);
  stdout.write(Buffer.alloc(2 * tarBlock));
  return code;
};

const tarBlock = 512;

/** An entry of an archive: its header, what it holds, and nothing up to the end of the last block. */
function entryOf(data: HeaderData, content: Buffer): Buffer {
  const header = new Header(data);
  const needsMore = header.encode();
  const rest = Buffer.alloc((tarBlock - (content.length % tarBlock)) % tarBlock);
  return Buffer.concat([
    ...(needsMore ? [new Pax({ path: data.path! }).encode()] : []),
    header.block!,
    content,
    rest,
  ]);
}

const du: Program = (invocation) => {
  const { device, args, user, print } = invocation;
  const size = (host: string): number => {
    const stats = statSync(host);
    if (!stats.isDirectory()) return Math.ceil(stats.size / 1024);
    return 4 + readdirSync(host).reduce((sum, name) => sum + size(path.join(host, name)), 0);
  };
  return forEach(invocation, options(args).rest, (file) => {
    print(`${size(device.files.readable(whole(invocation, file), user))}\t${file}`);
  });
};

const dd: Program = async (invocation) => {
  const { device, args, user, stdin, stdout, complain } = invocation;
  const value = (name: string): string | undefined =>
    args.find((arg) => arg.startsWith(`${name}=`))?.slice(name.length + 1);
  const from = value('if');
  const to = value('of');
  const parts: Buffer[] = [];
  try {
    const size = Number(value('bs') ?? 512) * Number(value('count') ?? Number.NaN);
    if (from === '/dev/zero' && !Number.isNaN(size))
      parts.push(Buffer.alloc(Math.min(size, 64 * 1024 * 1024)));
    else if (from !== undefined)
      parts.push(readFileSync(device.files.readable(whole(invocation, from), user)));
    else for await (const chunk of stdin as AsyncIterable<Buffer>) parts.push(chunk);
    const data = Buffer.concat(parts);
    if (to === undefined) stdout.write(data);
    else writeFileSync(device.files.writable(whole(invocation, to), user), data);
    return 0;
  } catch (error) {
    complain(`dd: ${from ?? to ?? ''}: ${fileMessage(error)}`);
    return 1;
  }
};

const digest =
  (algorithm: string): Program =>
  (invocation) => {
    const { device, args, user, print } = invocation;
    return forEach(invocation, options(args).rest, async (file) => {
      const hash = createHash(algorithm);
      const host = device.files.readable(whole(invocation, file), user);
      for await (const chunk of createReadStream(host)) hash.update(chunk as Buffer);
      print(`${hash.digest('hex')}  ${file}`);
    });
  };

const readlink: Program = (invocation) => {
  const { args, print } = invocation;
  for (const file of options(args).rest) print(whole(invocation, file));
  return 0;
};

const df: Program = ({ print }) => {
  print(
    'Filesystem     1K-blocks    Used Available Use% Mounted on',
    '/dev/block/dm-5  6082144 1431012   4651132  24% /data',
  );
  return 0;
};

/** Files and folders. */
export const fileCommands: readonly [string, Program][] = [
  ['cat', cat],
  ['chmod', chmod],
  ['chown', ({ complain, args }) => (complain(`chown: '${args.at(-1)}': Operation not permitted`), 1)],
  ['cp', cp],
  ['dd', dd],
  ['df', df],
  ['du', du],
  ['find', find],
  ['ls', ls],
  ['md5sum', digest('md5')],
  ['mkdir', mkdir],
  ['mv', mv],
  ['readlink', readlink],
  ['realpath', readlink],
  ['rm', rm],
  ['rmdir', rmdir],
  ['sha1sum', digest('sha1')],
  ['sha256sum', digest('sha256')],
  ['stat', stat],
  ['tar', tar],
  ['sync', () => 0],
  ['touch', touch],
  [
    'unlink',
    (invocation) =>
      forEach(invocation, invocation.args, (file) =>
        unlinkSync(invocation.device.files.removable(whole(invocation, file), invocation.user)),
      ),
  ],
];
