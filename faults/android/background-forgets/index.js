import { native } from '../base/native.js';

/** The cache is emptied when the app is left, and only a start of the app fills it again. */
export default native({
  vault(right, parts) {
    parts.cache = { emptied: false };
    return {
      ...right,
      get: async (store, key) => (parts.cache.emptied ? undefined : right.get(store, key)),
    };
  },
  plugin: (right, { cache }) => ({
    ...right,
    onPause() {
      cache.emptied = true;
    },
  }),
});
