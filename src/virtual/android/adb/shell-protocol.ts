import { PassThrough, Writable, type Readable } from 'node:stream';
import type { AdbStream } from './stream.js';

const id = { stdin: 0, stdout: 1, stderr: 2, exit: 3, closeStdin: 4 } as const;

/** The standard streams of a command. */
export interface StandardStreams {
  readonly stdin: Readable;
  readonly stdout: Writable;
  readonly stderr: Writable;
  /** Aborted when the client has gone. */
  readonly signal: AbortSignal;
  exit(code: number): void;
}

/** The shell_v2 framing: standard streams apart, and the exit code. */
export function shellV2(stream: AdbStream): StandardStreams {
  const stdin = new PassThrough();
  const signal = clientOf(stream);
  let pending: Buffer = Buffer.alloc(0);
  stream.on('data', (chunk: Buffer) => {
    pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
    while (pending.length >= 5) {
      const length = pending.readUInt32LE(1);
      if (pending.length < 5 + length) break;
      const kind = pending.readUInt8(0);
      const data = pending.subarray(5, 5 + length);
      pending = pending.subarray(5 + length);
      if (kind === id.closeStdin) stdin.end();
      else if (kind === id.stdin && !stdin.writableEnded && !stdin.write(data)) {
        stream.pause();
        stdin.once('drain', () => stream.resume());
      }
    }
  });
  stream.on('end', () => stdin.end());
  return {
    stdin,
    stdout: framed(stream, id.stdout),
    stderr: framed(stream, id.stderr),
    signal,
    exit(code) {
      if (!stream.writable) return;
      stream.end(frame(id.exit, Buffer.from([code & 0xff])));
      stdin.resume();
    },
  };
}

/** The old shell and exec services: bytes as they are, no exit code. */
export function rawShell(stream: AdbStream): StandardStreams {
  const signal = clientOf(stream);
  const out = (): Writable =>
    new Writable({
      write(chunk: Buffer, _encoding, done) {
        if (stream.writable) stream.write(chunk, () => done());
        else done();
      },
    });
  return { stdin: stream, stdout: out(), stderr: out(), signal, exit: () => stream.end() };
}

function clientOf(stream: AdbStream): AbortSignal {
  const controller = new AbortController();
  const gone = (): void => controller.abort();
  stream.once('gone', gone).once('close', gone);
  return controller.signal;
}

function framed(stream: AdbStream, kind: number): Writable {
  return new Writable({
    write(chunk: Buffer, _encoding, done) {
      if (stream.writable) stream.write(frame(kind, chunk), () => done());
      else done();
    },
  });
}

function frame(kind: number, data: Buffer): Buffer {
  const header = Buffer.alloc(5);
  header.writeUInt8(kind, 0);
  header.writeUInt32LE(data.length, 1);
  return Buffer.concat([header, data]);
}
