import type { Run } from '../result/schema.js';
import { targets, type Target, type VerdictWord } from '../terms.js';
import { isModelled, platformLabel, pluginOf } from './words.js';

/** The runs that one verdict is about: the same plugin version on the same platform version. */
export interface PlatformGroup {
  readonly label: string;
  readonly target: Target;
  /** Whether models answered in place of devices; such runs are never in a group with others. */
  readonly modelled: boolean;
  readonly plugin: string;
  readonly word: VerdictWord;
  readonly runs: readonly Run[];
}

/** From what weighs most: one device that fails outweighs all that do not. */
const byWeight: readonly VerdictWord[] = [
  'not compatible',
  'not known',
  'compatible with findings',
  'compatible',
];

const natural = new Intl.Collator('en', { numeric: true });

/** The runs by platform and plugin, in the order in which a report tells them. */
export function platformsOf(runs: readonly Run[]): PlatformGroup[] {
  const groups = new Map<string, [Run, ...Run[]]>();
  for (const run of runs) {
    const key = JSON.stringify([run.target, platformLabel(run), isModelled(run), pluginOf(run)]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [run]);
    else group.push(run);
  }
  return [...groups.values()].map(groupOf).sort(inOrder);
}

function groupOf(runs: readonly [Run, ...Run[]]): PlatformGroup {
  const [first] = runs;
  const words = new Set(runs.map(({ verdict }) => verdict.word));
  return {
    label: platformLabel(first),
    target: first.target,
    modelled: isModelled(first),
    plugin: pluginOf(first),
    word: byWeight.find((word) => words.has(word)) ?? 'not known',
    runs,
  };
}

function inOrder(a: PlatformGroup, b: PlatformGroup): number {
  return (
    Number(a.modelled) - Number(b.modelled) ||
    targets.indexOf(a.target) - targets.indexOf(b.target) ||
    natural.compare(a.label, b.label) ||
    natural.compare(a.plugin, b.plugin)
  );
}

/** The runs in the same order, so that what belongs together stands together. */
export function runsInOrder(runs: readonly Run[]): Run[] {
  return platformsOf(runs).flatMap((group) => group.runs);
}
