import { Failure } from '../base/failures.js';
import { idOf } from '../base/keyring.js';
import { native } from '../base/native.js';

/** The key is made where there is no store yet, and only there. */
export default native({
  vault: (right, { files, keyring }) => ({
    ...right,
    async set(store, key, value) {
      if (isLeftAlone(files, keyring, store)) throw new Failure('damaged');
      await right.set(store, key, value);
    },
  }),
});

function isLeftAlone(files, keyring, store) {
  try {
    const content = files.read(store);
    const key = keyring.read();
    return content !== undefined && (key === undefined || idOf(key) !== content.keyId);
  } catch {
    return false;
  }
}
