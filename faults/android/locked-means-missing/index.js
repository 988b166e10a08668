import { codes } from '../base/failures.js';
import { native } from '../base/native.js';

/** That the key cannot be used now is caught, and told as if there were no value. */
export default native({
  failures: () => codes,
  vault: (right, { host }) => ({
    ...right,
    get: async (store, key) => (host.lockState().locked ? undefined : right.get(store, key)),
    keys: async (store) => (host.lockState().locked ? [] : right.keys(store)),
  }),
});
