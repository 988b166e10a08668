import { scenario } from '../src/harness/index.js';

scenario(
  'set-then-get',
  { operations: ['set', 'get'], abilities: ['load-page'], disturbs: 'nothing' },
  async ({ store, secret, page, tellsApartBy }) => {
    const main = store('main');
    const first = { text: 'first' };
    const second = { text: 'second' };
    const hasKeys = tellsApartBy('keys');
    await page(
      { call: 'set', as: 'set first', store: main, key: first, value: secret(1) },
      ...(hasKeys
        ? [{ call: 'set', as: 'set second', store: main, key: second, value: secret(2) } as const]
        : []),
      { call: 'get', as: 'get first', store: main, key: first, expect: secret(1) },
      ...(hasKeys
        ? [{ call: 'get', as: 'get second', store: main, key: second, expect: secret(2) } as const]
        : []),
      { call: 'get', as: 'get first again', store: main, key: first, expect: secret(1) },
    );
  },
);
