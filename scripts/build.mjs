import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

/** Compiles to dist/ and puts beside it the data that the compiler leaves behind. */

const require = createRequire(import.meta.url);
const root = path.resolve(import.meta.dirname, '..');
const tsc = path.join(path.dirname(require.resolve('typescript/package.json')), 'bin', 'tsc');

execFileSync(process.execPath, [tsc, '-b', '--pretty'], { cwd: root, stdio: 'inherit' });

// Folders are registries: what was compiled from a file that is gone would still be in them.
const compiled = path.join(root, 'dist');
for (const name of readdirSync(compiled, { recursive: true })) {
  const [, source] = /^(.*?)(?:\.d\.ts|\.js)(?:\.map)?$/.exec(name) ?? [];
  if (source !== undefined && !existsSync(path.join(root, `${source}.ts`))) rmSync(path.join(compiled, name));
}

const bindings = path.join(root, 'src', 'bindings');
for (const name of readdirSync(bindings)) {
  const data = path.join(bindings, name, 'binding.json');
  if (existsSync(data)) cpSync(data, path.join(root, 'dist', 'src', 'bindings', name, 'binding.json'));
}

const report = path.join(root, 'dist', 'src', 'report', 'html');
const { bundle, bundleName } = await import(pathToFileURL(path.join(report, 'bundle.js')).href);
writeFileSync(path.join(report, bundleName), bundle());
