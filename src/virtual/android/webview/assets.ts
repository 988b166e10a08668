import path from 'node:path';
import { parseBinaryXml } from '../packages/axml.js';
import type { Archive } from '../packages/zip.js';

/** How an app's page is served and bridged. */
export interface WebAssets {
  readonly framework: 'cordova' | 'capacitor';
  /** Where the page begins. */
  readonly startUrl: string;
  /** Every address below it is served from the APK. */
  readonly origin: string;
  /** Preferences of config.xml by lower-case name, and `plugin:ID` with the version of each Cordova plugin. */
  readonly preferences: Readonly<Record<string, string>>;
  /** The plugins that are built in: `ID@VERSION`, of Capacitor's the package alone. */
  readonly plugins: readonly string[];
  /** Services that config.xml declares. */
  readonly services: readonly string[];
  /** A file of the app, or undefined. */
  read(pathname: string): Promise<{ readonly body: Buffer; readonly type: string } | undefined>;
  /** In which builds Capacitor's bridge writes its calls down: `none`, `debug`, `production`. */
  readonly logging: string;
  /** Capacitor's own script of the page side. */
  readonly nativeBridge: string | undefined;
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.htm': 'text/html',
  '.js': 'application/javascript',
  '.mjs': 'application/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.map': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.gif': 'image/gif',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
  '.ttf': 'font/ttf',
  '.wasm': 'application/wasm',
  '.txt': 'text/plain',
  '.xml': 'application/xml',
};

/** What a page of an APK is, or undefined when it has none. */
export async function webAssets(archive: Archive): Promise<WebAssets | undefined> {
  const isCapacitor = archive.names.has('assets/public/index.html');
  if (!isCapacitor && !archive.names.has('assets/www/index.html')) return undefined;
  const config = await readConfig(archive);
  const folder = isCapacitor ? 'assets/public' : 'assets/www';
  const { server = {}, android, loggingBehavior } = isCapacitor ? await capacitorConfig(archive) : {};
  const scheme = server.androidScheme ?? config.preferences['scheme'] ?? 'https';
  const host = server.hostname ?? config.preferences['hostname'] ?? 'localhost';
  const origin = `${scheme}://${host}`;
  const versions = await pluginVersions(archive);
  return {
    framework: isCapacitor ? 'capacitor' : 'cordova',
    origin,
    startUrl: isCapacitor ? `${origin}/` : `${origin}/${config.content}`,
    preferences: {
      ...config.preferences,
      ...Object.fromEntries(Object.entries(versions).map(([id, version]) => [`plugin:${id}`, version])),
    },
    plugins: isCapacitor
      ? await capacitorPlugins(archive)
      : Object.entries(versions).map(([id, version]) => `${id}@${version}`),
    services: config.services,
    logging: android?.loggingBehavior ?? loggingBehavior ?? 'debug',
    nativeBridge: (await archive.read('assets/native-bridge.js'))?.toString('utf8'),
    async read(pathname) {
      const name = path.posix.normalize(decodeURIComponent(pathname)).replace(/^\/+/, '');
      const wanted = name === '' || name.endsWith('/') ? `${name}index.html` : name;
      let body = await archive.read(`${folder}/${wanted}`);
      let extension = path.posix.extname(wanted).toLowerCase();
      // Capacitor gives its page for every route of a single-page app.
      if (body === undefined && isCapacitor && extension === '') {
        body = await archive.read(`${folder}/index.html`);
        extension = '.html';
      }
      return body === undefined ? undefined : { body, type: types[extension] ?? 'application/octet-stream' };
    },
  };
}

async function readConfig(
  archive: Archive,
): Promise<{ content: string; preferences: Record<string, string>; services: string[] }> {
  const preferences: Record<string, string> = {};
  const services: string[] = [];
  let content = 'index.html';
  const xml = await archive.read('res/xml/config.xml');
  if (xml === undefined) return { content, preferences, services };
  const top = parseBinaryXml(xml);
  const text = (value: unknown): string =>
    typeof value === 'object' || value === undefined ? '' : String(value);
  for (const { name, attributes, children } of top.children) {
    if (name === 'preference')
      preferences[text(attributes['name']).toLowerCase()] = text(attributes['value']);
    else if (name === 'content') content = text(attributes['src']) || content;
    else if (name === 'feature') {
      services.push(text(attributes['name']));
      for (const param of children) {
        const key = text(param.attributes['name']);
        if (!/^(android-package|onload|service)$/.test(key))
          preferences[key.toLowerCase()] = text(param.attributes['value']);
      }
    }
  }
  return { content, preferences, services };
}

/** What Cordova writes of the plugins that are built in: `module.exports.metadata = { "ID": "VERSION" };`. */
async function pluginVersions(archive: Archive): Promise<Record<string, string>> {
  const text = (await archive.read('assets/www/cordova_plugins.js'))?.toString('utf8') ?? '';
  const object = /module\.exports\.metadata\s*=\s*(\{[^{}]*\})/.exec(text)?.[1] ?? '{}';
  try {
    const versions = Object.entries(JSON.parse(object) as Record<string, unknown>);
    return Object.fromEntries(versions.map(([id, version]) => [id, String(version)]));
  } catch {
    return {};
  }
}

async function capacitorPlugins(archive: Archive): Promise<string[]> {
  const text = (await archive.read('assets/capacitor.plugins.json'))?.toString('utf8') ?? '[]';
  try {
    return (JSON.parse(text) as { pkg?: unknown }[]).map(({ pkg }) => String(pkg));
  } catch {
    return [];
  }
}

interface CapacitorConfig {
  readonly server?: { readonly androidScheme?: string; readonly hostname?: string };
  readonly android?: { readonly loggingBehavior?: string };
  readonly loggingBehavior?: string;
}

async function capacitorConfig(archive: Archive): Promise<CapacitorConfig> {
  try {
    const text = (await archive.read('assets/capacitor.config.json'))?.toString('utf8') ?? '{}';
    return JSON.parse(text) as CapacitorConfig;
  } catch {
    return {};
  }
}
