import { scenario } from '../src/harness/index.js';
import { valueVectors } from './vectors/values.js';

scenario(
  'value-vectors',
  { operations: ['set', 'get'], abilities: ['load-page'], disturbs: 'nothing' },
  async ({ store, secret, page }) => {
    const main = store('main');
    const texts = Object.entries(valueVectors).flatMap(([kind, vectors]) =>
      Object.entries(vectors).map(([name, text], index) => ({
        as: `${kind} ${name}`,
        key: { text: `${kind}-${index + 1}` },
        value: { text },
      })),
    );
    await page(
      { call: 'set', as: 'set ordinary', store: main, key: { text: 'ordinary' }, value: secret(1) },
      { call: 'get', as: 'get ordinary', store: main, key: { text: 'ordinary' }, expect: secret(1) },
      ...texts.map(
        ({ as, key, value }) => ({ call: 'set', as: `set ${as}`, store: main, key, value }) as const,
      ),
      ...texts.map(
        ({ as, key, value }) => ({ call: 'get', as: `get ${as}`, store: main, key, expect: value }) as const,
      ),
    );
  },
);
