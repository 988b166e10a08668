import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { defaultCacheFolder } from '../../plugins/cache.js';
import { notOk, type Check } from './check.js';

/** Fetched plugins are kept on disk. */
export function pluginCache(env: NodeJS.ProcessEnv): Check {
  return {
    id: 'cache',
    title: 'Cache of plugins',
    async check() {
      const folder = defaultCacheFolder(env);
      const probe = path.join(folder, `.doctor-${process.pid}`);
      try {
        await mkdir(folder, { recursive: true });
        await writeFile(probe, '');
        await rm(probe);
        return { ok: true, detail: folder };
      } catch (error) {
        return {
          ok: false,
          detail: `${folder} cannot be written: ${notOk(error).detail}`,
          hint: 'Name another folder with KEYSTORE_AUDIT_CACHE.',
        };
      }
    },
  };
}
