import { createRequire } from 'node:module';

/**
 * Builds after an installation. npx asks for it too, before it starts this folder's program. In a clone without
 * dependencies it must not fail: npx would end without a word, and would not work after "npm ci" either, because its
 * cache stays half written. The program itself says what to do.
 */

const require = createRequire(import.meta.url);

if (hasCompiler()) await import('./build.mjs');
else process.stderr.write('keystore-audit is not built: run "npm ci" in its folder.\n');

function hasCompiler() {
  try {
    return require.resolve('typescript/package.json') !== '';
  } catch {
    return false;
  }
}
