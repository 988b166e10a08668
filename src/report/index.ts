import type { Result } from '../result/schema.js';
import { renderHtml } from './html/page.js';
import { renderJunit } from './junit.js';
import { renderSummary } from './summary.js';

export { renderTerminal } from './terminal.js';

const renderers: Readonly<Record<string, (result: Result) => string>> = {
  'report.html': renderHtml,
  'junit.xml': renderJunit,
  'summary.md': renderSummary,
};

/** Every report that is written beside `result.json`, by file name. */
export function renderAll(result: Result): Record<string, string> {
  return Object.fromEntries(Object.entries(renderers).map(([name, render]) => [name, render(result)]));
}
