import { readFileSync } from 'node:fs';
import path from 'node:path';

/** Mutants that no audit is known to notice, in groups with a reason. A survivor without one makes the run fail. */

export interface SurvivorGroup {
  /** Nothing that a user of the plugin could ever see, or something that an audit should see and none does. */
  readonly kind: 'equivalent' | 'out-of-reach' | 'audit-missing';
  readonly why: string;
  readonly mutants: readonly string[];
}

/** What is known of the mutants of a target. */
export function knownSurvivors(target: 'web' | 'android' = 'web'): SurvivorGroup[] {
  const file = path.join(import.meta.dirname, target === 'web' ? 'survivors.json' : 'native-survivors.json');
  return JSON.parse(readFileSync(file, 'utf8')) as SurvivorGroup[];
}

export interface Survival {
  readonly killed: readonly string[];
  readonly explained: readonly { readonly group: SurvivorGroup; readonly mutants: readonly string[] }[];
  readonly unexplained: readonly string[];
  /** Explained, and noticed all the same: the explanation is out of date. */
  readonly noLonger: readonly string[];
}

/** Sorts mutants by whether an audit noticed them, and the others by their explanation. */
export function survival(
  mutants: readonly { readonly id: string; readonly noticed: readonly string[] }[],
  groups: readonly SurvivorGroup[],
): Survival {
  const ids = (killed: boolean): string[] =>
    mutants.filter(({ noticed }) => noticed.length > 0 === killed).map(({ id }) => id);
  const [killed, survived] = [ids(true), ids(false)];
  const known = groups.flatMap((group) => group.mutants);
  return {
    killed,
    explained: groups
      .map((group) => ({ group, mutants: survived.filter((id) => group.mutants.includes(id)) }))
      .filter((each) => each.mutants.length > 0),
    unexplained: survived.filter((id) => !known.includes(id)),
    noLonger: killed.filter((id) => known.includes(id)),
  };
}
