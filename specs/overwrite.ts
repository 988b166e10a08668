import { scenario } from '../src/harness/index.js';

scenario(
  'overwrite',
  { operations: ['set', 'get'], abilities: ['load-page'], disturbs: 'nothing' },
  async ({ store, secret, page }) => {
    const main = store('main');
    const key = { text: 'overwritten' };
    const alone = { text: 'alone' };
    const same = { text: 'same' };
    const elsewhere = store('elsewhere');
    const short = { text: 'short' };
    await page(
      { call: 'set', as: 'set short alone', store: main, key: alone, value: short },
      { call: 'get', as: 'get short alone', store: main, key: alone, expect: short },
      { call: 'set', as: 'set first', store: main, key, value: secret(1) },
      { call: 'get', as: 'get first', store: main, key, expect: secret(1) },
      { call: 'set', as: 'set second', store: main, key, value: secret(2) },
      { call: 'get', as: 'get second', store: main, key, expect: secret(2) },
      { call: 'set', as: 'set shorter', store: main, key, value: short },
      { call: 'get', as: 'get shorter', store: main, key, expect: short },
      { call: 'set', as: 'set last but one', store: main, key, value: secret(3) },
      { call: 'set', as: 'set last', store: main, key, value: secret(4) },
      { call: 'get', as: 'get last', store: main, key, expect: secret(4) },
      { call: 'set', as: 'set same', store: main, key: same, value: secret(5) },
      { call: 'set', as: 'set same again', store: main, key: same, value: secret(5) },
      { call: 'get', as: 'get same again', store: main, key: same, expect: secret(5) },
      { call: 'set', as: 'set elsewhere first', store: elsewhere, key, value: secret(6) },
      { call: 'get', as: 'get elsewhere first', store: elsewhere, key, expect: secret(6) },
      { call: 'set', as: 'set elsewhere', store: elsewhere, key, value: secret(7) },
      { call: 'get', as: 'get elsewhere', store: elsewhere, key, expect: secret(7) },
    );
  },
);
