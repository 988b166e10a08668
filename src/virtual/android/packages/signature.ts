import { createHash, createPublicKey, verify, type KeyObject } from 'node:crypto';
import { open, type FileHandle } from 'node:fs/promises';
import type { Archive } from './zip.js';

/** What the signature of an APK says. */
export interface Signature {
  /** SHA-256 of each signer's certificate, in hexadecimal. */
  readonly signers: readonly string[];
  readonly scheme: 1 | 2 | 3;
}

const blockMagic = 'APK Sig Block 42';
const schemeIds: Readonly<Record<number, 2 | 3>> = { 0x7109871a: 2, 0xf05368c0: 3 };
const megabyte = 1024 * 1024;

/** Signature algorithms of the APK signature schemes, by their number. */
const algorithms: Readonly<Record<number, { hash: 'sha256' | 'sha512'; pss?: true }>> = {
  0x0101: { hash: 'sha256', pss: true },
  0x0102: { hash: 'sha512', pss: true },
  0x0103: { hash: 'sha256' },
  0x0104: { hash: 'sha512' },
  0x0201: { hash: 'sha256' },
  0x0202: { hash: 'sha512' },
};

/**
 * Checks the signature of an APK: scheme 3, else 2, over the whole file; where there is neither, the certificates of the
 * JAR signature are taken as they are. Throws an Error when there is none or it does not hold.
 */
export async function checkSignature(file: string, archive: Archive): Promise<Signature> {
  const handle = await open(file, 'r');
  try {
    const parts = await findSigningBlock(handle);
    for (const scheme of [3, 2] as const) {
      const signer = parts?.blocks.get(scheme);
      if (parts !== undefined && signer !== undefined) {
        return { signers: await checkSigners(handle, parts, signer), scheme };
      }
    }
  } finally {
    await handle.close();
  }
  const jar = [...archive.names].filter((name) => /^META-INF\/[^/]+\.(RSA|DSA|EC)$/i.test(name));
  const signers = await Promise.all(
    jar.map(async (name) =>
      digest('sha256', certificateOfPkcs7((await archive.read(name))!)).toString('hex'),
    ),
  );
  if (signers.length === 0) throw new Error('Package file has no certificates');
  return { signers, scheme: 1 };
}

interface Parts {
  readonly blocks: Map<2 | 3, Buffer>;
  readonly blockStart: number;
  readonly directoryStart: number;
  readonly end: Buffer;
  readonly endStart: number;
}

/** The APK Signing Block lies before the zip's central directory. */
async function findSigningBlock(handle: FileHandle): Promise<Parts | undefined> {
  const { size } = await handle.stat();
  const tail = await readAt(handle, Math.max(0, size - 65_557), Math.min(size, 65_557));
  const endAt = tail.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  if (endAt < 0) return undefined;
  const end = tail.subarray(endAt);
  const directoryStart = end.readUInt32LE(16);
  if (directoryStart < 32 || directoryStart > size) return undefined;
  const footer = await readAt(handle, directoryStart - 24, 24);
  if (footer.toString('latin1', 8) !== blockMagic) return undefined;
  const length = Number(footer.readBigUInt64LE(0));
  const blockStart = directoryStart - length - 8;
  if (blockStart < 0 || length > 16 * megabyte) return undefined;
  const pairs = await readAt(handle, blockStart + 8, length - 24);
  const blocks = new Map<2 | 3, Buffer>();
  for (let at = 0; at + 12 <= pairs.length;) {
    const pairLength = Number(pairs.readBigUInt64LE(at));
    const scheme = schemeIds[pairs.readUInt32LE(at + 8)];
    if (scheme !== undefined) blocks.set(scheme, pairs.subarray(at + 12, at + 8 + pairLength));
    at += 8 + pairLength;
  }
  return { blocks, blockStart, directoryStart, end, endStart: size - tail.length + endAt };
}

