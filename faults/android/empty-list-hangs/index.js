import { native } from '../base/native.js';

/** A case that nobody thought of. */
export default native({
  vault: (right) => ({
    ...right,
    async keys(store) {
      const keys = await right.keys(store);
      return keys.length === 0 ? new Promise(() => undefined) : keys;
    },
  }),
});
