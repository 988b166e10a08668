import { scenario } from '../src/harness/index.js';

scenario(
  'parallel-sets',
  { operations: ['set', 'get'], abilities: ['load-page'], disturbs: 'nothing' },
  async ({ store, secret, page }) => {
    const main = store('main');
    const alone = { text: 'alone' };
    const one = { store: store('one'), key: { text: 'overwritten' } };
    const numbers = Array.from({ length: 50 }, (_, index) => index + 1);
    const at = (number: number) => ({ store: main, key: { text: `key-${number}` } });
    // First of all in a fresh page: what a plugin prepares only once is then asked for by all of them.
    await page(
      { together: numbers.map((n) => ({ call: 'set', as: `set ${n}`, ...at(n), value: secret(n) })) },
      ...numbers.map((n) => ({ call: 'get', as: `get ${n}`, ...at(n), expect: secret(n) }) as const),
      { call: 'set', as: 'set alone', store: main, key: alone, value: secret(51) },
      { call: 'get', as: 'get alone', store: main, key: alone, expect: secret(51) },
      { together: numbers.map((n) => ({ call: 'set', as: `overwrite ${n}`, ...one, value: secret(n) })) },
      { call: 'get', as: 'get overwritten', ...one },
      { call: 'get', as: 'get overwritten again', ...one },
    );
  },
);
