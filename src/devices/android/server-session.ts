import { AuditError } from '../../errors.js';
import { firstLine } from './driving.js';
import type { ScriptSession } from './session-shell.js';

/** Somebody else's WebDriver server. */
export interface DeviceServer {
  /** With its base path, without a slash at its end. */
  readonly address: string;
  /** Sent with every command. */
  readonly headers: Readonly<Record<string, string>>;
  /** Takes out of a text what the user has told the server in confidence. */
  withhold(text: string): string;
}

/** How long a command that begins nothing may take, in milliseconds. */
const commandMs = 240_000;

/** How long ending a session may take, in milliseconds. */
const endMs = 30_000;

/** What a server is asked for a session with: one set of capabilities, without alternatives. */
export function sessionRequest(capabilities: object): object {
  return { capabilities: { alwaysMatch: capabilities, firstMatch: [{}] } };
}

/** A session with somebody else's server for what is asked before a run and after it; no test runner is needed for it. */
export class ServerSession implements ScriptSession {
  private constructor(
    private readonly server: DeviceServer,
    readonly sessionId: string,
  ) {}

  /** @throws AuditError server-unreachable, session-refused */
  static async begin(server: DeviceServer, capabilities: object, limitMs: number): Promise<ServerSession> {
    const { status, value } = await send(server, 'POST', '/session', sessionRequest(capabilities), limitMs);
    if (status === 401 || status === 403)
      throw new AuditError('session-refused', `${server.address} does not let us in: HTTP ${status}.`, {
        hint: 'Put what the server has to know of you into the caps file, or as user:key into KEYSTORE_AUDIT_SERVER_AUTH.',
      });
    const { sessionId, error, message } = (value ?? {}) as Readonly<Record<string, unknown>>;
    if (typeof sessionId === 'string') return new ServerSession(server, sessionId);
    if (typeof error !== 'string' || error === 'unknown command')
      throw new AuditError('server-unreachable', `${server.address} is no WebDriver server: HTTP ${status}.`);
    const said = server.withhold(firstLine(typeof message === 'string' ? message : error)).slice(0, 500);
    throw new AuditError('session-refused', `The server gave no session: ${said}`);
  }

  /** A session that somebody else has begun. */
  static of(server: DeviceServer, sessionId: string): ServerSession {
    return new ServerSession(server, sessionId);
  }

  async executeScript(script: string, args: unknown[]): Promise<unknown> {
    const path = `/session/${this.sessionId}/execute/sync`;
    const { value } = await send(this.server, 'POST', path, { script, args }, commandMs);
    const { error, message } = (value ?? {}) as Readonly<Record<string, unknown>>;
    if (typeof error === 'string' && typeof message === 'string')
      throw new Error(this.server.withhold(message));
    return value;
  }

  /** Ends the session, if it is there. */
  async end(): Promise<void> {
    await send(this.server, 'DELETE', `/session/${this.sessionId}`, undefined, endMs).catch(() => undefined);
  }
}

/** What a server says of itself; undefined where it does not. */
export async function serverVersion(server: DeviceServer, limitMs: number): Promise<string | undefined> {
  const { value } = await send(server, 'GET', '/status', undefined, limitMs).catch(() => ({ value: null }));
  const { build } = (value ?? {}) as { readonly build?: { readonly version?: unknown } };
  return typeof build?.version === 'string' ? build.version : undefined;
}

/** Throws AuditError server-unreachable. */
async function send(
  { address, headers }: DeviceServer,
  method: 'GET' | 'POST' | 'DELETE',
  path: string,
  body: object | undefined,
  limitMs: number,
): Promise<{ status: number; value: unknown }> {
  try {
    const response = await fetch(`${address}${path}`, {
      method,
      headers: { ...headers, Accept: 'application/json', 'Content-Type': 'application/json; charset=utf-8' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(limitMs),
    });
    const text = await response.text();
    return { status: response.status, value: valueIn(text) };
  } catch (cause) {
    const { name, cause: reason } = cause as { name: string; cause?: NodeJS.ErrnoException };
    const why =
      name === 'TimeoutError'
        ? `no answer for ${limitMs / 1000} s`
        : (reason?.code ?? reason?.message ?? name);
    throw new AuditError('server-unreachable', `${address} is not reached: ${why}.`, { cause });
  }
}

/** The value of an answer as WebDriver has it; undefined of any other text. */
function valueIn(text: string): unknown {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' && parsed !== null ? (parsed as { value?: unknown }).value : undefined;
  } catch {
    return undefined;
  }
}
