import { execa } from 'execa';
import semver from 'semver';
import { ownPackage } from '../package.js';
import type { Check } from './check.js';

/** Whether this Node is one that the tool is made for. */
export function nodeVersion(version: string = process.versions.node): Check {
  return {
    id: 'node',
    title: 'Node.js',
    check() {
      const wanted = ownPackage().engines.node;
      const ok = semver.satisfies(version, wanted);
      return Promise.resolve(
        ok
          ? { ok, detail: version }
          : { ok, detail: `${version}, but ${wanted} is needed.`, hint: `Install Node.js ${wanted}.` },
      );
    },
  };
}

/** npm fetches the plugins. */
export function npm(env: NodeJS.ProcessEnv): Check {
  const missing = {
    ok: false,
    detail: 'npm is not on the PATH or does not start.',
    hint: 'Install npm; it comes with Node.js. Plugins in folders can be audited without it.',
  };
  return {
    id: 'npm',
    title: 'npm',
    async check() {
      const { stdout, exitCode } = await execa('npm', ['--version'], {
        env,
        extendEnv: false,
        stdin: 'ignore',
        reject: false,
        timeout: 20_000,
      });
      return exitCode === 0 ? { ok: true, detail: stdout.trim() } : missing;
    },
  };
}
