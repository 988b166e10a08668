import type { Markup } from '../markup.js';

/** The one door through which markup gets into the page; only what `html` made passes. */
interface Policy {
  createHTML(text: string): unknown;
}

interface TrustedTypes {
  createPolicy(name: string, rules: { createHTML(text: string): string }): Policy;
}

const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };
const policy: Policy = trustedTypes?.createPolicy('report', { createHTML: (text) => text }) ?? {
  createHTML: (text) => text,
};

/** Puts markup into an element in place of what was there. */
export function fill(element: Element, markup: Markup): void {
  element.innerHTML = policy.createHTML(markup.text) as string;
}

/** The element with an id that the page always has. Throws where it does not. */
export function byId(id: string): HTMLElement {
  const element = document.getElementById(id);
  if (element === null) throw new Error(`The page has no element "${id}".`);
  return element;
}

/** Does something once the page has been shown and nobody wants anything of it. */
export function whenIdle(work: () => void): void {
  // Safari has it in none of its older versions.
  if ('requestIdleCallback' in globalThis) requestIdleCallback(work);
  else setTimeout(work);
}
