import { native } from '../base/native.js';

/** Who writes reads first, and stumbles as whoever reads. */
export default native({
  vault: (right, { files }) => ({
    ...right,
    async set(store, key, value) {
      files.read(store);
      await right.set(store, key, value);
    },
  }),
});
