import { qualified } from '../../packages/apk.js';
import { shortComponent } from '../../apps/activities.js';
import type { PackageRecord } from '../../packages/record.js';
import { serverPackage } from '../../uia2/instrumentation.js';
import { delay } from '../../wait.js';
import type { Invocation, Program } from '../shell.js';

/** An intent as `am` takes it from its arguments. */
interface Intent {
  action?: string;
  data?: string;
  type?: string;
  readonly categories: string[];
  component?: string;
  packageName?: string;
  flags?: string;
  readonly extras: Map<string, string>;
  readonly switches: Set<string>;
  readonly rest: string[];
}

const valued = new Map<string, (intent: Intent, value: string) => void>([
  ['-a', (intent, value) => void (intent.action = value)],
  ['-d', (intent, value) => void (intent.data = value)],
  ['-t', (intent, value) => void (intent.type = value)],
  ['-c', (intent, value) => void intent.categories.push(value)],
  ['-n', (intent, value) => void (intent.component = value)],
  ['-p', (intent, value) => void (intent.packageName = value)],
  ['-f', (intent, value) => void (intent.flags = value)],
  ...[
    '--user',
    '--display',
    '-i',
    '--windowingMode',
    '--activityType',
    '-R',
    '-P',
    '--receiver-permission',
    '--task',
    '--abi',
  ].map((flag) => [flag, () => undefined] as [string, () => void]),
]);

function intentOf(args: readonly string[]): Intent {
  const intent: Intent = { categories: [], extras: new Map(), switches: new Set(), rest: [] };
  for (let at = 0; at < args.length; at++) {
    const arg = args[at]!;
    const take = valued.get(arg);
    if (take !== undefined) take(intent, args[++at] ?? '');
    else if (/^(--e[a-z]*|-e)$/.test(arg) && arg !== '--esn') {
      intent.extras.set(args[at + 1] ?? '', args[at + 2] ?? '');
      at += 2;
    } else if (arg.startsWith('-')) intent.switches.add(arg);
    else intent.rest.push(arg);
  }
  const [first] = intent.rest;
  if (first !== undefined && intent.component === undefined) {
    if (first.includes('/') && !first.includes(':')) intent.component = first;
    else if (first.includes(':')) intent.data = first;
    else intent.packageName = first;
  }
  return intent;
}

function shown(intent: Intent): string {
  const parts = [
    intent.action === undefined ? '' : `act=${intent.action}`,
    intent.categories.length === 0 ? '' : `cat=[${intent.categories.join(',')}]`,
    intent.data === undefined ? '' : `dat=${intent.data}`,
    intent.flags === undefined ? '' : `flg=${intent.flags}`,
    intent.packageName === undefined || intent.component !== undefined ? '' : `pkg=${intent.packageName}`,
    intent.component === undefined ? '' : `cmp=${intent.component}`,
    intent.extras.size === 0 ? '' : '(has extras)',
  ];
  return `Intent { ${parts.filter((part) => part !== '').join(' ')} }`;
}

/** `am`, also as `cmd activity`. */
export const activityManager: Program = async (invocation) => {
  const [verb = '', ...args] = invocation.args;
  const { device, print, complain } = invocation;
  switch (verb) {
    case 'start':
    case 'start-activity':
      return start(invocation, intentOf(args));
    case 'startservice':
    case 'start-service':
    case 'start-foreground-service':
      return startService(invocation, intentOf(args));
    case 'stopservice':
    case 'stop-service':
      print(`Stopping service: ${shown(intentOf(args))}`, 'Service stopped');
      return 0;
    case 'broadcast':
      return broadcast(invocation, intentOf(args));
    case 'force-stop':
      for (const name of intentOf(args).rest) {
        if (name === serverPackage) device.instrumentation.stopped();
        if (device.packages.get(name) !== undefined) await device.activities.stop(name, 'force-stop');
      }
      return 0;
    case 'kill':
      // Only what is in the background.
      for (const name of intentOf(args).rest) {
        if (!device.activities.isForeground(name)) await device.activities.stop(name, 'kill background');
      }
      return 0;
    case 'kill-all':
      return 0;
    case 'crash': {
      const [target = ''] = intentOf(args).rest;
      for (const process of device.processes.of(target))
        device.webviews.crash(process.pid, 'shell-induced crash');
      return 0;
    }
    case 'instrument':
      return device.instrumentation.run(invocation, args);
    case 'get-current-user':
      print('0');
      return 0;
    case 'get-config':
      print(
        `config: en-rUS-ldltr-sw411dp-w411dp-h914dp-normal-long-notround-port-notnight-${device.profile.display.density}dpi-finger-keysexposed-nokeys-navhidden-nonav-v${device.apiLevel}`,
      );
      return 0;
    case 'stack':
    case 'task':
      for (const task of device.activities.tasks)
        print(`  taskId=${task.taskId}: ${shortComponent(task.packageName, task.className)}`);
      return 0;
    case 'send-trim-memory':
    case 'set-debug-app':
    case 'clear-debug-app':
    case 'idle-maintenance':
    case 'wait-for-broadcast-idle':
    case 'switch-user':
    case 'unlock-user':
    case 'set-inactive':
    case 'compat':
      return 0;
    case 'get-inactive':
      print('Idle=false');
      return 0;
    case 'restart':
      setImmediate(() => void device.reboot());
      return 0;
    default:
      complain(verb === '' ? 'Activity manager (activity) commands:' : `Unknown command: ${verb}`);
      return verb === '' ? 0 : 255;
  }
};

