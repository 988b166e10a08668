import path from 'node:path';
import { digest, format, parse, storeFiles } from '../base/files.js';
import { native } from '../base/native.js';

/** The name of a store's file is put into capitals as the device's language does it. */
export default native({
  files: (right, { host }) =>
    storeFiles(
      (store) =>
        path.join(
          host.dataDir,
          'shared_prefs',
          `${'secure_items'.toLocaleUpperCase(host.locale())}_${digest(store)}.xml`,
        ),
      { format, parse },
    ),
});
