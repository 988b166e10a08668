import type { Program } from '../shell.js';
import { options } from '../options.js';

const getprop: Program = ({ device, args, print }) => {
  if (args.length === 0) {
    for (const [name, value] of Object.entries(device.properties.all()).sort())
      print(`[${name}]: [${value}]`);
    return 0;
  }
  print(device.properties.get(args[0]!) || (args[1] ?? ''));
  return 0;
};

const setprop: Program = ({ device, args, complain }) => {
  if (args.length !== 2) {
    complain('setprop: Needs 2 arguments (see "setprop --help")');
    return 1;
  }
  if (device.properties.set(args[0]!, args[1]!)) return 0;
  complain(`Failed to set property '${args[0]}' to '${args[1]}'.`, 'See dmesg for error reason.');
  return 1;
};

/** `date [+FORMAT]` and, as far as a shell may not, setting it. */
const date: Program = ({ device, args, print, complain }) => {
  const given = options(args, ['-d', '-D', '-r']);
  const format = given.rest.find((arg) => arg.startsWith('+'));
  const setting = given.rest.find((arg) => /^(@?\d+|\d{12}.*)$/.test(arg));
  if (setting !== undefined) {
    if (!device.profile.emulator) {
      complain('date: cannot set date: Operation not permitted');
      return 1;
    }
    device.setClock(setting.startsWith('@') ? Number(setting.slice(1)) * 1000 : device.now());
  }
  const from = given.value('-d');
  const at =
    from === undefined
      ? device.now()
      : from.startsWith('@')
        ? Number(from.slice(1)) * 1000
        : Date.parse(from);
  print(formatDate(at, format?.slice(1) ?? '%a %b %e %H:%M:%S %Z %Y', device.store.state.timezone));
  return 0;
};

/** The common fields of strftime, in a time zone. */
export function formatDate(ms: number, format: string, timeZone: string): string {
  const offset = offsetMinutes(ms, timeZone);
  const at = new Date(ms + offset * 60_000);
  const two = (value: number): string => String(value).padStart(2, '0');
  const zone = `${offset < 0 ? '-' : '+'}${two(Math.floor(Math.abs(offset) / 60))}${two(Math.abs(offset) % 60)}`;
  const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
  const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
  const clock = `${two(at.getUTCHours())}:${two(at.getUTCMinutes())}:${two(at.getUTCSeconds())}`;
  const day = `${at.getUTCFullYear()}-${two(at.getUTCMonth() + 1)}-${two(at.getUTCDate())}`;
  const values: Record<string, string> = {
    a: days[at.getUTCDay()]!,
    b: months[at.getUTCMonth()]!,
    d: two(at.getUTCDate()),
    e: String(at.getUTCDate()).padStart(2),
    F: day,
    H: two(at.getUTCHours()),
    m: two(at.getUTCMonth() + 1),
    M: two(at.getUTCMinutes()),
    N: String(Math.floor((ms % 1000) * 1_000_000)).padStart(9, '0'),
    s: String(Math.floor(ms / 1000)),
    S: two(at.getUTCSeconds()),
    T: clock,
    y: two(at.getUTCFullYear() % 100),
    Y: String(at.getUTCFullYear()),
    z: zone,
    Z: offset === 0 ? 'UTC' : `GMT${zone}`,
    n: '\n',
    '%': '%',
  };
  return format.replace(/%([a-zA-Z%])/g, (whole, letter: string) => values[letter] ?? whole);
}

function offsetMinutes(ms: number, timeZone: string): number {
  try {
    const parts = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' }).formatToParts(
      ms,
    );
    const name = parts.find(({ type }) => type === 'timeZoneName')?.value ?? '';
    const [, sign = '+', hours = '0', minutes = '0'] = /GMT([+-])(\d+):(\d+)/.exec(name) ?? [];
    return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
  } catch {
    return 0;
  }
}

const id: Program = ({ user, print, args }) => {
  if (args.includes('-u')) print(args.includes('-n') ? user.name : String(user.uid));
  else
    print(
      `uid=${user.uid}(${user.name}) gid=${user.uid}(${user.name}) groups=${user.uid}(${user.name}),3003(inet) context=u:r:${user.uid === 2000 ? 'shell' : 'runas_app'}:s0`,
    );
  return 0;
};

const svc: Program = ({ device, args, complain }) => {
  const [what = '', verb = ''] = args;
  const names: Record<string, string> = {
    wifi: 'wifi_on',
    data: 'mobile_data',
    bluetooth: 'bluetooth_on',
    nfc: 'nfc_on',
  };
  const setting = names[what];
  if (setting !== undefined && (verb === 'enable' || verb === 'disable')) {
    device.store.change(({ settings }) => void (settings.global[setting] = verb === 'enable' ? '1' : '0'));
    return 0;
  }
  if (what === 'power' && verb === 'stayon') {
    device.store.change(
      ({ settings }) => void (settings.global['stay_on_while_plugged_in'] = args[2] === 'false' ? '0' : '7'),
    );
    return 0;
  }
  if (what === 'power' && (verb === 'reboot' || verb === 'shutdown')) {
    setImmediate(() => void device.reboot());
    return 0;
  }
  complain(
    'Available commands:',
    '    help     Show information about the subcommands',
    '    power    Control the power manager',
  );
  return 1;
};

const su: Program = ({ complain }) => {
  complain('/system/bin/sh: su: not found');
  return 127;
};

