import { DOMImplementation, XMLSerializer, type Document, type Element } from '@xmldom/xmldom';
import type { Device } from '../device.js';
import type { UiNode } from '../system/ui.js';
import { boundsOf } from '../system/windows.js';

/** A node of a window, and how it is found again in a later snapshot. */
export interface Located {
  readonly node: UiNode;
  readonly packageName: string;
  readonly windowId: string;
  /** Names it across snapshots. */
  readonly key: string;
  readonly index: number;
  readonly depth: number;
}

/** What the screen shows at one moment. */
export interface Snapshot {
  readonly document: Document;
  /** In document order. */
  readonly all: readonly Located[];
  readonly located: ReadonlyMap<Element, Located>;
}

export interface SnapshotSettings {
  /** All windows in place of the active one. */
  readonly enableMultiWindows: boolean;
  readonly allowInvisibleElements: boolean;
}

/** Takes a snapshot of what accessibility sees. */
export async function snapshot(device: Device, settings: SnapshotSettings): Promise<Snapshot> {
  const { width, height } = device.screen();
  const document = new DOMImplementation().createDocument(null, 'hierarchy');
  const top = document.documentElement!;
  const attributes = {
    index: '0',
    class: 'hierarchy',
    rotation: String(device.store.state.rotation),
    width: String(width),
    height: String(height),
  };
  for (const [name, value] of Object.entries(attributes)) top.setAttribute(name, value);
  const all: Located[] = [];
  const located = new Map<Element, Located>();
  const shown = device.lock.screenOn ? device.windows.all() : [];
  const windows = settings.enableMultiWindows ? shown : shown.slice(0, 1);
  const trees = await Promise.all(
    windows.map(async ({ window, id }) => ({ window, id, tree: await window.tree() })),
  );
  for (const { window, id, tree } of trees) add(top, tree, 0, window.packageName, id, `${id}`, 1);
  return { document, all, located };

  function add(
    parent: Element,
    node: UiNode,
    index: number,
    inherited: string,
    windowId: string,
    path: string,
    depth: number,
  ): void {
    if (node.displayed === false && !settings.allowInvisibleElements) return;
    const packageName = node.packageName ?? inherited;
    const element = document.createElement(node.type.replaceAll('$', '_'));
    const { x, y, width: w, height: h } = boundsOf(node);
    const values: Record<string, string> = {
      index: String(index),
      package: packageName,
      class: node.type,
      text: clean(node.text ?? ''),
      ...(node.description ? { 'content-desc': clean(node.description) } : {}),
      ...(node.resourceId ? { 'resource-id': clean(node.resourceId) } : {}),
      ...(node.hint ? { hint: clean(node.hint) } : {}),
      checkable: String(node.checkable ?? false),
      checked: String(node.checked ?? false),
      clickable: String(node.clickable ?? false),
      enabled: String(node.enabled ?? true),
      focusable: String(node.focusable ?? false),
      focused: String(node.focused ?? false),
      'long-clickable': 'false',
      password: String(node.password ?? false),
      scrollable: String(node.scrollable ?? false),
      selected: String(node.selected ?? false),
      bounds: `[${x},${y}][${x + w},${y + h}]`,
      displayed: String(node.displayed ?? true),
    };
    for (const [name, value] of Object.entries(values)) element.setAttribute(name, value);
    parent.appendChild(element);
    const key = node.key ?? `${path}|${node.type}|${node.resourceId ?? ''}`;
    const entry = { node, packageName, windowId, key, index, depth };
    all.push(entry);
    located.set(element, entry);
    (node.children ?? []).forEach((child, at) =>
      add(element, child, at, packageName, windowId, `${path}/${at}`, depth + 1),
    );
  }
}

/** The page source as XML. */
export function sourceOf({ document }: Snapshot): string {
  return `<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>\r\n${new XMLSerializer().serializeToString(document)}`;
}

/** Without the characters that XML cannot carry. */
function clean(text: string): string {
  return text.replace(
    /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g,
    '?',
  );
}
