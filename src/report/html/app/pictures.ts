import type { Report } from '../report.js';

/** Shows the pictures that the page carries where they are due. */
export function showPictures(within: Element, report: () => Report): void {
  for (const image of within.querySelectorAll<HTMLImageElement>('img[data-picture]:not([src])')) {
    const { pictures } = report();
    const path = image.dataset['picture'] ?? '';
    if (Object.hasOwn(pictures, path)) image.src = pictures[path]!;
  }
}
