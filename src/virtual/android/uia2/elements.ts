import { randomUUID } from 'node:crypto';
import { staleElement } from './errors.js';
import type { Located, Snapshot } from './source.js';

/** W3C's name of an element's id. */
const w3cKey = 'element-6066-11e4-a52e-4f735466cecf';

/** Elements that a client was told of. Each is looked for again in what the screen shows when it is used. */
export class Elements {
  readonly #keys = new Map<string, { readonly key: string; readonly occurrence: number }>();
  readonly #ids = new Map<string, string>();

  /** An element for a client; the same node has the same id. */
  tell(located: Located, shot: Snapshot): Record<string, string> {
    const same = shot.all.filter(({ key }) => key === located.key);
    const occurrence = same.indexOf(located);
    const name = `${located.key}#${occurrence}`;
    let id = this.#ids.get(name);
    if (id === undefined) {
      id = `00000000-0000-${randomUUID().slice(14, 23)}-${randomUUID().slice(24)}`;
      this.#ids.set(name, id);
      this.#keys.set(id, { key: located.key, occurrence });
    }
    return { ELEMENT: id, [w3cKey]: id };
  }

  /** Throws stale element reference. */
  find(id: string, shot: Snapshot): Located {
    const wanted = this.#keys.get(id);
    const found = shot.all.filter(({ key }) => key === wanted?.key)[wanted?.occurrence ?? 0];
    if (wanted === undefined || found === undefined) throw staleElement(id);
    return found;
  }

  static idOf(value: unknown): string | undefined {
    if (typeof value !== 'object' || value === null) return undefined;
    const { [w3cKey]: w3c, ELEMENT: old } = value as Record<string, unknown>;
    const id = w3c ?? old;
    return typeof id === 'string' ? id : undefined;
  }
}
