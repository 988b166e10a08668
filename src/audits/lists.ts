import type { Seen } from '../observations/types.js';

type List = Extract<Seen, { is: 'list' }>;

/** A list of keys: the list itself, or the only one in an object around it. */
export function listIn(value: Seen | undefined): List | undefined {
  if (value?.is !== 'object') return value?.is === 'list' ? value : undefined;
  const lists = value.entries.flatMap(([, entry]) => (entry.is === 'list' ? [entry] : []));
  return lists.length === 1 ? lists[0] : undefined;
}

/** The names in a list of keys. What is not a short text stands there as words in pointed brackets. */
export function namesIn(list: List): readonly string[] {
  return list.items.map((item) =>
    item.is === 'text' ? (item.text ?? `<a text of ${item.length} characters>`) : `<${item.is}>`,
  );
}
