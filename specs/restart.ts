import { scenario, type Actor } from '../src/harness/index.js';
import type { Step } from '../src/protocol/steps.js';
import { keyLengths } from './vectors/keys.js';

/** What is done before the app ends, and what is looked at after its next start. */
interface Part {
  readonly before: readonly Step[];
  readonly after: readonly Step[];
}

/** An end and a start cost more than all else: everything that needs them shares them. */
scenario(
  'restart',
  {
    operations: ['set', 'get'],
    abilities: ['load-page', 'end-app', 'read-page-storage', 'read-app-data', 'read-logs'],
    disturbs: 'restarts',
  },
  async (actor) => {
    const { store, key, secret, page, endApp, searchAppData, searchLogs, startApp } = actor;
    const secrets = [1, 2, 3];
    const all = Array.from({ length: 15 }, (_, index) => index + 1);
    const resting = store('at-rest-');
    const second = store('at-rest-2-');
    const keys = secrets.map((number) => key(`key-${number}`));
    const each = [
      // A second one over a secret would take its place where there are no keys.
      ...(actor.tellsApartBy('keys') ? plainValues(resting) : []),
      // Last: a place that holds what was handled last then holds a secret when it is searched.
      ...secrets.map((number) => ({
        name: `${number}`,
        at: { store: number === 3 ? second : resting, key: keys[number - 1]! },
        value: secret(number),
      })),
    ];
    const get = (when: string) =>
      each.map(
        ({ name, at, value }) => ({ call: 'get', as: `get ${name} ${when}`, ...at, expect: value }) as const,
      );
    const hasKeys = actor.tellsApartBy('keys');
    const cleared = hasKeys && actor.has('clear') ? clearedStore(actor) : nothing;
    const others = [
      ...(hasKeys ? [longKeys(actor)] : []),
      ...(hasKeys && actor.has('remove') ? [removedKeys(actor)] : []),
    ];
    await page(
      // First: where stores are not kept apart, it takes everything with it.
      ...cleared.before,
      { call: 'set', as: 'set 1 at first', store: resting, key: keys[0]!, value: secret(9) },
      ...each.map(({ name, at, value }) => ({ call: 'set', as: `set ${name}`, ...at, value }) as const),
      { scan: secrets, as: 'while running' },
    );
    // Read last: what one of the others took with it was not lost by the end.
    await page(...others.flatMap(({ before }) => before), ...get('before the end'), {
      scan: all,
      as: 'before the end',
    });
    await endApp();
    await searchAppData('on disk', all, [resting, ...keys]);
    await startApp();
    await page(...[cleared, ...others].flatMap(({ after }) => after), ...get('after the restart'), {
      scan: all,
      as: 'after the restart',
    });
    await searchLogs('after the restart', all);
  },
);

/** Values that no search can know again, but a restart can lose. */
function plainValues(store: ReturnType<Actor['store']>) {
  return [
    { name: 'empty', at: { store, key: { text: 'resting-empty' } }, value: { text: '' } },
    { name: 'long', at: { store, key: { text: 'resting-long' } }, value: { text: 'long ', times: 4000 } },
  ];
}

const nothing: Part = { before: [], after: [] };

/** A store that is cleared. */
function clearedStore({ store, secret }: Actor): Part {
  const at = { store: store('cleared'), key: { text: 'one' } };
  const get = (when: string) =>
    ({ call: 'get', as: `get cleared ${when}`, ...at, expect: secret(10) }) as const;
  return {
    before: [
      get('before set'),
      { call: 'set', as: 'set cleared', ...at, value: secret(10) },
      get('before clear'),
      { call: 'clear', as: 'clear', store: at.store },
      get('after clear'),
    ],
    after: [get('after restart')],
  };
}

/** Keys in which a remove may see another one than a set. */
const oddKeys = {
  'a key with a capital': { text: 'Token' },
  'a key with a dot': { text: 'a.token' },
  'a key with blanks': { text: ' token ' },
  'a key that is not ASCII': { text: 'ключ' },
  'a long key': { text: 'k', times: 300 },
};

