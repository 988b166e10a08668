import { cp, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { buildWebFixture } from '../../fixture/build/web.js';
import type { BuildTask } from '../build.js';
import type { Built } from './built.js';
import { refuseForeign, replaceOut } from './out.js';

/** The page that `run web` serves, as a folder. */
export async function buildWeb({ plugin, binding, out }: BuildTask): Promise<Built> {
  await refuseForeign(out);
  const work = await mkdtemp(path.join(os.tmpdir(), 'keystore-audit-fixture-'));
  try {
    const page = path.join(work, 'page');
    const { digest } = await buildWebFixture({ plugin, binding, out: page });
    const json = {
      target: 'web',
      plugin: { name: plugin.name, version: plugin.version, family: plugin.family },
      binding: binding.id,
      digest,
      page: 'index.html',
    };
    await replaceOut(out, json, (folder) => cp(page, folder, { recursive: true }));
    return { path: out, json: { ...json, folder: out }, text: '' };
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}
