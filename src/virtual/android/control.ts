import { rmSync, writeFileSync, mkdirSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import path from 'node:path';
import type { Device } from './device.js';

/** What a person's hand does to a device. One JSON object on a line, answered by one. */
export type Command =
  | { readonly do: 'touch'; readonly finger: number }
  | { readonly do: 'enrol'; readonly finger: number }
  | { readonly do: 'key'; readonly code: number }
  | { readonly do: 'write'; readonly path: string; readonly base64: string }
  | { readonly do: 'remove'; readonly path: string }
  | { readonly do: 'clock'; readonly ms: number }
  | { readonly do: 'native'; readonly folder?: string }
  | { readonly do: 'crash'; readonly package: string }
  | { readonly do: 'unplug' | 'plug' | 'reboot' | 'power-off' | 'unknown' | 'state' };

/** Unix sockets' paths are short: 107 bytes. */
const longestPath = 100;

/** The control socket: device/control.sock, for whoever may read the device's folder. */
export class Control {
  readonly path: string;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  constructor(
    private readonly device: Device,
    private readonly hands: { readonly plug: (plugged: boolean) => void; readonly powerOff: () => void },
  ) {
    this.path = path.join(device.store.folder, 'control.sock');
    this.#server = createServer((socket) => this.#accept(socket));
  }

  /** Rejects when the path is too long for a socket. */
  listen(): Promise<void> {
    if (Buffer.byteLength(this.path) > longestPath) {
      return Promise.reject(
        new Error(`${this.path} is too long for a socket: choose a folder with a shorter path.`),
      );
    }
    rmSync(this.path, { force: true });
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(this.path, () => resolve());
    });
  }

  close(): void {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
    rmSync(this.path, { force: true });
  }

  /** Does what a person would. Throws an Error with what cannot be done. */
  async act(command: Command): Promise<unknown> {
    const { device } = this;
    switch (command.do) {
      case 'touch':
        return { heard: device.fingers.touch(command.finger) };
      case 'enrol':
        if (!device.lock.secure)
          throw new Error('Fingers are enrolled only behind a PIN, pattern or password.');
        if (device.fingers.sensor === 'none') throw new Error('This device has no sensor.');
        device.fingers.enrol(command.finger);
        return { fingers: device.fingers.enrolled };
      case 'key':
        await device.input.key(command.code);
        return {};
      case 'write': {
        const host = device.files.hostPath(command.path);
        mkdirSync(path.dirname(host), { recursive: true });
        writeFileSync(host, Buffer.from(command.base64, 'base64'));
        return {};
      }
      case 'remove':
        rmSync(device.files.hostPath(command.path), { recursive: true, force: true });
        return {};
      case 'clock':
        device.setClock(command.ms);
        return { ms: device.now() };
      case 'native':
        await device.exchangeNatives(command.folder);
        return {};
      case 'crash':
        for (const { pid } of device.processes.of(command.package))
          device.webviews.crash(pid, 'java.lang.RuntimeException');
        return {};
      case 'unplug':
      case 'plug':
        this.hands.plug(command.do === 'plug');
        return {};
      case 'reboot':
        await device.reboot();
        return {};
      case 'power-off':
        setImmediate(this.hands.powerOff);
        return {};
      case 'unknown':
        return { commands: device.unknown };
      case 'state': {
        const { kind, locked, screenOn } = device.lock;
        return { lock: kind, locked, screenOn, focus: device.windows.focused()?.window.title ?? null };
      }
      default:
        throw new Error(`There is no "${String((command as { do?: unknown }).do)}".`);
    }
  }

  #accept(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on('close', () => this.#sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    let pending = '';
    socket.on('data', (chunk: Buffer) => {
      pending += chunk.toString('utf8');
      let end = pending.indexOf('\n');
      for (; end >= 0; end = pending.indexOf('\n')) {
        const line = pending.slice(0, end);
        pending = pending.slice(end + 1);
        if (line.trim() !== '') void this.#answer(socket, line);
      }
    });
  }

  async #answer(socket: Socket, line: string): Promise<void> {
    let reply: unknown;
    try {
      reply = { ok: true, value: await this.act(JSON.parse(line) as Command) };
    } catch (error) {
      reply = { ok: false, error: error instanceof Error ? error.message : String(error) };
    }
    if (!socket.destroyed) socket.write(`${JSON.stringify(reply)}\n`);
  }
}
