import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { keyFile } from '../base/keyring.js';
import { native } from '../base/native.js';

/** Whoever has the backup can read it on any device. */
export default native({
  keyring(right, { host }) {
    const folder = path.join(host.dataDir, 'shared_prefs');
    mkdirSync(folder, { recursive: true });
    return keyFile(path.join(folder, 'master_key.json'));
  },
});
