import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { JavaError } from '../java/errors.js';
import { bytesOf } from '../java/text.js';
import type { Preference } from './types.js';

/** Android's serializer writes these by name and what lies below the blank by number. */
const named: Readonly<Record<string, string>> = { '"': '&quot;', '&': '&amp;', '<': '&lt;', '>': '&gt;' };

const escape = (text: string) =>
  bytesOf(text)
    .toString('utf8')
    .replace(/["&<>\u0000-\u001f]/g, (char) => named[char] ?? `&#${char.charCodeAt(0)};`);

const byName: Readonly<Record<string, string>> = { quot: '"', amp: '&', lt: '<', gt: '>', apos: "'" };

const unescape = (text: string) =>
  text.replace(/&(?:#(\d+)|#[xX]([\da-fA-F]+)|(\w+));|&/g, (_all, decimal, hex, name) => {
    const code = decimal ? Number(decimal) : hex ? parseInt(hex, 16) : undefined;
    if (code !== undefined && code <= 0x10ffff) return String.fromCodePoint(code);
    const char = byName[name as string];
    if (char === undefined) throw unreadable('unresolved entity');
    return char;
  });

const unreadable = (why: string) => new JavaError('XmlPullParserException', why);

/** A map as Android writes it to shared_prefs: UTF-8, four blanks, a line for each entry. */
export function writeXml(map: ReadonlyMap<string, Preference>): string {
  const lines = [...map].map(([name, preference]) => `    ${elementOf(escape(name), preference)}\n`);
  const head = "<?xml version='1.0' encoding='utf-8' standalone='yes' ?>\n";
  return `${head}${lines.length === 0 ? '<map />' : `<map>\n${lines.join('')}</map>`}\n`;
}

function elementOf(name: string, preference: Preference): string {
  switch (preference.type) {
    case 'string':
      return `<string name="${name}">${escape(preference.value)}</string>`;
    case 'set': {
      const items = [...preference.value].map((item) => `        <string>${escape(item)}</string>\n`);
      return items.length === 0
        ? `<set name="${name}" />`
        : `<set name="${name}">\n${items.join('')}    </set>`;
    }
    case 'float':
      return `<float name="${name}" value="${floatText(preference.value)}" />`;
    default:
      return `<${preference.type} name="${name}" value="${preference.value}" />`;
  }
}

/** Float.toString for the common range: a whole number shows its point. */
function floatText(value: number): string {
  const short = Number(Math.fround(value).toPrecision(8));
  return Number.isInteger(short) && Math.abs(short) < 1e7 ? short.toFixed(1) : String(short).toUpperCase();
}

interface Node {
  readonly tag: string;
  readonly name: string | undefined;
  readonly value: string | undefined;
  readonly text: string;
  readonly children: readonly Node[];
}

/**
 * Reads a map that Android, or a person, wrote.
 * @throws JavaError XmlPullParserException if it is no such map
 */
export function readXml(xml: string): Map<string, Preference> {
  // A NUL is no XML character and ends what a parser of C takes.
  if (xml.includes('\0')) throw unreadable('not well-formed (invalid token)');
  const valid = XMLValidator.validate(xml);
  if (valid !== true) throw unreadable(valid.err.msg);
  const roots = nodesOf(parser.parse(xml) as unknown).filter(({ tag }) => tag !== '?xml');
  const [root] = roots;
  if (roots.length !== 1 || root?.tag !== 'map') throw unreadable('Expected a map');
  return new Map(
    root.children.map((node) => {
      if (node.name === undefined) throw unreadable('No name attribute');
      return [node.name, preferenceOf(node)];
    }),
  );
}

// Entities are resolved here, by number as well: the parser's own way would take "&amp;#10;" for a line feed.
const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  processEntities: false,
  trimValues: false,
  parseTagValue: false,
  parseAttributeValue: false,
});

/** The parser's ordered output (`[{tag: children, ':@': attributes}]`) as nodes. */
function nodesOf(parsed: unknown): readonly Node[] {
  if (!Array.isArray(parsed)) throw unreadable('no document');
  return parsed.flatMap((entry: Record<string, unknown>) => {
    const tag = Object.keys(entry).find((key) => key !== ':@');
    if (tag === undefined || tag === '#text') return [];
    const inside = entry[tag] as readonly Record<string, unknown>[];
    const attributes = (entry[':@'] ?? {}) as Record<string, string>;
    const attribute = (key: string) =>
      attributes[key] === undefined ? undefined : unescape(attributes[key]);
    return [
      {
        tag,
        name: attribute('name'),
        value: attribute('value'),
        text: unescape(
          inside.map((child) => (typeof child['#text'] === 'string' ? child['#text'] : '')).join(''),
        ),
        children: nodesOf(inside),
      },
    ];
  });
}

function preferenceOf({ tag, text, value, children }: Node): Preference {
  const parse = (pattern: RegExp) => {
    if (value === undefined || !pattern.test(value))
      throw unreadable(`Not a number in value attribute in <${tag}>`);
    return value;
  };
  switch (tag) {
    case 'string':
      return { type: 'string', value: text };
    case 'boolean':
      // Boolean.parseBoolean: whatever is not "true" is false.
      return { type: 'boolean', value: value?.toLowerCase() === 'true' };
    case 'int':
      return { type: 'int', value: Number(parse(/^[+-]?\d+$/)) };
    case 'long':
      return { type: 'long', value: BigInt(parse(/^-?\d+$/)) };
    case 'float':
      return {
        type: 'float',
        value: Math.fround(Number(parse(/^[+-]?(\d+\.?\d*([eE][+-]?\d+)?|Infinity|NaN)$/i))),
      };
    case 'set':
      return { type: 'set', value: new Set(children.map((child) => child.text)) };
    default:
      throw unreadable(`Unknown tag: ${tag}`);
  }
}
