import { scenario } from '../src/harness/index.js';
import type { CallStep, ValueRef } from '../src/protocol/steps.js';

/** In characters of one byte each: around the limits that plugins of this kind document or once had. */
const sizes = [1024, 2047, 2048, 2049, 4096, 65_536, 131_072, 131_073, 245_760, 245_761, 1_048_576] as const;

scenario(
  'value-size',
  { operations: ['set', 'get'], abilities: ['load-page'], disturbs: 'nothing' },
  async ({ store, secret, page, has }) => {
    const main = store('main');
    const ordinary = { text: 'ordinary' };
    await page(
      { call: 'set', as: 'set before ordinary', store: main, key: ordinary, value: secret(2) },
      { call: 'set', as: 'set ordinary', store: main, key: ordinary, value: secret(1) },
      { call: 'get', as: 'get ordinary', store: main, key: ordinary, expect: secret(1) },
      ...sizes.flatMap((size): CallStep[] => {
        const key = { text: `size-${size}` };
        return [
          { call: 'set', as: `set old ${size}`, store: main, key, value: secret(1) },
          { call: 'set', as: `set ${size}`, store: main, key, value: textOf(size) },
          { call: 'get', as: `get ${size}`, store: main, key, expect: textOf(size) },
          // Nothing big stays: a browser's quota is for all scenarios together.
          has('remove')
            ? { call: 'remove', as: `remove ${size}`, store: main, key }
            : { call: 'set', as: `set small ${size}`, store: main, key, value: { text: '-' } },
        ];
      }),
    );
  },
);

/** A text of that many characters, of a piece as long as divides it; without blanks, which are another matter. */
function textOf(size: number): ValueRef {
  const piece = [16, 23, 3].find((length) => size % length === 0) ?? 1;
  return { text: 'one-of-many-pieces-of-a-value'.slice(0, piece), times: size / piece };
}
