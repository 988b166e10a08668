import { moreSightings } from '../findings.js';
import type { Report } from '../report.js';
import { fill } from './dom.js';

/** Tells the runs of a finding that do not stand in the page when they are asked for. */
export function tellSightings(report: () => Report): void {
  document.getElementById('findings')?.addEventListener(
    'toggle',
    (event) => {
      const details = event.target as HTMLDetailsElement;
      const place = details.querySelector('.rows');
      if (!details.open || place === null || place.childElementCount > 0) return;
      const finding = report().findings[Number(details.dataset['finding'])];
      if (finding !== undefined) fill(place, moreSightings(report(), finding));
    },
    // A toggle does not bubble.
    true,
  );
}
