import type { Comparison } from '../../result/compare.js';
import type { Result, Run, RunAudit } from '../../result/schema.js';
import { areas, type Area } from '../../terms.js';
import { isAccepted } from '../accepted.js';
import { toldApart } from '../builds.js';
import { findingsByAudit, type GroupedFinding } from '../grouped.js';
import { wordsIn, type Word } from '../meanings.js';
import { platformsOf, runsInOrder, type PlatformGroup } from '../platforms.js';
import { visible } from '../text.js';

/** Pictures of the evidence by their path, as `data:` addresses. */
export type Pictures = Readonly<Record<string, string>>;

/** Everything that the parts of the page are made from, on this machine and in the browser alike. */
export interface Report {
  /** Its runs are in the order of the columns. */
  readonly result: Result;
  readonly comparison: Comparison | null;
  readonly pictures: Pictures;
  readonly groups: readonly PlatformGroup[];
  readonly findings: readonly GroupedFinding[];
  /** The words that it uses and explains. */
  readonly words: ReadonlySet<Word>;
  /** Ids of audits whose findings are accepted. */
  readonly accepted: ReadonlySet<string>;
  /** One for each audit that any run has, by area. */
  readonly rows: readonly Row[];
  /** For the address of each run, in the order of `result.runs`; no two are the same. */
  readonly slugs: readonly string[];
  /** The place of each run in `result.runs`. */
  readonly places: ReadonlyMap<Run, number>;
}

export interface Row {
  readonly id: string;
  readonly area: Area;
  readonly title: string;
  /** In the order of `result.runs`; undefined where a run does not have the audit. */
  readonly cells: readonly (RunAudit | undefined)[];
}

/** Puts in order what every part needs. */
export function reportOf(
  given: Result,
  { comparison = null, pictures = {} }: { comparison?: Comparison | null; pictures?: Pictures } = {},
): Report {
  const result = toldApart(given);
  const runs = runsInOrder(result.runs);
  return {
    result: { ...result, runs },
    comparison,
    pictures,
    groups: platformsOf(runs),
    findings: findingsByAudit({ ...result, runs }),
    words: wordsIn(result),
    accepted: new Set(result.accepted.map(({ id }) => id).filter((id) => isAccepted(result, { id }))),
    rows: rowsOf(runs),
    slugs: slugsOf(runs),
    places: new Map(runs.map((run, at) => [run, at])),
  };
}

function rowsOf(runs: readonly Run[]): Row[] {
  const rows = new Map<string, { id: string; area: Area; title: string; cells: (RunAudit | undefined)[] }>();
  runs.forEach((run, column) => {
    for (const audit of run.audits) {
      let row = rows.get(audit.id);
      if (row === undefined) {
        row = { id: audit.id, area: audit.area, title: audit.title, cells: runs.map(() => undefined) };
        rows.set(audit.id, row);
      }
      row.cells[column] ??= audit;
    }
  });
  return [...rows.values()].sort((a, b) => areas.indexOf(a.area) - areas.indexOf(b.area));
}

function slugsOf(runs: readonly Run[]): string[] {
  const taken = new Set<string>();
  return runs.map(({ id }) => {
    const plain = slugOf(id).replace(/%2F/g, '/').replace(/%40/g, '@');
    let slug = plain;
    for (let number = 2; taken.has(slug); number += 1) slug = `${plain}~${number}`;
    taken.add(slug);
    return slug;
  });
}

/** A foreign text as a part of an address. */
export function slugOf(text: string): string {
  return encodeURIComponent(visible(text.slice(0, 200)));
}

/** The address of a run in this page. */
export function runAddress({ slugs, places }: Report, run: Run): string {
  return `#/${slugs[places.get(run) ?? -1] ?? ''}`;
}

/** The address of an audit in a run in this page. */
export function cellAddress(report: Report, run: Run, audit: Pick<RunAudit, 'id'>): string {
  return `${runAddress(report, run)}/${slugOf(audit.id)}`;
}

/** The id of a finding's heading in this page: its audit's own, where that can be one. */
export function findingAnchor({ findings }: Report, id: string): string | undefined {
  const at = findings.findIndex((finding) => finding.id === id);
  if (at === -1) return undefined;
  return /^[a-z0-9][a-z0-9-]{0,80}$/.test(id) ? `finding-${id}` : `finding-no-${at + 1}`;
}
