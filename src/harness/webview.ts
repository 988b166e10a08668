import type { Device } from '../devices/port.js';
import { DeviceTrouble } from '../devices/port.js';
import { AuditError } from '../errors.js';
import { canary } from '../protocol/canary.js';
import { stepAnswers } from '../protocol/schema.js';
import type { StepAnswers, StepList } from '../protocol/steps.js';
import { decode, digest, encode } from '../protocol/wire.js';

/** The channel through the web view: a step list goes in as one script's argument, its answers come back as its result. */

const scriptOf = (verb: 'begin' | 'wait'): string => `
  var done = arguments[arguments.length - 1];
  var runtime = window.__keystoreAudit;
  if (runtime === undefined) done('absent');
  else runtime.${verb}(arguments[0], done);
`;

/** A list is begun once: a page that was loaded again must not run it a second time. */
export const beginScript = scriptOf('begin');
export const waitScript = scriptOf('wait');

/**
 * Begins a step list in the page that is loaded, and does not wait longer than the page itself does for a slice: run it
 * afterwards for its answers. Gives whether it was done by then.
 */
export async function beginInWebview(
  device: Device,
  list: StepList,
  signal: AbortSignal,
): Promise<'answered' | 'not answered'> {
  const told = await device.script(beginScript, encode(list), signal);
  return told === null ? 'not answered' : 'answered';
}

/**
 * Runs a step list in the page that is loaded, and waits until it is done.
 * Throws DeviceTrouble for trouble of the app or the device, AuditError `channel-broken` for an answer that is not what
 * the page was told to say: that is trouble of the harness and says nothing about the plugin.
 */
export async function runInWebview(
  device: Device,
  list: StepList,
  signal: AbortSignal,
): Promise<StepAnswers> {
  const wire = encode(list);
  let told = await device.script(beginScript, wire, signal);
  while (told === null) told = await device.script(waitScript, wire, signal);
  if (told === 'absent') throw new DeviceTrouble('app-left-page', 'The page is no longer the fixture.');
  return readAnswers(told, list);
}

function readAnswers(told: unknown, list: StepList): StepAnswers {
  if (typeof told !== 'string')
    throw new AuditError('channel-broken', 'The page answered something that is not text.');
  let body: unknown;
  try {
    body = decode(told);
  } catch (cause) {
    throw new AuditError('channel-broken', 'The answer of the page was altered on its way.', { cause });
  }
  const parsed = stepAnswers.safeParse(body);
  if (!parsed.success) {
    const trouble = (body as { trouble?: unknown } | null)?.trouble;
    throw new AuditError(
      'channel-broken',
      typeof trouble === 'string'
        ? `The page could not run the steps: ${trouble}`
        : 'The answer of the page is not one.',
      { cause: parsed.error },
    );
  }
  const answers = parsed.data;
  if (
    answers.echo.length !== list.echo.length ||
    answers.echo.some((text, index) => text !== list.echo[index]) ||
    answers.canaryProof !== digest(canary(list.key, list.scope, 0))
  ) {
    throw new AuditError('channel-broken', 'The page did not give hard strings back as they were sent.');
  }
  return answers;
}
