import { scenario } from '../src/harness/index.js';

/** Characters over which lists are cut, escaped or laid out, and names that an object of JavaScript has of its own. */
const names = [
  'plain',
  'plain-2',
  'two words',
  ' padded ',
  'this,that',
  'a"quote',
  'back\\slash',
  'for/ward',
  'dot.ted',
  'co:lon',
  'e=qual&s',
  'in_SS_side',
  'per%2ccent',
  '[brackets]',
  'zürich',
  'ключ',
  '鍵',
  '👩‍👩‍👧',
  '12',
  'null',
  'length',
  '__proto__',
];

/** In a second store. */
const secondNames = ['second-one', 'second-two'];

scenario(
  'keys',
  { operations: ['set', 'get', 'keys'], abilities: ['load-page'], disturbs: 'nothing' },
  async ({ store, secret, page, has, tellsApartBy }) => {
    const main = store('main');
    const removed = { text: 'removed' };
    const unused = [{ call: 'keys', as: 'keys of unused', store: store('unused') }] as const;
    const hasStores = tellsApartBy('stores');
    const second = store('second');
    const setSecond = secondNames.map((name) => {
      const at = { store: second, key: { text: name } };
      return { call: 'set', as: `store second ${name}`, ...at, value: secret(4) } as const;
    });
    const atOnce = {
      together: [
        { call: 'keys', as: 'keys at once', store: main },
        { call: 'keys', as: 'keys of second at once', store: second },
      ],
    } as const;
    const at = (name: string) => ({ store: main, key: { text: name } });
    await page(
      // Where stores are not kept apart, what other scenarios left would be in the list.
      ...(has('clear') ? [{ call: 'clear', as: 'clear before', store: main } as const] : []),
      // Where stores are not apart, the list before names these, and so they are passed over in the one after.
      ...(hasStores ? setSecond : []),
      { call: 'keys', as: 'keys before', store: main },
      ...(hasStores ? [{ call: 'keys', as: 'keys of second', store: second } as const] : []),
      // Where there is one store alone, it is unused no longer than this.
      ...(hasStores ? [] : unused),
      ...names.map((name) => ({ call: 'set', as: `set ${name}`, ...at(name), value: secret(1) }) as const),
      { call: 'set', as: 'overwrite plain', ...at('plain'), value: secret(2) },
      ...(has('remove')
        ? ([
            { call: 'set', as: 'store what is removed', store: main, key: removed, value: secret(3) },
            { call: 'remove', as: 'remove', store: main, key: removed },
            { call: 'get', as: 'read what is removed', store: main, key: removed },
          ] as const)
        : []),
      ...names.map((name) => ({ call: 'get', as: `get ${name}`, ...at(name) }) as const),
      { call: 'keys', as: 'keys', store: main },
      ...(hasStores ? [...unused, atOnce] : []),
    );
  },
);
