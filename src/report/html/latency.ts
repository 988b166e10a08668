import type { Run } from '../../result/schema.js';
import { operations } from '../../terms.js';
import { html, type Markup } from './markup.js';
import { section, table } from './parts.js';

/** How long calls took. Nothing where none was measured. */
export function latencySection(run: Run, id: string): Markup | undefined {
  const rows = operations.flatMap((operation) => {
    const measured = run.latency[operation];
    if (measured === undefined) return [];
    const { n, p50, p95, max } = measured;
    return [[html`<code>${operation}</code>`, n, milliseconds(p50), milliseconds(p95), milliseconds(max)]];
  });
  if (rows.length === 0) return undefined;
  return section(
    `${id}-latency`,
    'Latency',
    table('How long calls took, in milliseconds', ['Operation', 'Calls', 'p50', 'p95', 'Longest'], rows),
  );
}

function milliseconds(value: number): string {
  return value < 10 ? value.toFixed(2) : value.toFixed(0);
}
