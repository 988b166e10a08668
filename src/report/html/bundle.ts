import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { buildSync } from 'esbuild';

/** Beside this module once it is built (scripts/build.mjs). */
export const bundleName = 'app.bundle.js';

let known: string | undefined;

/** The script of the page: as it was built, or made now where this runs from its sources. */
export function appScript(): string {
  return (known ??= read());
}

function read(): string {
  const built = path.join(import.meta.dirname, bundleName);
  return existsSync(built) ? readFileSync(built, 'utf8') : bundle();
}

/** Makes one classic script of the page's modules. */
export function bundle(): string {
  const { outputFiles } = buildSync({
    entryPoints: [path.join(import.meta.dirname, 'app', `main${path.extname(import.meta.filename)}`)],
    bundle: true,
    minify: true,
    write: false,
    format: 'iife',
    target: 'es2022',
    charset: 'ascii',
    legalComments: 'none',
    logLevel: 'silent',
  });
  // Nothing in it may end the element that it stands in.
  return outputFiles[0]!.text.replace(/<\/(?=script)/gi, '<\\/').replace(/<!--/g, '\\x3c!--');
}
