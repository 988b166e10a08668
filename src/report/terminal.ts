import { findingsOf, missingRunsOf, undecidedOf } from '../result/findings.js';
import type { Result, Run, RunAudit } from '../result/schema.js';
import type { Comparison } from '../result/compare.js';
import { toldApart } from './builds.js';
import { openFirst, standingInShort, standingOf } from './accepted.js';
import { renderComparison } from './comparison.js';
import { findingsByAudit } from './grouped.js';
import { platformsOf } from './platforms.js';
import { oneLine } from './text.js';
import {
  counted,
  documentedAsUnsafe,
  isDocumentedAsUnsafe,
  verdictWord,
  whatItTakes,
  whyUndecided,
} from './words.js';

/** Longest line of foreign text, in characters. */
const line = 160;

/** Up to so many runs are told one by one; of more, what they have in common. */
const mostApart = 5;
/** Most findings, platforms or runs that are named of many. */
const most = 20;

/**
 * The end of a run on a terminal: plain text without colour. `reportPath` is where the report was written, as the user
 * can open it.
 */
export function renderTerminal(given: Result, reportPath: string, comparison?: Comparison): string {
  const result = toldApart(given);
  const missing = missingRunsOf(result).map(
    (id) => `${oneLine(id, line)}\n  NOT REACHED: there is nothing of this run.`,
  );
  const blocks = [
    ...(result.runs.length <= mostApart
      ? result.runs.map((run) => runBlock(result, run))
      : [platformLines(result), ...manyFindings(result)]),
    ...bounded(missing),
    ...(comparison === undefined ? [] : [renderComparison(comparison).trimEnd()]),
    `Report: ${oneLine(reportPath)}`,
  ];
  return `${blocks.join('\n\n')}\n`;
}

function bounded(blocks: readonly string[]): string[] {
  const left = blocks.length - most;
  return left <= 0 ? [...blocks] : [...blocks.slice(0, most), `And ${left} more.`];
}

function platformLines({ runs }: Result): string {
  return bounded(
    platformsOf(runs).map(({ label, plugin, word, modelled, runs: of }) => {
      const verdict = `${word}${modelled ? ' (modelled)' : ''}`.toUpperCase();
      return `${oneLine(`${label}, ${plugin}`, line)}\n  ${verdict}, ${counted(of.length, 'run')}`;
    }),
  ).join('\n');
}

function manyFindings(result: Result): string[] {
  const blocks = findingsByAudit(result).map(({ sightings }) => {
    const { audit } = sightings[0];
    return [
      `  ${audit.severity}  ${oneLine(audit.id, line)}: ${oneLine(audit.failureTitle, line)}${notes(result, audit)}`,
      `    on ${sightings.length} of ${result.runs.length} runs, seen: ${oneLine(audit.actual, line)}`,
    ].join('\n');
  });
  return blocks.length === 0 ? [] : [bounded(blocks).join('\n')];
}

function runBlock(result: Result, run: Run): string {
  return [
    oneLine(run.id, line),
    `  ${verdictWord(run).toUpperCase()}`,
    `  ${oneLine(run.verdict.reason, 2 * line)}`,
    ...problemLines(run),
    ...findingLines(result, run),
    ...undecidedLines(run),
  ].join('\n');
}

function problemLines({ problems }: Run): string[] {
  return problems.flatMap(({ code, message, hint }) => [
    `  ${oneLine(`problem ${code}: ${message}`, line)}`,
    `    ${oneLine(hint, line)}`,
  ]);
}

function findingLines(result: Result, run: Run): string[] {
  return openFirst(result, findingsOf(run)).flatMap((finding) => [
    '',
    `  ${finding.severity}  ${oneLine(finding.id, line)}: ${oneLine(finding.failureTitle, line)}${notes(result, finding)}`,
    `    expected: ${oneLine(finding.expected, line)}`,
    `    seen:     ${oneLine(finding.actual, line)}`,
  ]);
}

function notes(result: Result, finding: RunAudit): string {
  const standing = standingInShort(standingOf(result, finding));
  const all = [
    ...(finding.fidelity === 'genuine' ? [] : [finding.fidelity.toUpperCase()]),
    ...(isDocumentedAsUnsafe(finding) ? [documentedAsUnsafe] : []),
    ...(standing === undefined ? [] : [oneLine(standing, line)]),
  ];
  return all.length === 0 ? '' : ` (${all.join(', ')})`;
}

function undecidedLines(run: Run): string[] {
  const undecided = undecidedOf(run).filter((audit) => audit.severity === 'critical');
  const chosen = undecided.filter((audit) => audit.reason?.code !== 'not-chosen');
  const left = undecided.length - chosen.length;
  return [
    ...(chosen.length > 0 ? ['', '  Critical and not decided:'] : []),
    ...chosen.map(
      (audit) =>
        `    ${oneLine(audit.id, line)}: ${oneLine(`${whyUndecided(audit)} ${whatItTakes(audit)}`, line)}`,
    ),
    ...(left > 0 ? ['', `  ${counted(left, 'critical audit')} not chosen.`] : []),
  ];
}
