import type { Program } from '../shell.js';
import { options } from '../options.js';

const modes = ['allow', 'deny', 'ignore', 'default', 'foreground'];

/** `appops set|get|reset`, also as `cmd appops`. */
export const appops: Program = ({ device, args, print, complain }) => {
  const { rest } = options(args, ['--user']);
  const [verb = '', target = '', op = '', mode = ''] = rest;
  if (verb === 'reset') {
    device.store.change((state) => {
      state.appops = {};
    });
    print('Reset all modes to default.');
    return 0;
  }
  if (verb !== 'set' && verb !== 'get') {
    complain(verb === '' ? 'AppOps service (appops) commands:' : `Unknown command: ${verb}`);
    return verb === '' ? 0 : 255;
  }
  const record = device.packages.get(target);
  if (record === undefined) {
    complain(`Error: No UID for ${target} in user 0`);
    return 255;
  }
  const name = op.replace(/^android:/, '').toUpperCase();
  const ops = device.store.state.appops[target] ?? {};
  if (verb === 'get') {
    const shown = op === '' ? Object.entries(ops) : Object.entries(ops).filter(([key]) => key === name);
    for (const [key, value] of shown) print(`${key}: ${value}`);
    if (shown.length === 0)
      print(op === '' ? 'No operations.' : `No operations.\nDefault mode: ${defaultMode(name)}`);
    return 0;
  }
  if (!modes.includes(mode)) {
    complain(mode === '' ? 'Error: Mode not specified.' : `Error: Mode ${mode} is not valid.`);
    return 255;
  }
  device.store.change((state) => {
    const changed = { ...ops };
    if (mode === 'default') delete changed[name];
    else changed[name] = mode;
    state.appops[target] = changed;
  });
  return 0;
};

function defaultMode(name: string): string {
  return /LOCATION|CAMERA|RECORD_AUDIO|PROJECT_MEDIA|SYSTEM_ALERT_WINDOW/.test(name) ? 'ignore' : 'allow';
}
