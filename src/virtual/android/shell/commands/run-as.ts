import { appUser } from '../../files.js';
import type { Program } from '../shell.js';

/** `run-as PACKAGE COMMAND…`: in the data folder of a debuggable app, as its user. */
export const runAs: Program = async ({ device, args, complain, run }) => {
  const [name = '', ...rest] = args[0] === '--user' ? args.slice(2) : args;
  if (name === '') {
    complain('run-as: usage: run-as <package-name> [--user <uid>] <command> [<args>]');
    return 1;
  }
  const record = device.packages.get(name);
  if (record === undefined) {
    complain(`run-as: unknown package: ${name}`);
    return 1;
  }
  if (record.system) {
    complain(`run-as: package not an application: ${name}`);
    return 1;
  }
  if (!record.debuggable) {
    complain(`run-as: package not debuggable: ${name}`);
    return 1;
  }
  if (!device.lock.userUnlocked) {
    // Before the first unlock the folder's name is there only encrypted.
    complain(`run-as: couldn't stat /data/user/0/${name}: No such file or directory`);
    return 1;
  }
  const as = { user: appUser(record.uid), cwd: `/data/data/${name}` };
  return rest.length === 0 ? 0 : run(rest, as);
};
