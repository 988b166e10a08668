import { readFileSync } from 'node:fs';
import path from 'node:path';

/** What the tool needs to know of its own package. */
export interface OwnPackage {
  /** The folder that holds package.json: of the clone or of the installed package. */
  readonly root: string;
  readonly version: string;
  readonly engines: { readonly node: string };
  readonly dependencies: Readonly<Record<string, string>>;
}

/** Our package.json, wherever this file lies below it: in src/ or compiled in dist/. */
export function ownPackage(): OwnPackage {
  for (let root = import.meta.dirname; root !== path.dirname(root); root = path.dirname(root)) {
    const found = packageIn(root);
    if (found?.name === 'keystore-audit') return { ...found, root };
  }
  throw new Error('The package.json of keystore-audit is not where it was installed.');
}

function packageIn(folder: string): (Omit<OwnPackage, 'root'> & { name: string }) | undefined {
  try {
    return JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
  } catch {
    return undefined;
  }
}
