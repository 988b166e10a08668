import type { Device } from '../device.js';
import type { PackageRecord } from '../packages/record.js';
import { openArchive, type Archive } from '../packages/zip.js';
import type { Process } from '../processes.js';
import { webAssets, type WebAssets } from '../webview/assets.js';
import { AppWebView } from '../webview/app-webview.js';
import type { RunningApp } from './activities.js';
import { plainWindow } from './plain-windows.js';

/**
 * The app behind an activity. Where its APK holds a page, the page runs in a Chromium of its own; where it does not, the
 * activity is empty.
 */
export function startWebApp(device: Device, record: PackageRecord, process: Process): RunningApp {
  return new WebApp(device, record, process);
}

class WebApp implements RunningApp {
  readonly window;
  readonly shown: Promise<void>;
  #view: AppWebView | undefined;
  #archive: Archive | undefined;
  #isResumed = false;
  #hasEnded = false;

  constructor(
    private readonly device: Device,
    private readonly record: PackageRecord,
    private readonly process: Process,
  ) {
    const empty = plainWindow(device, record.name);
    this.window = {
      tree: () => this.#view?.tree() ?? empty.tree(),
      picture: async () => this.#view?.picture(),
      touch: async (x: number, y: number) => this.#view?.touch(x, y),
      swipe: async (x1: number, y1: number, x2: number, y2: number) => this.#view?.swipe(x1, y1, x2, y2),
      typeText: async (text: string) => this.#view?.typeText(text),
      pressKey: async (code: number) => this.#view?.pressKey(code),
      back: async () => {
        if ((await this.#view?.back()) !== true) device.activities.finishTop();
      },
    };
    let shown: () => void = () => undefined;
    this.shown = new Promise((resolve) => (shown = resolve));
    void this.#start(shown).catch((error: unknown) => {
      shown();
      if (this.#hasEnded) return;
      const words = error instanceof Error ? error.message : String(error);
      device.log.write(
        'E',
        'AndroidRuntime',
        `FATAL EXCEPTION: main\nProcess: ${record.name}, PID: ${process.pid}\n${words}`,
        {
          pid: process.pid,
          buffer: 'crash',
        },
      );
      device.complain(`${record.name} cannot be shown: ${words}`);
      device.processes.end(process.pid, 'web view');
      device.dialogs.crashed(record.name);
    });
  }

  resumed(): void {
    if (this.#isResumed) return;
    this.#isResumed = true;
    this.#view?.resumed();
  }

  paused(): void {
    if (!this.#isResumed) return;
    this.#isResumed = false;
    this.#view?.paused();
  }

  ended(reason: string): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    // A web view writes its storage within seconds: sooner than anybody has built and installed the next version.
    this.#view?.end({ gently: /installPackageLI|backup/.test(reason) });
    this.#archive?.close();
  }

  async #start(shown: () => void): Promise<void> {
    const { device, record, process } = this;
    const archive = await openArchive(device.packages.apkFile(record));
    this.#archive = archive;
    const assets: WebAssets | undefined = await webAssets(archive);
    if (this.#hasEnded || assets === undefined) {
      shown();
      return archive.close();
    }
    this.#view = new AppWebView(device, record, process, assets);
    device.webviews.add(this.#view);
    if (this.#isResumed) this.#view.resumed();
    shown();
    await this.#view.started;
  }
}
