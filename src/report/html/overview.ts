import { missingRunsOf } from '../../result/findings.js';
import type { Result } from '../../result/schema.js';
import { platformOf, pluginOf, verdictWord } from '../words.js';
import { html, type Markup } from './markup.js';
import { table, tag } from './parts.js';
import { verdictClass } from './verdict.js';

/** All runs on one table, where there is more than one or one is missing. */
export function overview(result: Result): Markup | undefined {
  const missing = missingRunsOf(result);
  if (result.runs.length + missing.length < 2 && missing.length === 0) return undefined;
  return html`<nav aria-label="Runs">
    ${table(
      'Verdicts of all runs',
      ['Plugin', 'Verdict', 'Platform', 'Why'],
      [
        ...result.runs.map((run, at) => [
          html`<a href="#run-${at + 1}">${pluginOf(run)}</a>`,
          tag(verdictClass(run.verdict.word), verdictWord(run)),
          platformOf(run),
          run.verdict.reason,
        ]),
        ...missing.map((id) => [html`${id}`, tag('not-known', 'not known'), '', 'The run was not reached.']),
      ],
    )}
  </nav>`;
}
