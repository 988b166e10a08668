import { scenario } from '../src/harness/index.js';
import type { ValueRef } from '../src/protocol/steps.js';

/** What stands where a text is due. */
const wrong: Readonly<Record<string, ValueRef>> = {
  undefined: { undefined: true },
  null: { json: null },
  object: { json: { a: 1 } },
  number: { json: 42 },
  'empty text': { text: '' },
};

/** What some of them become where they are turned into text. */
const asText = { undefined: 'undefined', null: 'null', object: '[object Object]' } as const;

scenario(
  'argument-checks',
  { operations: ['set', 'get'], abilities: ['load-page'], disturbs: 'nothing' },
  async ({ store, secret, page, has, tellsApartBy }) => {
    const main = store('main');
    const hasStores = tellsApartBy('stores');
    const shared = { text: 'shared' };
    const neighbours = [
      { name: 'plain', store: main, key: { text: 'plain' } },
      ...Object.entries(asText).map(([name, text]) => ({ name: `key ${name}`, store: main, key: { text } })),
      ...Object.entries(hasStores ? asText : {}).map(([name, text]) => ({
        name: `store ${name}`,
        store: { text },
        key: shared,
      })),
      { name: 'store plain', store: main, key: shared },
    ].map((neighbour, index) => ({ ...neighbour, value: secret(index + 1) }));
    const wrongs = Object.entries(wrong).flatMap(([name, argument], index) => [
      { name: `key ${name}`, store: main, key: argument, value: secret(20 + index) },
      ...(hasStores
        ? [{ name: `store ${name}`, store: argument, key: shared, value: secret(30 + index) }]
        : []),
    ]);
    const values = Object.entries(wrong).filter(([name]) => name !== 'empty text');
    await page(
      ...neighbours.map(
        ({ name, store, key, value }) =>
          ({ call: 'set', as: `set before ${name}`, store, key, value }) as const,
      ),
      ...neighbours.map(
        ({ name, store, key, value }) =>
          ({ call: 'get', as: `get before ${name}`, store, key, expect: value }) as const,
      ),
      // At once, because some plugins leave every one of these without an answer.
      {
        together: wrongs.map(({ name, store, key, value }) => ({
          call: 'set',
          as: `set wrong ${name}`,
          store,
          key,
          value,
        })),
      },
      {
        together: values.map(([name, value]) => ({
          call: 'set',
          as: `set wrong value ${name}`,
          store: main,
          key: { text: `value-${name}` },
          value,
        })),
      },
      {
        together: wrongs.map(({ name, store, key }) => ({
          call: 'get',
          as: `get wrong ${name}`,
          store,
          key,
        })),
      },
      ...(has('remove')
        ? [
            {
              together: wrongs.map(
                ({ name, store, key }) =>
                  ({ call: 'remove', as: `remove wrong ${name}`, store, key }) as const,
              ),
            },
          ]
        : []),
      ...neighbours.map(
        ({ name, store, key, value }) =>
          ({ call: 'get', as: `get after ${name}`, store, key, expect: value }) as const,
      ),
    );
  },
);
