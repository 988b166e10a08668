import path from 'node:path';
import { Failure } from '../base/failures.js';
import { digest, format, parse, storeFiles } from '../base/files.js';
import { native } from '../base/native.js';

export default native({
  files(right, { host }) {
    const all = storeFiles(() => path.join(host.dataDir, 'databases', 'secrets.db'), { format, parse });
    const tables = () => all.read() ?? { keyId: '', entries: new Map() };
    const anew = () => {
      try {
        return tables();
      } catch (error) {
        if (error instanceof Failure) return { keyId: '', entries: new Map() };
        throw error;
      }
    };
    return {
      read(store) {
        const table = tables().entries.get(digest(store));
        return table === undefined ? undefined : parse(Buffer.from(table, 'base64'));
      },
      write(store, content) {
        const { keyId, entries } = anew();
        entries.set(digest(store), Buffer.from(format(content)).toString('base64'));
        all.write('', { keyId, entries });
      },
      delete(store) {
        const { keyId, entries } = anew();
        entries.delete(digest(store));
        all.write('', { keyId, entries });
      },
    };
  },
});
