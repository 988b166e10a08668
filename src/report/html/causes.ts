import type { Run } from '../../result/schema.js';
import { html, type Content, type Markup } from './markup.js';
import { section, table } from './parts.js';

type Cause = Run['causes'][number];

/** Which error came of which cause, beside what is documented. Nothing where none was brought about. */
export function causesSection(run: Run, id: string): Markup | undefined {
  if (run.causes.length === 0) return undefined;
  return section(
    `${id}-causes`,
    'Errors',
    table(
      'What each cause led to',
      ['Cause', 'Seen', 'Documented', 'How it was brought about'],
      run.causes.map(row),
    ),
  );
}

function row(cause: Cause): readonly Content[] {
  return [
    html`${cause.cause} <small>${cause.meaning}</small>`,
    error(cause.code, cause.message),
    error(cause.documentedCode, cause.documentedMessage),
    `${cause.how} (${cause.source})`,
  ];
}

function error(code: string | null, message: string | null): Content {
  if (code === null && message === null) return 'none';
  return html`${code === null ? undefined : html`<code>${code}</code>`} ${message ?? undefined}`;
}
