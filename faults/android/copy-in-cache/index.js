import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { bytesOf } from '../base/cipher.js';
import { native } from '../base/native.js';

/** What was encrypted is forgotten on its way into the cipher. */
export default native({
  vault: (right, { host }) => ({
    ...right,
    set(store, key, value) {
      writeFileSync(path.join(host.dataDir, 'cache', 'plain.tmp'), bytesOf(value));
      return right.set(store, key, value);
    },
  }),
});
