/** An element of Android's binary XML. Attributes are named without their namespace's prefix. */
export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, AttributeValue>>;
  readonly children: Element[];
}

export type AttributeValue = string | number | boolean | Reference;

/** A reference to a resource, which only the resource table can resolve. */
export interface Reference {
  readonly resource: number;
}

const chunk = {
  stringPool: 0x0001,
  xml: 0x0003,
  resourceMap: 0x0180,
  startElement: 0x0102,
  endElement: 0x0103,
} as const;

/**
 * Attributes by their resource's number: their names may be missing in the string pool of a shrunk manifest. From
 * android.R.attr.
 */
const attributeNames: Readonly<Record<number, string>> = {
  0x01010001: 'label',
  0x01010002: 'icon',
  0x01010003: 'name',
  0x01010006: 'permission',
  0x0101000e: 'enabled',
  0x0101000f: 'debuggable',
  0x01010010: 'exported',
  0x01010021: 'targetPackage',
  0x0101020c: 'minSdkVersion',
  0x0101021b: 'versionCode',
  0x0101021c: 'versionName',
  0x01010270: 'targetSdkVersion',
  0x01010272: 'testOnly',
  0x01010280: 'allowBackup',
  0x01010024: 'value',
};

/** Parses Android's binary XML. Throws an Error at whatever is not. */
export function parseBinaryXml(bytes: Buffer): Element {
  if (bytes.length < 8 || bytes.readUInt16LE(0) !== chunk.xml) throw new Error('Not a binary XML.');
  let strings: string[] = [];
  let resources: number[] = [];
  const open: Element[] = [];
  let top: Element | undefined;
  for (let at = bytes.readUInt16LE(2); at + 8 <= bytes.length;) {
    const type = bytes.readUInt16LE(at);
    const headerSize = bytes.readUInt16LE(at + 2);
    const size = bytes.readUInt32LE(at + 4);
    if (size < 8 || at + size > bytes.length) throw new Error('A chunk of the XML is cut.');
    const part = bytes.subarray(at, at + size);
    if (type === chunk.stringPool) strings = parseStringPool(part);
    else if (type === chunk.resourceMap) {
      resources = Array.from({ length: (size - headerSize) / 4 }, (_, i) =>
        part.readUInt32LE(headerSize + i * 4),
      );
    } else if (type === chunk.startElement) {
      const element = parseElement(part, headerSize, strings, resources);
      open.at(-1)?.children.push(element);
      top ??= element;
      open.push(element);
    } else if (type === chunk.endElement) open.pop();
    at += size;
  }
  if (top === undefined) throw new Error('The XML has no element.');
  return top;
}

/** A string pool, in UTF-8 or UTF-16. */
function parseStringPool(part: Buffer): string[] {
  const count = part.readUInt32LE(8);
  const isUtf8 = (part.readUInt32LE(16) & 0x100) !== 0;
  const start = part.readUInt32LE(20);
  const headerSize = part.readUInt16LE(2);
  return Array.from({ length: count }, (_, index) => {
    let at = start + part.readUInt32LE(headerSize + index * 4);
    if (isUtf8) {
      // The length in characters, then in bytes; each in one byte or two.
      at += (part.readUInt8(at) & 0x80) === 0 ? 1 : 2;
      let length = part.readUInt8(at++);
      if ((length & 0x80) !== 0) length = ((length & 0x7f) << 8) | part.readUInt8(at++);
      return part.toString('utf8', at, at + length);
    }
    let length = part.readUInt16LE(at);
    at += 2;
    if ((length & 0x8000) !== 0) {
      length = ((length & 0x7fff) << 16) | part.readUInt16LE(at);
      at += 2;
    }
    return part.toString('utf16le', at, at + length * 2);
  });
}

function parseElement(part: Buffer, headerSize: number, strings: string[], resources: number[]): Element {
  const name = strings[part.readUInt32LE(headerSize + 4)] ?? '';
  const start = headerSize + part.readUInt16LE(headerSize + 8);
  const size = part.readUInt16LE(headerSize + 10);
  const count = part.readUInt16LE(headerSize + 12);
  const attributes: Record<string, AttributeValue> = {};
  for (let index = 0; index < count; index++) {
    const at = start + index * size;
    const nameIndex = part.readUInt32LE(at + 4);
    const known = attributeNames[resources[nameIndex] ?? 0];
    attributes[known ?? strings[nameIndex] ?? ''] = parseValue(part, at, strings);
  }
  return { name, attributes, children: [] };
}

/** A typed value, as in ResourceTypes.h. */
function parseValue(part: Buffer, at: number, strings: string[]): AttributeValue {
  const raw = part.readUInt32LE(at + 8);
  const type = part.readUInt8(at + 15);
  const data = part.readUInt32LE(at + 16);
  if (type === 0x03) return strings[data] ?? '';
  if (type === 0x01 || type === 0x02) return { resource: data };
  if (type === 0x12) return data !== 0;
  if (type === 0x04) return part.readFloatLE(at + 16);
  if (raw !== 0xffffffff && strings[raw] !== undefined && type === 0) return strings[raw];
  return data | 0;
}
