import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { connect } from 'node:net';
import type { Duplex } from 'node:stream';

export interface DevtoolsInfo {
  readonly packageName: string;
  /** What a target's `description` says of the view: its place and whether it is seen. */
  readonly description: () => string;
}

interface Target {
  type: string;
  url: string;
  description?: string;
  devtoolsFrontendUrl?: string;
  webSocketDebuggerUrl?: string;
}

/** The socket of a web view's DevTools: Chromium's own, with what an Android web view adds. */
export class Devtools {
  readonly #server: Server;
  readonly #early: Duplex[] = [];
  #port: number | undefined;

  constructor(info: DevtoolsInfo) {
    this.#server = createServer((incoming, outgoing) => void answer(info, this.#port!, incoming, outgoing));
    this.#server.on('upgrade', (incoming: IncomingMessage, client: Duplex, head: Buffer) =>
      relay(this.#port!, incoming, client, head),
    );
    this.#server.on('clientError', (_error, socket) => socket.destroy());
  }

  connect(connection: Duplex): void {
    if (this.#port === undefined) this.#early.push(connection);
    else this.#server.emit('connection', connection);
  }

  /** Chromium listens on this port. */
  open(port: number): void {
    this.#port = port;
    for (const connection of this.#early.splice(0)) this.#server.emit('connection', connection);
  }

  close(): void {
    for (const connection of this.#early.splice(0)) connection.destroy();
    this.#server.closeAllConnections();
  }
}

/** Hands a web socket through, both ways. */
function relay(port: number, incoming: IncomingMessage, client: Duplex, head: Buffer): void {
  const upstream = connect(port, '127.0.0.1');
  const end = (): void => {
    upstream.destroy();
    client.destroy();
  };
  upstream.on('error', end).on('close', end);
  client.on('error', end).on('close', end);
  upstream.on('connect', () => {
    const headers = incoming.rawHeaders.reduce((lines, value, index, all) => {
      if (index % 2 === 0) return lines;
      const name = all[index - 1]!;
      // Chromium refuses a web socket whose origin it was not told about; an Android web view has no such list.
      if (/^(host|origin)$/i.test(name)) return lines;
      return `${lines}${name}: ${value}\r\n`;
    }, '');
    upstream.write(`GET ${incoming.url} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n${headers}\r\n`);
    upstream.write(head);
    upstream.pipe(client).pipe(upstream);
  });
}

async function answer(
  info: DevtoolsInfo,
  port: number,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  try {
    const path = incoming.url ?? '/';
    const { status, type, body } = await ask(port, incoming.method ?? 'GET', path);
    const host = incoming.headers.host ?? 'localhost';
    const text = /^\/json/.test(path) ? rewrite({ ...info, port }, path, body, host) : body;
    outgoing.writeHead(status, { 'Content-Type': type, 'Content-Length': Buffer.byteLength(text) });
    outgoing.end(text);
  } catch {
    outgoing.writeHead(502, { 'Content-Length': 0 });
    outgoing.end();
  }
}

function ask(
  port: number,
  method: string,
  path: string,
): Promise<{ status: number; type: string; body: string }> {
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port, method, path, agent: false }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 500,
          type: response.headers['content-type'] ?? 'application/json; charset=UTF-8',
          body: Buffer.concat(parts).toString('utf8'),
        }),
      );
      response.on('error', reject);
    });
    asked.on('error', reject);
    asked.end();
  });
}

function rewrite(
  info: DevtoolsInfo & { readonly port: number },
  path: string,
  body: string,
  host: string,
): string {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    return body;
  }
  const local = new RegExp(`(ws[:=]/{0,2})(127\\.0\\.0\\.1|localhost):${info.port}`, 'g');
  if (/^\/json\/version/.test(path)) {
    const version = { 'Android-Package': info.packageName, ...(parsed as object) };
    return JSON.stringify(version, null, 2).replace(local, `$1${host}`);
  }
  if (!Array.isArray(parsed)) return body.replace(local, `$1${host}`);
  const pages = (parsed as Target[])
    .filter(({ type, url }) => type === 'page' && !url.startsWith('chrome'))
    .map((target) => ({ ...target, description: info.description() }));
  return JSON.stringify(pages, null, 2).replace(local, `$1${host}`);
}
