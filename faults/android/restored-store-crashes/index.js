import { idOf } from '../base/keyring.js';
import { native } from '../base/native.js';

/** A backup has brought the store and not its key: what the cipher throws is caught by nobody. */
export default native({
  files: (right, { host, keyring }) => ({
    ...right,
    read(store) {
      const content = right.read(store);
      const key = keyring.read();
      if (content !== undefined && (key === undefined || idOf(key) !== content.keyId)) {
        host.crash('javax.crypto.AEADBadTagException');
      }
      return content;
    },
  }),
});
