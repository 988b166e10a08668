import { execFileSync } from 'node:child_process';
import type { Device } from '../device.js';
import { findChromium } from './chromium.js';

/** Something that runs on the host for a process of the device. */
export interface Hosted {
  readonly packageName: string;
  readonly pid: number;
  /** Resolves when it is gone. */
  readonly ended: Promise<void>;
  crash(reason: string): void;
  resize(): void;
}

/** The web views of a device. */
export class WebViews {
  readonly #all = new Set<Hosted>();
  #version: string | undefined;
  #program: string | undefined;

  constructor(
    private readonly device: Device,
    private readonly named: string | undefined,
  ) {}

  /** Chromium's program. Throws an Error that says what to do when there is none. */
  get program(): string {
    this.#program ??= findChromium(this.named);
    if (this.#program === undefined) {
      throw new Error(
        this.named === undefined
          ? 'No Chromium was found on the PATH: install it, or name it with --chromium.'
          : `${this.named} is not a program that can be run.`,
      );
    }
    return this.#program;
  }

  /** Chromium's version, or 0.0.0.0 when there is none. */
  get version(): string {
    if (this.#version === undefined) {
      try {
        const printed = execFileSync(this.program, ['--version'], { encoding: 'utf8', timeout: 10_000 });
        this.#version = /\d+(\.\d+)+/.exec(printed)?.[0] ?? '0.0.0.0';
      } catch {
        this.#version = '0.0.0.0';
      }
    }
    return this.#version;
  }

  set version(version: string) {
    this.#version = version;
  }

  add(hosted: Hosted): void {
    this.#all.add(hosted);
    void hosted.ended.then(() => this.#all.delete(hosted));
  }

  /** Resolves when nothing runs any more for a package, or for any. */
  async gone(packageName?: string): Promise<void> {
    const wanted = [...this.#all].filter(
      (one) => packageName === undefined || one.packageName === packageName,
    );
    // Those whose process lives on are not being ended.
    const ending = wanted.filter(({ pid }) => this.device.processes.get(pid) === undefined);
    await Promise.all(ending.map(({ ended }) => ended));
  }

  crash(pid: number, reason: string): void {
    for (const one of this.#all) if (one.pid === pid) one.crash(reason);
  }

  /** The screen was rotated. */
  resize(): void {
    for (const one of this.#all) one.resize();
  }
}
