import { readFileSync } from 'node:fs';
import path from 'node:path';
import { XMLParser } from 'fast-xml-parser';
import { z } from 'zod';
import type { Family } from '../terms.js';

/**
 * Why a plugin certainly has no web implementation, by its own metadata; undefined where only its page can tell. What a
 * Capacitor plugin registers for the web stands in code, so that metadata never tells.
 */
export function noWeb(plugin: { readonly family: Family; readonly folder: string }): string | undefined {
  if (plugin.family === 'expo') return noWebOfExpo(plugin.folder);
  if (plugin.family === 'cordova') return noWebOfCordova(plugin.folder);
  if (plugin.family === 'forge') return 'what Forge stores lies on its servers';
  return undefined;
}

const expoModule = z.looseObject({ platforms: z.array(z.string()) });

function noWebOfExpo(folder: string): string | undefined {
  const read = expoModule.safeParse(json(textOf(folder, 'expo-module.config.json')));
  if (!read.success || read.data.platforms.includes('web')) return undefined;
  return `its expo-module.config.json names the platforms ${read.data.platforms.join(', ')}`;
}

const element = z.looseObject({});
const cordovaPlugin = z.looseObject({
  plugin: z.looseObject({
    'js-module': z.array(z.unknown()).optional(),
    platform: z.array(element.extend({ '@name': z.string().optional() }).or(z.string())).default([]),
  }),
});

/** A Cordova plugin needs at least one script that is for every platform or for the browser. */
function noWebOfCordova(folder: string): string | undefined {
  const read = cordovaPlugin.safeParse(xml(textOf(folder, 'plugin.xml')));
  if (!read.success) return undefined;
  const { 'js-module': modules, platform } = read.data.plugin;
  const forBrowser = platform.some(
    (one) => typeof one !== 'string' && one['@name'] === 'browser' && 'js-module' in one,
  );
  return modules !== undefined || forBrowser ? undefined : 'its plugin.xml has no script for the browser';
}

function textOf(folder: string, name: string): string {
  try {
    return readFileSync(path.join(folder, name), 'utf8');
  } catch {
    return '';
  }
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function xml(text: string): unknown {
  try {
    return new XMLParser({
      ignoreAttributes: false,
      attributeNamePrefix: '@',
      processEntities: false,
      isArray: (name) => name === 'js-module' || name === 'platform',
    }).parse(text);
  } catch {
    return undefined;
  }
}
