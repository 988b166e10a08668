import type { Run } from '../../result/schema.js';
import { isModelled, platformLabel } from '../words.js';
import { html, type Content, type Markup } from './markup.js';
import { listed, section, tableRow, tag } from './parts.js';
import type { Report } from './report.js';

type Cause = Run['causes'][number];

/** The same cause with the same ends, on however many runs. */
interface SeenCause {
  readonly cause: Cause;
  readonly runs: Run[];
}

/** Which error came of which cause, beside what is documented of it. Nothing where none was brought about. */
export function causesSection({ result: { runs } }: Report): Markup | undefined {
  const causes = new Map<string, Map<string, SeenCause>>();
  for (const run of runs) {
    for (const cause of run.causes) {
      const group = causes.get(cause.cause) ?? new Map<string, SeenCause>();
      causes.set(cause.cause, group);
      const key = JSON.stringify([run.target, isModelled(run), cause]);
      const known = group.get(key);
      if (known === undefined) group.set(key, { cause, runs: [run] });
      else if (!known.runs.includes(run)) known.runs.push(run);
    }
  }
  if (causes.size === 0) return undefined;
  const head = [
    'Cause',
    ...(runs.length === 1 ? [] : ['Platform']),
    'Seen',
    'Documented',
    'How it was caused',
    'Verdict',
  ];
  return section(
    'errors',
    'Errors by cause',
    html`<table>
      <caption>
        What each cause led to, beside what is documented
      </caption>
      <thead>
        <tr>
          ${head.map((label) => html`<th scope="col">${label}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${[...causes.values()].map((group) =>
          [...group.values()].map((seen, at) =>
            tableRow(head, row(seen, at === 0 ? agreement([...group.values()]) : undefined, runs.length > 1)),
          ),
        )}
      </tbody>
    </table>`,
  );
}

function row({ cause, runs }: SeenCause, agree: Content, isOneOfMany: boolean): readonly Content[] {
  return [
    html`${cause.cause} <small>${cause.meaning}</small>${agree}`,
    ...(isOneOfMany ? [html`${listed([...new Set(runs.map(platformLabel))], 4)}`] : []),
    error(cause.code, cause.message),
    error(cause.documentedCode, cause.documentedMessage),
    html`${cause.how}
      <small
        >${cause.source === 'documented' ? 'the document names this cause' : 'the cause was chosen by this tool'}</small
      >`,
    html`${verdictOn(cause)} ${runs.every(isModelled) ? tag('modelled', 'modelled') : undefined}`,
  ];
}

function error(code: string | null, message: string | null): Content {
  if (code === null && message === null) return html`<span class="quiet">none</span>`;
  return html`${code === null ? undefined : html`<code>${code}</code>`} ${message ?? undefined}`;
}

function verdictOn({ code, message, documentedCode, documentedMessage }: Cause): Markup {
  if (documentedCode === null && documentedMessage === null)
    return tag('not-applicable', 'nothing documented');
  if (code === null && message === null) return tag('fail', 'no error');
  const isSame = documentedCode === null ? message === documentedMessage : code === documentedCode;
  return isSame ? tag('pass', 'as documented') : tag('fail', 'another error');
}

/** Whether platforms mean the same by the same cause. Nothing where there is but one. */
function agreement(seen: readonly SeenCause[]): Content {
  const byTarget = new Map<string, Set<string>>();
  for (const { cause, runs } of seen) {
    for (const { target } of runs) {
      const ends = byTarget.get(target) ?? new Set<string>();
      byTarget.set(
        target,
        ends.add(cause.code ?? (cause.message === null ? 'no error' : 'an error without a code')),
      );
    }
  }
  if (byTarget.size < 2) return undefined;
  const ends = [...byTarget.values()].map((set) => [...set].sort().join(' or '));
  return new Set(ends).size === 1
    ? html` ${tag('pass', 'platforms agree')}`
    : html` ${tag('major', 'platforms differ')}`;
}
