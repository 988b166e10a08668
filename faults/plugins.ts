import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import path from 'node:path';
import { entryFolder, keep, keyOfVersion } from '../src/plugins/cache.js';

/**
 * Planted defects: each folder below web/ is one, made into a Cordova plugin around a correct store, or with page.js into a
 * deployed page with a layer of its own.
 */

const web = path.join(import.meta.dirname, 'web');

export interface Fault {
  readonly id: string;
  readonly title: string;
  /** The thread or source of the real defect. */
  readonly modelledOn: string;
  /** Audits that must find it. */
  readonly mustNotice: readonly string[];
  /** Audits that may find it too. Any other finding is a false alarm. */
  readonly mayNotice: readonly string[];
  /** Whether it is no defect at all, but another way to be right. */
  readonly correct?: boolean;
  /** The contract that it breaks, where that is not the baseline. */
  readonly contract?: string;
}

/** A fault with the script that plants it: it exports `store(store)`, `api(SecureStorage)`, both or neither. */
export interface PlantedFault extends Fault {
  readonly script: string;
  /** The deployed page that stands in place of a plugin, as HTML. */
  readonly page?: string;
}

/** All hand-made faults, the correct plugins included: those have nothing to notice. */
export function webFaults(): PlantedFault[] {
  return faultsIn(web).map((fault) => ({
    ...fault,
    script: existsSync(path.join(web, fault.id, 'fault.js')) ? base(path.join('..', fault.id, 'fault')) : '',
    ...(existsSync(path.join(web, fault.id, 'page.js')) ? { page: pageOf(fault.id) } : {}),
  }));
}

/** What the fault.json of each folder below this one says, by id. */
export function faultsIn(folder: string): Fault[] {
  return readdirSync(folder)
    .filter((id) => existsSync(path.join(folder, id, 'fault.json')))
    .sort()
    .map((id) => ({
      id,
      ...(JSON.parse(readFileSync(path.join(folder, id, 'fault.json'), 'utf8')) as Omit<Fault, 'id'>),
    }));
}

/** The layer that is documented for the web, and the script that plants a defect into it. */
function pageOf(id: string): string {
  const scripts = [base('layer'), base(path.join('..', id, 'page'))];
  return `<!doctype html><title>App</title>${scripts.map((text) => `<script>${text}</script>`).join('')}`;
}

/** The text of a script in web/base. */
export function base(name: string): string {
  return readFileSync(path.join(web, 'base', `${name}.js`), 'utf8');
}

/** The name of a fault's plugin, by which its run is found in the result. */
export function pluginName({ id }: Pick<Fault, 'id'>): string {
  return `fault-${id}`;
}

/** The version that every fault's plugin has. */
export const pluginVersion = '1.0.0';

/**
 * Puts the fault's plugin into a cache of plugins, as if it had been published and fetched: npm, which would pack and
 * install each folder anew, takes longer than its whole audit.
 */
export async function keepPlugin(fault: PlantedFault, cacheFolder: string): Promise<void> {
  const name = pluginName(fault);
  const work = await mkdtemp(path.join(cacheFolder, 'work-'));
  const entry = entryFolder(cacheFolder, keyOfVersion(name, pluginVersion));
  mkdirSync(path.dirname(entry), { recursive: true });
  writePlugin(fault, path.join(work, 'node_modules', name));
  const integrity = `sha512-${createHash('sha512').update(fault.script).digest('base64')}`;
  await keep(work, entry, { name, version: pluginVersion, family: 'cordova', integrity });
}

/** Writes the fault's plugin into a folder, which it makes. */
export function writePlugin(fault: PlantedFault, folder: string): void {
  const name = pluginName(fault);
  const files = {
    'www/store.js': base('store'),
    'www/api.js': base('api'),
    'www/fault.js': fault.script,
    'www/main.js': `var fault = require('${name}.fault');
var store = require('${name}.store')();
if (fault.store) fault.store(store);
var SecureStorage = require('${name}.api')(store);
if (fault.api) SecureStorage = fault.api(SecureStorage) || SecureStorage;
module.exports = SecureStorage;
`,
    'package.json': JSON.stringify({ name, version: pluginVersion, cordova: { id: name } }),
    'plugin.xml': `<?xml version="1.0" encoding="UTF-8"?>
<plugin xmlns="http://apache.org/cordova/ns/plugins/1.0" id="${name}" version="${pluginVersion}">
  <js-module src="www/store.js" name="store" />
  <js-module src="www/fault.js" name="fault" />
  <js-module src="www/api.js" name="api" />
  <js-module src="www/main.js" name="main">
    <clobbers target="cordova.plugins.SecureStorage" />
  </js-module>
</plugin>
`,
  };
  mkdirSync(path.join(folder, 'www'), { recursive: true });
  for (const [file, text] of Object.entries(files)) writeFileSync(path.join(folder, file), text);
}
