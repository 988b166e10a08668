import type { Change } from '../result/compare.js';
import type { Comparison } from '../result/compare.js';
import { acceptanceOf, findingsOf } from '../result/findings.js';
import type { Result, Run, RunAudit } from '../result/schema.js';
import { toldApart } from './builds.js';
import type { Severity } from '../terms.js';
import { findingsByAudit } from './grouped.js';
import { cut, oneLine, visible } from './text.js';
import { isModelled, modelledNotice, platformLabel, pluginOf, verdictWord } from './words.js';

const levels = { critical: 'error', major: 'warning', minor: 'note' } as const satisfies Record<
  Severity,
  string
>;
/** What code scanning sorts by: 9 and above is critical there, 7 high, 4 medium. */
const securitySeverities: Readonly<Record<Severity, string>> = {
  critical: '9.0',
  major: '6.0',
  minor: '3.0',
};

/**
 * SARIF 2.1.0: a rule for each audit that failed, a result for each finding of each run. A finding lies in no source
 * file of the reader's; its place is the result that it stands in. An accepted one is suppressed.
 */
export function renderSarif(given: Result, { comparison }: { comparison?: Comparison } = {}): string {
  const result = toldApart(given);
  const groups = findingsByAudit(result);
  const rules = groups.map(({ id, severity, sightings: [{ audit }] }) => ({
    id: oneLine(id, 200),
    shortDescription: { text: shown(audit.title) },
    fullDescription: { text: shown(audit.why) },
    defaultConfiguration: { level: levels[severity] },
    help: { text: shown(`${audit.why} Expected: ${audit.expected}`) },
    properties: {
      tags: ['security', audit.area],
      'security-severity': securitySeverities[severity],
      basis: audit.basis,
    },
  }));
  const subjects = subjectsOf(result.runs);
  const places = new Map(groups.map(({ id }, index) => [id, index]));
  return `${JSON.stringify(
    {
      $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
      version: '2.1.0',
      runs: [
        {
          tool: { driver: { name: 'keystore-audit', version: oneLine(result.tool.version, 100), rules } },
          invocations: [
            {
              executionSuccessful:
                result.runs.length > 0 && result.runs.every(({ status }) => status === 'completed'),
              startTimeUtc: result.startedAt,
              endTimeUtc: result.finishedAt,
              toolExecutionNotifications: result.runs.flatMap((run) =>
                run.problems.map(({ code, message, hint }) => ({
                  level: 'error',
                  descriptor: { id: oneLine(code, 200) },
                  message: { text: shown(`${message} ${hint}`) },
                })),
              ),
            },
          ],
          columnKind: 'utf16CodeUnits',
          results: result.runs.flatMap((run) =>
            findingsOf(run).map((finding) => ({
              ...resultOf(result, run, finding, places.get(finding.id) ?? 0, comparison),
              partialFingerprints: {
                'keystoreAudit/v1': oneLine(`${subjects.get(run)!}|${finding.id}`, 500),
              },
            })),
          ),
          properties: {
            verdicts: result.runs.map((run) => ({ run: shown(run.id), verdict: verdictWord(run) })),
          },
        },
      ],
    },
    null,
    2,
  )}\n`;
}

/**
 * By what a finding is known again in later results: plugin and platform, but no version. Where there are several builds
 * of one, they are counted.
 */
function subjectsOf(runs: readonly Run[]): Map<Run, string> {
  const times = new Map<string, number>();
  return new Map(
    runs.map((run) => {
      const subject = [run.target, run.plugin.name, platformLabel(run)].join('|');
      const time = (times.get(subject) ?? 0) + 1;
      times.set(subject, time);
      return [run, time === 1 ? subject : `${subject}|${time}`];
    }),
  );
}

function resultOf(
  result: Result,
  run: Run,
  finding: RunAudit,
  ruleIndex: number,
  comparison: Comparison | undefined,
): Record<string, unknown> {
  const acceptance = acceptanceOf(result, finding);
  const mark = finding.fidelity === 'genuine' ? '' : `[${finding.fidelity}] `;
  return {
    ruleId: oneLine(finding.id, 200),
    ruleIndex,
    level: levels[finding.severity],
    message: {
      text: `${mark}${shown(`${finding.failureTitle}: ${finding.actual}`)} (${shown(pluginOf(run))}, ${shown(platformLabel(run))})`,
    },
    locations: [
      {
        physicalLocation: { artifactLocation: { uri: 'result.json' }, region: { startLine: 1 } },
        logicalLocations: [{ fullyQualifiedName: shown(`${run.id}/${finding.id}`), kind: 'member' }],
      },
    ],
    ...(acceptance === undefined
      ? {}
      : {
          suppressions: [
            {
              kind: 'external',
              status: 'accepted',
              justification: shown(`Until ${acceptance.until}: ${acceptance.reason}`),
            },
          ],
        }),
    ...(comparison === undefined ? {} : { baselineState: stateIn(comparison, run, finding) }),
    properties: {
      severity: finding.severity,
      basis: finding.basis,
      fidelity: finding.fidelity,
      expected: shown(finding.expected),
      rerun: shown(finding.rerun),
      ...(isModelled(run) ? { modelled: modelledNotice } : {}),
    },
  };
}

function stateIn({ runs }: Comparison, run: Run, finding: RunAudit): 'new' | 'unchanged' {
  const changes: readonly Change[] = runs.find(({ after }) => after?.id === run.id)?.changes ?? [];
  return changes.some(({ id, kind }) => id === finding.id && kind === 'still') ? 'unchanged' : 'new';
}

/** The format wants no empty text. */
function shown(text: string): string {
  return visible(cut(text)) || '-';
}
