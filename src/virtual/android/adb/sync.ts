import {
  chmodSync,
  createReadStream,
  createWriteStream,
  mkdirSync,
  rmSync,
  statSync,
  utimesSync,
} from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { ByteReader } from '../byte-reader.js';
import { fileMessage, FileError, shellUser, type Files, type User } from '../files.js';
import type { AdbStream } from './stream.js';

/** The most data in one DATA block, in bytes. */
const blockSize = 64 * 1024;
const longestName = 1024;

/** Serves `sync:`, which is what adb push, pull and ls speak, until the client quits, leaves or breaks the protocol. */
export async function serveSync(stream: AdbStream, files: Files, user: User = shellUser): Promise<void> {
  const reader = new ByteReader(stream);
  const send = (data: Buffer): Promise<void> =>
    new Promise((resolve) => {
      if (!stream.writable) return resolve();
      stream.write(data, () => resolve());
    });
  try {
    while (!stream.destroyed) {
      const head = await reader.exactly(8);
      if (head === undefined) break;
      const id = head.toString('latin1', 0, 4);
      const length = head.readUInt32LE(4);
      if (id === 'QUIT' || length > longestName) break;
      const name = (await reader.exactly(length))?.toString('utf8') ?? '';
      if (!(await serveOne(id, name, { files, user, reader, send }))) break;
    }
  } finally {
    stream.end();
    stream.resume();
  }
}

interface Session {
  readonly files: Files;
  readonly user: User;
  readonly reader: ByteReader;
  readonly send: (data: Buffer) => Promise<void>;
}

async function serveOne(id: string, name: string, session: Session): Promise<boolean> {
  if (id === 'STAT') await session.send(statV1(name, session));
  else if (id === 'STA2' || id === 'LST2') await session.send(statV2(id, name, session));
  else if (id === 'LIST' || id === 'LIS2') await list(name, session, id === 'LIS2');
  else if (id === 'RECV') await receive(name, session);
  else if (id === 'SEND') return store(name, session);
  else {
    await session.send(message('FAIL', `unknown command ${id}`));
    return false;
  }
  return true;
}

function statV1(name: string, { files, user }: Session): Buffer {
  const reply = Buffer.alloc(16);
  reply.write('STAT', 0, 'latin1');
  try {
    const { mode, size, mtimeMs } = files.stat(name, user);
    reply.writeUInt32LE(mode, 4);
    reply.writeUInt32LE(size >>> 0, 8);
    reply.writeUInt32LE(Math.floor(mtimeMs / 1000), 12);
  } catch {
    // All zero says that there is no such file.
  }
  return reply;
}

const errorNumbers: Readonly<Record<string, number>> = { ENOENT: 2, EACCES: 13, ENOTDIR: 20, EINVAL: 22 };

function statV2(id: string, name: string, { files, user }: Session): Buffer {
  const reply = Buffer.alloc(72);
  reply.write(id, 0, 'latin1');
  try {
    const { mode, size, mtimeMs, atimeMs, ctimeMs, ino, nlink, owner } = files.stat(name, user);
    reply.writeBigUInt64LE(BigInt(ino), 16);
    reply.writeUInt32LE(mode, 24);
    reply.writeUInt32LE(nlink, 28);
    reply.writeUInt32LE(owner.uid, 32);
    reply.writeUInt32LE(owner.uid, 36);
    reply.writeBigUInt64LE(BigInt(size), 40);
    for (const [at, time] of [
      [48, atimeMs],
      [56, mtimeMs],
      [64, ctimeMs],
    ] as const) {
      reply.writeBigInt64LE(BigInt(Math.floor(time / 1000)), at);
    }
  } catch (error) {
    reply.writeUInt32LE(errorNumbers[(error as FileError).code] ?? 5, 4);
  }
  return reply;
}

