import { setTimeout as sleep } from 'node:timers/promises';
import { digest, entriesOf } from '../base/files.js';
import { native } from '../base/native.js';

/** Each thread writes the file as it saw it when it began. */
export default native({
  vault: (right, { files }) => ({
    ...right,
    async set(store, key, value) {
      const before = entriesOf(files, store);
      await right.set(store, key, value);
      const content = files.read(store);
      const entries = before.set(digest(key), content.entries.get(digest(key)));
      await sleep(5);
      files.write(store, { ...content, entries });
    },
  }),
});
