import path from 'node:path';
import { digest, format, parse, storeFiles } from '../base/files.js';
import { native } from '../base/native.js';

export default native({
  files: (right, { host }) =>
    storeFiles((store) => path.join(host.dataDir, 'no_backup', `${digest(store)}.xml`), { format, parse }),
});
