import { native } from '../base/native.js';

export default native({
  actions: (right, { vault }) => ({
    ...right,
    get: async (store, key) =>
      typeof key === 'string' ? ((await vault.get(store, key)) ?? null) : right.get(store, key),
  }),
});
