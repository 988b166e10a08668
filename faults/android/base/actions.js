import { Failure } from './failures.js';

/** The actions that the page calls, each with the call's arguments: what it gives is the success value. */
export function createActions({ vault, host }) {
  return {
    init(store) {
      check(store);
      return 1;
    },
    async set(store, key, value) {
      check(store, key, value);
      await vault.set(store, key, value);
      return key;
    },
    async get(store, key) {
      check(store, key);
      const value = await vault.get(store, key);
      if (value === undefined) throw new Failure('missing', key);
      return value;
    },
    async remove(store, key) {
      check(store, key);
      await vault.remove(store, key);
      return key;
    },
    async keys(store) {
      check(store);
      return vault.keys(store);
    },
    async clear(store) {
      check(store);
      await vault.clear(store);
    },
    // What the page's half of 2.6.8 asks for at its start: whether older data was brought along.
    fetch: () => 'OK',
    secureDevice() {
      if (!['pin', 'pattern', 'password'].includes(host.lockState().kind)) throw 'Device is not secure';
    },
  };
}

function check(...args) {
  if (args.some((each) => typeof each !== 'string')) throw new Failure('arguments');
}
