import { scenario } from '../src/harness/index.js';
import { storeEndings } from './vectors/keys.js';

scenario(
  'store-names',
  { operations: ['set', 'get'], abilities: ['load-page'], disturbs: 'nothing' },
  async ({ store, secret, page, has }) => {
    const key = { text: 'shared' };
    const one = store('one');
    const two = store('two');
    const stem = store('named');
    // Names that differ in their endings alone.
    const stores = Object.entries(storeEndings).map(([name, ending]) => ({
      name,
      store: { text: stem.text + ending },
      value: { text: `value of ${name}` },
    }));
    const [small, capital] = ['small letter', 'capital letter'].map((name) => {
      return stores.find((each) => each.name === name)!;
    }) as [(typeof stores)[number], (typeof stores)[number]];
    const clearOfCapital = [
      { call: 'clear', as: 'clear of the capital letter', store: capital.store },
      { call: 'get', as: 'get small letter after clear', store: small.store, key, expect: small.value },
      { call: 'get', as: 'get ordinary after clear', store: one, key, expect: secret(1) },
    ] as const;
    await page(
      { call: 'set', as: 'set ordinary', store: one, key, value: secret(1) },
      { call: 'set', as: 'set in another store', store: two, key, value: secret(2) },
      { call: 'get', as: 'get ordinary', store: one, key, expect: secret(1) },
      // All are set before any is read: two that are one show in what the first of them gives.
      ...stores.map(
        ({ name, store, value }) => ({ call: 'set', as: `set store ${name}`, store, key, value }) as const,
      ),
      ...stores.map(
        ({ name, store, value }) =>
          ({ call: 'get', as: `get store ${name}`, store, key, expect: value }) as const,
      ),
      // Last: a clear that takes every store shows in the ordinary one too.
      ...(has('clear') ? clearOfCapital : []),
    );
  },
);
