import { acceptanceOf, findingsOf, missingRunsOf, undecidedOf } from '../result/findings.js';
import type { Result, Run, RunAudit } from '../result/schema.js';
import { code, plain, table } from './markdown.js';
import {
  counted,
  isAsDocumented,
  platformOf,
  pluginOf,
  verdictWord,
  whatItTakes,
  whyUndecided,
} from './words.js';

/** A page of Markdown for a pull request or a CI server: verdicts, findings, what was not decided. */
export function renderSummary(result: Result): string {
  const blocks = [
    '# keystore-audit',
    verdicts(result),
    ...result.runs.flatMap((run) => [...problems(run), ...findings(result, run), ...undecided(run)]),
    `Made by keystore-audit ${plain(result.tool.version)}, seed ${code(result.seed)}.`,
  ];
  return `${blocks.join('\n\n')}\n`;
}

function verdicts(result: Result): string {
  const rows = [
    ...result.runs.map((run) => [
      `**${plain(verdictWord(run))}**`,
      code(pluginOf(run)),
      plain(platformOf(run)),
      plain(`${run.contract.id} ${run.contract.version}`),
      plain(run.verdict.reason),
    ]),
    ...missingRunsOf(result).map((id) => ['**not known**', code(id), '', '', 'The run was not reached.']),
  ];
  return rows.length === 0
    ? 'Nothing was audited.'
    : table(['verdict', 'plugin', 'platform', 'contract', 'why'], rows);
}

function problems(run: Run): string[] {
  if (run.problems.length === 0) return [];
  const items = run.problems.map(
    ({ code: id, message, hint }) => `- ${code(id)} ${plain(message)} ${plain(hint)}`,
  );
  return [heading('Problems', run), items.join('\n')];
}

function findings(result: Result, run: Run): string[] {
  const all = findingsOf(run);
  if (all.length === 0) return [];
  const rows = all.map((finding) => [
    finding.severity,
    `${code(finding.id)} ${plain(finding.failureTitle)}${notes(result, finding)}`,
    plain(finding.expected),
    plain(finding.actual),
  ]);
  return [
    heading(counted(all.length, 'finding'), run),
    table(['severity', 'finding', 'expected', 'seen'], rows),
  ];
}

function notes(result: Result, finding: RunAudit): string {
  const acceptance = acceptanceOf(result, finding);
  return [
    ...(finding.fidelity === 'genuine' ? [] : [` **${finding.fidelity}**`]),
    ...(isAsDocumented(finding) ? [' *as documented*'] : []),
    ...(acceptance === undefined
      ? []
      : [` *accepted until ${plain(acceptance.until)}: ${plain(acceptance.reason)}*`]),
  ].join('');
}

function undecided(run: Run): string[] {
  const all = undecidedOf(run);
  if (all.length === 0) return [];
  const asked = all.filter((audit) => audit.reason?.code !== 'not-chosen');
  const rows = asked.map((audit) => [
    audit.severity,
    `${code(audit.id)} ${plain(audit.title)}`,
    plain(whyUndecided(audit)),
    plain(whatItTakes(audit)),
  ]);
  const left = all.length - asked.length;
  return [
    heading('Not decided', run),
    ...(rows.length === 0 ? [] : [table(['severity', 'audit', 'why', 'what it takes'], rows)]),
    ...(left === 0 ? [] : [`${counted(left, 'audit')} not chosen.`]),
  ];
}

function heading(title: string, run: Run): string {
  return `## ${title}: ${plain(pluginOf(run))}, ${plain(platformOf(run))}`;
}
