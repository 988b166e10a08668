import type { Run } from '../../result/schema.js';
import { counted, duration, placeLabel, pluginOf } from '../words.js';
import { attribute, html, type Content, type Markup } from './markup.js';
import { section } from './parts.js';
import type { Report } from './report.js';

type RunScenario = Run['scenarios'][number];

const statusWords: Readonly<Record<RunScenario['status'], string>> = {
  completed: 'completed',
  'app-lost': 'the app was lost',
  'session-lost': 'the session was lost',
  stopped: 'stopped',
  'not-reached': 'not reached',
};

/** What was done on a device, as stories; their steps are filled in when one is opened. Nothing without scenarios. */
export function scenariosSection({ result: { runs } }: Report): Markup | undefined {
  const first = runs.find(({ scenarios }) => scenarios.length > 0);
  if (first === undefined) return undefined;
  const at = runs.indexOf(first);
  return section(
    'stories',
    'What was done, step by step',
    html`<noscript
      ><p class="quiet">The steps open only where scripts may run; result.json holds them too.</p></noscript
    >`,
    runs.length === 1
      ? undefined
      : html`<p class="choice needs-script" hidden>
          <label for="story-run">Run</label>
          <select id="story-run">
            ${runs.map(
              (run, index) =>
                html`<option value="${index}" ${index === at ? html` selected` : undefined}>
                  ${optionOf(run)}
                </option>`,
            )}
          </select>
        </p>`,
    html`<div id="story-list">${storyList(first, at)}</div>`,
  );
}

function optionOf(run: Run): Content {
  return attribute(`${placeLabel(run)}, ${pluginOf(run)}`.slice(0, 200));
}

/** The scenarios of a run, closed. `at` is its place in `result.runs`. */
export function storyList({ scenarios }: Run, at: number): Markup {
  if (scenarios.length === 0) return html`<p>Nothing was played in this run.</p>`;
  return html`${scenarios.map(
    ({ name, status, attempts, durationMs, driverCommands }, index) =>
      html`<details class="story-of" data-run="${at}" data-scenario="${index}">
        <summary>
          <strong>${name}</strong>
          <span class="quiet"
            >${[
              statusWords[status],
              counted(attempts, 'attempt'),
              duration(durationMs),
              counted(driverCommands, 'driver command'),
            ].join(', ')}</span
          >
        </summary>
        <div class="steps"></div>
      </details>`,
  )}`;
}

/** The pictures that were taken in a story, as far as the page carries them. */
export function storyPictures(
  { pictures }: Pick<Report, 'pictures'>,
  run: Run,
  { name }: RunScenario,
): Content {
  const taken = run.audits
    .filter(({ scenario }) => scenario === name)
    .flatMap(({ evidence }) => evidence.filter(({ path }) => Object.hasOwn(pictures, path)));
  return [...new Map(taken.map((each) => [each.path, each])).values()].map(
    ({ title, path }) =>
      html`<figure>
        <img class="picture" alt="${attribute(title)}" data-picture="${attribute(path)}" />
        <figcaption>${title}</figcaption>
      </figure>`,
  );
}

/** What was stored, what happened, what was read. */
export function steps({ steps: all }: RunScenario, most = 1000): Markup {
  if (all.length === 0) return html`<p>No step was recorded.</p>`;
  const left = all.length - most;
  return html`<ol class="story">
      ${all.slice(0, most).map(
        ({ text, seen }) =>
          html`<li>
            <span>${text}</span>
            ${seen === '' ? undefined : html`<span class="seen">${seen}</span>`}
          </li>`,
      )}
    </ol>
    ${left > 0 ? html`<p class="quiet">And ${left} more steps, in the stories and in result.json.</p>` : undefined}`;
}
