import type { Run } from '../../result/schema.js';
import { html, type Markup } from './markup.js';
import { section } from './parts.js';

/** What went wrong beside the plugin, and what to do. Nothing where nothing did. */
export function problemsSection(run: Run, id: string): Markup | undefined {
  if (run.problems.length === 0) return undefined;
  return section(
    `${id}-problems`,
    `Problems (${run.problems.length})`,
    run.problems.map(
      ({ code, message, hint }) =>
        html`<div class="problem">
          <p>${message} <code class="id">${code}</code></p>
          <p class="quiet">${hint}</p>
        </div>`,
    ),
  );
}
