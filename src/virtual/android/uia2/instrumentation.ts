import { createServer } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Invocation } from '../shell/shell.js';
import { Uia2Server } from './server.js';

export const serverPackage = 'io.appium.uiautomator2.server';
const socket = 'tcp:6790';

const aboutToStartMs = 1000;

/** `am instrument`, which runs the UiAutomator2 server of Appium while its session lasts. */
export class Instrumentation {
  #starting = false;
  #stoppedAt = Number.NEGATIVE_INFINITY;
  #running: { readonly stop: () => void } | undefined;

  /**
   * Whether a server is about to listen: it is being started, or was stopped this moment, which is how drivers begin.
   * Their first question comes in the same instant, and is asked again only a second later.
   */
  get starting(): boolean {
    return this.#starting || (!this.isRunning && performance.now() - this.#stoppedAt < aboutToStartMs);
  }

  /** The server's package was force-stopped. */
  stopped(): void {
    this.#stoppedAt = performance.now();
  }

  get isRunning(): boolean {
    return this.#running !== undefined;
  }

  /** Ends the server, if it runs. */
  stop(): void {
    this.#running?.stop();
  }

  /** The command itself; with -w it lasts as long as the instrumentation. */
  async run({ device, print, signal, complain }: Invocation, args: readonly string[]): Promise<number> {
    const component = args.find((arg) => arg.includes('/')) ?? '';
    const [packageName = '', runner = ''] = component.split('/');
    const record = device.packages.get(packageName);
    const found = record?.instrumentation.find(({ name }) => name === runner);
    if (record === undefined || found === undefined) {
      complain(
        `INSTRUMENTATION_FAILED: ${component}`,
        `android.util.AndroidException: INSTRUMENTATION_FAILED: ${component}`,
      );
      print(
        `INSTRUMENTATION_STATUS: id=ActivityManagerService`,
        `INSTRUMENTATION_STATUS: Error=Unable to find instrumentation info for: ComponentInfo{${component}}`,
        'INSTRUMENTATION_STATUS_CODE: -1',
      );
      return 1;
    }
    const target = device.packages.get(found.target);
    if (target === undefined) {
      print(
        `INSTRUMENTATION_STATUS: Error=Unable to find instrumentation target package: ${found.target}`,
        'INSTRUMENTATION_STATUS_CODE: -1',
      );
      return 1;
    }
    if (found.target !== serverPackage) {
      // No dex is run here: of instrumentations only Appium's is known.
      device.listUnknown(`am instrument ${component}`);
      print('INSTRUMENTATION_RESULT: shortMsg=Process crashed.', 'INSTRUMENTATION_CODE: 0');
      return 0;
    }
    this.stop();
    await device.activities.stop(serverPackage, 'start instr');
    this.#starting = true;
    const process = device.processes.start(serverPackage, target.uid, serverPackage);
    const ended = new Promise<void>((resolve) => {
      const uia2 = new Uia2Server(device, () => setImmediate(stop));
      const http = createServer((request, response) => void uia2.handle(request, response));
      http.keepAliveTimeout = 60_000;
      http.on('clientError', (_error, broken) => broken.destroy());
      const stop = (): void => {
        if (this.#running !== running) return;
        this.#running = undefined;
        this.#starting = false;
        device.sockets.delete(socket);
        http.closeAllConnections();
        device.processes.end(process.pid, 'finished inst');
        resolve();
      };
      const running = { stop };
      this.#running = running;
      device.processes.onDeath(process.pid, stop);
      signal.addEventListener('abort', stop, { once: true });
      device.sockets.set(socket, (connection: Duplex) => void http.emit('connection', connection));
      this.#starting = false;
      print(
        'INSTRUMENTATION_STATUS: class=io.appium.uiautomator2.server.test.AppiumUiAutomator2Server',
        'INSTRUMENTATION_STATUS_CODE: 1',
      );
    });
    await ended;
    print(
      'INSTRUMENTATION_RESULT: stream=',
      '',
      'Time: 0',
      '',
      'OK (1 test)',
      '',
      'INSTRUMENTATION_CODE: -1',
    );
    return 0;
  }
}
