import { parseBinaryXml, type AttributeValue, type Element } from './axml.js';
import type { Component, Manifest } from './record.js';
import { checkSignature } from './signature.js';
import { openArchive, type Archive } from './zip.js';

/** Why a package cannot be read: Android's name for it, and its words. */
export class ParseFailure extends Error {
  constructor(
    readonly reason: string,
    message: string,
  ) {
    super(message);
  }
}

export interface Apk {
  readonly manifest: Manifest;
  readonly signers: readonly string[];
}

/** Reads and checks an APK. Throws a ParseFailure; `shown` is the path that its words name. */
export async function readApk(file: string, shown: string): Promise<Apk> {
  let archive: Archive;
  try {
    archive = await openArchive(file);
  } catch {
    throw new ParseFailure('INSTALL_PARSE_FAILED_NOT_APK', `Failed to parse ${shown}`);
  }
  try {
    const xml = await archive.read('AndroidManifest.xml').catch(() => undefined);
    if (xml === undefined) {
      throw new ParseFailure(
        'INSTALL_PARSE_FAILED_BAD_MANIFEST',
        `AndroidManifest.xml not found in ${shown}`,
      );
    }
    const manifest = readManifest(xml, shown);
    try {
      return { manifest, signers: (await checkSignature(file, archive)).signers };
    } catch (error) {
      throw new ParseFailure(
        'INSTALL_PARSE_FAILED_NO_CERTIFICATES',
        `Failed to collect certificates from ${shown}: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
  } finally {
    archive.close();
  }
}

function readManifest(xml: Buffer, shown: string): Manifest {
  let top: Element;
  try {
    top = parseBinaryXml(xml);
  } catch {
    throw new ParseFailure('INSTALL_PARSE_FAILED_UNEXPECTED_EXCEPTION', `Failed to parse ${shown}`);
  }
  const name = text(top.attributes['package']);
  if (top.name !== 'manifest' || !/^[a-zA-Z]\w*(\.[a-zA-Z]\w*)+$/.test(name)) {
    throw new ParseFailure('INSTALL_PARSE_FAILED_MANIFEST_MALFORMED', `Invalid manifest package: "${name}"`);
  }
  const application = top.children.find((child) => child.name === 'application');
  const sdk = top.children.find((child) => child.name === 'uses-sdk')?.attributes ?? {};
  const minSdk = whole(sdk['minSdkVersion'], 1);
  const parts = application?.children ?? [];
  const of = (...kinds: string[]): Component[] =>
    parts.filter((part) => kinds.includes(part.name)).map((part) => component(part, name));
  return {
    name,
    versionCode: whole(top.attributes['versionCode'], 0),
    versionName: text(top.attributes['versionName']),
    minSdk,
    targetSdk: whole(sdk['targetSdkVersion'], minSdk),
    debuggable: application?.attributes['debuggable'] === true,
    testOnly: application?.attributes['testOnly'] === true,
    allowBackup: application?.attributes['allowBackup'] !== false,
    label: text(application?.attributes['label']) || name,
    application: text(application?.attributes['name']),
    activities: of('activity', 'activity-alias'),
    services: of('service'),
    receivers: of('receiver'),
    permissions: top.children
      .filter((child) => child.name === 'uses-permission')
      .map((child) => text(child.attributes['name'])),
    instrumentation: top.children
      .filter((child) => child.name === 'instrumentation')
      .map(({ attributes }) => ({
        name: qualified(text(attributes['name']), name),
        target: text(attributes['targetPackage']),
      })),
  };
}

function component({ attributes, children }: Element, packageName: string): Component {
  const filters = children
    .filter((child) => child.name === 'intent-filter')
    .map((filter) => ({
      actions: named(filter, 'action'),
      categories: named(filter, 'category'),
    }));
  return {
    name: qualified(text(attributes['name']), packageName),
    exported: attributes['exported'] === undefined ? filters.length > 0 : attributes['exported'] === true,
    enabled: attributes['enabled'] !== false,
    filters,
  };
}

function named(filter: Element, kind: string): string[] {
  return filter.children
    .filter((child) => child.name === kind)
    .map((child) => text(child.attributes['name']));
}

/** A class as manifests may shorten it. */
export function qualified(className: string, packageName: string): string {
  if (className.startsWith('.')) return packageName + className;
  return className.includes('.') ? className : `${packageName}.${className}`;
}

function text(value: AttributeValue | undefined): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

function whole(value: AttributeValue | undefined, otherwise: number): number {
  if (typeof value === 'number') return value;
  const parsed = typeof value === 'string' ? Number.parseInt(value, 10) : Number.NaN;
  return Number.isNaN(parsed) ? otherwise : parsed;
}
