import { activityManager } from './commands/am.js';
import { appops } from './commands/appops.js';
import { backupManager } from './commands/bmgr.js';
import { cmd } from './commands/cmd.js';
import { dumpsys } from './commands/dumpsys/index.js';
import { fileCommands } from './commands/files.js';
import { input } from './commands/input.js';
import { locksettings } from './commands/locksettings.js';
import { logcat, writeLog } from './commands/logcat.js';
import { packageManager } from './commands/pm.js';
import { processCommands } from './commands/processes.js';
import { runAs } from './commands/run-as.js';
import { screencap } from './commands/screencap.js';
import { settings } from './commands/settings.js';
import { systemCommands } from './commands/system.js';
import { testCommands } from './commands/test.js';
import { textCommands } from './commands/text.js';
import { uiautomator } from './commands/uiautomator.js';
import { windowManager } from './commands/wm.js';
import type { Program } from './shell.js';

/** Every program of the device's shell, by name. */
export const programs: ReadonlyMap<string, Program> = new Map<string, Program>([
  ...fileCommands,
  ...textCommands,
  ...testCommands,
  ...processCommands,
  ...systemCommands,
  ['am', activityManager],
  ['appops', appops],
  ['bmgr', backupManager],
  ['cmd', cmd],
  ['dumpsys', dumpsys],
  ['input', input],
  ['locksettings', locksettings],
  ['log', writeLog],
  ['logcat', logcat],
  ['pm', packageManager],
  ['run-as', runAs],
  ['screencap', screencap],
  ['settings', settings],
  ['uiautomator', uiautomator],
  ['wm', windowManager],
]);
