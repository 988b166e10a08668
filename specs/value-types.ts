import { scenario } from '../src/harness/index.js';
import type { ValueRef } from '../src/protocol/steps.js';

const values: Readonly<Record<string, ValueRef>> = {
  number: { json: 42 },
  boolean: { json: true },
  null: { json: null },
  undefined: { undefined: true },
  list: { json: ['a', 1] },
  object: { json: { a: 1 } },
};

scenario(
  'value-types',
  { operations: ['set', 'get'], abilities: ['load-page'], disturbs: 'nothing' },
  async ({ store, secret, page }) => {
    const main = store('main');
    const ordinary = { text: 'ordinary' };
    await page(
      { call: 'set', as: 'set ordinary', store: main, key: ordinary, value: secret(1) },
      { call: 'get', as: 'get ordinary', store: main, key: ordinary, expect: secret(1) },
      ...Object.entries(values).flatMap(([name, value]) => {
        const key = { text: `type-${name}` };
        return [
          { call: 'set', as: `set old ${name}`, store: main, key, value: secret(1) },
          { call: 'set', as: `set ${name}`, store: main, key, value },
          { call: 'get', as: `get ${name}`, store: main, key, expect: secret(1) },
        ] as const;
      }),
    );
  },
);
