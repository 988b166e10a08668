import type { Run } from './schema.js';

/** Two builds of one plugin may bear the same name and version: one that is published, and a fork of it in a folder. */

/** What of a run, or of one that is planned, tells builds apart. */
export interface Built {
  readonly id: string;
  readonly plugin: Pick<Run['plugin'], 'name' | 'version' | 'source' | 'integrity'>;
}

/** The same for the same build, wherever it came from. */
export function buildOf({ plugin: { source, integrity } }: Built): string {
  return integrity === '' || integrity === 'unknown' ? `from ${source}` : integrity;
}

/** Where a build came from, in words: `published`, or the spec that named it. */
export function originOf({ plugin: { name, source } }: Built): string {
  return source === name || source.startsWith(`${name}@`) ? 'published' : `from ${source}`;
}

/** The ids in the same order; where builds of different origin have the same one, each with its origin. */
export function idsByBuild(runs: readonly Built[]): string[] {
  const builds = groupedBy(runs, ({ id }) => id);
  return runs.map((run) => {
    const same = builds.get(run.id)!;
    const isShared = new Set(same.map(buildOf)).size > 1 && new Set(same.map(originOf)).size > 1;
    return isShared ? `${run.id} (${originOf(run)})` : run.id;
  });
}

/** The values by what they have in common. */
export function groupedBy<T>(values: readonly T[], keyOf: (value: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const value of values) {
    const group = groups.get(keyOf(value));
    if (group === undefined) groups.set(keyOf(value), [value]);
    else group.push(value);
  }
  return groups;
}
