import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

/** Compiles to dist/ and puts beside it the data that the compiler leaves behind. */

const require = createRequire(import.meta.url);
const root = path.resolve(import.meta.dirname, '..');
const tsc = path.join(path.dirname(require.resolve('typescript/package.json')), 'bin', 'tsc');

execFileSync(process.execPath, [tsc, '-b', '--pretty'], { cwd: root, stdio: 'inherit' });

const bindings = path.join(root, 'src', 'bindings');
for (const name of readdirSync(bindings)) {
  const data = path.join(bindings, name, 'binding.json');
  if (existsSync(data)) cpSync(data, path.join(root, 'dist', 'src', 'bindings', name, 'binding.json'));
}