async function checkSigners(handle: FileHandle, parts: Parts, block: Buffer): Promise<string[]> {
  const signers = prefixed(prefixed(block)[0]!);
  if (signers.length === 0) throw new Error('No signers');
  return Promise.all(
    signers.map(async (signer) => {
      const signedData = prefixed(signer)[0]!;
      // Scheme 3 has two numbers, the oldest and newest API level, between signed data and signatures.
      const scheme3 = parts.blocks.get(3) === block;
      const rest = signer.subarray(4 + signedData.length + (scheme3 ? 8 : 0));
      const [signatures, publicKey] = prefixed(rest);
      const key = createPublicKey({ key: publicKey!, format: 'der', type: 'spki' });
      const best = bestOf(prefixed(signatures!));
      if (!holds(best.algorithm, signedData, key, best.value)) throw new Error('Signature did not verify');
      const [digests, certificates] = prefixed(signedData);
      const wanted = prefixed(digests!).find((item) => item.readUInt32LE(0) === best.algorithm);
      const content = await contentDigest(handle, parts, algorithms[best.algorithm]!.hash);
      if (wanted === undefined || !content.equals(prefixed(wanted.subarray(4))[0]!)) {
        throw new Error('digest of contents did not verify');
      }
      return digest('sha256', prefixed(certificates!)[0]!).toString('hex');
    }),
  );
}

function bestOf(signatures: Buffer[]): { algorithm: number; value: Buffer } {
  for (const item of signatures) {
    const algorithm = item.readUInt32LE(0);
    if (algorithms[algorithm] !== undefined) return { algorithm, value: prefixed(item.subarray(4))[0]! };
  }
  throw new Error('No supported signatures found');
}

function holds(algorithm: number, data: Buffer, key: KeyObject, signature: Buffer): boolean {
  const { hash, pss } = algorithms[algorithm]!;
  return pss === true
    ? verify(hash, data, { key, padding: 6, saltLength: hash === 'sha256' ? 32 : 64 }, signature)
    : verify(hash, data, key, signature);
}

/** The digest over pieces of a megabyte of everything but the signing block itself. */
async function contentDigest(handle: FileHandle, parts: Parts, hash: 'sha256' | 'sha512'): Promise<Buffer> {
  const end = Buffer.from(parts.end);
  // The end record is digested as though the directory began where the signing block does.
  end.writeUInt32LE(parts.blockStart, 16);
  const pieces: Buffer[] = [];
  const add = (piece: Buffer): void => {
    const head = Buffer.alloc(5);
    head[0] = 0xa5;
    head.writeUInt32LE(piece.length, 1);
    pieces.push(createHash(hash).update(head).update(piece).digest());
  };
  for (const [from, to] of [
    [0, parts.blockStart],
    [parts.directoryStart, parts.endStart],
  ] as const) {
    for (let at = from; at < to; at += megabyte) add(await readAt(handle, at, Math.min(megabyte, to - at)));
  }
  for (let at = 0; at < end.length; at += megabyte) add(end.subarray(at, at + megabyte));
  const head = Buffer.alloc(5);
  head[0] = 0x5a;
  head.writeUInt32LE(pieces.length, 1);
  return createHash(hash).update(head).update(Buffer.concat(pieces)).digest();
}

/** A sequence of values, each behind its length in four bytes. */
function prefixed(bytes: Buffer): Buffer[] {
  const items: Buffer[] = [];
  for (let at = 0; at + 4 <= bytes.length;) {
    const length = bytes.readUInt32LE(at);
    if (at + 4 + length > bytes.length) break;
    items.push(bytes.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return items;
}

/** The first certificate in a PKCS #7 block: ContentInfo → SignedData → [0] certificates. */
function certificateOfPkcs7(bytes: Buffer): Buffer {
  const signedData = derChildren(derChildren(derChildren(bytes)[0]!.body)[1]!.body)[0]!;
  const certificates = derChildren(signedData.body).find(({ tag }) => tag === 0xa0);
  if (certificates === undefined) throw new Error('Package file has no certificates');
  return derChildren(certificates.body)[0]!.whole;
}

function derChildren(bytes: Buffer): { tag: number; body: Buffer; whole: Buffer }[] {
  const found = [];
  for (let at = 0; at + 2 <= bytes.length;) {
    const tag = bytes[at]!;
    let length = bytes[at + 1]!;
    let start = at + 2;
    if (length > 0x80) {
      const count = length & 0x7f;
      length = bytes.readUIntBE(start, Math.min(count, 6));
      start += count;
    }
    found.push({
      tag,
      body: bytes.subarray(start, start + length),
      whole: bytes.subarray(at, start + length),
    });
    at = start + length;
  }
  return found;
}

async function readAt(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await handle.read(buffer, 0, length, position);
  if (bytesRead !== length) throw new Error('The file is cut.');
  return buffer;
}

function digest(hash: string, bytes: Buffer): Buffer {
  return createHash(hash).update(bytes).digest();
}
