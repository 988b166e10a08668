import type { Duplex } from 'node:stream';
import type { AdbStream } from './stream.js';

/** What Node's HTTP server asks of a connection beyond a stream. */
type SocketLike = AdbStream & {
  setTimeout: (ms: number, callback?: () => void) => unknown;
  setNoDelay: () => unknown;
  setKeepAlive: () => unknown;
  ref: () => unknown;
  unref: () => unknown;
  remoteAddress: string;
};

/** Makes a stream fit to be handed to a server in the place of a socket. */
export function bridge(stream: AdbStream): Duplex {
  const socket = stream as SocketLike;
  const same = (): SocketLike => socket;
  socket.setTimeout = same;
  socket.setNoDelay = same;
  socket.setKeepAlive = same;
  socket.ref = same;
  socket.unref = same;
  socket.remoteAddress = '127.0.0.1';
  stream.once('gone', () => setImmediate(() => stream.destroy()));
  return socket;
}
