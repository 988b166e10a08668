import { native } from '../base/native.js';

/** One file for all stores. */
export default native({
  vault(right) {
    const prefix = (store) => `${store}_SS_`;
    const keys = async (store) =>
      (await right.keys('all'))
        .filter((key) => key.startsWith(prefix(store)))
        .map((key) => key.slice(prefix(store).length));
    return {
      set: (store, key, value) => right.set('all', prefix(store) + key, value),
      get: (store, key) => right.get('all', prefix(store) + key),
      remove: (store, key) => right.remove('all', prefix(store) + key),
      keys,
      async clear(store) {
        for (const key of await keys(store)) await right.remove('all', prefix(store) + key);
      },
    };
  },
});
