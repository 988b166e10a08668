import { FileError, fileMessage } from '../../files.js';
import { readFileSync, statSync } from 'node:fs';
import { options } from '../options.js';
import type { Invocation, Program } from '../shell.js';

/** A file's bytes, or those of stdin. */
async function bytesOf(invocation: Invocation, file: string | undefined): Promise<Buffer> {
  const { device, stdin, user, cwd } = invocation;
  if (file === undefined || file === '-') {
    const parts: Buffer[] = [];
    for await (const chunk of stdin as AsyncIterable<Buffer>) parts.push(chunk);
    return Buffer.concat(parts);
  }
  const name = device.files.normal(file, cwd);
  const generated = device.files.generated(name)?.(user);
  if (generated !== undefined) return Buffer.from(generated);
  const host = device.files.readable(name, user);
  if (statSync(host).isDirectory()) throw new FileError('EISDIR');
  return readFileSync(host);
}

async function linesOf(invocation: Invocation, file: string | undefined): Promise<string[]> {
  const text = (await bytesOf(invocation, file)).toString('latin1');
  return text === '' ? [] : text.replace(/\n$/, '').split('\n');
}

const grep: Program = async (invocation) => {
  const { args, stdout, complain, stdin, signal } = invocation;
  const given = options(args, ['-e', '-m', '-A', '-B', '-C']);
  const flags = args.filter((arg) => /^-[a-zA-Z]+$/.test(arg)).join('');
  const [first, ...others] = given.rest;
  const pattern = given.value('-e') ?? first ?? '';
  let files: (string | undefined)[] = given.value('-e') === undefined ? others : [...given.rest];
  const source = flags.includes('F')
    ? pattern.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
    : flags.includes('E')
      ? pattern
      : pattern.replace(
          /\\([+?|(){}])|([+?|(){}])/g,
          (_, escaped?: string, plain?: string) => escaped ?? `\\${plain}`,
        );
  const test = new RegExp(
    flags.includes('x') ? `^(${source})$` : flags.includes('w') ? `\\b(${source})\\b` : source,
    flags.includes('i') ? 'i' : '',
  );
  const limit = Number(given.value('-m') ?? Number.POSITIVE_INFINITY);
  const recursive = /[rR]/.test(flags);
  if (recursive) files = files.flatMap((file) => (file === undefined ? [] : filesBelow(invocation, file)));
  if (files.length === 0) files = [undefined];
  let found = 0;
  let code = 1;
  const show = (line: string, file: string | undefined, number: number): void => {
    const prefix =
      (files.length > 1 || recursive) && file !== undefined && !flags.includes('h') ? `${file}:` : '';
    const count = flags.includes('n') ? `${number}:` : '';
    const text = flags.includes('o') ? (test.exec(line)?.[0] ?? '') : line;
    stdout.write(Buffer.from(`${prefix}${count}${text}\n`, 'latin1'));
  };
  const take = (line: string, file: string | undefined, number: number): boolean => {
    if (test.test(line) === flags.includes('v')) return false;
    found++;
    code = 0;
    if (!/[qcl]/.test(flags)) show(line, file, number);
    return true;
  };
  for (const file of files) {
    found = 0;
    if (file === undefined) {
      // Line by line, so that what follows a log is shown as it comes.
      let pending = '';
      let number = 0;
      for await (const chunk of stdin as AsyncIterable<Buffer>) {
        pending += chunk.toString('latin1');
        let end = pending.indexOf('\n');
        for (; end >= 0 && found < limit; end = pending.indexOf('\n')) {
          take(pending.slice(0, end), file, ++number);
          pending = pending.slice(end + 1);
        }
        if (found >= limit || signal.aborted || (found > 0 && flags.includes('q'))) break;
      }
      if (pending !== '' && found < limit) take(pending, file, number + 1);
    } else {
      try {
        const lines = await linesOf(invocation, file);
        for (let at = 0; at < lines.length && found < limit; at++) take(lines[at]!, file, at + 1);
      } catch (error) {
        if (!flags.includes('s')) complain(`grep: ${file}: ${fileMessage(error)}`);
        code = code === 0 ? 0 : 2;
      }
    }
    if (flags.includes('c')) stdout.write(`${files.length > 1 ? `${file}:` : ''}${found}\n`);
    if (flags.includes('l') && found > 0) stdout.write(`${file}\n`);
  }
  return code;
};

function filesBelow({ device, user, cwd }: Invocation, start: string): string[] {
  const found: string[] = [];
  const visit = (name: string): void => {
    const whole = device.files.normal(name, cwd);
    if (!device.files.stat(whole, user).isDirectory()) return void found.push(name);
    for (const entry of device.files.list(whole, user)) visit(`${name.replace(/\/$/, '')}/${entry}`);
  };
  try {
    visit(start);
  } catch {
    // What may not be read is not searched.
  }
  return found;
}

