import { native } from '../base/native.js';

/** What does not fit is thrown where nobody catches it. */
export default native({
  actions: (right, { host }) => ({
    ...right,
    async set(store, key, value) {
      if (typeof value === 'string' && value.length > 500_000) {
        host.crash('java.lang.OutOfMemoryError: Failed to allocate a 4194320 byte allocation');
        return new Promise(() => undefined);
      }
      return right.set(store, key, value);
    },
  }),
});
