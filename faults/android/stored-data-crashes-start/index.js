import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { native } from '../base/native.js';

/** What is loaded while the app starts throws where nobody catches it. */
export default native({
  plugin(right, { host }) {
    const folder = path.join(host.dataDir, 'shared_prefs');
    const stored = existsSync(folder) && readdirSync(folder).some((name) => name.endsWith('_secure.xml'));
    if (stored)
      throw new Error('InvalidProtocolBufferException: Protocol message contained an invalid tag (zero).');
    return right;
  },
});
