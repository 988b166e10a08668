import type { LogLine, Priority } from '../../logcat.js';
import type { Program } from '../shell.js';

const order: readonly Priority[] = ['V', 'D', 'I', 'W', 'E', 'F'];

/** `logcat`: what is there, and unless -d everything that comes. */
export const logcat: Program = async ({ device, args, print, signal, complain }) => {
  const withValue = [
    '-v',
    '-b',
    '-t',
    '-T',
    '-m',
    '-G',
    '-e',
    '-f',
    '-r',
    '-n',
    '--pid',
    '--format',
    '--buffer',
    '--regex',
    '--max-count',
  ];
  const values = new Map<string, string>();
  const flags = new Set<string>();
  const filters: string[] = [];
  for (let at = 0; at < args.length; at++) {
    const arg = args[at]!;
    const equals = /^(--\w[\w-]*)=(.*)$/.exec(arg);
    if (equals !== null) values.set(equals[1]!, equals[2]!);
    else if (withValue.includes(arg)) values.set(arg, args[++at] ?? '');
    else if (arg.startsWith('-')) flags.add(arg);
    else filters.push(arg);
  }
  const format = values.get('-v') ?? values.get('--format') ?? 'threadtime';
  const known = [
    'brief',
    'process',
    'tag',
    'thread',
    'raw',
    'time',
    'threadtime',
    'long',
    'color',
    'epoch',
    'monotonic',
    'printable',
    'uid',
    'usec',
    'UTC',
    'year',
    'zone',
    'descriptive',
  ];
  if (!known.includes(format)) {
    complain(`Invalid parameter "${format}" to -v`);
    return 1;
  }
  if (flags.has('-c') || flags.has('--clear')) {
    device.log.clear();
    return 0;
  }
  if (flags.has('-g')) {
    for (const name of ['main', 'system', 'crash'])
      print(
        `${name}: ring buffer is 256 KiB (16 KiB consumed, 256 KiB readable), max entry is 5120 B, max payload is 4068 B`,
      );
    return 0;
  }
  if (values.has('-G') || flags.has('-S') || flags.has('-p')) return 0;
  const buffers = (values.get('-b') ?? values.get('--buffer') ?? 'main,system,crash').split(',');
  const pid = values.get('--pid');
  const pattern = values.get('-e') ?? values.get('--regex');
  const test = pattern === undefined ? undefined : new RegExp(pattern);
  const wanted = (line: LogLine): boolean =>
    (buffers.includes('all') || buffers.includes('default') || buffers.includes(line.buffer)) &&
    (pid === undefined || line.pid === Number(pid)) &&
    (test === undefined || test.test(line.message)) &&
    passes(line, filters, flags.has('-s'));
  const limit = Number(values.get('-m') ?? values.get('--max-count') ?? Number.POSITIVE_INFINITY);
  let printed = 0;
  const show = (line: LogLine): void => {
    if (printed >= limit || !wanted(line)) return;
    printed++;
    print(formatted(line, format));
  };
  print('--------- beginning of main');
  const tail = values.get('-t') ?? values.get('-T');
  const all = device.log.lines().filter(wanted);
  const lines = tail !== undefined && /^\d+$/.test(tail) ? all.slice(-Number(tail)) : all;
  for (const line of lines) show(line);
  if (flags.has('-d') || values.has('-t') || printed >= limit) return 0;
  await new Promise<void>((resolve) => {
    const end = new AbortController();
    const stop = (): void => {
      end.abort();
      resolve();
    };
    signal.addEventListener('abort', stop, { once: true });
    device.once('reboot', stop);
    end.signal.addEventListener('abort', () => device.off('reboot', stop), { once: true });
    device.log.follow((line) => {
      show(line);
      if (printed >= limit) stop();
    }, end.signal);
  });
  return 0;
};

/** `log [-p PRIORITY] [-t TAG] MESSAGE`. */
export const writeLog: Program = ({ device, args }) => {
  let priority: Priority = 'I';
  let tag = 'log';
  const rest: string[] = [];
  for (let at = 0; at < args.length; at++) {
    if (args[at] === '-p') priority = (args[++at] ?? 'i').toUpperCase() as Priority;
    else if (args[at] === '-t') tag = args[++at] ?? '';
    else rest.push(args[at]!);
  }
  device.log.write(order.includes(priority) ? priority : 'I', tag, rest.join(' '));
  return 0;
};

function passes(line: LogLine, filters: readonly string[], silent: boolean): boolean {
  let least: string | undefined = silent || filters.includes('*:S') ? 'S' : undefined;
  for (const filter of filters) {
    const [tag, priority = 'V'] = filter.split(':');
    if (tag === '*' && least === undefined) least = priority;
    if (tag === line.tag) {
      least = priority;
      break;
    }
  }
  if (least === undefined) return true;
  if (least === 'S') return false;
  return order.indexOf(line.priority) >= order.indexOf(least as Priority);
}

function formatted({ time, pid, tid, priority, tag, message }: LogLine, format: string): string {
  const at = new Date(time);
  const two = (value: number): string => String(value).padStart(2, '0');
  const date = `${two(at.getUTCMonth() + 1)}-${two(at.getUTCDate())}`;
  const clock = `${two(at.getUTCHours())}:${two(at.getUTCMinutes())}:${two(at.getUTCSeconds())}.${String(at.getUTCMilliseconds()).padStart(3, '0')}`;
  const id = String(pid).padStart(5);
  switch (format) {
    case 'brief':
      return `${priority}/${tag.padEnd(8)}(${id}): ${message}`;
    case 'tag':
      return `${priority}/${tag.padEnd(8)}: ${message}`;
    case 'raw':
      return message;
    case 'time':
      return `${date} ${clock} ${priority}/${tag.padEnd(8)}(${id}): ${message}`;
    case 'epoch':
      return `${(time / 1000).toFixed(3).padStart(18)} ${id} ${String(tid).padStart(5)} ${priority} ${tag.padEnd(8)}: ${message}`;
    default:
      return `${date} ${clock} ${id} ${String(tid).padStart(5)} ${priority} ${tag.padEnd(8)}: ${message}`;
  }
}
