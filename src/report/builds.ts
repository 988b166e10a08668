import { buildOf, groupedBy, idsByBuild, originOf } from '../result/builds.js';
import type { Result, Run } from '../result/schema.js';

/**
 * The result as it is shown: where builds of the same name and version differ, each bears its origin in its version and,
 * where runs share an id, in that too. Every renderer groups and names by these. Itself where all are told apart already.
 */
export function toldApart(result: Result): Result {
  const { runs } = result;
  const ids = idsByBuild(runs);
  const origins = originsOf(runs);
  if (runs.every((run, at) => ids[at] === run.id && !origins.has(run))) return result;
  const renamed = new Map<string, string[]>();
  runs.forEach(({ id }, at) => renamed.set(id, [...(renamed.get(id) ?? []), ids[at]!]));
  return {
    ...result,
    plan: [...new Set(result.plan.flatMap((id) => renamed.get(id) ?? [id]))],
    runs: runs.map((run, at) => {
      const origin = origins.get(run);
      const version = origin === undefined ? run.plugin.version : `${run.plugin.version} (${origin})`;
      return { ...run, id: ids[at]!, plugin: { ...run.plugin, version } };
    }),
  };
}

/** The origin of each run's build, where another build has its name and version. */
function originsOf(runs: readonly Run[]): Map<Run, string> {
  const origins = new Map<Run, string>();
  for (const same of groupedBy(runs, ({ plugin }) =>
    JSON.stringify([plugin.name, plugin.version]),
  ).values()) {
    if (new Set(same.map(buildOf)).size === 1) continue;
    for (const [origin, of] of groupedBy(same, originOf)) {
      const isOne = new Set(of.map(buildOf)).size === 1;
      for (const run of of) origins.set(run, isOne ? origin : `${origin}, ${buildOf(run).slice(0, 15)}`);
    }
  }
  return origins;
}
