import { acceptanceOf, missingRunsOf } from '../result/findings.js';
import type { Result, Run, RunAudit } from '../result/schema.js';
import { toldApart } from './builds.js';
import { troubleCodes } from './trouble.js';
import { cut, visible } from './text.js';
import {
  isModelled,
  outcomeWord,
  platformLabel,
  pluginOf,
  titleOf,
  verdictWord,
  whatItTakes,
  whyUndecided,
} from './words.js';

/** The words of the format for what became of a test. */
type Status = 'passed' | 'failed' | 'skipped' | 'pending' | 'other';

interface Test {
  readonly name: string;
  readonly status: Status;
  readonly duration: number;
  readonly [more: string]: unknown;
}

/**
 * CTRF JSON: a test for each audit of each run. A finding is failed, or skipped where it is accepted; what the harness
 * is to blame for is `other`, and so is every problem and every run that was not reached.
 */
export function renderCtrf(given: Result): string {
  const result = toldApart(given);
  const tests = [
    ...result.runs.flatMap((run) => [
      ...run.audits.map((audit) => testOf(result, run, audit)),
      ...run.problems.map(({ code, message, hint }) => problemTest(run.id, code, `${message} ${hint}`)),
    ]),
    ...missingRunsOf(result).map((id) =>
      problemTest(id, 'not-reached', 'The run was planned and not reached.'),
    ),
  ];
  const count = (status: Status): number => tests.filter((test) => test.status === status).length;
  const [start, stop] = [Date.parse(result.startedAt), Date.parse(result.finishedAt)];
  return `${JSON.stringify(
    {
      reportFormat: 'CTRF',
      specVersion: '0.0.0',
      timestamp: result.finishedAt,
      generatedBy: `keystore-audit ${shown(result.tool.version)}`,
      results: {
        tool: { name: 'keystore-audit', version: shown(result.tool.version) },
        summary: {
          tests: tests.length,
          passed: count('passed'),
          failed: count('failed'),
          skipped: count('skipped'),
          pending: count('pending'),
          other: count('other'),
          suites: result.runs.length,
          start,
          stop: Math.max(start, stop),
        },
        tests,
        environment: {
          osPlatform: shown(result.host.os),
          extra: {
            seed: shown(result.seed),
            verdicts: result.runs.map((run) => ({
              run: shown(run.id),
              verdict: verdictWord(run),
              reason: shown(run.verdict.reason),
            })),
          },
        },
      },
    },
    null,
    2,
  )}\n`;
}

function testOf(result: Result, run: Run, audit: RunAudit): Test {
  const acceptance = audit.outcome === 'fail' ? acceptanceOf(result, audit) : undefined;
  return {
    name: shown(`${audit.id}: ${titleOf(audit)}`),
    status: statusOf(audit, acceptance !== undefined),
    duration: Math.round(audit.durationMs),
    suite: [shown(run.id) + (isModelled(run) ? ' (modelled)' : ''), audit.area],
    rawStatus: outcomeWord(audit),
    message: messageOf(audit),
    tags: [...(audit.outcome === 'fail' ? [audit.severity] : []), audit.basis, audit.fidelity],
    device: shown(platformLabel(run)),
    ...(audit.attempts > 1 ? { retries: audit.attempts - 1 } : {}),
    extra: {
      audit: shown(audit.id),
      plugin: shown(pluginOf(run)),
      severity: audit.severity,
      fidelity: audit.fidelity,
      expected: shown(audit.expected),
      rerun: shown(audit.rerun),
      ...(acceptance === undefined
        ? {}
        : { accepted: { until: shown(acceptance.until), reason: shown(acceptance.reason) } }),
    },
  };
}

function statusOf({ outcome, reason }: RunAudit, isAccepted: boolean): Status {
  if (outcome === 'pass' || outcome === 'informative') return 'passed';
  if (outcome === 'fail') return isAccepted ? 'skipped' : 'failed';
  return outcome === 'inconclusive' && reason !== null && troubleCodes.includes(reason.code)
    ? 'other'
    : 'skipped';
}

function messageOf(audit: RunAudit): string {
  if (audit.outcome === 'inconclusive' || audit.reason !== null) {
    return shown(`${whyUndecided(audit)} ${whatItTakes(audit)}`);
  }
  const mark = audit.fidelity === 'genuine' ? '' : `[${audit.fidelity}] `;
  return mark + shown(audit.actual);
}

function problemTest(run: string, code: string, message: string): Test {
  return {
    name: shown(`problem: ${code}`),
    status: 'other',
    duration: 0,
    suite: [shown(run)],
    rawStatus: 'problem',
    message: shown(message),
  };
}

/** The format wants no empty text. */
function shown(text: string): string {
  return visible(cut(text)) || '-';
}