/** Entries are a stat of either kind with the length of the name behind it, and the name. */
async function list(name: string, session: Session, isV2: boolean): Promise<void> {
  const { files, user, send } = session;
  const size = isV2 ? 76 : 20;
  let names: string[] = [];
  try {
    names = ['.', '..', ...files.list(name, user)];
  } catch {
    // adbd lists nothing where it may not look.
  }
  for (const entry of names) {
    const bytes = Buffer.from(entry);
    const reply = Buffer.alloc(size);
    const file = path.posix.join(name, entry);
    (isV2 ? statV2('DNT2', file, session) : statV1(file, session)).copy(reply);
    reply.write(isV2 ? 'DNT2' : 'DENT', 0, 'latin1');
    reply.writeUInt32LE(bytes.length, size - 4);
    await send(Buffer.concat([reply, bytes]));
  }
  const end = Buffer.alloc(size);
  end.write('DONE', 0, 'latin1');
  await send(end);
}

async function receive(name: string, { files, user, send }: Session): Promise<void> {
  const generated = files.generated(files.normal(name))?.(user);
  if (generated !== undefined) {
    await send(message('DATA', generated));
    return send(message('DONE'));
  }
  try {
    const host = files.readable(name, user);
    if (statSync(host).isDirectory()) throw new FileError('EISDIR');
    await pipeline(createReadStream(host, { highWaterMark: blockSize }), async (chunks) => {
      for await (const chunk of chunks as AsyncIterable<Buffer>) await send(message('DATA', chunk));
    });
    await send(message('DONE'));
  } catch (error) {
    await send(message('FAIL', `open failed: ${fileMessage(error)}`));
  }
}

/** Takes a file. Whatever is wrong with the target is told after its data, which has to be read in any case. */
async function store(argument: string, { files, user, reader, send }: Session): Promise<boolean> {
  const comma = argument.lastIndexOf(',');
  const name = comma < 0 ? argument : argument.slice(0, comma);
  // adbd ignores the group and others' bits of the client's file and gives everybody the owner's.
  const owner = comma < 0 ? 0o6 : (Number.parseInt(argument.slice(comma + 1), 10) >> 6) & 0o7;
  const mode = ((owner << 6) | (owner << 3) | owner | 0o600) & ~0o002;
  let wrong: string | undefined;
  let host = '';
  try {
    host = target(files, name, user);
  } catch (error) {
    wrong = `couldn't create file: ${fileMessage(error)}`;
  }
  let time: number | undefined;
  async function* data(): AsyncGenerator<Buffer> {
    for (;;) {
      const head = await reader.exactly(8);
      if (head === undefined) throw new Error('The client has gone.');
      const id = head.toString('latin1', 0, 4);
      let left = head.readUInt32LE(4);
      if (id === 'DONE') return void (time = left);
      if (id !== 'DATA' || left > blockSize) throw new Error(`Not a block of a file: ${id}, ${left} bytes.`);
      while (left > 0) {
        const part = await reader.atMost(left);
        if (part === undefined) throw new Error('The client has gone.');
        left -= part.length;
        yield part;
      }
    }
  }
  try {
    if (wrong === undefined) {
      await pipeline(data, createWriteStream(host, { mode }));
      chmodSync(host, mode);
      utimesSync(host, time ?? 0, time ?? 0);
    } else {
      for await (const part of data()) void part;
    }
  } catch (error) {
    if (host !== '') rmSync(host, { force: true });
    await send(message('FAIL', fileMessage(error)));
    return false;
  }
  await send(wrong === undefined ? message('OKAY') : message('FAIL', wrong));
  return true;
}

/** adbd makes the folders above a file. */
function target(files: Files, name: string, user: User): string {
  const whole = files.normal(name);
  const missing: string[] = [];
  for (let above = path.posix.dirname(whole); !files.exists(above, user); above = path.posix.dirname(above)) {
    missing.unshift(above);
  }
  for (const folder of missing) mkdirSync(files.writable(folder, user));
  const host = files.writable(whole, user);
  if (files.exists(whole, user) && files.stat(whole, user).isDirectory()) throw new FileError('EISDIR');
  return host;
}

function message(id: string, data: string | Buffer = ''): Buffer {
  const bytes = typeof data === 'string' ? Buffer.from(data) : data;
  const head = Buffer.alloc(8);
  head.write(id, 0, 'latin1');
  head.writeUInt32LE(bytes.length, 4);
  return Buffer.concat([head, bytes]);
}
