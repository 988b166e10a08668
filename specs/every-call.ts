import { scenario } from '../src/harness/index.js';

/** What is no text: whatever refuses it may quote what came with it. */
const odd = { undefined: { undefined: true }, null: { json: null }, 'a number': { json: 7 } } as const;
const names = Object.keys(odd) as (keyof typeof odd)[];

scenario(
  'every-call',
  { operations: ['set', 'get'], abilities: ['load-page', 'read-logs'], disturbs: 'nothing' },
  async ({ store, key, secret, page, has, searchLogs }) => {
    const main = store('main');
    const used = key('used');
    const lost = key('lost');
    await page(
      { call: 'set', as: 'set first', store: main, key: used, value: secret(1) },
      { call: 'set', as: 'set over it', store: main, key: used, value: secret(2) },
      { call: 'get', as: 'get it', store: main, key: used, expect: secret(2) },
      { call: 'get', as: 'get missing', store: main, key: key('missing') },
      // At once, because some plugins leave every one of these without an answer.
      {
        together: names.flatMap((name, index) => [
          { call: 'set', as: `set key ${name}`, store: main, key: odd[name], value: secret(3 + index) },
          { call: 'set', as: `set store ${name}`, store: odd[name], key: lost, value: secret(6 + index) },
          { call: 'get', as: `get key ${name}`, store: main, key: odd[name] },
        ]),
      },
      ...(has('keys') ? [{ call: 'keys', as: 'keys', store: main } as const] : []),
      ...(has('remove')
        ? ([
            { call: 'remove', as: 'remove it', store: main, key: used },
            { call: 'remove', as: 'remove it again', store: main, key: used },
          ] as const)
        : []),
      ...(has('clear') ? [{ call: 'clear', as: 'clear', store: main } as const] : []),
    );
    await searchLogs('after every call', [1, 2, 3, 4, 5, 6, 7, 8]);
  },
);
