import { scenario } from '../src/harness/index.js';

scenario(
  'empty-value',
  { operations: ['set', 'get'], abilities: ['load-page'], disturbs: 'nothing' },
  async ({ store, secret, page }) => {
    const main = store('main');
    const empty = { text: '' };
    await page(
      { call: 'set', as: 'set empty', store: main, key: { text: 'empty' }, value: empty },
      { call: 'get', as: 'get empty', store: main, key: { text: 'empty' }, expect: empty },
      { call: 'set', as: 'set full', store: main, key: { text: 'emptied' }, value: secret(1) },
      { call: 'set', as: 'empty it', store: main, key: { text: 'emptied' }, value: empty },
      { call: 'get', as: 'get emptied', store: main, key: { text: 'emptied' }, expect: empty },
    );
  },
);
