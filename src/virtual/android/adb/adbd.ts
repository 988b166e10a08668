import { createServer, type Server, type Socket } from 'node:net';
import type { Device } from '../device.js';
import { delay, until } from '../wait.js';
import { AdbConnection } from './connection.js';
import { Reverse } from './reverse.js';
import { rawShell, shellV2 } from './shell-protocol.js';
import { bridge } from './splice.js';
import type { AdbStream } from './stream.js';
import { serveSync } from './sync.js';

/** What is told to the client: with these its shell has exit codes and its installs are streams. */
const features = ['shell_v2', 'cmd', 'stat_v2', 'ls_v2', 'fixed_push_mkdir'];

/** How long a port that nobody listens on yet is waited for while its program starts, in milliseconds. */
const socketWaitMs = 300;

/** The device's side of adb, on a port of the host's loopback. */
export class Adbd {
  readonly #connections = new Set<AdbConnection>();
  readonly #server: Server;
  readonly reverse = new Reverse();
  #plugged = true;

  constructor(
    private readonly device: Device,
    private readonly options: { readonly latencyMs: number },
  ) {
    this.#server = createServer((socket) => this.#accept(socket));
    device.on('reboot', () => this.disconnect());
  }

  /** Rejects when the port is taken. Gives the port. */
  listen(port: number): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(port, '127.0.0.1', () => {
        this.#server.off('error', reject);
        resolve((this.#server.address() as { port: number }).port);
      });
    });
  }

  /** The cable is pulled, or plugged in again. */
  plug(plugged: boolean): void {
    this.#plugged = plugged;
    if (!plugged) this.disconnect();
  }

  /** Ends every connection, as a rebooting device does. */
  disconnect(): void {
    for (const connection of [...this.#connections]) connection.close();
  }

  close(): void {
    this.disconnect();
    this.#server.close();
  }

  #accept(socket: Socket): void {
    if (!this.#plugged) return void socket.destroy();
    const connection: AdbConnection = new AdbConnection(socket, {
      banner: () => this.#banner(),
      open: (service) => this.#open(service, connection),
      delay: () => (this.options.latencyMs > 0 ? delay(this.options.latencyMs) : Promise.resolve()),
      closed: () => {
        this.#connections.delete(connection);
        this.reverse.forget(connection);
      },
    });
    this.#connections.add(connection);
  }

  #banner(): string {
    const { properties } = this.device;
    const products = ['ro.product.name', 'ro.product.model', 'ro.product.device'];
    const described = products.map((name) => `${name}=${properties.get(name)};`).join('');
    return `device::${described}features=${features.join(',')}`;
  }

  async #open(
    service: string,
    connection: AdbConnection,
  ): Promise<((stream: AdbStream) => void) | undefined> {
    const { device } = this;
    const shell = /^shell(,[^:]*)?:([\s\S]*)$/.exec(service);
    if (shell !== null) {
      const isV2 = shell[1]?.split(',').includes('v2') ?? false;
      return (stream) => void this.#shell(shell[2]!, stream, isV2);
    }
    if (service.startsWith('exec:')) return (stream) => void this.#shell(service.slice(5), stream, false);
    if (service === 'sync:') return (stream) => void serveSync(stream, device.files);
    if (/^(tcp:\d+|localabstract:.+|local:.+)$/.test(service)) return this.#socket(service);
    if (service.startsWith('reverse:')) return this.reverse.open(service.slice(8), connection, device);
    if (service === 'reboot:' || service.startsWith('reboot:')) {
      return (stream) => {
        stream.end();
        void device.reboot();
      };
    }
    const text = this.#textService(service);
    if (text === undefined) {
      device.listUnknown(`service ${service}`);
      return undefined;
    }
    return (stream) => stream.end(text);
  }

  #textService(service: string): string | undefined {
    // Only what adb's root, unroot, remount and tcpip answer on a build that is not rooted.
    if (service === 'root:') return 'adbd cannot run as root in production builds\n';
    if (service === 'unroot:') return 'adbd not running as root\n';
    if (service === 'remount:') return 'Not running as root. Try "adb root" first.\n';
    if (service.startsWith('tcpip:') || service === 'usb:') return 'error: not supported on this device\n';
    if (service.startsWith('jdwp')) return '';
    return undefined;
  }

  async #shell(script: string, stream: AdbStream, isV2: boolean): Promise<void> {
    const streams = isV2 ? shellV2(stream) : rawShell(stream);
    if (script.trim() === '') return this.#interactive(stream, streams);
    const code = await this.device.sh(script, streams).catch(() => 1);
    await this.#drained(streams.stdout, streams.stderr);
    streams.exit(code);
  }

  /** `adb shell` without a command: reads lines and runs them, without a terminal's echo. */
  async #interactive(stream: AdbStream, streams: ReturnType<typeof rawShell>): Promise<void> {
    let pending = '';
    let last = 0;
    for await (const chunk of streams.stdin as AsyncIterable<Buffer>) {
      pending += chunk.toString('utf8').replaceAll('\r', '\n');
      let end = pending.indexOf('\n');
      for (; end >= 0; end = pending.indexOf('\n')) {
        const line = pending.slice(0, end);
        pending = pending.slice(end + 1);
        if (/^\s*exit\b/.test(line) || line === '\u0004') return streams.exit(last);
        last = await this.device.sh(line, { ...streams, stdin: stream });
      }
    }
    streams.exit(last);
  }

  #drained(...outputs: readonly NodeJS.WritableStream[]): Promise<unknown> {
    return Promise.all(
      outputs.map(
        (output) =>
          new Promise<void>((resolve) => (output as unknown as { end(done: () => void): void }).end(resolve)),
      ),
    );
  }

  /** A socket of a program on the device. One that is about to be there is waited for. */
  async #socket(name: string): Promise<((stream: AdbStream) => void) | undefined> {
    const { sockets, instrumentation } = this.device;
    if (!sockets.has(name) && name.startsWith('tcp:') && instrumentation.starting) {
      await until(() => sockets.has(name), { limitMs: socketWaitMs });
    }
    const listener = sockets.get(name);
    return listener === undefined ? undefined : (stream) => listener(bridge(stream));
  }
}