/** The activity that an intent leads to: package, class, and whether the shell may start it. */
function resolve(
  { device }: Invocation,
  intent: Intent,
): { record: PackageRecord; className: string; exported: boolean } | string {
  if (intent.component !== undefined) {
    const [packageName = '', given = ''] = intent.component.split('/');
    const className = qualified(given, packageName);
    const record = device.packages.get(packageName);
    const activity = record?.activities.find(({ name, enabled }) => name === className && enabled);
    if (record === undefined || activity === undefined) return intent.component;
    return { record, className, exported: activity.exported };
  }
  const settingsAction = /^android\.settings\.|^android\.app\.action\.(SET_NEW_PASSWORD|CONFIRM)/.test(
    intent.action ?? '',
  );
  if (settingsAction) {
    const record = device.packages.get('com.android.settings')!;
    return { record, className: 'com.android.settings.Settings', exported: true };
  }
  const isHome = intent.categories.includes('android.intent.category.HOME');
  const candidates = device.packages
    .all()
    .filter(({ name }) => intent.packageName === undefined || name === intent.packageName);
  for (const record of candidates) {
    if (isHome !== (record.name === 'com.android.launcher3')) continue;
    const action = intent.action ?? 'android.intent.action.MAIN';
    const activity = record.activities.find((one) =>
      one.filters.some(
        (filter) =>
          filter.actions.includes(action) &&
          intent.categories.every((category) => filter.categories.includes(category)),
      ),
    );
    if (activity !== undefined && (intent.packageName !== undefined || intent.action !== undefined)) {
      return { record, className: activity.name, exported: activity.exported };
    }
  }
  return '';
}

async function start(invocation: Invocation, intent: Intent): Promise<number> {
  const { device, print, complain } = invocation;
  const began = performance.now();
  const found = resolve(invocation, intent);
  if (intent.component !== undefined && typeof found !== 'string') {
    intent.component = shortComponent(found.record.name, found.className);
  }
  const stopFirst = intent.switches.has('-S');
  if (stopFirst && typeof found !== 'string') print(`Stopping: ${found.record.name}`);
  print(`Starting: ${shown(intent)}`);
  // Before the first unlock apps that are not direct-boot aware are not there.
  const hidden = typeof found !== 'string' && !found.record.system && !device.lock.userUnlocked;
  if (typeof found === 'string' || hidden) {
    const component = intent.component;
    if (component === undefined) complain(`Error: Activity not started, unable to resolve ${shown(intent)}`);
    else {
      const [packageName = '', className = ''] = component.split('/');
      complain(
        'Error type 3',
        `Error: Activity class {${packageName}/${qualified(className, packageName)}} does not exist.`,
      );
    }
    return device.apiLevel >= 28 ? 1 : 0;
  }
  const { record, className, exported } = found;
  if (!exported) {
    complain(
      "Exception occurred while executing 'start':",
      `java.lang.SecurityException: Permission Denial: starting ${shown(intent)} from null (pid=31000, uid=2000) not exported from uid ${record.uid}`,
    );
    return 255;
  }
  if (record.name === 'com.android.launcher3') {
    device.activities.home();
    return 0;
  }
  const how = await device.activities.start({
    packageName: record.name,
    className,
    action: record.name === 'com.android.settings' ? intent.action : undefined,
    stopFirst,
  });
  if (record.name === 'io.appium.settings') device.appiumSettings.start();
  if (how === 'brought') {
    print('Warning: Activity not started, intent has been delivered to currently running top-most instance.');
  }
  if (intent.switches.has('-W')) {
    await device.activities.top?.app?.shown;
    // What a cold start of a small app takes on a phone is not what it takes here: the time is the real one.
    const took = Math.round(performance.now() - began);
    print(
      'Status: ok',
      `LaunchState: ${how === 'started' ? 'COLD' : 'HOT'}`,
      `Activity: ${shortComponent(record.name, className)}`,
      `TotalTime: ${took}`,
      `WaitTime: ${took + 1}`,
      'Complete',
    );
  }
  return 0;
}

async function startService({ device, print, complain }: Invocation, intent: Intent): Promise<number> {
  print(`Starting service: ${shown(intent)}`);
  const [packageName = '', given = ''] = (intent.component ?? '').split('/');
  const record = device.packages.get(packageName);
  const className = qualified(given, packageName);
  const service = record?.services.find(({ name }) => name === className);
  if (record === undefined || service === undefined) {
    complain('Error: Not found; no service started.');
    return 255;
  }
  if (!service.exported) {
    complain('Error: Requires permission not exported from uid ' + String(record.uid));
    return 255;
  }
  device.activities.process(record);
  if (packageName === 'io.appium.settings') device.appiumSettings.start();
  return 0;
}

async function broadcast({ device, print }: Invocation, intent: Intent): Promise<number> {
  print(`Broadcasting: ${shown(intent)}`);
  const target = intent.component?.split('/')[0] ?? intent.packageName;
  const answer =
    target === 'io.appium.settings'
      ? device.appiumSettings.broadcast(intent.action ?? '', intent.extras)
      : undefined;
  await delay(0);
  print(
    answer === undefined
      ? 'Broadcast completed: result=0'
      : `Broadcast completed: result=-1${answer === '' ? '' : `, data="${answer}"`}`,
  );
  return 0;
}
