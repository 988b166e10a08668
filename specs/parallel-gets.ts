import { scenario } from '../src/harness/index.js';

scenario(
  'parallel-gets',
  { operations: ['set', 'get'], abilities: ['load-page'], disturbs: 'nothing' },
  async ({ store, secret, page }) => {
    const main = store('main');
    const alone = { text: 'alone' };
    const numbers = Array.from({ length: 50 }, (_, index) => index + 1);
    const at = (number: number) => ({ store: main, key: { text: `key-${number}` } });
    const overwritten = { store: main, key: { text: 'overwritten' } };
    await page(
      { call: 'set', as: 'set alone', store: main, key: alone, value: secret(51) },
      { call: 'get', as: 'get alone', store: main, key: alone, expect: secret(51) },
      { call: 'set', as: 'set old overwritten', ...overwritten, value: secret(52) },
      { call: 'set', as: 'set overwritten', ...overwritten, value: secret(53) },
      { call: 'get', as: 'get overwritten', ...overwritten, expect: secret(53) },
      // Some are overwritten: a read beside others may give what was there before.
      ...numbers
        .slice(0, 10)
        .map((n) => ({ call: 'set', as: `set old ${n}`, ...at(n), value: secret(60 + n) }) as const),
      ...numbers.map((n) => ({ call: 'set', as: `set ${n}`, ...at(n), value: secret(n) }) as const),
      { together: numbers.map((n) => ({ call: 'get', as: `get ${n}`, ...at(n), expect: secret(n) })) },
    );
  },
);
