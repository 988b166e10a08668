import { scenario } from '../src/harness/index.js';

scenario(
  'get-missing-key',
  { operations: ['set', 'get'], abilities: ['load-page'], disturbs: 'nothing' },
  async ({ store, secret, page }) => {
    const used = store('used');
    await page(
      { call: 'set', as: 'set neighbour', store: used, key: { text: 'neighbour' }, value: secret(1) },
      { call: 'get', as: 'get missing', store: used, key: { text: 'missing' } },
      { call: 'get', as: 'get in unused store', store: store('unused'), key: { text: 'nothing-here' } },
    );
  },
);
