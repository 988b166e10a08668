import { scenario } from '../src/harness/index.js';

scenario(
  'parallel-gets',
  { operations: ['set', 'get'], abilities: ['load-page'], disturbs: 'nothing' },
  async ({ store, secret, page }) => {
    const main = store('main');
    const alone = { text: 'alone' };
    const numbers = Array.from({ length: 50 }, (_, index) => index + 1);
    const at = (number: number) => ({ store: main, key: { text: `key-${number}` } });
    await page(
      { call: 'set', as: 'set alone', store: main, key: alone, value: secret(51) },
      { call: 'get', as: 'get alone', store: main, key: alone, expect: secret(51) },
      ...numbers.map((n) => ({ call: 'set', as: `set ${n}`, ...at(n), value: secret(n) }) as const),
      { together: numbers.map((n) => ({ call: 'get', as: `get ${n}`, ...at(n), expect: secret(n) })) },
    );
  },
);
