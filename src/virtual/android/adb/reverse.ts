import type { Device } from '../device.js';
import type { AdbConnection } from './connection.js';
import type { AdbStream } from './stream.js';

/** Ports of the device that lead to the host of the client: `adb reverse`. */
export class Reverse {
  readonly #forwards = new Map<string, { readonly target: string; readonly connection: AdbConnection }>();

  /** Serves `reverse:…`; undefined refuses. */
  open(
    request: string,
    connection: AdbConnection,
    device: Device,
  ): ((stream: AdbStream) => void) | undefined {
    const [verb = '', ...rest] = request.split(':');
    const argument = rest.join(':');
    if (verb === 'list-forward') {
      const list = [...this.#forwards].map(([from, { target }]) => `host ${from} ${target}\n`).join('');
      // No OKAY in front of a list: with it adb prints nothing.
      return (stream) => stream.end(counted(list));
    }
    if (verb === 'killforward-all') {
      for (const from of this.#forwards.keys()) device.sockets.delete(from);
      this.#forwards.clear();
      return (stream) => stream.end('OKAY');
    }
    if (verb === 'killforward') {
      if (!this.#forwards.delete(argument)) {
        return (stream) => stream.end(`FAIL${counted(`listener '${argument}' not found`)}`);
      }
      device.sockets.delete(argument);
      return (stream) => stream.end('OKAY');
    }
    if (verb !== 'forward') return undefined;
    const noRebind = argument.startsWith('norebind:');
    const [from = '', target = ''] = argument.replace(/^norebind:/, '').split(';');
    if (!/^(tcp:\d+|localabstract:.+)$/.test(from) || target === '') {
      return (stream) => stream.end(`FAIL${counted(`unknown socket specification '${from}'`)}`);
    }
    if (noRebind && this.#forwards.has(from)) {
      return (stream) => stream.end(`FAIL${counted('cannot rebind existing socket')}`);
    }
    this.#forwards.set(from, { target, connection });
    device.sockets.set(from, (socket) => {
      void connection.openToHost(target).then((host) => {
        if (host === undefined) return void socket.destroy();
        socket.pipe(host).pipe(socket);
      });
    });
    return (stream) => stream.end('OKAY');
  }

  /** The other end of a reversed port, for programs on the device. */
  target(from: string): { readonly target: string; readonly connection: AdbConnection } | undefined {
    return this.#forwards.get(from);
  }

  /** A connection's forwards go with it. */
  forget(connection: AdbConnection): void {
    for (const [from, forward] of this.#forwards)
      if (forward.connection === connection) this.#forwards.delete(from);
  }
}

function counted(text: string): string {
  return Buffer.byteLength(text).toString(16).padStart(4, '0') + text;
}
