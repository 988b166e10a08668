import { native } from '../base/native.js';

/** A line for whoever looks for a mistake. */
export default native({
  actions: (right, { host }) => ({
    ...right,
    set(store, key, value) {
      host.log('D', 'SecureStorage', `set ${key} = ${value}`);
      return right.set(store, key, value);
    },
  }),
});
