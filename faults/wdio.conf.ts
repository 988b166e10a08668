import path from 'node:path';
import { readServices } from '../src/run/services.js';
import { wdioConfig } from '../src/run/wdio.js';

/** As wdio.conf.ts of the command line, with tests that exchange native halves. */

const work = await readServices(process.env['KEYSTORE_AUDIT_OUT']!);

export const config = wdioConfig(work, path.join(import.meta.dirname, 'wdio.spec.ts'));
