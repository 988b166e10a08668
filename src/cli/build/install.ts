import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { InstallPackages } from '../../fixture/build/android/types.js';
import { add } from '../../plugins/install.js';
import { npmFiles } from '../../plugins/npm-environment.js';
import { NpmRefusal, npmFailed } from '../../plugins/npm.js';

/** Has the user's own npm install what a build needs, with the settings of the project around `cwd`. */
export function packageInstaller(cwd: string, signal?: AbortSignal): InstallPackages {
  const files = npmFiles(cwd, process.env);
  return async (folder, packages) => {
    await writeFile(path.join(folder, 'package.json'), '{ "private": true }\n');
    for (const name of packages) {
      const call = { folder, files, what: `"${name}"`, ...(signal === undefined ? {} : { signal }) };
      await add(name, call).catch((error: unknown) => {
        throw error instanceof NpmRefusal ? npmFailed(error, `"${name}"`) : error;
      });
    }
  };
}
