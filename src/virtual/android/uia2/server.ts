import type { IncomingMessage, ServerResponse } from 'node:http';
import { randomUUID } from 'node:crypto';
import type { Device } from '../device.js';
import { WebDriverError } from './errors.js';
import { routes, type Session } from './routes.js';
import { Elements } from './elements.js';

/** The most that a request may carry: 32 MiB. */
const largestBody = 32 * 1024 * 1024;

/** Appium's UiAutomator2 server on the device. */
export class Uia2Server {
  #session: Session | undefined;

  constructor(
    private readonly device: Device,
    private readonly deleted: () => void,
  ) {}

  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const body = await bodyOf(request);
      const path = (request.url ?? '/').split('?')[0]!.replace(/^\/wd\/hub/, '');
      this.#reply(response, 200, await this.#answer(request.method ?? 'GET', path, body));
    } catch (error) {
      const known =
        error instanceof WebDriverError
          ? error
          : new WebDriverError(500, 'unknown error', error instanceof Error ? error.message : String(error));
      this.#reply(response, known.status, { error: known.error, message: known.message, stacktrace: '' });
    }
  }

  async #answer(method: string, path: string, body: Record<string, unknown>): Promise<unknown> {
    if (path === '/status')
      return { ready: true, message: 'UiAutomator2 Server is ready to accept commands' };
    if (path === '/sessions') {
      return this.#session === undefined
        ? []
        : [{ id: this.#session.id, capabilities: this.#session.capabilities }];
    }
    if (method === 'POST' && path === '/session') return this.#create(body);
    const [, id, rest = ''] = /^\/session\/([^/]+)(\/.*)?$/.exec(path) ?? [];
    if (id === undefined) throw unknownCommand(method, path);
    const session = this.#session;
    if (session === undefined || session.id !== id) {
      throw new WebDriverError(404, 'invalid session id', 'The session identified by id is not known');
    }
    if (rest === '' || rest === '/') {
      if (method === 'GET') return session.capabilities;
      if (method === 'DELETE') {
        this.#session = undefined;
        this.deleted();
        return null;
      }
    }
    for (const { method: wanted, pattern, act } of routes) {
      const match = wanted === method ? pattern.exec(rest) : null;
      if (match !== null) {
        return (
          (await act({ device: this.device, session, body, args: match.slice(1).map(decodeURIComponent) })) ??
          null
        );
      }
    }
    this.device.listUnknown(`uiautomator2 ${method} ${rest}`);
    throw unknownCommand(method, rest);
  }

  #create(body: Record<string, unknown>): unknown {
    const given = body['capabilities'] as Record<string, unknown> | undefined;
    const capabilities = (given?.['alwaysMatch'] as Record<string, unknown> | undefined) ?? given ?? {};
    this.#session = {
      id: randomUUID(),
      capabilities,
      elements: new Elements(),
      settings: { ...defaultSettings },
      clipboard: '',
    };
    return { sessionId: this.#session.id, capabilities };
  }

  #reply(response: ServerResponse, status: number, value: unknown): void {
    if (response.destroyed) return;
    const body = JSON.stringify({ sessionId: this.#session?.id ?? 'None', value });
    response.writeHead(status, {
      'Content-Type': 'application/json; charset=utf-8',
      'Content-Length': Buffer.byteLength(body),
    });
    response.end(body);
  }
}

const defaultSettings = {
  actionAcknowledgmentTimeout: 3000,
  allowInvisibleElements: false,
  enableMultiWindows: false,
  ignoreUnimportantViews: false,
  waitForIdleTimeout: 10_000,
  waitForSelectorTimeout: 0,
};

function unknownCommand(method: string, path: string): WebDriverError {
  return new WebDriverError(
    404,
    'unknown command',
    `The requested resource could not be found: ${method} ${path}`,
  );
}

async function bodyOf(request: IncomingMessage): Promise<Record<string, unknown>> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > largestBody) throw new WebDriverError(400, 'invalid argument', 'The request is too large');
    parts.push(part);
  }
  if (size === 0) return {};
  try {
    const parsed: unknown = JSON.parse(Buffer.concat(parts).toString('utf8'));
    if (typeof parsed === 'object' && parsed !== null) return parsed as Record<string, unknown>;
  } catch {
    // Told below.
  }
  throw new WebDriverError(400, 'invalid argument', 'The request is not a JSON object');
}
