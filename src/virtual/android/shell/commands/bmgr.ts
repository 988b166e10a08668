import type { Program } from '../shell.js';
import { localTransport } from '../../packages/manager.js';

const transports = [localTransport];

/** The token that restores of the local transport's only set go by. */
const token = '1';

/** `bmgr`: backups by the local transport. */
export const backupManager: Program = async ({ device, args, print, complain }) => {
  const [verb = '', ...rest] = args[0] === '--user' ? args.slice(2) : args;
  const { store, packages } = device;
  const { backup } = store.state;
  const targets = rest.filter((arg) => !arg.startsWith('-'));
  if (verb !== 'enabled' && verb !== 'enable' && verb !== '' && !backup.enabled && verb !== 'list') {
    print('Backup Manager is not activated for user 0');
    return 0;
  }
  switch (verb) {
    case 'enabled':
      print(`Backup Manager currently ${backup.enabled ? 'enabled' : 'disabled'}`);
      return 0;
    case 'enable': {
      const enabled = rest[0] !== 'false';
      store.change(() => void (backup.enabled = enabled));
      print(`Backup Manager now ${enabled ? 'enabled' : 'disabled'}`);
      return 0;
    }
    case 'list':
      if (targets[0] === 'transports') {
        for (const name of transports) print(`${name === backup.transport ? '  * ' : '    '}${name}`);
        return 0;
      }
      if (targets[0] === 'sets') {
        if (Object.keys(backup.packages).length === 0) print('No restore sets');
        else print(`  ${token} : Local disk image`);
        return 0;
      }
      break;
    case 'transport': {
      const wanted = targets[0] ?? '';
      if (!transports.includes(wanted)) {
        print(`Unknown transport '${wanted}' specified; no changes made.`);
        return 0;
      }
      const old = backup.transport;
      store.change(() => void (backup.transport = wanted));
      print(`Selected transport ${wanted} (formerly ${old})`);
      return 0;
    }
    case 'init':
    case 'wipe':
      packages.wipeBackups();
      print(verb === 'init' ? 'Initialization result: 0' : `Wiped backup data for ${targets.join(' ')}`);
      return 0;
    case 'backupnow': {
      const names = rest.includes('--all')
        ? packages
            .all()
            .filter((record) => !record.system)
            .map(({ name }) => name)
        : targets;
      print(`Running incremental backup for ${names.length} requested packages.`);
      for (const name of names) print(`Package ${name} with result: ${await packages.backUp(name)}`);
      print('Backup finished with result: Success');
      return 0;
    }
    case 'fullbackup':
      for (const name of targets) await packages.backUp(name);
      return 0;
    case 'run':
      return 0;
    case 'restore': {
      const [set = '', name] = targets;
      const wanted = name ?? (/^\w+$/.test(set) && !set.includes('.') ? undefined : set);
      if (name !== undefined && set !== token) {
        print('No matching restore set token.  Available sets:', `  ${token} : Local disk image`);
        return 0;
      }
      const names = wanted === undefined ? Object.keys(backup.packages) : [wanted];
      print(`Scheduling restore: Local disk image`);
      print(`restoreStarting: ${names.length} packages`);
      let index = 0;
      for (const one of names) {
        print(`onUpdate: ${index++} = ${one}`);
        await packages.restore(one);
      }
      print('restoreFinished: 0', 'done');
      return 0;
    }
    case 'whitelist':
    case 'activate':
    case 'activated':
      print('true');
      return 0;
  }
  complain('usage: bmgr [--user <userId>] [backup|restore|list|transport|run]');
  return 1;
};
