import type { Actor } from '../../src/harness/index.js';
import type { CallStep, ValueRef } from '../../src/protocol/steps.js';

/** Values that are set once, and read before and after whatever a scenario does to the app or the device. */
export interface Kept {
  /** Sets them, and reads them `before`; `get never set` reads a key that is not there. */
  readonly before: readonly CallStep[];
  /** Reads them again: `get NAME WHEN`. */
  get(when: string): CallStep[];
  /** Reads a key that was never set: `get never set WHEN`. Nothing where there are no keys. */
  getNeverSet(when: string): CallStep[];
  /** Where the first secret lies. */
  readonly place: { readonly store: ValueRef; readonly key: ValueRef };
}

/** The numbers of the secrets among them. */
export const keptSecrets = [1, 2, 3] as const;

/**
 * Three secrets in two stores, a value that is empty and a long one. Names have letters that another locale writes
 * otherwise: I, i and digits.
 */
export function keptValues(actor: Actor): Kept {
  const { store, key, secret } = actor;
  const first = store('KEPT-ID-');
  const second = store('kept-id-2-');
  const secrets = keptSecrets.map((number) => ({
    name: `${number}`,
    at: { store: number === 3 ? second : first, key: key(`TITLE-ID-${number}`) },
    value: secret(number),
  }));
  const plain = [
    { name: 'empty', at: { store: first, key: { text: 'kept-empty' } }, value: { text: '' } },
    { name: 'long', at: { store: first, key: { text: 'kept-long' } }, value: { text: 'long ', times: 4000 } },
  ];
  // Set before the secrets, because where there are no keys the last one is what is kept.
  const each = [...(actor.tellsApartBy('keys') ? plain : []), ...secrets];
  const neverSet = key('never-set');
  const get = (when: string): CallStep[] =>
    each.map(({ name, at, value }) => ({ call: 'get', as: `get ${name} ${when}`, ...at, expect: value }));
  const getNeverSet = (when: string): CallStep[] =>
    actor.tellsApartBy('keys')
      ? [{ call: 'get', as: `get never set ${when}`, store: first, key: neverSet }]
      : [];
  return {
    before: [
      ...getNeverSet('before'),
      ...each.map(({ name, at, value }): CallStep => ({ call: 'set', as: `set ${name}`, ...at, value })),
      ...get('before'),
    ],
    get,
    getNeverSet,
    place: secrets[0]!.at,
  };
}

/** A secret that was not there before; nothing where there are no keys, because it would take the place of the others. */
export interface Fresh {
  /** `set fresh WHEN`, `get fresh WHEN`. */
  readonly steps: readonly CallStep[];
  /** `get fresh WHEN LATER`. */
  get(later: string): readonly CallStep[];
}

export function freshValue({ store, key, secret, tellsApartBy }: Actor, when: string, number: number): Fresh {
  if (!tellsApartBy('keys')) return { steps: [], get: () => [] };
  const at = { store: store(`fresh-${number}-`), key: key(`fresh-${number}`) };
  const get = (as: string): CallStep => ({ call: 'get', as, ...at, expect: secret(number) });
  return {
    steps: [{ call: 'set', as: `set fresh ${when}`, ...at, value: secret(number) }, get(`get fresh ${when}`)],
    get: (later) => [get(`get fresh ${when} ${later}`)],
  };
}

/**
 * What an app does once a read has failed: it sets the value again, in the same place and in a store that was not used,
 * and where that is refused it clears the store.
 */
export function setAgain(actor: Actor, { place }: Kept): CallStep[] {
  const { secret, has } = actor;
  const get = (as: string): CallStep => ({ call: 'get', as, ...place, expect: secret(11) });
  const set = (as: string): CallStep => ({ call: 'set', as, ...place, value: secret(11) });
  return [
    set('set again'),
    get('get again'),
    ...freshValue(actor, 'again', 12).steps,
    ...(has('clear')
      ? [
          { call: 'clear', as: 'clear', store: place.store } as const,
          set('set after the clear'),
          get('get after the clear'),
        ]
      : []),
  ];
}
