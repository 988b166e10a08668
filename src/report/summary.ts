import { findingsOf, missingRunsOf, undecidedOf } from '../result/findings.js';
import type { Result, Run, RunAudit } from '../result/schema.js';
import type { Comparison } from '../result/compare.js';
import { toldApart } from './builds.js';
import { openFirst, standingInWords, standingOf } from './accepted.js';
import { changesInShort, changeWords, groupedChanges } from './comparison.js';
import { findingsByAudit } from './grouped.js';
import { code, plain, table } from './markdown.js';
import { platformsOf } from './platforms.js';
import {
  counted,
  documentedAsUnsafe,
  isDocumentedAsUnsafe,
  moment,
  neededToBeCompatible,
  platformOf,
  pluginOf,
  verdictWord,
  whatItTakes,
  whyUndecided,
} from './words.js';

/** Up to so many runs are told one by one; of more, what they have in common. */
const mostApart = 5;
/** Most rows of one table. */
const mostRows = 60;

/** A page of Markdown for a pull request or a CI server: verdicts, changes, findings, what was not decided. */
export function renderSummary(given: Result, comparison?: Comparison): string {
  const result = toldApart(given);
  const details =
    result.runs.length <= mostApart
      ? result.runs.flatMap((run) => [...problems(run), ...findings(result, run), ...undecided(run)])
      : together(result);
  const blocks = [
    '# keystore-audit',
    verdicts(result),
    ...(comparison === undefined ? [] : changes(comparison)),
    ...details,
    `Made by keystore-audit ${plain(result.tool.version)}, seed ${code(result.seed)}.`,
  ];
  return `${blocks.join('\n\n')}\n`;
}

function verdicts(result: Result): string {
  const missing = missingRunsOf(result).map((id) => [
    '**not known**',
    code(id),
    '',
    '',
    'The run was not reached.',
  ]);
  const head = ['verdict', 'plugin', 'platform', 'contract', 'why'];
  if (result.runs.length > mostApart) {
    const rows = platformsOf(result.runs).map((group) => [
      `**${plain(group.modelled ? `${group.word} (modelled)` : group.word)}**`,
      code(group.plugin),
      plain(`${group.label}, ${counted(group.runs.length, 'run')}`),
      plain(contractOf(group.runs[0]!)),
      plain((group.runs.find(({ verdict }) => verdict.word === group.word) ?? group.runs[0]!).verdict.reason),
    ]);
    return bounded(head, [...rows, ...missing]);
  }
  const rows = result.runs.map((run) => [
    `**${plain(verdictWord(run))}**`,
    code(pluginOf(run)),
    plain(platformOf(run)),
    plain(contractOf(run)),
    plain(run.verdict.reason),
  ]);
  return rows.length + missing.length === 0 ? 'Nothing was audited.' : bounded(head, [...rows, ...missing]);
}

function contractOf({ contract }: Run): string {
  return `${contract.id} ${contract.version}`;
}

function bounded(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const left = rows.length - mostRows;
  const whole = table(head, rows.slice(0, mostRows));
  return left <= 0 ? whole : `${whole}\n\nAnd ${left} more, in the report.`;
}

/** The findings of many runs, each audit once. */
function together(result: Result): string[] {
  const rows = findingsByAudit(result).map(({ severity, sightings }) => [
    severity,
    `${code(sightings[0].audit.id)} ${plain(sightings[0].audit.failureTitle)}${notes(result, sightings[0].audit)}`,
    plain(`${sightings.length} of ${result.runs.length}`),
    plain(sightings[0].audit.actual),
  ]);
  return rows.length === 0
    ? []
    : [`## ${counted(rows.length, 'finding')}`, bounded(['severity', 'finding', 'runs', 'seen'], rows)];
}

function changes(comparison: Comparison): string[] {
  const grouped = groupedChanges(comparison);
  const rows = (['new', 'undecided', 'fixed'] as const).flatMap((kind) =>
    (grouped.get(kind) ?? []).map(({ change, runs }) => [
      plain(changeWords[kind]),
      change.before === 'fail' || change.after === 'fail' ? change.severity : '',
      `${code(change.id)} ${plain(change.after === 'fail' ? change.failureTitle : change.title)}`,
      String(runs.length),
    ]),
  );
  return [
    `## Since the baseline of ${plain(moment(comparison.since))}`,
    `${plain(changesInShort(comparison))}.`,
    ...(rows.length === 0 ? [] : [bounded(['change', 'severity', 'audit', 'runs'], rows)]),
  ];
}

function problems(run: Run): string[] {
  if (run.problems.length === 0) return [];
  const items = run.problems.map(
    ({ code: id, message, hint }) => `- ${code(id)} ${plain(message)} ${plain(hint)}`,
  );
  return [heading('Problems', run), items.join('\n')];
}

function findings(result: Result, run: Run): string[] {
  const all = openFirst(result, findingsOf(run));
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
  const standing = standingInWords(standingOf(result, finding));
  return [
    ...(finding.fidelity === 'genuine' ? [] : [` **${finding.fidelity}**`]),
    ...(isDocumentedAsUnsafe(finding) ? [` *${documentedAsUnsafe}*`] : []),
    ...(standing === undefined ? [] : [` *${plain(standing)}*`]),
  ].join('');
}

function undecided(run: Run): string[] {
  const all = undecidedOf(run);
  if (all.length === 0) return [];
  const asked = all.filter((audit) => audit.reason?.code !== 'not-chosen');
  const rows = asked.map((audit) => [
    `${code(audit.id)} ${plain(audit.title)}${audit.severity === 'critical' ? ` *${neededToBeCompatible}*` : ''}`,
    plain(whyUndecided(audit)),
    plain(whatItTakes(audit)),
  ]);
  const left = all.length - asked.length;
  return [
    heading('Not decided', run),
    ...(rows.length === 0 ? [] : [table(['audit', 'why', 'what it takes'], rows)]),
    ...(left === 0 ? [] : [`${counted(left, 'audit')} not chosen.`]),
  ];
}

function heading(title: string, run: Run): string {
  return `## ${title}: ${plain(pluginOf(run))}, ${plain(platformOf(run))}`;
}
