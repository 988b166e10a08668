import xpath from 'xpath';
import type { Element } from '@xmldom/xmldom';
import { invalidSelector } from './errors.js';
import type { Located, Snapshot } from './source.js';
import { byUiSelector } from './uiselector.js';

/** The nodes that a selector describes, in document order. Throws invalid selector. */
export function locate(
  strategy: string,
  selector: string,
  shot: Snapshot,
  within: Located | undefined,
): Located[] {
  const scope = within === undefined ? shot.all : below(shot, within);
  switch (strategy) {
    case 'id':
      return scope.filter(({ node }) => fitsId(node.resourceId ?? '', selector));
    case 'accessibility id':
      return scope.filter(({ node }) => node.description === selector);
    case 'class name':
      return scope.filter(
        ({ node }) => node.type === (selector.includes('.') ? selector : `android.widget.${selector}`),
      );
    case 'xpath':
      return byXPath(selector, shot, within);
    case '-android uiautomator':
      return byUiSelector(selector, scope);
    default:
      throw invalidSelector(`Locator strategy '${strategy}' is not supported`);
  }
}

/** An id may be given without the package that it belongs to. */
function fitsId(actual: string, wanted: string): boolean {
  return (
    actual !== '' && (actual === wanted || (!wanted.includes(':id/') && actual.endsWith(`:id/${wanted}`)))
  );
}

function byXPath(selector: string, { document, located }: Snapshot, within: Located | undefined): Located[] {
  const start = within === undefined ? document : [...located].find(([, one]) => one === within)?.[0];
  let found: unknown;
  try {
    found = xpath.select(selector, (start ?? document) as unknown as Node);
  } catch (error) {
    throw invalidSelector(`${selector}: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (!Array.isArray(found)) throw invalidSelector(`${selector} does not select nodes`);
  return (found as Element[])
    .map((element) => located.get(element))
    .filter((one): one is Located => one !== undefined);
}

function below({ located }: Snapshot, { node }: Located): Located[] {
  const inside = new Set<unknown>();
  const add = (children: readonly Located['node'][]): void => {
    for (const child of children) {
      inside.add(child);
      add(child.children ?? []);
    }
  };
  add(node.children ?? []);
  return [...located.values()].filter((one) => inside.has(one.node));
}
