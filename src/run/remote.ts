import { readFile } from 'node:fs/promises';
import { LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { remoteCapabilities } from '../devices/android/capabilities.js';
import { sessionRequest, type DeviceServer } from '../devices/android/server-session.js';
import { AuditError } from '../errors.js';
import { secretVariable } from './secret.js';

/** A server that is somebody else's, and what it is told. Nothing of the file comes into plans, results or logs of ours. */

/** Holds `user:key` for a server: it stands in no argument and no file. */
export const authVariable = 'KEYSTORE_AUDIT_SERVER_AUTH';

/** Where a device is held. */
export interface RemoteAddress {
  /** With the base path. */
  readonly server: string;
  /** The file of the capabilities, absolute. */
  readonly capsFile: string;
}

export interface RemoteServer extends DeviceServer {
  /** What a session is asked for. */
  readonly capabilities: Readonly<Record<string, unknown>>;
}

/** Throws AuditError caps-unreadable, server-invalid. */
export async function remoteServer(
  { server, capsFile }: RemoteAddress,
  env: NodeJS.ProcessEnv,
): Promise<RemoteServer> {
  const told = await readCapabilities(capsFile);
  const auth = env[authVariable] ?? '';
  if (auth !== '' && !/^[^:]+:./.test(auth))
    throw new AuditError('server-invalid', `${authVariable} does not hold user:key.`);
  const key = Buffer.from(auth).toString('base64');
  const confidences = [...textsIn(told), key, auth, ...auth.split(':'), env[secretVariable] ?? '']
    .filter((text) => text.length >= shortestConfidence)
    .sort((a, b) => b.length - a.length);
  return {
    address: server.replace(/\/+$/, ''),
    headers: auth === '' ? {} : { Authorization: `Basic ${key}` },
    capabilities: remoteCapabilities(told),
    withhold: (text) =>
      confidences.reduce((left, confidence) => left.replaceAll(confidence, '(withheld)'), text),
  };
}

/** What is shorter is no secret, and stands in every other word. */
const shortestConfidence = 4;

/** Not confidential: every one of our sessions has them. */
const ordinary = new Set(['platformName', 'automationName', 'appium:automationName']);

/** Every text that stands as a value somewhere in capabilities. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, each]) => (ordinary.has(name) ? [] : textsIn(each)));
}

/** One set of capabilities; alternatives could be answered with different devices. */
const capabilities = z
  .looseObject({
    'appium:options': z.record(z.string(), z.unknown()).optional(),
  })
  .refine((told) => !('alwaysMatch' in told) && !('firstMatch' in told));

/** Reads JSON or YAML. What is wrong with it is told without quoting it. Throws AuditError caps-unreadable. */
async function readCapabilities(file: string): Promise<Record<string, unknown>> {
  const unreadable = (why: string): AuditError => new AuditError('caps-unreadable', `${file} ${why}`);
  const text = await readFile(file, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw unreadable(cause.code === 'ENOENT' ? 'does not exist.' : `cannot be read: ${cause.code}.`);
  });
  const parsed = capabilities.safeParse(parsedJson(text) ?? parsedYaml(text, unreadable));
  if (!parsed.success) throw unreadable('is not one object of capabilities.');
  return parsed.data;
}

/** Undefined where it is not JSON. */
function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''));
  } catch {
    return undefined;
  }
}

function parsedYaml(text: string, unreadable: (why: string) => AuditError): unknown {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const [error] = document.errors;
  if (error !== undefined)
    throw unreadable(`is neither JSON nor YAML: see line ${lines.linePos(error.pos[0]).line}.`);
  try {
    return document.toJS();
  } catch {
    throw unreadable('is neither JSON nor YAML.');
  }
}

/** Whether a server stands on this machine. */
export function isLoopback(server: string): boolean {
  return /^(localhost|127(\.\d+){3}|\[::1\])$/.test(new URL(server).hostname);
}

/** What is wrong with the address of a server, if something is. */
export function mistakeInServer(server: string): string | undefined {
  const url = URL.canParse(server) ? new URL(server) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) return 'is not the address of a server';
  if (url.username !== '' || url.password !== '')
    return 'holds a user name or a password, which would stand in every report';
  if (url.search !== '' || url.hash !== '') return 'holds more than an address and a base path';
  return undefined;
}

/** All that WebdriverIO is told of a session: what it knows, it prints. */
export const plainCapabilities = {
  platformName: 'Android',
  'appium:automationName': 'UiAutomator2',
} as const;

/**
 * WebdriverIO's options for a session with such a server. The capabilities are put in when they are sent, and taken out of
 * what comes back; what goes wrong is told without what is confidential.
 */
export function wdioConnection({ address, headers, capabilities, withhold }: RemoteServer, limitMs: number) {
  const { protocol, hostname, port, pathname } = new URL(address);
  const beginsSession = ({ body }: Sent): boolean =>
    typeof body === 'string' && body.startsWith('{"capabilities":');
  const asked = JSON.stringify(sessionRequest(capabilities));
  return {
    protocol: protocol.slice(0, -1),
    hostname,
    port: port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port),
    path: pathname,
    headers,
    connectionRetryTimeout: limitMs,
    transformRequest: (request: Sent): Sent =>
      beginsSession(request) ? { ...request, body: asked } : request,
    transformResponse(response: Received, request: Sent): Received {
      const body = response.statusCode === 200 ? response.body : withheldIn(response.body, withhold);
      if (!beginsSession(request)) return { ...response, body };
      const { sessionId, ...problem } = ((body as { value?: unknown } | undefined)?.value ?? {}) as Record<
        string,
        unknown
      >;
      const value = sessionId === undefined ? problem : { sessionId, capabilities: plainCapabilities };
      return { ...response, body: { value } };
    },
  };
}

/** As much of a request and of its answer as matters here. */
interface Sent {
  readonly body?: unknown;
}
interface Received {
  readonly statusCode?: number;
  readonly body?: unknown;
}

/** The same value with something done to every text in it. */
function withheldIn(value: unknown, withhold: (text: string) => string): unknown {
  if (typeof value === 'string') return withhold(value);
  if (Array.isArray(value)) return value.map((each) => withheldIn(each, withhold));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, withheldIn(each, withhold)]));
}
