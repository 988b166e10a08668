import { scenario } from '../src/harness/index.js';

/** Of one length, none the beginning of another: what a remove takes along beside its own key is another matter. */
const names = Array.from({ length: 20 }, (_, index) => `key-${String(index + 1).padStart(2, '0')}`);

scenario(
  'parallel-removes',
  { operations: ['set', 'get', 'remove'], abilities: ['load-page'], disturbs: 'nothing' },
  async ({ store, secret, page, has, tellsApartBy }) => {
    const main = store('main');
    const beside = store('beside');
    const alone = { store: main, key: { text: 'alone' } };
    const kept = { store: main, key: { text: 'kept' } };
    const inBeside = { store: beside, key: kept.key };
    const all = names.map((name, index) => ({
      name,
      at: { store: main, key: { text: name } },
      value: secret(index + 1),
    }));
    const [removed, others] = [all.slice(0, 10), all.slice(10)];
    const read = (when: string) => (each: (typeof all)[number]) =>
      ({ call: 'get', as: `get ${each.name} ${when}`, ...each.at, expect: each.value }) as const;
    const setBeside = (when: string) => [
      { call: 'set', as: `set beside ${when}`, ...inBeside, value: secret(23) } as const,
      { call: 'get', as: `get beside ${when}`, ...inBeside, expect: secret(23) } as const,
    ];
    await page(
      // What a read of a key gives that is not there may name that key.
      { call: 'get', as: 'get alone unset', ...alone },
      { call: 'get', as: 'get beside unset', ...inBeside },
      ...removed.map(read('unset')),
      { call: 'set', as: 'set alone', ...alone, value: secret(21) },
      { call: 'set', as: 'set kept', ...kept, value: secret(22) },
      ...all.map(({ name, at, value }) => ({ call: 'set', as: `set ${name}`, ...at, value }) as const),
      ...all.map(read('before')),
      { call: 'get', as: 'get alone', ...alone, expect: secret(21) },
      { call: 'remove', as: 'remove alone', ...alone },
      { call: 'get', as: 'get alone after remove', ...alone },
      { call: 'get', as: 'get kept', ...kept, expect: secret(22) },
      {
        together: [
          ...removed.map(({ name, at }) => ({ call: 'remove', as: `remove ${name}`, ...at }) as const),
          // One alone: what reads do to each other is another matter.
          ...others.slice(0, 1).map(read('at once')),
        ],
      },
      ...all.map(read('after')),
      // Where there is one store alone, what is read while it is cleared is left to chance.
      ...(has('clear') && tellsApartBy('stores')
        ? [
            ...setBeside('alone'),
            { call: 'clear', as: 'clear alone', store: beside } as const,
            { call: 'get', as: 'get beside after clear alone', ...inBeside } as const,
            { call: 'get', as: 'get kept after clear alone', ...kept, expect: secret(22) } as const,
            ...setBeside('again'),
            {
              together: [
                { call: 'get', as: 'get kept at once', ...kept, expect: secret(22) },
                { call: 'clear', as: 'clear at once', store: beside },
              ],
            } as const,
            { call: 'get', as: 'get beside after clear at once', ...inBeside } as const,
          ]
        : []),
    );
  },
);
