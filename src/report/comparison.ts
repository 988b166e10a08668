import { changeKinds, type Change, type ChangeKind, type Comparison, type Side } from '../result/compare.js';
import { oneLine } from './text.js';
import { counted, moment, outcomeWords } from './words.js';

/** What each kind of change is called. */
export const changeWords: Readonly<Record<ChangeKind, string>> = {
  new: 'New findings',
  undecided: 'No longer decided',
  still: 'Still there',
  fixed: 'Fixed',
  decided: 'Decided now, and holds',
  came: 'Audits that came',
  went: 'Audits that went',
};

/** The same change of the same audit, on however many runs. */
export interface GroupedChange {
  readonly change: Change;
  /** Ids of runs. */
  readonly runs: readonly string[];
}

/** The changes of all runs, each of each audit once. */
export function groupedChanges({ runs }: Comparison): Map<ChangeKind, GroupedChange[]> {
  const kinds = new Map<ChangeKind, Map<string, { change: Change; runs: string[] }>>();
  for (const { after, before, changes } of runs) {
    const name = (after ?? before)?.id ?? '';
    for (const change of changes) {
      const group = kinds.get(change.kind) ?? new Map<string, { change: Change; runs: string[] }>();
      kinds.set(change.kind, group);
      // What a model shows is not told together with what a platform shows.
      const key = `${change.fidelity} ${change.id}`;
      const known = group.get(key);
      if (known === undefined) group.set(key, { change, runs: [name] });
      else known.runs.push(name);
    }
  }
  return new Map([...kinds].map(([kind, group]) => [kind, [...group.values()]]));
}

/** `1 new finding, 2 fixed, 3 still there`. */
export function changesInShort(comparison: Comparison): string {
  const grouped = groupedChanges(comparison);
  const count = (kind: ChangeKind): number => grouped.get(kind)?.length ?? 0;
  return `${counted(count('new'), 'new finding')}, ${count('fixed')} fixed, ${count('still')} still there`;
}

/** Longest line of foreign text, in characters. */
const line = 160;
/** Most audits that are named of one kind. */
const most = 30;

/** What is different from a baseline, for a terminal: plain text without colour. */
export function renderComparison(comparison: Comparison): string {
  const grouped = groupedChanges(comparison);
  const blocks = [
    `Since ${moment(comparison.since)}: ${changesInShort(comparison)}.`,
    ...verdictLines(comparison),
    ...changeKinds.flatMap((kind) => kindLines(kind, grouped.get(kind) ?? [])),
  ];
  return `${blocks.join('\n')}\n`;
}

function verdictLines({ runs }: Comparison): string[] {
  return runs
    .filter(({ before, after }) => before?.verdict !== after?.verdict)
    .slice(0, most)
    .map(({ before, after }) => {
      const id = oneLine((after ?? before)!.id, line);
      return `  ${id}: ${sideWords(before)} -> ${sideWords(after)}`;
    });
}

function sideWords(side: Side | null): string {
  if (side === null) return 'not there';
  return side.modelled ? `${side.verdict} (modelled)` : side.verdict;
}

function kindLines(kind: ChangeKind, changes: readonly GroupedChange[]): string[] {
  if (changes.length === 0) return [];
  const isBrief = kind === 'came' || kind === 'went' || kind === 'decided';
  if (isBrief) {
    const names = changes.slice(0, most).map(({ change }) => oneLine(change.id, line));
    const left = changes.length - names.length;
    return ['', `${changeWords[kind]}: ${names.join(', ')}${left > 0 ? ` and ${left} more` : ''}`];
  }
  return [
    '',
    `${changeWords[kind]}:`,
    ...changes.slice(0, most).flatMap((each) => changeLines(kind, each)),
    ...(changes.length > most ? [`  and ${changes.length - most} more`] : []),
  ];
}

function changeLines(kind: ChangeKind, { change, runs }: GroupedChange): string[] {
  const { id, severity, fidelity, title, failureTitle, before, after, actual, accepted } = change;
  const isFinding = before === 'fail' || after === 'fail';
  const name = oneLine(after === 'fail' ? failureTitle : title, line);
  const notes = [
    `was: ${before === null ? 'not there' : outcomeWords[before]}`,
    ...(runs.length > 1 ? [counted(runs.length, 'run')] : []),
    ...(fidelity === 'genuine' ? [] : [fidelity.toUpperCase()]),
    ...(accepted ? ['accepted'] : []),
  ].join(', ');
  return [
    `  ${isFinding ? `${severity}  ` : ''}${oneLine(id, line)}: ${name} (${notes})`,
    ...(kind === 'new' && actual !== '' ? [`    seen: ${oneLine(actual, line)}`] : []),
  ];
}
