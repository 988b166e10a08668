import type { Run } from '../../result/schema.js';
import { counted, duration } from '../words.js';
import { html, type Markup } from './markup.js';
import { section } from './parts.js';

type RunScenario = Run['scenarios'][number];

const statusWords: Readonly<Record<RunScenario['status'], string>> = {
  completed: 'completed',
  'app-lost': 'the app was lost',
  'session-lost': 'the session was lost',
  stopped: 'stopped',
  'not-reached': 'not reached',
};

/** What was done on the device, step by step, and what was seen. Nothing where there was no scenario. */
export function scenariosSection(run: Run, id: string): Markup | undefined {
  if (run.scenarios.length === 0) return undefined;
  return section(`${id}-scenarios`, `Scenarios (${run.scenarios.length})`, run.scenarios.map(story));
}

function story(scenario: RunScenario): Markup {
  const { name, status, attempts, durationMs, driverCommands, steps } = scenario;
  const told = [
    statusWords[status],
    counted(attempts, 'attempt'),
    duration(durationMs),
    counted(driverCommands, 'driver command'),
  ].join(', ');
  return html`<details>
    <summary><strong>${name}</strong> <span class="quiet">${told}</span></summary>
    ${
      steps.length === 0
        ? html`<p>No step was recorded.</p>`
        : html`<ol class="story">
            ${steps.map(
              ({ text, seen }) =>
                html`<li>
                  <span>${text}</span>
                  ${seen === '' ? undefined : html`<span class="seen">${seen}</span>`}
                </li>`,
            )}
          </ol>`
    }
  </details>`;
}
