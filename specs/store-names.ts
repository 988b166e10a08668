import { scenario } from '../src/harness/index.js';
import { storeEndings } from './vectors/keys.js';

scenario(
  'store-names',
  { operations: ['set', 'get'], abilities: ['load-page'], disturbs: 'nothing' },
  async ({ store, secret, page }) => {
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
    );
  },
);
