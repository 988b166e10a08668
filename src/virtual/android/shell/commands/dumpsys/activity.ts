import { shortComponent } from '../../../apps/activities.js';
import type { Program } from '../../shell.js';

/** `dumpsys activity [activities|processes|services|top|broadcasts|recents] [NAME]`. */
export const activity: Program = ({ device, args, print }) => {
  const [part = 'all', name] = args.filter((arg) => !arg.startsWith('-'));
  const { activities, processes } = device;
  if (part === 'processes' || part === 'p' || part === 'all') {
    print('ACTIVITY MANAGER RUNNING PROCESSES (dumpsys activity processes)', '  All known processes:');
    for (const process of processes.all()) {
      if (process.packageName === undefined || (name !== undefined && name !== process.packageName)) continue;
      const user = process.uid >= 10_000 ? `u0a${process.uid - 10_000}` : String(process.uid);
      print(
        `  *APP* UID ${process.uid} ProcessRecord{${process.pid.toString(16)}abc ${process.pid}:${process.name}/${user}}`,
        `    user #0 uid=${process.uid} gids={3003, 50113}`,
        `    packageList={${process.packageName}}`,
      );
    }
  }
  if (part === 'services' || part === 's' || part === 'all') {
    const isAppium = (name ?? 'io.appium.settings').startsWith('io.appium.settings');
    print('ACTIVITY MANAGER SERVICES (dumpsys activity services)');
    const asksRecorder = name?.includes('RecorderService') ?? false;
    if (isAppium && !asksRecorder && device.appiumSettings.isRunning) {
      const pid = processes.of('io.appium.settings')[0]!.pid;
      print(
        '  User 0 active services:',
        '  * ServiceRecord{5c1f0f3 u0 io.appium.settings/.ForegroundService c:io.appium.settings}',
        '    intent={cmp=io.appium.settings/.ForegroundService}',
        `    app=ProcessRecord{1 ${pid}:io.appium.settings/u0a1}`,
        '    isForeground=true foregroundId=1 foregroundNoti=Notification(channel=main_channel)',
      );
    } else print('  (nothing)');
  }
  if (['activities', 'a', 'all', 'top', 'recents', 'r'].includes(part)) {
    print(
      'ACTIVITY MANAGER ACTIVITIES (dumpsys activity activities)',
      'Display #0 (activities from top to bottom):',
    );
    const top = activities.top;
    for (const task of [...activities.tasks].reverse()) {
      const component = shortComponent(task.packageName, task.className);
      const id = task.taskId.toString(16).padStart(7, 'c');
      print(
        `  * Task{${id} #${task.taskId} type=standard A=${device.packages.get(task.packageName)?.uid ?? 0}:${task.packageName} U=0 visible=${task === top} mode=fullscreen}`,
        `    * Hist  #0: ActivityRecord{${id} u0 ${component} t${task.taskId}}`,
        `      packageName=${task.packageName} processName=${task.process.name}`,
        `      state=${task === top ? 'RESUMED' : 'STOPPED'}`,
      );
    }
    const shown =
      top === undefined
        ? 'com.android.launcher3/.uioverrides.QuickstepLauncher'
        : shortComponent(top.packageName, top.className);
    const record = `ActivityRecord{${(top?.taskId ?? 1).toString(16).padStart(7, 'c')} u0 ${shown} t${top?.taskId ?? 1}}`;
    print(
      device.apiLevel >= 30 ? `  topResumedActivity=${record}` : `  mResumedActivity: ${record}`,
      `  ResumedActivity: ${record}`,
    );
  }
  if (part === 'broadcasts' || part === 'b')
    print('ACTIVITY MANAGER BROADCAST STATE (dumpsys activity broadcasts)');
  return 0;
};
