import { findingsOf, undecidedOf } from '../../result/findings.js';
import type { Run } from '../../result/schema.js';
import type { VerdictWord } from '../../terms.js';
import { counted, isModelled, modelledNotice, statusWords, verdictWord } from '../words.js';
import { html, type Markup } from './markup.js';

/** The class of the style sheet for a verdict. */
export function verdictClass(word: VerdictWord): string {
  return word.replaceAll(' ', '-');
}

/** The verdict of a run in one word, and why. */
export function verdictBlock(run: Run): Markup {
  return html`<div class="verdict ${verdictClass(run.verdict.word)}">
      <p class="word">${verdictWord(run)}</p>
      <p class="reason">${run.verdict.reason}</p>
      <p class="tally">${tally(run)}</p>
    </div>
    ${isModelled(run) ? html`<p class="modelled-notice" role="note">${modelledNotice}</p>` : undefined}
    ${run.status === 'completed' ? undefined : html`<p class="status">${statusWords[run.status]}</p>`}`;
}

function tally(run: Run): string {
  const passed = run.audits.filter((audit) => audit.outcome === 'pass').length;
  return [
    counted(findingsOf(run).length, 'finding'),
    `${undecidedOf(run).length} not decided`,
    `${passed} hold`,
    `${counted(run.audits.length, 'audit')} in all`,
  ].join(' · ');
}
