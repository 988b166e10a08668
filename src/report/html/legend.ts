import type { RunAudit } from '../../result/schema.js';
import { meanings, reasonMeanings, type Word } from '../meanings.js';
import { html, type Content, type Markup } from './markup.js';
import { section, tag } from './parts.js';
import type { Report } from './report.js';

/** What the words mean that this report uses. Nothing where it uses none. */
export function legendSection({ words }: Report): Markup | undefined {
  const groups = meanings
    .map(({ title, words: all }) => ({
      title,
      entries: Object.entries(all).filter(([key]) => words.has(key as Word)),
    }))
    .filter(({ entries }) => entries.length > 0);
  if (groups.length === 0) return undefined;
  return section(
    'words',
    'What the words mean',
    groups.map(
      ({ title, entries }) =>
        html`<h3>${title}</h3>
          <dl class="facts words">
            ${entries.map(
              ([key, { word, meaning, code }]) =>
                html`<div class="entry" id="word-${key}">
                  <dt>${word} ${code === undefined ? undefined : html`<code>${code}</code>`}</dt>
                  <dd>${meaning}</dd>
                </div>`,
            )}
          </dl>`,
    ),
  );
}

/** The reason why there is no answer, which leads to what it means. */
export function reasonTag(report: Pick<Report, 'words'>, { reason }: Pick<RunAudit, 'reason'>): Content {
  if (reason === null) return undefined;
  return explained(report, reason.code, tag('inconclusive', reasonMeanings[reason.code].word));
}

/** Leads from a word to what it means. */
export function explained({ words }: Pick<Report, 'words'>, word: Word, content: Content): Content {
  return words.has(word) && content !== undefined
    ? html`<a class="explained" href="#word-${word}">${content}</a>`
    : content;
}
