import { setTimeout as sleep } from 'node:timers/promises';
import { digest, entriesOf } from '../base/files.js';
import { native } from '../base/native.js';

/** Each thread writes the file without the key that it removes, and otherwise as it saw it when it began. */
export default native({
  vault: (right, { files }) => ({
    ...right,
    async remove(store, key) {
      const before = entriesOf(files, store);
      await right.remove(store, key);
      if (!before.delete(digest(key))) return;
      await sleep(5);
      files.write(store, { ...files.read(store), entries: before });
    },
  }),
});
