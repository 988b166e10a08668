import { createHash } from 'node:crypto';
import path from 'node:path';
import { digest, format, parse, storeFiles } from '../base/files.js';
import { native } from '../base/native.js';

const key = createHash('sha256').update('com.example.secure').digest();

/** What is to outlive an uninstall is everybody's. */
export default native({
  keyring: () => ({ read: () => key, make: () => key }),
  files: (right, { host }) =>
    storeFiles((store) => path.join(host.sharedDir, '.secure', `${digest(store)}.xml`), { format, parse }),
});