const head: Program = async (invocation) => {
  const { args, stdout } = invocation;
  const short = args.find((arg) => /^-\d+$/.test(arg));
  const given = options(
    args.filter((arg) => arg !== short),
    ['-n', '-c'],
  );
  const bytes = given.value('-c');
  const all = await bytesOf(invocation, given.rest[0]);
  if (bytes !== undefined) {
    stdout.write(all.subarray(0, Number(bytes)));
    return 0;
  }
  const count = Number(short?.slice(1) ?? given.value('-n') ?? 10);
  const lines = all.toString('latin1').split('\n');
  stdout.write(Buffer.from(lines.slice(0, count).join('\n') + (lines.length > count ? '\n' : ''), 'latin1'));
  return 0;
};

const tail: Program = async (invocation) => {
  const { args, stdout } = invocation;
  const short = args.find((arg) => /^-\d+$/.test(arg));
  const given = options(
    args.filter((arg) => arg !== short),
    ['-n', '-c'],
  );
  const count = Number(short?.slice(1) ?? given.value('-n') ?? 10);
  const lines = await linesOf(invocation, given.rest[0]);
  const shown = given.value('-n')?.startsWith('+') === true ? lines.slice(count - 1) : lines.slice(-count);
  stdout.write(Buffer.from(shown.map((line) => `${line}\n`).join(''), 'latin1'));
  return 0;
};

const sort: Program = async (invocation) => {
  const given = options(invocation.args);
  const lines = (await linesOf(invocation, given.rest[0])).sort();
  if (given.has('-r')) lines.reverse();
  const shown = given.has('-u') ? [...new Set(lines)] : lines;
  invocation.stdout.write(shown.map((line) => `${line}\n`).join(''));
  return 0;
};

const uniq: Program = async (invocation) => {
  const lines = await linesOf(invocation, options(invocation.args).rest[0]);
  invocation.stdout.write(
    lines
      .filter((line, at) => line !== lines[at - 1])
      .map((line) => `${line}\n`)
      .join(''),
  );
  return 0;
};

const wc: Program = async (invocation) => {
  const given = options(invocation.args);
  const all = await bytesOf(invocation, given.rest[0]);
  const text = all.toString('latin1');
  const counts: Record<string, number> = {
    '-l': text.split('\n').length - 1,
    '-w': text.split(/\s+/).filter((word) => word !== '').length,
    '-c': all.length,
  };
  const wanted = Object.keys(counts).filter((flag) => given.has(flag));
  const shown = (wanted.length === 0 ? ['-l', '-w', '-c'] : wanted).map((flag) => counts[flag]);
  invocation.print([...shown, ...given.rest.slice(0, 1)].join(' '));
  return 0;
};

const cut: Program = async (invocation) => {
  const joined = invocation.args.flatMap((arg) => {
    const match = /^(-[dfc])(.+)$/.exec(arg);
    return match === null ? [arg] : [match[1]!, match[2]!];
  });
  const given = options(joined, ['-d', '-f', '-c']);
  const delimiter = given.value('-d') ?? '\t';
  const ranges = (given.value('-f') ?? given.value('-c') ?? '1').split(',').map((range) => {
    const [from = '', to = from] = range.split('-');
    return [Number(from || 1), to === '' ? Number.POSITIVE_INFINITY : Number(to)] as const;
  });
  const isIn = (index: number): boolean => ranges.some(([from, to]) => index + 1 >= from && index + 1 <= to);
  for (const line of await linesOf(invocation, given.rest[0])) {
    if (given.has('-c')) invocation.print([...line].filter((_, index) => isIn(index)).join(''));
    else if (!line.includes(delimiter)) invocation.print(line);
    else
      invocation.print(
        line
          .split(delimiter)
          .filter((_, index) => isIn(index))
          .join(delimiter),
      );
  }
  return 0;
};

const tr: Program = async (invocation) => {
  const given = options(invocation.args);
  const set = (text: string): string =>
    text
      .replace(/\\n/g, '\n')
      .replace(/\\t/g, '\t')
      .replace(/\\0/g, '\0')
      .replace(/(.)-(.)/g, (_, from: string, to: string) => {
        let all = '';
        for (let code = from.charCodeAt(0); code <= to.charCodeAt(0); code++)
          all += String.fromCharCode(code);
        return all;
      });
  const [from = '', to = ''] = given.rest.map(set);
  const text = (await bytesOf(invocation, undefined)).toString('latin1');
  const out = [...text].flatMap((char) => {
    const at = from.indexOf(char);
    if (at < 0) return [char];
    return given.has('-d') ? [] : [to[Math.min(at, to.length - 1)] ?? char];
  });
  invocation.stdout.write(Buffer.from(out.join(''), 'latin1'));
  return 0;
};