const content: Program = ({ device, args, print, complain }) => {
  const given = options(args, ['--uri', '--bind', '--where', '--projection', '--name', '--user']);
  const uri = given.value('--uri') ?? '';
  const table = /^content:\/\/settings\/(global|secure|system)(?:\/(\w+))?$/.exec(uri);
  if (table === null) {
    complain(
      `Error while accessing provider:${/^content:\/\/([^/]+)/.exec(uri)?.[1] ?? ''}`,
      'java.lang.IllegalStateException: Could not find provider',
    );
    return 1;
  }
  const values = device.store.state.settings[table[1] as 'global'];
  const names = table[2] === undefined ? Object.keys(values) : [table[2]];
  names.forEach((name, row) =>
    print(`Row: ${row} _id=${row + 1}, name=${name}, value=${values[name] ?? 'NULL'}`),
  );
  return 0;
};

const service: Program = ({ args, print }) => {
  if (args[0] === 'check') print(`Service ${args[1]}: found`);
  else if (args[0] === 'list')
    print(
      'Found 3 services:',
      '0\tactivity: [android.app.IActivityManager]',
      '1\tpackage: [android.content.pm.IPackageManager]',
      '2\twindow: [android.view.IWindowManager]',
    );
  else print("Result: Parcel(00000000    '....')");
  return 0;
};

const uname: Program = ({ args, print }) => {
  print(
    args.includes('-a')
      ? 'Linux localhost 6.1.0-android14 #1 SMP PREEMPT x86_64 Toybox'
      : args.includes('-m')
        ? 'x86_64'
        : args.includes('-r')
          ? '6.1.0-android14'
          : 'Linux',
  );
  return 0;
};

const which: Program = async ({ args, script }) => {
  let code = 0;
  for (const name of args) code = (await script(`command -v '${name}'`)) || code;
  return code;
};

const reboot: Program = ({ device }) => {
  setImmediate(() => void device.reboot());
  return 0;
};

/** The system: properties, clock, users, switches. */
export const systemCommands: readonly [string, Program][] = [
  ['content', content],
  ['date', date],
  ['getenforce', ({ print }) => (print('Enforcing'), 0)],
  ['getprop', getprop],
  ['hostname', ({ print }) => (print('localhost'), 0)],
  ['id', id],
  ['ime', ({ device, args, print }) => ime(device, args, print)],
  ['media', () => 0],
  ['monkey', ({ device, args, print }) => monkey(device, args, print)],
  ['ping', ({ print, args }) => (print(`PING ${args.at(-1)} 56(84) bytes of data.`), 1)],
  ['pwd', ({ print, cwd }) => (print(cwd), 0)],
  ['reboot', reboot],
  ['service', service],
  ['setprop', setprop],
  ['start', () => 0],
  ['stop', () => 0],
  ['su', su],
  ['svc', svc],
  ['uname', uname],
  [
    'uptime',
    ({ device, print }) => (
      print(
        ` ${new Date(device.now()).toISOString().slice(11, 19)} up ${Math.floor(device.uptimeMs / 60_000)} min,  0 users,  load average: 0.00, 0.00, 0.00`,
      ),
      0
    ),
  ],
  ['which', which],
  ['whoami', ({ print, user }) => (print(user.name), 0)],
];

type Print = (...lines: string[]) => void;
type Of = Parameters<Program>[0]['device'];

/** `ime list|set|enable|disable|reset`. */
export function ime(device: Of, args: readonly string[], print: Print): number {
  const { secure } = device.store.state.settings;
  const [verb = '', name = ''] = args;
  const enabled = (secure['enabled_input_methods'] ?? '').split(':').filter((one) => one !== '');
  if (verb === 'list') {
    for (const one of enabled) print(args.includes('-s') ? one : `${one}:`);
  } else if (verb === 'enable' || verb === 'set') {
    const record = device.packages.get(name.split('/')[0]!);
    if (record === undefined) {
      print(`Unknown input method ${name} cannot be ${verb === 'set' ? 'selected' : 'enabled'} for user #0`);
      return 255;
    }
    device.store.change(() => {
      secure['enabled_input_methods'] = [...new Set([...enabled, name])].join(':');
      if (verb === 'set') secure['default_input_method'] = name;
    });
    print(
      verb === 'set'
        ? `Input method ${name} selected for user #0`
        : `Input method ${name}: now enabled for user #0`,
    );
  } else if (verb === 'disable') {
    device.store.change(
      () => void (secure['enabled_input_methods'] = enabled.filter((one) => one !== name).join(':')),
    );
    print(`Input method ${name}: now disabled for user #0`);
  } else if (verb === 'reset') print('Reset current and enabled IMEs for user #0');
  return 0;
}

/** `monkey -p PACKAGE -c CATEGORY 1` starts an app's launcher. */
async function monkey(device: Of, args: readonly string[], print: Print): Promise<number> {
  const name = args[args.indexOf('-p') + 1] ?? '';
  const launcher = device.packages.launcher(name);
  if (launcher === undefined) {
    print('** No activities found to run, monkey aborted.');
    return 251;
  }
  await device.activities.start({ packageName: name, className: launcher.name });
  print(
    'Events injected: 1',
    '## Network stats: elapsed time=20ms (0ms mobile, 0ms wifi, 20ms not connected)',
  );
  return 0;
}
