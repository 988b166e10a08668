import { execa } from 'execa';
import { z } from 'zod';
import { AuditError } from '../errors.js';
import { npmEnvironment, type NpmFiles } from './npm-environment.js';

/** How npm is called: `folder` is where it works, `what` names the thing fetched in errors. */
export interface NpmCall {
  readonly folder: string;
  readonly files: NpmFiles;
  readonly what: string;
  readonly signal?: AbortSignal;
}

/** npm ended with an error that is not about the network: the caller knows what it means. */
export class NpmRefusal extends Error {
  constructor(
    /** npm's own code, for example E404 or ETARGET; empty where it gave none. */
    readonly npmCode: string,
    /** npm's first line, without addresses. */
    readonly line: string,
  ) {
    super(line);
  }
}

/** No call takes longer, whatever npm waits for, in milliseconds. */
const limitMs = 300_000;

const failure = z.object({
  error: z.object({ code: z.string().default(''), summary: z.string().default('') }),
});

/**
 * Runs the user's own npm with scripts off and gives what it prints, parsed.
 * @throws NpmRefusal, AuditError network, npm-failed, interrupted
 */
export async function runNpm(
  [command, ...rest]: readonly [string, ...string[]],
  call: NpmCall,
): Promise<unknown> {
  const { signal } = call;
  const args = [command, '--json', '--ignore-scripts', '--no-audit', '--no-fund', ...rest];
  const result = await execa('npm', args, {
    cwd: call.folder,
    env: await npmEnvironment(call.files, process.env),
    extendEnv: false,
    reject: false,
    stdin: 'ignore',
    timeout: limitMs,
    ...(signal === undefined ? {} : { cancelSignal: signal }),
  });
  if (signal?.aborted) throw interrupted(signal);
  if (!result.failed) return parse(result.stdout);
  if (result.code === 'ENOENT')
    throw new AuditError('npm-failed', 'There is no "npm" on this machine to fetch the plugin with.', {
      hint: 'Install npm, which comes with Node.js, or see that it is on the PATH.',
    });
  if (result.timedOut) throw new AuditError('network', `npm did not end while fetching ${call.what}.`);
  const told = failure.safeParse(parse(result.stdout));
  const code = (told.success && told.data.error.code) || codeIn(result.stderr);
  const line = firstLine((told.success && told.data.error.summary) || result.stderr);
  const cause = new NpmRefusal(code, line);
  if (certificate.test(code))
    throw new AuditError('network', `npm does not trust the registry's certificate (${code}).`, { cause });
  if (code === 'E407') throw new AuditError('network', 'The proxy asks for a login (E407).', { cause });
  if (noConnection.test(code))
    throw new AuditError(
      'network',
      `npm got no answer from the registry while fetching ${call.what} (${code}).`,
      {
        cause,
      },
    );
  throw cause;
}

/** What a refusal is where nothing more is known of it. */
export function npmFailed(refusal: NpmRefusal, what: string): AuditError {
  return new AuditError('npm-failed', `npm could not fetch ${what}: ${refusal.line}`, { cause: refusal });
}

/** What an ended signal becomes. */
export function interrupted(signal: AbortSignal): AuditError {
  return signal.reason instanceof AuditError
    ? signal.reason
    : new AuditError('interrupted', 'Interrupted while the plugin was fetched.');
}

const certificate = /CERT|^ERR_TLS|UNABLE_TO_(?:VERIFY|GET_ISSUER)|^ERR_SSL|^EPROTO$/;
const noConnection =
  /^(?:FETCH_ERROR|ECONN\w*|ENOTFOUND|EAI_\w+|E\w*TIMEOUT|ETIMEDOUT|ERR_SOCKET_\w+|EHOSTUNREACH|EHOSTDOWN|ENETUNREACH|ENETDOWN|EPIPE|ENOTCACHED|E429|E5\d\d|EINVALIDPROXY|EINVALIDRESPONSE)$/;

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function codeIn(stderr: string): string {
  return /^npm (?:error|ERR!) code (\S+)/m.exec(stderr)?.[1] ?? '';
}

function firstLine(text: string): string {
  const line = text
    .split('\n')
    .map((one) => one.replace(/^npm (?:error|ERR!) ?/, '').trim())
    .find((one) => one !== '' && !/^npm warn/i.test(one) && !/^code \S+$/.test(one));
  return (line ?? 'it gave no reason')
    .replace(/[a-z][a-z+.-]*:\/\/\S+/gi, '(address)')
    .replace(/[^\P{C}\t]/gu, '')
    .slice(0, 300);
}
