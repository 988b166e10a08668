import type { Report } from '../report.js';
import { steps, storyList, storyPictures } from '../scenarios.js';
import { html } from '../markup.js';
import { fill } from './dom.js';
import { showPictures } from './pictures.js';

/** Fills in the steps of a story when it is opened, and shows those of the run that is chosen. */
export function tellStories(report: () => Report): void {
  const list = document.getElementById('story-list');
  if (list === null) return;
  list.addEventListener(
    'toggle',
    (event) => {
      const details = event.target as HTMLDetailsElement;
      const place = details.querySelector('.steps');
      if (!details.open || place === null || place.childElementCount > 0) return;
      const run = report().result.runs[Number(details.dataset['run'])];
      const scenario = run?.scenarios[Number(details.dataset['scenario'])];
      if (run === undefined || scenario === undefined) return;
      fill(place, html`${steps(scenario)} ${storyPictures(report(), run, scenario)}`);
      showPictures(place, report);
    },
    // A toggle does not bubble.
    true,
  );
  const select = document.getElementById('story-run') as HTMLSelectElement | null;
  select?.addEventListener('change', () => {
    const at = Number(select.value);
    const run = report().result.runs[at];
    if (run !== undefined) fill(list, storyList(run, at));
  });
}
