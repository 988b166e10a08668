import { native } from '../base/native.js';

export default native({
  actions: (right, { host }) => ({
    ...right,
    async get(store, key) {
      if (host.lockState().locked) throw 'The key needs the device to be unlocked.';
      return right.get(store, key);
    },
  }),
});