/** `sed` as far as scripts use it: s/a/b/[g] and -n Np. */
const sed: Program = async (invocation) => {
  const given = options(invocation.args, ['-e']);
  const script = given.value('-e') ?? given.rest[0] ?? '';
  const file = given.value('-e') === undefined ? given.rest[1] : given.rest[0];
  const substitution = /^s(.)((?:\\.|(?!\1).)*)\1((?:\\.|(?!\1).)*)\1([gi]*)$/s.exec(script);
  const lines = await linesOf(invocation, file);
  if (substitution !== null) {
    const [, , from = '', to = '', flags = ''] = substitution;
    const test = new RegExp(from.replace(/\\([()+?{}|])/g, '$1'), flags);
    for (const line of lines)
      invocation.print(line.replace(test, to.replace(/\\(\d)/g, '$$$1').replaceAll('&', '$&')));
    return 0;
  }
  const range = /^(\d+)(?:,(\d+|\$))?([pd])$/.exec(script);
  if (range === null) {
    invocation.complain(`sed: bad pattern '${script}'`);
    return 1;
  }
  const from = Number(range[1]);
  const to = range[2] === '$' ? lines.length : Number(range[2] ?? from);
  lines.forEach((line, at) => {
    const isIn = at + 1 >= from && at + 1 <= to;
    if (range[3] === 'p' ? isIn : !isIn) invocation.print(line);
  });
  return 0;
};

const base64: Program = async (invocation) => {
  const given = options(invocation.args, ['-w']);
  const bytes = await bytesOf(invocation, given.rest[0]);
  if (given.has('-d')) invocation.stdout.write(Buffer.from(bytes.toString('latin1'), 'base64'));
  else {
    const width = Number(given.value('-w') ?? 76);
    const text = bytes.toString('base64');
    invocation.print(width === 0 ? text : text.replace(new RegExp(`(.{${width}})(?=.)`, 'g'), '$1\n'));
  }
  return 0;
};

const xargs: Program = async (invocation) => {
  const words = (await bytesOf(invocation, undefined))
    .toString('utf8')
    .split(/\s+/)
    .filter((word) => word !== '');
  return invocation.run([...(invocation.args.length === 0 ? ['echo'] : invocation.args), ...words]);
};

const tee: Program = async (invocation) => {
  const { stdin, stdout, device, user, cwd } = invocation;
  const { writeFileSync } = await import('node:fs');
  const bytes: Buffer[] = [];
  for await (const chunk of stdin as AsyncIterable<Buffer>) {
    bytes.push(chunk);
    stdout.write(chunk);
  }
  for (const file of options(invocation.args).rest) {
    writeFileSync(device.files.writable(device.files.normal(file, cwd), user), Buffer.concat(bytes));
  }
  return 0;
};

const hexdump: Program = async (invocation) => {
  const bytes = await bytesOf(invocation, options(invocation.args, ['-l', '-c']).rest[0]);
  for (let at = 0; at < bytes.length; at += 16) {
    const part = bytes.subarray(at, at + 16);
    const hex = [...part]
      .map((byte, index) => byte.toString(16).padStart(2, '0') + (index % 2 === 1 ? ' ' : ''))
      .join('');
    const text = [...part]
      .map((byte) => (byte >= 32 && byte < 127 ? String.fromCharCode(byte) : '.'))
      .join('');
    invocation.print(`${at.toString(16).padStart(8, '0')}: ${hex.padEnd(40)} ${text}`);
  }
  return 0;
};

const echo: Program = ({ args, stdout }) => {
  const flags = /^-[neE]+$/.test(args[0] ?? '') ? args[0]! : '';
  let text = args.slice(flags === '' ? 0 : 1).join(' ');
  if (flags.includes('e')) text = escapes(text);
  stdout.write(flags.includes('n') ? text : `${text}\n`);
  return 0;
};

const printf: Program = ({ args, stdout }) => {
  const [format = '', ...values] = args;
  let at = 0;
  do {
    stdout.write(
      escapes(format).replace(/%(-?\d*)([sdx%])/g, (_, width: string, kind: string) => {
        if (kind === '%') return '%';
        const value = values[at++] ?? '';
        const text = kind === 'x' ? Number(value).toString(16) : kind === 'd' ? String(Number(value)) : value;
        return width.startsWith('-')
          ? text.padEnd(Number(width.slice(1)))
          : text.padStart(Number(width || 0));
      }),
    );
  } while (at < values.length && /%[^%]/.test(format));
  return 0;
};

function escapes(text: string): string {
  return text.replace(/\\(n|t|r|0|\\|x[0-9a-fA-F]{2})/g, (_, code: string) => {
    if (code.startsWith('x')) return String.fromCharCode(Number.parseInt(code.slice(1), 16));
    return { n: '\n', t: '\t', r: '\r', '0': '\0', '\\': '\\' }[code]!;
  });
}

/** What turns text into text. */
export const textCommands: readonly [string, Program][] = [
  ['base64', base64],
  ['cut', cut],
  ['echo', echo],
  ['egrep', (invocation) => grep({ ...invocation, args: ['-E', ...invocation.args] })],
  ['fgrep', (invocation) => grep({ ...invocation, args: ['-F', ...invocation.args] })],
  ['grep', grep],
  ['head', head],
  ['printf', printf],
  ['sed', sed],
  ['sort', sort],
  ['tail', tail],
  ['tee', tee],
  ['tr', tr],
  ['uniq', uniq],
  ['wc', wc],
  ['xargs', xargs],
  ['xxd', hexdump],
];
