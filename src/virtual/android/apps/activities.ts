import type { Device } from '../device.js';
import type { Process } from '../processes.js';
import type { PackageRecord } from '../packages/record.js';
import { layers, type Window } from '../system/windows.js';
import { homeWindow, plainWindow } from './plain-windows.js';
import { settingsScreen } from './settings.js';
import { startWebApp } from './web-app.js';

/** An app that runs behind an activity. */
export interface RunningApp {
  /** What its activity shows. */
  readonly window: Pick<Window, 'tree'> & Partial<Window>;
  /** Resolves when its window is drawn, if that takes a while. */
  readonly shown?: Promise<void>;
  resumed(): void;
  paused(): void;
  /** Its process has ended. */
  ended(reason: string): void;
}

/** An activity on the stack. */
export interface Activity {
  readonly packageName: string;
  /** Fully qualified class. */
  className: string;
  readonly taskId: number;
  readonly process: Process;
  readonly app: RunningApp | undefined;
  readonly action: string | undefined;
}

export interface StartRequest {
  readonly packageName: string;
  readonly className: string;
  readonly action?: string | undefined;
  /** -S: force-stop the package first. */
  readonly stopFirst?: boolean;
}

/** Tasks, the activity that is seen, and the processes behind them. */
export class Activities {
  /** From bottom to top, without home. */
  #tasks: Activity[] = [];
  #atHome = true;
  #nextTask = 10;
  #shown: { readonly activity: Activity | 'home'; readonly remove: () => void } | undefined;

  constructor(private readonly device: Device) {}

  boot(): void {
    this.#tasks = [];
    this.#atHome = true;
    this.#shown = undefined;
    this.#show();
  }

  get tasks(): readonly Activity[] {
    return this.#tasks;
  }

  /** The activity that has the screen, below prompts and keyguard; undefined is home. */
  get top(): Activity | undefined {
    return this.#atHome ? undefined : this.#tasks.at(-1);
  }

  /** Whether a package is what the person works with: not home, not another app, not the keyguard. */
  isForeground(packageName: string): boolean {
    const { lock } = this.device;
    return this.top?.packageName === packageName && lock.screenOn && !lock.keyguard;
  }

  /** Starts an activity or brings its task to the front. */
  async start({
    packageName,
    className,
    action,
    stopFirst = false,
  }: StartRequest): Promise<'started' | 'brought'> {
    const record = this.device.packages.get(packageName)!;
    if (stopFirst) await this.stop(packageName, 'start -S');
    const there = this.#tasks.find((task) => task.packageName === packageName && task.action === action);
    if (there !== undefined && this.device.processes.get(there.process.pid) !== undefined) {
      this.#tasks = [...this.#tasks.filter((task) => task !== there), there];
      there.className = className;
      this.#atHome = false;
      this.#show();
      return 'brought';
    }
    this.#tasks = this.#tasks.filter((task) => task !== there);
    const process = this.process(record);
    const activity: Activity = {
      packageName,
      className,
      taskId: this.#nextTask++,
      process,
      app: this.#run(record, process, action),
      action,
    };
    this.#tasks.push(activity);
    this.#atHome = false;
    this.device.log.write(
      'I',
      'ActivityTaskManager',
      `START u0 {cmp=${shortComponent(packageName, className)}} from uid 2000`,
      {
        buffer: 'system',
      },
    );
    this.#show();
    return 'started';
  }

  /** The process of a package, started if need be. */
  process(record: PackageRecord): Process {
    const there = this.device.processes.of(record.name).find((process) => process.name === record.name);
    if (there !== undefined) return there;
    const process = this.device.processes.start(record.name, record.uid, record.name);
    if (!record.system) {
      this.device.packages.change(record.name, (changed) => {
        changed.stopped = false;
        changed.notLaunched = false;
      });
    }
    this.device.log.write(
      'I',
      'ActivityManager',
      `Start proc ${process.pid}:${record.name}/u0a${record.uid - 10_000} for top-activity`,
      {
        buffer: 'system',
      },
    );
    this.device.processes.onDeath(process.pid, (reason) => this.#died(process, reason));
    return process;
  }

  home(): void {
    this.device.prompts.interrupted();
    this.#atHome = true;
    this.#show();
  }

  /** Ends the activity on top, as `finish()` does; its process stays. */
  finishTop(): void {
    const top = this.top;
    if (top === undefined) return;
    this.#tasks = this.#tasks.slice(0, -1);
    this.#atHome = true;
    this.#show();
    // A web app's process stays cached on a device; its page does not.
    if (top.app !== undefined) this.device.processes.end(top.process.pid, 'finished');
  }

  /** `am force-stop`, and what an install does to a running app. Waits until its page is gone. */
  async stop(packageName: string, reason: string): Promise<void> {
    const processes = this.device.processes.of(packageName);
    for (const { pid } of processes) {
      this.device.log.write('I', 'ActivityManager', `Killing ${pid}:${packageName}: ${reason}`, {
        buffer: 'system',
      });
      this.device.processes.end(pid, reason);
    }
    if (reason === 'force-stop')
      this.device.packages.change(packageName, (record) => void (record.stopped = true));
    await this.device.webviews.gone(packageName);
  }

  /** Lets the app know whether its activity is seen: keyguard and screen decide as well. */
  refresh(): void {
    const top = this.top;
    for (const task of this.#tasks) {
      if (task === top && this.isForeground(task.packageName)) task.app?.resumed();
      else task.app?.paused();
    }
  }

  #died(process: Process, reason: string): void {
    const gone = this.#tasks.filter((task) => task.process === process);
    const wasTop = gone.includes(this.top as Activity);
    this.#tasks = this.#tasks.filter((task) => task.process !== process);
    for (const { app } of gone) app?.ended(reason);
    this.device.prompts.processDied(process.pid);
    this.device.log.write(
      'I',
      'ActivityManager',
      `Process ${process.name} (pid ${process.pid}) has died: ${reason}`,
      {
        buffer: 'system',
      },
    );
    if (wasTop) this.#atHome = true;
    this.#show();
  }

  #run(record: PackageRecord, process: Process, action: string | undefined): RunningApp | undefined {
    if (record.name === 'com.android.settings')
      return settingsScreen(this.device, action, () => this.#leaveSettings(process));
    return record.system ? undefined : startWebApp(this.device, record, process);
  }

  #leaveSettings(process: Process): void {
    if (this.top?.process === process) this.finishTop();
  }

  #show(): void {
    const wanted = this.top ?? 'home';
    if (this.#shown?.activity !== wanted) {
      this.#shown?.remove();
      this.#shown = { activity: wanted, remove: this.device.windows.add(this.#windowOf(wanted)) };
    }
    this.refresh();
  }

  #windowOf(activity: Activity | 'home'): Window {
    if (activity === 'home') return homeWindow(this.device);
    const { app, packageName } = activity;
    const shown = app?.window ?? plainWindow(this.device, packageName);
    const { process } = activity;
    return {
      layer: layers.application,
      type: 'BASE_APPLICATION',
      packageName,
      back: () => {
        if (this.top?.process === process) this.finishTop();
      },
      ...shown,
      get title() {
        return `${packageName}/${activity.className}`;
      },
      get activity() {
        return `${packageName}/${activity.className}`;
      },
    };
  }
}

/** A component as Android prints it: with its package's part of the class left out. */
export function shortComponent(packageName: string, className: string): string {
  const short = className.startsWith(`${packageName}.`) ? className.slice(packageName.length) : className;
  return `${packageName}/${short}`;
}