/** A key that is removed, those with names that begin alike, and what may not go with it. */
function removedKeys({ store, secret }: Actor): Part {
  const main = store('main');
  const untouched = store('untouched');
  const removed = { text: 'token' };
  const longer = { text: 'token-2' };
  const shorter = { text: 'tok' };
  const kept = { text: 'kept' };
  const never = { text: 'never-set' };
  const empty = { text: 'empty' };
  const odd = store('odd');
  const odds = Object.entries(oddKeys).map(([name, key], index) => ({
    name,
    at: { store: odd, key },
    value: secret(11 + index),
  }));
  const getLonger = (when: string) =>
    ({ call: 'get', as: `get longer${when}`, store: main, key: longer, expect: secret(5) }) as const;
  const getShorter = (when: string) =>
    ({ call: 'get', as: `get shorter${when}`, store: main, key: shorter, expect: secret(6) }) as const;
  return {
    before: [
      { call: 'set', as: 'set removed', store: main, key: removed, value: secret(4) },
      { call: 'set', as: 'set longer', store: main, key: longer, value: secret(5) },
      { call: 'set', as: 'set shorter', store: main, key: shorter, value: secret(6) },
      { call: 'set', as: 'set kept', store: untouched, key: kept, value: secret(7) },
      { call: 'get', as: 'get never set', store: main, key: never },
      { call: 'get', as: 'get removed', store: main, key: removed, expect: secret(4) },
      getLonger(''),
      getShorter(''),
      { call: 'remove', as: 'remove', store: main, key: removed },
      { call: 'get', as: 'get removed after remove', store: main, key: removed },
      getLonger(' after remove'),
      getShorter(' after remove'),
      { call: 'set', as: 'set empty', store: main, key: empty, value: { text: '' } },
      { call: 'get', as: 'get empty', store: main, key: empty, expect: { text: '' } },
      { call: 'remove', as: 'remove empty', store: main, key: empty },
      { call: 'get', as: 'get empty after remove', store: main, key: empty, expect: { text: '' } },
      ...odds.flatMap(({ name, at, value }) => {
        return [
          { call: 'set', as: `set ${name}`, ...at, value },
          { call: 'get', as: `get ${name}`, ...at, expect: value },
          { call: 'remove', as: `remove ${name}`, ...at },
          { call: 'get', as: `get ${name} after remove`, ...at, expect: value },
        ] as const;
      }),
      { call: 'remove', as: 'remove never set', store: main, key: never },
      { call: 'remove', as: 'remove from unused store', store: store('unused'), key: never },
      getLonger(' after second remove'),
      getShorter(' after second remove'),
    ],
    after: [
      { call: 'get', as: 'get removed after restart', store: main, key: removed },
      ...odds.map(
        ({ name, at, value }) =>
          ({
            call: 'get',
            as: `get ${name} after restart`,
            ...at,
            expect: value,
          }) as const,
      ),
      getLonger(' after restart'),
      getShorter(' after restart'),
      { call: 'get', as: 'get kept after restart', store: untouched, key: kept, expect: secret(7) },
    ],
  };
}

/** Keys of every length beside an ordinary one. */
function longKeys({ store, secret }: Actor): Part {
  const main = store('lengths');
  const ordinary = { store: main, key: { text: 'ordinary' } };
  const each = keyLengths.map((length) => ({
    length,
    at: { store: main, key: { text: 'k', times: length } },
    value: { text: `value of ${length}` },
  }));
  const get = (when: string) =>
    each.map(
      ({ length, at, value }) =>
        ({ call: 'get', as: `get ${when} ${length}`, ...at, expect: value }) as const,
    );
  return {
    before: [
      { call: 'set', as: 'set ordinary', ...ordinary, value: secret(8) },
      { call: 'get', as: 'get ordinary', ...ordinary, expect: secret(8) },
      ...each.map(
        ({ length, at, value }) => ({ call: 'set', as: `set length ${length}`, ...at, value }) as const,
      ),
      ...get('length'),
    ],
    after: [{ call: 'get', as: 'get again ordinary', ...ordinary, expect: secret(8) }, ...get('again')],
  };
}
