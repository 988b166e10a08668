import { existsSync } from 'node:fs';
import path from 'node:path';
import { AuditError } from '../errors.js';
import type { Family } from '../terms.js';
import type { PackageFile } from './package-file.js';

const ofForge = /^@forge\/(?:api|kvs|storage)$/;

/**
 * The system that a package is a plugin of, by the files that this system asks for.
 * @throws AuditError plugin-broken
 */
export function familyOf(folder: string, description: PackageFile): Family {
  if (existsSync(path.join(folder, 'plugin.xml'))) return 'cordova';
  if (description.capacitor !== undefined) return 'capacitor';
  if (existsSync(path.join(folder, 'expo-module.config.json'))) return 'expo';
  const names = [
    description.name,
    ...Object.keys({ ...description.dependencies, ...description.peerDependencies }),
  ];
  if (names.some((name) => ofForge.test(name))) return 'forge';
  throw new AuditError(
    'plugin-broken',
    `"${description.name}" is not a plugin of a known system: it has neither a plugin.xml (Cordova), nor a "capacitor" entry in its package.json, nor an expo-module.config.json, nor one of Forge's packages.`,
    { hint: 'Name a plugin of Cordova, Capacitor, Expo or Forge.' },
  );
}
