import { native } from '../base/native.js';

export default native({
  actions: (right) => ({
    ...right,
    async set(store, key, value) {
      if (typeof key === 'string' && key.length > 128) throw 'A key has at most 128 characters.';
      return right.set(store, key, value);
    },
  }),
});
