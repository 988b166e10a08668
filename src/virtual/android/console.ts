import { createServer, type Server, type Socket } from 'node:net';
import type { Device } from './device.js';

/** The console of an emulator, on a port of the host's loopback. */
export class EmulatorConsole {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  constructor(
    private readonly device: Device,
    private readonly kill: () => void,
  ) {
    this.#server = createServer((socket) => this.#accept(socket));
  }

  listen(port: number): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(port, '127.0.0.1', () => {
        this.#server.off('error', reject);
        resolve((this.#server.address() as { port: number }).port);
      });
    });
  }

  close(): void {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
  }

  #accept(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on('close', () => this.#sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    socket.write("Android Console: type 'help' for a list of commands\r\nOK\r\n");
    let pending = '';
    socket.on('data', (chunk: Buffer) => {
      pending += chunk.toString('utf8');
      if (pending.length > 4096) return void socket.destroy();
      let end = pending.indexOf('\n');
      for (; end >= 0; end = pending.indexOf('\n')) {
        const line = pending.slice(0, end).trim();
        pending = pending.slice(end + 1);
        if (line === 'quit' || line === 'exit') return void socket.end();
        if (line !== '') socket.write(this.#answer(line));
      }
    });
  }

  #answer(line: string): string {
    const [command = '', ...args] = line.split(/\s+/);
    const ok = 'OK\r\n';
    switch (command) {
      case 'auth':
      case 'avd_name':
      case 'ping':
        return command === 'ping' ? `I am alive!\r\n${ok}` : ok;
      case 'help':
      case 'help-verbose':
        return `Android console command help:\r\n\r\n    help|h|?         print a list of commands\r\n    avd              control virtual device execution\r\n    finger           manage emulator finger print\r\n    geo              Geo-location commands\r\n    kill             kill the emulator instance\r\n    power            power related commands\r\n    sms              SMS related commands\r\n    quit|exit        quit control session\r\n\r\n${ok}`;
      case 'avd':
        if (args[0] === 'name') return `${this.device.profile.name}\r\n${ok}`;
        if (args[0] === 'status') return `virtual device is running\r\n${ok}`;
        return 'KO: missing sub-command\r\n';
      case 'finger':
        return this.#finger(args);
      case 'kill':
        setImmediate(this.kill);
        return 'OK: killing emulator, bye bye\r\n';
      case 'geo':
      case 'sms':
      case 'gsm':
      case 'power':
      case 'network':
      case 'sensor':
      case 'rotate':
        if (command === 'rotate') {
          this.device.store.change((state) => {
            state.rotation = ((state.rotation + 1) % 4) as 0 | 1 | 2 | 3;
          });
        }
        return args.length === 0 && command !== 'rotate' ? 'KO: missing sub-command\r\n' : ok;
      default:
        return `KO: unknown command, try 'help'\r\n`;
    }
  }

  #finger([verb, id]: string[]): string {
    if (verb === 'remove') return 'OK\r\n';
    if (verb !== 'touch') return 'KO: bad sub-command\r\n';
    if (id === undefined || !/^\d+$/.test(id)) return 'KO: missing or bad fingerprint id\r\n';
    this.device.fingers.touch(Number(id));
    return 'OK\r\n';
  }
}
