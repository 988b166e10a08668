import { createFiles } from '../base/files.js';
import { native } from '../base/native.js';

/** What was there before the format changed is cleared, and nothing else. */
export default native({
  vault: (right, { host }) => ({
    ...right,
    clear: async (store) => createFiles({ ...host, packageName: `${host.packageName}.legacy` }).delete(store),
  }),
});
