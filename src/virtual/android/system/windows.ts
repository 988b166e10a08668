import { contains, walk, type Rect, type UiNode } from './ui.js';

/** In which layer a window lies, from below. */
export const layers = {
  home: 1,
  application: 2,
  dialog: 3,
  keyguard: 20,
  systemDialog: 25,
  prompt: 30,
} as const;

/** Something on the screen. */
export interface Window {
  readonly title: string;
  readonly packageName: string;
  /** The activity that it belongs to, as package/class. */
  readonly activity?: string;
  readonly layer: number;
  /** FLAG_SECURE: its pixels are kept from screenshots, its accessibility tree is not. */
  readonly secure?: boolean;
  /** Seen over the keyguard. */
  readonly showWhenLocked?: boolean;
  readonly type: string;
  /** What accessibility sees. */
  tree(): UiNode | Promise<UiNode>;
  /** The pixels as PNG, where there are any. */
  picture?(): Promise<Buffer | undefined>;
  /** The back key. */
  back?(): void | Promise<void>;
  /** A tap beside everything that the window shows. */
  outside?(): void;
  /** A tap in a window that finds out itself what lies there. */
  touch?(x: number, y: number): Promise<void>;
  swipe?(x1: number, y1: number, x2: number, y2: number): Promise<void>;
  /** Keys and text for what has the focus, where the tree does not say. */
  typeText?(text: string): Promise<void>;
  pressKey?(code: number): Promise<void>;
}

let lastWindow = 0xa0000;

/** The windows of a device. */
export class Windows {
  #stack: { readonly window: Window; readonly id: string }[] = [];
  /** Told whenever a window comes or goes. */
  changed: () => void = () => undefined;

  constructor(private readonly isLocked: () => boolean) {}

  /** Shows a window and gives what takes it away again. */
  add(window: Window): () => void {
    const entry = { window, id: (lastWindow += 0x11).toString(16) };
    this.#stack.push(entry);
    this.changed();
    return () => {
      const before = this.#stack.length;
      this.#stack = this.#stack.filter((other) => other !== entry);
      if (this.#stack.length !== before) this.changed();
    };
  }

  clear(): void {
    this.#stack = [];
  }

  /** From top to bottom. */
  all(): readonly { readonly window: Window; readonly id: string }[] {
    return [...this.#stack]
      .map((entry, order) => ({ entry, order }))
      .sort((a, b) => b.entry.window.layer - a.entry.window.layer || b.order - a.order)
      .map(({ entry }) => entry)
      .filter(
        ({ window }) =>
          !this.isLocked() || window.layer === layers.keyguard || window.showWhenLocked === true,
      );
  }

  /** The window that has the focus. */
  focused(): { readonly window: Window; readonly id: string } | undefined {
    return this.all()[0];
  }

  /** What a finger on the screen does. */
  async tap(x: number, y: number): Promise<void> {
    const focused = this.focused()?.window;
    if (focused === undefined) return;
    if (focused.touch !== undefined) return focused.touch(x, y);
    const tree = await focused.tree();
    const hit = [...walk(tree)]
      .reverse()
      .find((node) => node.click !== undefined && node.displayed !== false && contains(boundsOf(node), x, y));
    if (hit !== undefined) {
      if (hit.enabled !== false) await hit.click?.();
    } else if (!contains(boundsOf(tree), x, y)) focused.outside?.();
  }
}

export function boundsOf(node: UiNode): Rect {
  return node.bounds ?? { x: 0, y: 0, width: 0, height: 0 };
}
