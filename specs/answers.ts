import { scenario } from '../src/harness/index.js';

scenario(
  'answers',
  { operations: ['set', 'get'], abilities: ['load-page'], disturbs: 'nothing' },
  async ({ store, secret, page, has }) => {
    const main = store('main');
    const key = { text: 'a-key' };
    const never = { text: 'never-set' };
    await page(
      { call: 'set', as: 'set', store: main, key, value: secret(1), expect: key },
      { call: 'get', as: 'get', store: main, key, expect: secret(1) },
      ...(has('keys') ? [{ call: 'keys', as: 'keys', store: main } as const] : []),
      ...(has('remove')
        ? ([
            { call: 'remove', as: 'remove', store: main, key, expect: key },
            { call: 'remove', as: 'remove a missing key', store: main, key: never },
          ] as const)
        : []),
      ...(has('clear') ? [{ call: 'clear', as: 'clear', store: main } as const] : []),
      { call: 'get', as: 'get a missing key', store: main, key: never },
      { call: 'get', as: 'get with a number for a key', store: main, key: { json: 5 } },
      { call: 'get', as: 'get with an empty key', store: main, key: { text: '' } },
      {
        call: 'set',
        as: 'set a value that is undefined',
        store: main,
        key: never,
        value: { undefined: true },
      },
    );
  },
);
