import { scenario } from '../src/harness/index.js';
import type { Step } from '../src/protocol/steps.js';

/** What plugins are known to put between store and key. */
const separators = ['', '_SS_', '_', '-', '.', ':', '/'];

scenario(
  'key-collision',
  { operations: ['set', 'get'], abilities: ['load-page'], disturbs: 'nothing' },
  async ({ store, secret, page }) => {
    let secrets = 0;
    /** Two places that are one where store and key are joined: what was set in each is read from each. */
    const pair = (
      label: string,
      left: readonly [string, string],
      right: readonly [string, string],
    ): Step[] => {
      const [first, second] = [secret((secrets += 1)), secret((secrets += 1))];
      const at = ([name, key]: readonly [string, string]) => ({ store: { text: name }, key: { text: key } });
      return [
        { call: 'set', as: `set left ${label}`, ...at(left), value: first },
        { call: 'get', as: `get left alone ${label}`, ...at(left), expect: first },
        { call: 'set', as: `set right ${label}`, ...at(right), value: second },
        { call: 'get', as: `get left ${label}`, ...at(left), expect: first },
        { call: 'get', as: `get right ${label}`, ...at(right), expect: second },
      ];
    };
    await page(
      ...separators.flatMap((cut, index) => {
        const { text: name } = store(`cut${index}`);
        return [
          ...pair(`store${cut}key`, [name, `b${cut}c`], [`${name}${cut}b`, 'c']),
          ...pair(`key${cut}store`, [name, `d${cut}e`], [`e${cut}${name}`, 'd']),
        ];
      }),
    );
  },
);
