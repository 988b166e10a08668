import { XMLBuilder } from 'fast-xml-parser';
import { acceptanceOf, missingRunsOf } from '../result/findings.js';
import type { Result, Run, RunAudit } from '../result/schema.js';
import { toldApart } from './builds.js';
import { cut, oneLine, visible } from './text.js';
import { troubleCodes } from './trouble.js';
import {
  basisWords,
  fidelityWords,
  isModelled,
  pluginOf,
  titleOf,
  verdictWord,
  whatItTakes,
  whyUndecided,
} from './words.js';

/** The outcomes that a CI server knows of. */
type Kind = 'passed' | 'failure' | 'error' | 'skipped';

interface Case {
  readonly name: string;
  readonly className: string;
  readonly seconds: number;
  readonly kind: Kind;
  readonly type: string;
  readonly message: string;
  readonly body: string;
}

const attribute = '@_';
const builder = new XMLBuilder({
  ignoreAttributes: false,
  attributeNamePrefix: attribute,
  suppressBooleanAttributes: false,
  suppressEmptyNode: true,
  format: true,
});

/**
 * JUnit XML: a suite for each run, a case for each audit and each problem. A finding is a failure, or skipped where it
 * is accepted; what the harness is to blame for is an error.
 */
export function renderJunit(given: Result): string {
  const result = toldApart(given);
  const suites = [
    ...result.runs.map((run) => suiteOf(result, run)),
    ...missingRunsOf(result).map(missingSuite),
  ];
  const all = suites.flatMap(({ cases }) => cases);
  const xml: unknown = builder.build({
    '?xml': attributes({ version: '1.0', encoding: 'UTF-8' }),
    testsuites: {
      ...attributes({ name: 'keystore-audit', ...totals(all) }),
      testsuite: suites.map((suite) => ({
        ...attributes({
          name: suite.name,
          ...totals(suite.cases),
          timestamp: result.startedAt.slice(0, 19),
        }),
        properties: {
          property: Object.entries(suite.properties).map(([name, value]) => attributes({ name, value })),
        },
        testcase: suite.cases.map(testcase),
      })),
    },
  });
  return String(xml);
}

interface Suite {
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly cases: readonly Case[];
}

function suiteOf(result: Result, run: Run): Suite {
  return {
    name: isModelled(run) ? `${run.id} (modelled)` : run.id,
    properties: {
      verdict: verdictWord(run),
      reason: run.verdict.reason,
      plugin: pluginOf(run),
      contract: `${run.contract.id} ${run.contract.version}`,
      status: run.status,
    },
    cases: [
      ...run.audits.map((audit) => auditCase(result, run, audit)),
      ...run.problems.map(({ code, message, hint }) => errorCase(run.id, code, message, hint)),
    ],
  };
}

function missingSuite(id: string): Suite {
  return {
    name: id,
    properties: { verdict: 'not known' },
    cases: [errorCase(id, 'not-reached', 'The run was planned and not reached.', '')],
  };
}

function errorCase(runId: string, code: string, message: string, hint: string): Case {
  return {
    name: `problem: ${code}`,
    className: runId,
    seconds: 0,
    kind: 'error',
    type: code,
    message,
    body: hint,
  };
}

function auditCase(result: Result, run: Run, audit: RunAudit): Case {
  const mark = audit.fidelity === 'genuine' || audit.outcome !== 'fail' ? '' : `[${audit.fidelity}] `;
  return {
    name: audit.id,
    className: `${run.id}.${audit.area}`,
    seconds: audit.durationMs / 1000,
    ...judged(result, audit),
    message: mark + messageOf(result, audit),
    body: audit.outcome === 'fail' ? bodyOf(audit) : '',
  };
}

function judged(result: Result, audit: RunAudit): Pick<Case, 'kind' | 'type'> {
  if (audit.outcome === 'pass' || audit.outcome === 'informative') return { kind: 'passed', type: '' };
  if (audit.outcome === 'fail') {
    const kind = acceptanceOf(result, audit) === undefined ? 'failure' : 'skipped';
    return { kind, type: audit.severity };
  }
  const code = audit.reason?.code;
  if (audit.outcome === 'inconclusive' && code !== undefined && troubleCodes.includes(code)) {
    return { kind: 'error', type: code };
  }
  return { kind: 'skipped', type: code ?? audit.outcome };
}

function messageOf(result: Result, audit: RunAudit): string {
  if (audit.outcome === 'fail') {
    const acceptance = acceptanceOf(result, audit);
    const finding = `${titleOf(audit)}: ${audit.actual}`;
    return acceptance === undefined
      ? finding
      : `accepted until ${acceptance.until} (${acceptance.reason}): ${finding}`;
  }
  if (audit.outcome === 'not-applicable' && audit.reason === null) return 'does not apply';
  return `${whyUndecided(audit)} ${whatItTakes(audit)}`;
}

function bodyOf(audit: RunAudit): string {
  return [
    `severity: ${audit.severity}`,
    `basis: ${basisWords[audit.basis]}`,
    `fidelity: ${fidelityWords[audit.fidelity]}`,
    `expected: ${audit.expected}`,
    `actual: ${audit.actual}`,
    ...(audit.explanation === '' ? [] : [`explanation: ${audit.explanation}`]),
    `why: ${audit.why}`,
    ...audit.evidence.map(({ title, path }) => `evidence: ${title}: ${path}`),
    `rerun: ${audit.rerun}`,
  ]
    .map((line) => visible(cut(line)))
    .join('\n');
}

function testcase(one: Case): Record<string, unknown> {
  return {
    ...attributes({ name: one.name, classname: one.className, time: one.seconds }),
    ...(one.kind === 'passed' ? {} : { [one.kind]: details(one) }),
  };
}

function details({ kind, type, message, body }: Case): Record<string, unknown> {
  const text = body === '' ? {} : { '#text': visible(cut(body, 32_000)) };
  // The format knows no type and no text of a skipped case.
  if (kind === 'skipped') return attributes({ message });
  return { ...attributes({ type, message }), ...text };
}

function totals(cases: readonly Case[]): Record<string, number> {
  const count = (kind: Kind): number => cases.filter((one) => one.kind === kind).length;
  return {
    tests: cases.length,
    failures: count('failure'),
    errors: count('error'),
    skipped: count('skipped'),
    time: cases.reduce((sum, one) => sum + one.seconds, 0),
  };
}

function attributes(of: Readonly<Record<string, string | number>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(of).map(([name, value]) => [
      `${attribute}${name}`,
      typeof value === 'number' ? String(Number(value.toFixed(3))) : oneLine(value),
    ]),
  );
}
