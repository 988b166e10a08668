import { scenario } from '../src/harness/index.js';
import { keyLengths } from './vectors/keys.js';

scenario(
  'key-length',
  { operations: ['set', 'get'], abilities: ['load-page', 'end-app'], disturbs: 'restarts' },
  async ({ store, secret, page, endApp, startApp }) => {
    const main = store('main');
    const ordinary = { text: 'ordinary' };
    const keys = keyLengths.map((length) => ({
      length,
      key: { text: 'k', times: length },
      value: { text: `value of ${length}` },
    }));
    await page(
      { call: 'set', as: 'set ordinary', store: main, key: ordinary, value: secret(1) },
      { call: 'get', as: 'get ordinary', store: main, key: ordinary, expect: secret(1) },
      ...keys.map(
        ({ length, key, value }) =>
          ({ call: 'set', as: `set length ${length}`, store: main, key, value }) as const,
      ),
      ...keys.map(
        ({ length, key, value }) =>
          ({ call: 'get', as: `get length ${length}`, store: main, key, expect: value }) as const,
      ),
    );
    await endApp();
    await startApp();
    await page(
      { call: 'get', as: 'get again ordinary', store: main, key: ordinary, expect: secret(1) },
      ...keys.map(
        ({ length, key, value }) =>
          ({ call: 'get', as: `get again ${length}`, store: main, key, expect: value }) as const,
      ),
    );
  },
);
