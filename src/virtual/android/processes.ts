/** A process of the device. */
export interface Process {
  readonly pid: number;
  readonly ppid: number;
  readonly name: string;
  readonly uid: number;
  readonly packageName: string | undefined;
  /** Milliseconds since 1970 by the device's clock. */
  readonly startedAt: number;
}

/** Always there: name, uid and, for those that belong to one, package. */
const base: readonly (readonly [name: string, uid: number, packageName?: string])[] = [
  ['init', 0],
  ['logd', 1036],
  ['servicemanager', 1000],
  ['surfaceflinger', 1000],
  ['zygote64', 0],
  ['adbd', 2000],
  ['keystore2', 1017],
  ['system_server', 1000],
  ['com.android.systemui', 10_050, 'com.android.systemui'],
  ['com.android.launcher3', 10_051, 'com.android.launcher3'],
  ['com.android.phone', 1001, 'com.android.phone'],
  ['com.android.inputmethod.latin', 10_052, 'com.android.inputmethod.latin'],
];

/** The processes of a device. */
export class Processes {
  readonly #all = new Map<number, Process>();
  #next = 1;
  readonly #watchers = new Map<number, ((reason: string) => void)[]>();

  constructor(private readonly now: () => number) {}

  boot(): void {
    this.#all.clear();
    this.#watchers.clear();
    this.#next = 1;
    for (const [name, uid, packageName] of base) {
      this.start(name, uid, packageName);
      this.#next += name === 'init' ? 200 : 37;
    }
    this.#next = Math.max(this.#next, 2000);
  }

  start(name: string, uid: number, packageName?: string): Process {
    const pid = this.#next++;
    if (pid >= 2000) this.#next += Math.floor(Math.random() * 7);
    const ppid =
      pid === 1 ? 0 : uid >= 1000 && packageName !== undefined ? (this.byName('zygote64')?.pid ?? 1) : 1;
    const process = { pid, ppid, name, uid, packageName, startedAt: this.now() };
    this.#all.set(pid, process);
    return process;
  }

  all(): readonly Process[] {
    return [...this.#all.values()];
  }

  get(pid: number): Process | undefined {
    return this.#all.get(pid);
  }

  byName(name: string): Process | undefined {
    return this.all().find((process) => process.name === name);
  }

  of(packageName: string): readonly Process[] {
    return this.all().filter((process) => process.packageName === packageName);
  }

  /** Calls back once when a process has ended. */
  onDeath(pid: number, callback: (reason: string) => void): void {
    this.#watchers.set(pid, [...(this.#watchers.get(pid) ?? []), callback]);
  }

  /** Ends a process, if it is there. */
  end(pid: number, reason: string): boolean {
    if (!this.#all.delete(pid)) return false;
    const watchers = this.#watchers.get(pid) ?? [];
    this.#watchers.delete(pid);
    for (const watcher of watchers) watcher(reason);
    return true;
  }
}
