import type { Device } from '../device.js';
import { alertDialog, button, layOut } from './ui.js';
import { layers } from './windows.js';

/** Dialogs of the system about an app: it has stopped, or it is not responding. */
export class Dialogs {
  constructor(private readonly device: Device) {}

  /** An app died of an uncaught exception. */
  crashed(packageName: string): void {
    const { apiLevel } = this.device;
    const name = this.device.packages.get(packageName)?.label ?? packageName;
    const message = apiLevel >= 24 ? `${name} has stopped` : `Unfortunately, ${name} has stopped.`;
    const activity = `Application Error: ${packageName}`;
    this.#show(activity, message, (close) => [
      button('android:id/aerr_restart', 'Open app again', () => {
        close();
        const launcher = this.device.packages.launcher(packageName);
        if (launcher !== undefined)
          void this.device.activities.start({ packageName, className: launcher.name });
      }),
      button('android:id/aerr_close', 'Close app', close),
    ]);
  }

  /** An app does not take its input. Gives what takes the dialog away when it answers again. */
  notResponding(packageName: string, pid: number): () => void {
    const name = this.device.packages.get(packageName)?.label ?? packageName;
    this.device.log.write('E', 'ActivityManager', `ANR in ${packageName}`, { buffer: 'system' });
    return this.#show(`Application Not Responding: ${packageName}`, `${name} isn't responding`, (close) => [
      button('android:id/aerr_close', 'Close app', () => {
        close();
        void this.device.activities.stop(packageName, 'user request after error');
        this.device.processes.end(pid, 'user request after error');
      }),
      button('android:id/aerr_wait', 'Wait', close),
    ]);
  }

  #show(
    title: string,
    message: string,
    buttons: (close: () => void) => ReturnType<typeof button>[],
  ): () => void {
    const close = (): void => remove();
    const screen = this.device.screen();
    const area = { x: 60, y: Math.floor(screen.height / 3), width: screen.width - 120, height: 600 };
    const remove = this.device.windows.add({
      title,
      packageName: 'android',
      layer: layers.systemDialog,
      type: 'SYSTEM_ALERT',
      tree: () =>
        layOut(alertDialog('android', { title: message, message: '', buttons: buttons(close) }), area),
      back: close,
    });
    return close;
  }
}
