import type { Comparison } from '../result/compare.js';
import type { Result } from '../result/schema.js';
import { renderCtrf } from './ctrf.js';
import { renderHtml } from './html/page.js';
import type { Pictures } from './html/report.js';
import { renderJunit } from './junit.js';
import { renderSarif } from './sarif.js';
import { renderSummary } from './summary.js';

export { renderComparison } from './comparison.js';
export { renderTerminal } from './terminal.js';

/** What may be told beside the result. */
export interface Context {
  /** What is different from a baseline. */
  readonly comparison?: Comparison;
  /** Pictures of the evidence by their path, as `data:` addresses. */
  readonly pictures?: Pictures;
}

const renderers = {
  'report.html': renderHtml,
  'junit.xml': renderJunit,
  'ctrf.json': renderCtrf,
  'findings.sarif': renderSarif,
  'summary.md': (result, { comparison }) => renderSummary(result, comparison),
} as const satisfies Readonly<Record<string, (result: Result, context: Context) => string>>;

/** The name of each file that `renderAll` gives. */
export const reportNames = Object.keys(renderers);

/** Every report that is written beside `result.json`, by file name. */
export function renderAll(result: Result, context: Context = {}): Record<string, string> {
  return Object.fromEntries(
    Object.entries(renderers).map(([name, render]) => [name, render(result, context)]),
  );
}
