import type { UiNode } from '../system/ui.js';

/** A node of a page as the script below tells it. */
export interface PageNode {
  readonly ref: number;
  readonly type: string;
  readonly id: string;
  readonly text: string;
  readonly description: string;
  readonly rect: readonly [x: number, y: number, width: number, height: number];
  readonly clickable: boolean;
  readonly focusable: boolean;
  readonly focused: boolean;
  readonly editable: boolean;
  readonly password: boolean;
  readonly enabled: boolean;
  readonly checkable: boolean;
  readonly checked: boolean;
}

/**
 * Runs in a world of its own, which the page cannot see, and tells what accessibility would: texts, and what can be
 * pressed or typed into. A simplification of Chromium's tree for Android: groups that say nothing are left out.
 */
export const pageNodesScript = `(() => {
  const known = globalThis.__refs ??= { byElement: new WeakMap(), byNumber: new Map(), next: 1 };
  const refOf = (element) => {
    let ref = known.byElement.get(element);
    if (ref === undefined) {
      ref = known.next++;
      known.byElement.set(element, ref);
      known.byNumber.set(ref, new WeakRef(element));
    }
    return ref;
  };
  const nodes = [];
  const visit = (element) => {
    const style = getComputedStyle(element);
    if (style.display === 'none' || style.visibility === 'hidden' || element.getAttribute('aria-hidden') === 'true') return;
    const tag = element.tagName;
    const role = element.getAttribute('role') || '';
    const kind = (element.getAttribute('type') || 'text').toLowerCase();
    const isButton = tag === 'BUTTON' || role === 'button' || (tag === 'INPUT' && /^(button|submit|reset|image)$/.test(kind));
    const isCheck = tag === 'INPUT' && /^(checkbox|radio)$/.test(kind);
    const isField = tag === 'TEXTAREA' || element.isContentEditable === true && !element.parentElement?.isContentEditable || (tag === 'INPUT' && !isButton && !isCheck && kind !== 'hidden');
    const isLink = tag === 'A' && element.hasAttribute('href');
    const isImage = tag === 'IMG';
    const own = [...element.childNodes].filter((node) => node.nodeType === 3).map((node) => node.data).join(' ').replace(/\\s+/g, ' ').trim();
    const label = element.getAttribute('aria-label') || '';
    const whole = isButton || isLink;
    if (isButton || isCheck || isField || isLink || isImage || own !== '' || (element.id !== '' && element !== document.body)) {
      const rect = element.getBoundingClientRect();
      const text = isField ? (element.value ?? element.textContent) : tag === 'INPUT' ? element.value : whole ? element.innerText.trim() : own;
      nodes.push({
        ref: refOf(element),
        type: isButton ? 'android.widget.Button' : isCheck ? (kind === 'radio' ? 'android.widget.RadioButton' : 'android.widget.CheckBox') : isField ? 'android.widget.EditText' : isImage ? 'android.widget.Image' : own !== '' && !isLink ? 'android.widget.TextView' : 'android.view.View',
        id: element.id || '',
        text: isField && kind === 'password' ? '\\u2022'.repeat(text.length) : (text || (isField ? '' : label)),
        description: isLink ? text : isImage ? (element.alt || '') : label,
        rect: [rect.x, rect.y, rect.width, rect.height],
        clickable: isButton || isCheck || isField || isLink || typeof element.onclick === 'function',
        focusable: element.tabIndex >= 0,
        focused: document.activeElement === element,
        editable: isField,
        password: kind === 'password' && isField,
        enabled: element.disabled !== true,
        checkable: isCheck,
        checked: element.checked === true,
      });
      if (whole) return;
    }
    for (const child of element.children) visit(child);
  };
  if (document.body) visit(document.body);
  return { title: document.title, nodes };
})()`;

/** What a node of a page does when it is pressed or typed into. */
export interface PageActions {
  click(node: PageNode): Promise<void>;
  type(node: PageNode, text: string, replace: boolean): Promise<void>;
  submit(): Promise<void>;
}

/** A page's nodes as nodes of the screen; `scale` is pixels of the screen for one of the page. */
export function uiNodes(
  nodes: readonly PageNode[],
  scale: number,
  actions: PageActions,
  keyPrefix: string,
): UiNode[] {
  return nodes.map((node) => {
    const [x, y, width, height] = node.rect.map((value) => Math.round(value * scale)) as [
      number,
      number,
      number,
      number,
    ];
    return {
      type: node.type,
      resourceId: node.id,
      text: node.text,
      description: node.description,
      bounds: { x, y, width, height },
      clickable: node.clickable,
      focusable: node.focusable || node.editable,
      focused: node.focused,
      password: node.password,
      enabled: node.enabled,
      checkable: node.checkable,
      checked: node.checked,
      key: `${keyPrefix}:${node.ref}`,
      click: () => actions.click(node),
      ...(node.editable
        ? {
            typeIn: (text: string, { replace }: { readonly replace: boolean }) =>
              actions.type(node, text, replace),
            submit: () => actions.submit(),
          }
        : {}),
    };
  });
}
