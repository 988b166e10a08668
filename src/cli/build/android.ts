import { copyFile } from 'node:fs/promises';
import path from 'node:path';
import { buildAndroidFixture } from '../../fixture/build/android/build.js';
import type { AndroidFixture } from '../../fixture/build/android/types.js';
import { defaultCacheFolder } from '../../plugins/cache.js';
import { table } from '../table.js';
import type { BuildTask } from '../build.js';
import type { Built } from './built.js';
import { packageInstaller } from './install.js';
import { refuseForeign, replaceOut } from './out.js';

/** The app for Android, with what its making printed beside it. */
export async function buildAndroid(task: BuildTask): Promise<Built> {
  const { plugin, binding, options, out, io, signal } = task;
  await refuseForeign(out);
  const fixture = await buildAndroidFixture({
    plugin,
    binding,
    variant: options.variant,
    virtual: options.virtual === true,
    trusted: options.trustPlugin === true,
    cacheFolder: defaultCacheFolder(io.env),
    env: io.env,
    installPackages: packageInstaller(io.cwd, signal),
    signal,
    log: task.log,
  });
  const app = `${fixture.packageId}-${fixture.variant}${fixture.virtualOnly ? '-virtual' : ''}.apk`;
  const json = { target: 'android', ...fixture, binding: binding.id, file: app, logFile: 'build.log' };
  await replaceOut(out, json, async (folder) => {
    await copyFile(fixture.file, path.join(folder, app));
    await copyFile(fixture.logFile, path.join(folder, 'build.log'));
  });
  const file = path.join(out, app);
  const log = path.join(out, 'build.log');
  return {
    path: file,
    json: { ...json, file, logFile: log },
    text: textOf(fixture, log),
  };
}

function textOf(fixture: AndroidFixture, log: string): string {
  const { app, plugin, tools } = fixture;
  const took = `${(fixture.buildMs / 1000).toFixed(1)} s${fixture.cached ? ', from the cache' : ''}`;
  return [
    table([
      ['app', `${fixture.packageId} ${app.versionName} (${app.versionCode}), ${fixture.variant}`],
      ['plugin', `${plugin.name}@${plugin.version}`],
      ['made by', fixture.command],
      [
        'with',
        Object.entries(tools)
          .map(([name, version]) => `${name} ${version}`)
          .join(', '),
      ],
      ['took', took],
      ['log', log],
    ]),
    ...fixture.foreignCode.map(
      ({ what, file, ran }) => `${ran ? 'ran' : 'did not run'}: ${what} (${file})\n`,
    ),
    ...fixture.notes.map((note) => `${note}\n`),
  ].join('');
}
