import { createHash } from 'node:crypto';
import type { Result, Run } from '../../result/schema.js';
import { counted, moment, platformOf, pluginOf, verdictWord } from '../words.js';
import { auditsSection } from './catalogue.js';
import { causesSection } from './causes.js';
import { clausesSection } from './clauses.js';
import { environmentSection } from './environment.js';
import { findingsSection } from './findings.js';
import { latencySection } from './latency.js';
import { attribute, html, Markup } from './markup.js';
import { overview } from './overview.js';
import { facts } from './parts.js';
import { problemsSection } from './problems.js';
import { scenariosSection } from './scenarios.js';
import { style } from './style.js';
import { undecidedSection } from './undecided.js';
import { verdictBlock } from './verdict.js';

const styleHash = createHash('sha256').update(style).digest('base64');
/** Nothing may be loaded, sent or run; of styles only this very sheet. */
const policy = `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'`;

/** The report for people: one file that needs nothing else and runs nothing. */
export function renderHtml(result: Result): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${new Markup(policy)}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="referrer" content="no-referrer" />
        <title>${attribute(titleOf(result))}</title>
        ${new Markup(`<style>${style}</style>`)}
      </head>
      <body>
        <header>
          <h1>Secret storage audit</h1>
          <p class="quiet">${moment(result.finishedAt)}, keystore-audit ${result.tool.version}</p>
        </header>
        <main>
          ${result.runs.length === 0 ? html`<p>Nothing was audited.</p>` : undefined} ${overview(result)}
          ${result.runs.map((run, at) => runArticle(result, run, `run-${at + 1}`))}
        </main>
        <footer>
          <p class="quiet">
            Made on ${result.host.os} ${result.host.arch} with
            ${counted(result.host.cpus, 'processor')}${result.host.ci ? ', in CI' : ''}.
          </p>
        </footer>
      </body>
    </html> `.text;
}

function titleOf({ runs }: Result): string {
  const [only] = runs;
  if (only === undefined || runs.length > 1)
    return `Secret storage audit of ${counted(runs.length, 'plugin run')}`;
  return `${pluginOf(only)}: ${verdictWord(only)}`;
}

function runArticle(result: Result, run: Run, id: string): Markup {
  return html`<article class="run" aria-labelledby="${id}">
    <h2 id="${id}">${run.plugin.name} <span class="version">${run.plugin.version}</span></h2>
    ${verdictBlock(run)}
    ${facts([
      ['Contract', `${run.contract.id} ${run.contract.version}`],
      ['Platform', platformOf(run)],
      ['Upgraded from', run.from === null ? null : `${run.from.name} ${run.from.version}`],
    ])}
    ${problemsSection(run, id)} ${findingsSection(result, run, id)} ${undecidedSection(run, id)}
    ${auditsSection(run, id)} ${clausesSection(run, id)} ${causesSection(run, id)} ${latencySection(run, id)}
    ${scenariosSection(run, id)} ${environmentSection(result, run, id)}
  </article>`;
}
