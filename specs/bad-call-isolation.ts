import { scenario } from '../src/harness/index.js';
import type { CallStep } from '../src/protocol/steps.js';

scenario(
  'bad-call-isolation',
  { operations: ['set', 'get'], abilities: ['load-page'], disturbs: 'nothing' },
  async ({ store, secret, page }) => {
    const main = store('main');
    const numbers = Array.from({ length: 20 }, (_, index) => index + 1);
    const kept = (n: number) => ({ store: main, key: { text: `kept-${n}` } });
    const fresh = (wave: string, n: number) => ({ store: main, key: { text: `${wave}-${n}` } });
    const good = (wave: string, offset: number): CallStep[] =>
      numbers.flatMap((n) => [
        { call: 'set', as: `${wave}: set ${n}`, ...fresh(wave, n), value: secret(offset + n) },
        { call: 'get', as: `${wave}: get ${n}`, ...kept(n), expect: secret(n) },
      ]);
    const readBack = (wave: string, offset: number): CallStep[] =>
      numbers.map((n) => ({
        call: 'get',
        as: `${wave}: read ${n}`,
        ...fresh(wave, n),
        expect: secret(offset + n),
      }));
    const key = { text: 'bad' };
    const bad = (
      [
        { call: 'get', store: main, key: { json: 5 } },
        { call: 'set', store: main, key, value: { json: null } },
        { call: 'get', store: main, key: { undefined: true } },
        { call: 'set', store: main, key, value: { json: { an: 'object' } } },
        { call: 'get', store: { json: null }, key },
        { call: 'set', store: main, key: { json: null }, value: secret(61) },
        { call: 'get', store: main, key: { json: [] } },
        { call: 'set', store: main, key, value: { undefined: true } },
        { call: 'get', store: main },
        { call: 'set', store: main, key: { json: { an: 'object' } }, value: secret(61) },
      ] as const
    ).map((call, index): CallStep => ({ ...call, as: `bad ${index + 1}` }));
    await page(
      ...numbers.map((n) => ({ call: 'set', as: `keep ${n}`, ...kept(n), value: secret(n) }) as const),
      { together: good('good alone', 20) },
      ...readBack('good alone', 20),
      // A bad one after every four good ones, so that each has good ones before and behind it.
      {
        together: good('beside bad', 40).flatMap((call, i) =>
          i % 4 === 3 ? [call, bad[(i - 3) / 4]!] : [call],
        ),
      },
      ...readBack('beside bad', 40),
    );
  },
);
