import type { Program } from '../shell.js';
import { activityManager } from './am.js';
import { appops } from './appops.js';
import { locksettings } from './locksettings.js';
import { packageManager } from './pm.js';
import { settings } from './settings.js';
import { ime } from './system.js';
import { windowManager } from './wm.js';

const services: Readonly<Record<string, Program>> = {
  activity: activityManager,
  alarm: ({ device, args }) => {
    const [verb, value = ''] = args;
    // The shell of a phone as it is sold may not set the time; nobody has looked which releases let it.
    if (!device.profile.emulator) return 255;
    if (verb === 'set-time') device.setClock(Number(value));
    if (verb === 'set-timezone') device.properties.set('persist.sys.timezone', value);
    return 0;
  },
  appops,
  lock_settings: locksettings,
  package: packageManager,
  settings,
  window: windowManager,
  input_method: ({ device, args, print }) => ime(device, args, print),
  notification: ({ device, args }) => {
    const [verb, name = ''] = args;
    device.store.change((state) => {
      const others = state.notificationListeners.filter((one) => one !== name);
      state.notificationListeners = verb === 'allow_listener' ? [...others, name] : others;
    });
    return 0;
  },
  location: ({ device, args, print }) => {
    const { secure } = device.store.state.settings;
    if (args[0] === 'is-location-enabled') print(String(secure['location_mode'] !== '0'));
    if (args[0] === 'set-location-enabled') {
      device.store.change(() => void (secure['location_mode'] = args[1] === 'false' ? '0' : '3'));
    }
    return 0;
  },
  uimode: ({ device, args, print }) => {
    const { secure } = device.store.state.settings;
    if (args[0] === 'night' && args[1] !== undefined)
      device.store.change(() => void (secure['ui_night_mode'] = args[1] === 'yes' ? '2' : '1'));
    print(`Night mode: ${secure['ui_night_mode'] === '2' ? 'yes' : 'no'}`);
    return 0;
  },
  connectivity: ({ device, args, print }) => {
    const { global } = device.store.state.settings;
    if (args[0] === 'airplane-mode') {
      if (args[1] === undefined) print(global['airplane_mode_on'] === '1' ? 'enabled' : 'disabled');
      else device.store.change(() => void (global['airplane_mode_on'] = args[1] === 'enable' ? '1' : '0'));
    }
    return 0;
  },
  fingerprint: ({ device }) => (device.profile.sensor === 'none' ? 20 : 0),
  statusbar: () => 0,
  deviceidle: ({ args, run }) => run(['dumpsys', 'deviceidle', ...args]),
  wifi: () => 0,
  bluetooth_manager: () => 0,
  power: () => 0,
  display: () => 0,
  webviewupdate: () => 0,
  jobscheduler: () => 0,
  thermalservice: () => 0,
  testharness: () => 0,
};

/** `cmd SERVICE …`, which hands its arguments to a service. */
export const cmd: Program = async (invocation) => {
  const [name = '', ...args] = invocation.args;
  if (name === '-l') {
    invocation.print(
      'Currently running services:',
      ...Object.keys(services)
        .sort()
        .map((one) => `  ${one}`),
    );
    return 0;
  }
  const service =
    name === 'fingerprint' && invocation.device.profile.sensor === 'none' ? undefined : services[name];
  if (service === undefined) {
    if (name === '') {
      invocation.complain(
        'cmd: No service specified; use -l to list all running services. Use -w to start and wait for a service.',
      );
    } else {
      invocation.device.listUnknown(`cmd ${invocation.args.join(' ')}`);
      invocation.complain(`cmd: Can't find service: ${name}`);
    }
    return 20;
  }
  return service({ ...invocation, name: 'cmd', args });
};
