import path from 'node:path';
import { readServices } from './src/run/services.js';
import { wdioConfig } from './src/run/wdio.js';

/**
 * The test runner's configuration. `keystore-audit run` names the output folder; started by hand
 * (`npx wdio run wdio.conf.ts`), the first run of the keystore-audit.config in this folder is collected. Judge it
 * afterwards with `keystore-audit audit FOLDER`.
 */

const own = process.env['KEYSTORE_AUDIT_OUT'] === undefined ? await beginOwn() : undefined;
const work = await readServices(process.env['KEYSTORE_AUDIT_OUT']!);

export const config = {
  ...wdioConfig(work, path.join(import.meta.dirname, `wdio.spec${path.extname(import.meta.filename)}`)),
  onComplete: () => own?.close(),
};

async function beginOwn() {
  const { beginStandalone } = await import('./src/cli/standalone.js');
  const begun = await beginStandalone(process.cwd());
  // Workers read this file again.
  process.env['KEYSTORE_AUDIT_OUT'] = begun.out;
  return begun;
}
