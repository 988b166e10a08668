import type { Program } from '../shell.js';
import { options } from '../options.js';

type Namespace = 'global' | 'secure' | 'system';

/** `settings get|put|delete|list|reset NAMESPACE …`. */
export const settings: Program = ({ device, args, print, complain }) => {
  const { rest } = options(args, ['--user']);
  const [verb = '', namespace = '', name, ...values] = rest;
  if (!['get', 'put', 'delete', 'list', 'reset'].includes(verb)) {
    complain(verb === '' ? 'Settings provider (settings) commands:' : `Invalid command: ${verb}`);
    return verb === '' ? 0 : 255;
  }
  if (!['global', 'secure', 'system'].includes(namespace)) {
    complain(`Invalid namespace '${namespace}'`);
    return 255;
  }
  const table = device.store.state.settings[namespace as Namespace];
  if (verb === 'list') {
    for (const [key, value] of Object.entries(table).sort()) print(`${key}=${value}`);
    return 0;
  }
  if (name === undefined) {
    complain('Bad arguments');
    return 255;
  }
  if (verb === 'get') print(Object.hasOwn(table, name) ? table[name]! : 'null');
  if (verb === 'put') {
    if (values.length === 0) {
      complain('Bad arguments');
      return 255;
    }
    device.store.change(() => void (table[name] = values[0]!));
    if (namespace === 'system' && name === 'user_rotation' && /^[0-3]$/.test(values[0]!)) {
      device.rotate(Number(values[0]) as 0 | 1 | 2 | 3);
    }
  }
  if (verb === 'delete') {
    const had = Object.hasOwn(table, name);
    device.store.change(() => delete table[name]);
    print(`Deleted ${had ? 1 : 0} rows`);
  }
  return 0;
};
