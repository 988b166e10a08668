import { scenario } from '../src/harness/index.js';

scenario(
  'clear',
  { operations: ['set', 'get', 'clear'], abilities: ['load-page'], disturbs: 'nothing' },
  async ({ store, secret, page, has }) => {
    const main = store('main');
    const other = store('other');
    const one = { text: 'one' };
    const two = { text: 'two' };
    const three = { text: 'three' };
    await page(
      { call: 'set', as: 'set one', store: main, key: one, value: secret(1) },
      { call: 'set', as: 'set two', store: main, key: two, value: secret(2) },
      { call: 'get', as: 'get never set', store: main, key: three },
      { call: 'get', as: 'get one', store: main, key: one, expect: secret(1) },
      { call: 'get', as: 'get two', store: main, key: two, expect: secret(2) },
      { call: 'clear', as: 'clear', store: main },
      { call: 'get', as: 'get one after clear', store: main, key: one },
      { call: 'get', as: 'get two after clear', store: main, key: two },
      ...(has('keys') ? [{ call: 'keys', as: 'keys after clear', store: main } as const] : []),
      { call: 'set', as: 'set three', store: main, key: three, value: secret(3) },
      { call: 'get', as: 'get three', store: main, key: three, expect: secret(3) },
      { call: 'clear', as: 'clear later', store: main },
      { call: 'get', as: 'get three after clear later', store: main, key: three },
      { call: 'clear', as: 'clear again', store: main },
      { call: 'set', as: 'set other', store: other, key: one, value: secret(4) },
      { call: 'get', as: 'get other', store: other, key: one, expect: secret(4) },
      { call: 'clear', as: 'clear other', store: other },
      { call: 'get', as: 'get other after clear other', store: other, key: one },
      { call: 'clear', as: 'clear unused', store: store('unused') },
    );
  },
);
