/** A rectangle in pixels of the screen. */
export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** What a window shows: a tree as accessibility sees it. */
export interface UiNode {
  /** Class, such as `android.widget.Button`. */
  type: string;
  packageName?: string;
  resourceId?: string;
  text?: string;
  description?: string;
  hint?: string;
  bounds?: Rect;
  clickable?: boolean;
  enabled?: boolean;
  focusable?: boolean;
  focused?: boolean;
  scrollable?: boolean;
  checkable?: boolean;
  checked?: boolean;
  selected?: boolean;
  password?: boolean;
  /** Buttons of prompts stay in the layout while they are invisible. */
  displayed?: boolean;
  children?: UiNode[];
  /** Names a node across snapshots, where trees are made anew. */
  key?: string;
  click?: () => void | Promise<void>;
  /** What is typed into a field; `replace` takes what was there away. */
  typeIn?: (text: string, how: { readonly replace: boolean }) => void | Promise<void>;
  /** The keyboard's action key. */
  submit?: () => void | Promise<void>;
}

/** A field that a person types into. */
export interface Field {
  value: string;
}

/** A node's children and theirs, itself first. */
export function* walk(node: UiNode): Generator<UiNode> {
  yield node;
  for (const child of node.children ?? []) yield* walk(child);
}

/** Gives rows of equal height, from the top of a rectangle, to the leaves of a tree that have no place yet. */
export function layOut(root: UiNode, area: Rect): UiNode {
  const leaves = [...walk(root)].filter(
    (node) => (node.children ?? []).length === 0 && node.bounds === undefined,
  );
  const height = Math.max(1, Math.floor(area.height / Math.max(1, leaves.length)));
  leaves.forEach((leaf, row) => {
    leaf.bounds = { x: area.x, y: area.y + row * height, width: area.width, height };
  });
  const place = (node: UiNode): Rect => {
    const places = (node.children ?? []).map(place);
    return (node.bounds ??= places.reduce(union, places[0] ?? area));
  };
  place(root);
  root.bounds = area;
  return root;
}

export function contains({ x, y, width, height }: Rect, atX: number, atY: number): boolean {
  return atX >= x && atY >= y && atX < x + width && atY < y + height;
}

function union(one: Rect, other: Rect): Rect {
  const x = Math.min(one.x, other.x);
  const y = Math.min(one.y, other.y);
  return {
    x,
    y,
    width: Math.max(one.x + one.width, other.x + other.width) - x,
    height: Math.max(one.y + one.height, other.y + other.height) - y,
  };
}

/** A node that holds others. */
export function box(type: string, children: UiNode[], more: Partial<UiNode> = {}): UiNode {
  return { type: type.includes('.') ? type : `android.widget.${type}`, children, ...more };
}

/** A text that cannot be pressed. */
export function label(resourceId: string, text: string, more: Partial<UiNode> = {}): UiNode {
  return { type: 'android.widget.TextView', resourceId, text, displayed: text !== '', ...more };
}

export function button(
  resourceId: string,
  text: string,
  click?: () => void | Promise<void>,
  more: Partial<UiNode> = {},
): UiNode {
  return {
    type: 'android.widget.Button',
    resourceId,
    text,
    clickable: true,
    focusable: true,
    displayed: click !== undefined,
    ...(click === undefined ? {} : { click }),
    ...more,
  };
}

/** A field for a PIN or password. */
export function secretField(
  resourceId: string,
  field: Field,
  submit: () => void,
  more: Partial<UiNode> = {},
): UiNode {
  return {
    type: 'android.widget.EditText',
    resourceId,
    text: '•'.repeat(field.value.length),
    password: true,
    clickable: true,
    focusable: true,
    focused: true,
    typeIn: (text, { replace }) => {
      field.value = (replace ? '' : field.value) + text;
    },
    submit,
    ...more,
  };
}

/** A dialog of the framework: android:id/alertTitle, message and up to two buttons. */
export function alertDialog(
  packageName: string,
  { title, message, buttons }: { title?: string; message: string; buttons: UiNode[] },
): UiNode {
  return box(
    'FrameLayout',
    [
      ...(title === undefined ? [] : [label('android:id/alertTitle', title)]),
      ...(message === '' ? [] : [label('android:id/message', message)]),
      ...buttons,
    ],
    { packageName },
  );
}
