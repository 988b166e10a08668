import { scenario } from '../src/harness/index.js';
import { keyVectors } from './vectors/keys.js';

scenario(
  'key-vectors',
  { operations: ['set', 'get'], abilities: ['load-page'], disturbs: 'nothing' },
  async ({ store, secret, page }) => {
    const main = store('main');
    const keys = Object.entries(keyVectors).flatMap(([kind, vectors]) =>
      Object.entries(vectors).map(([name, text]) => ({
        as: `${kind} ${name}`,
        key: { text },
        value: { text: `value of ${name}` },
      })),
    );
    await page(
      { call: 'set', as: 'set ordinary', store: main, key: { text: 'ordinary' }, value: secret(1) },
      { call: 'get', as: 'get ordinary', store: main, key: { text: 'ordinary' }, expect: secret(1) },
      // All are set before any is read: two that are one show in what the first of them gives.
      ...keys.map(
        ({ as, key, value }) => ({ call: 'set', as: `set ${as}`, store: main, key, value }) as const,
      ),
      ...keys.map(
        ({ as, key, value }) => ({ call: 'get', as: `get ${as}`, store: main, key, expect: value }) as const,
      ),
    );
  },
);
