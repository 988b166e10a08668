import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Failure } from '../base/failures.js';
import { digest } from '../base/files.js';
import { native } from '../base/native.js';

export default native({
  vault(right, { host, keyring, cipher }) {
    const folderOf = (store) => path.join(host.dataDir, 'files', 'secrets', digest(store));
    const fileOf = (store, key) => path.join(folderOf(store), digest(key));
    const open = (file) => {
      try {
        return JSON.parse(cipher.open(keyring.read(), readFileSync(file, 'latin1'), path.basename(file)));
      } catch {
        throw new Failure('damaged');
      }
    };
    return {
      async set(store, key, value) {
        const file = fileOf(store, key);
        const sealed = cipher.seal(
          keyring.read() ?? keyring.make(),
          JSON.stringify([key, value]),
          path.basename(file),
        );
        mkdirSync(path.dirname(file), { recursive: true });
        writeFileSync(file, sealed);
      },
      get: async (store, key) => (existsSync(fileOf(store, key)) ? open(fileOf(store, key))[1] : undefined),
      remove: async (store, key) => rmSync(fileOf(store, key), { force: true }),
      async keys(store) {
        const folder = folderOf(store);
        return existsSync(folder) ? readdirSync(folder).map((name) => open(path.join(folder, name))[0]) : [];
      },
      clear: async (store) => rmSync(folderOf(store), { recursive: true, force: true }),
    };
  },
});
