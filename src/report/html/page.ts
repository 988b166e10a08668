import { createHash } from 'node:crypto';
import { missingRunsOf } from '../../result/findings.js';
import type { Comparison } from '../../result/compare.js';
import type { Result } from '../../result/schema.js';
import { isModelled, moment, pluginOf, verdictWord } from '../words.js';
import { appScript } from './bundle.js';
import { contents } from './contents.js';
import { attribute, html, Markup } from './markup.js';
import { pack, unpack } from './pack.js';
import { reportOf, type Pictures, type Report } from './report.js';
import { style } from './style.js';

/** What may stand in a report beside the result itself. */
export interface Beside {
  readonly comparison?: Comparison | null;
  readonly pictures?: Pictures;
}

/** The report for people: one file that needs nothing else and asks nobody for anything. */
export function renderHtml(result: Result, beside: Beside = {}): string {
  const packed = pack(reportOf(result, beside));
  // What stands in the page is what the browser will make of it.
  const { result: shown, ...rest } = unpack(packed);
  const report = reportOf(shown, rest);
  const script = appScript();
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${new Markup(policyFor(script))}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="referrer" content="no-referrer" />
        <title>${attribute(titleOf(report))}</title>
        ${new Markup(`<style>${style}</style>`)}
      </head>
      <body>
        <header>
          <p class="kind">Secret storage audit</p>
          <p class="quiet">${moment(shown.finishedAt)}, keystore-audit ${shown.tool.version}</p>
        </header>
        <main>${contents(report)}</main>
        <footer>
          <p class="quiet">All of it, for programs: result.json beside this file.</p>
        </footer>
        ${new Markup(`<script type="application/json" id="data">${jsonFor(packed)}</script>`)}
        ${new Markup(`<script>${script}</script>`)}
      </body>
    </html> `.text;
}

/** Nothing may be loaded or sent; of styles and scripts only these very ones, and no text can become a script. */
function policyFor(script: string): string {
  return [
    "default-src 'none'",
    `script-src '${hashOf(script)}'`,
    `style-src '${hashOf(style)}'`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types report',
  ].join('; ');
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}

/** JSON in which nothing can end the element that holds it, and no character is invisible. */
function jsonFor(value: unknown): string {
  return JSON.stringify(value).replace(
    /[<>&\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\ufffe\uffff]/gu,
    (character) =>
      Array.from(
        { length: character.length },
        (_, at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`,
      ).join(''),
  );
}

function titleOf({ groups, result }: Report): string {
  const { runs } = result;
  const words = [...new Set(groups.map(({ word, modelled }) => (modelled ? `${word} (modelled)` : word)))];
  const [only] = runs;
  if (only === undefined) return 'Secret storage audit: nothing was audited';
  if (runs.length === 1 && missingRunsOf(result).length === 0)
    return `${pluginOf(only)}: ${verdictWord(only)}`;
  const names = [...new Set(runs.map(({ plugin }) => plugin.name))];
  const modelled = runs.every(isModelled) ? ' (modelled)' : '';
  const of = names.length === 1 ? names[0]! : `${names.length} plugins`;
  return words.length === 1
    ? `${of}: ${words[0]!.replace(' (modelled)', '')}${modelled}`
    : `${of}: ${groups.length} verdicts${modelled}`;
}
