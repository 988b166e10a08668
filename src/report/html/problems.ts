import type { Run } from '../../result/schema.js';
import { html, type Markup } from './markup.js';
import { listed, section } from './parts.js';
import { runAddress, type Report } from './report.js';

/** Most problems that are told. */
const most = 30;

/** What went wrong beside the plugin, and what to do, the same trouble told once. Nothing where nothing did. */
export function problemsSection(report: Report): Markup | undefined {
  const told = new Map<string, { problem: Run['problems'][number]; runs: Run[] }>();
  for (const run of report.result.runs) {
    for (const problem of run.problems) {
      const key = JSON.stringify(problem);
      const known = told.get(key);
      if (known === undefined) told.set(key, { problem, runs: [run] });
      else if (!known.runs.includes(run)) known.runs.push(run);
    }
  }
  if (told.size === 0) return undefined;
  const left = told.size - most;
  return section(
    'problems',
    'Problems of the audit itself',
    [...told.values()].slice(0, most).map(
      ({ problem: { code, message, hint }, runs }) =>
        html`<div class="problem">
          <p>${message} <code class="id">${code}</code></p>
          <p class="quiet">${hint}</p>
          ${
            report.result.runs.length === 1
              ? undefined
              : html`<p class="quiet">
                  On
                  ${listed(
                    runs.map((run) => html`<a href="${runAddress(report, run)}">${run.id}</a>`),
                    4,
                  )}
                </p>`
          }
        </div>`,
    ),
    left > 0 ? html`<p class="quiet">And ${left} more, in result.json.</p>` : undefined,
  );
}
