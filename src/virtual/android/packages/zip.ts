import { open as openZip, type Entry, type ZipFile } from 'yauzl';

/** What is read of an archive at most in one piece: 64 MiB. */
const largestEntry = 64 * 1024 * 1024;

/** The files of a zip archive. Close it. */
export interface Archive {
  readonly names: ReadonlySet<string>;
  /** A file's bytes, or undefined when there is none of that name. */
  read(name: string): Promise<Buffer | undefined>;
  close(): void;
}

/** Opens an archive and lists it. Rejects when it is not a zip. */
export function openArchive(file: string): Promise<Archive> {
  return new Promise((resolve, reject) => {
    openZip(file, { lazyEntries: true, autoClose: false }, (error, zip) => {
      if (error !== null) return reject(error);
      const entries = new Map<string, Entry>();
      zip.on('error', (broken: Error) => {
        zip.close();
        reject(broken);
      });
      zip.on('entry', (entry: Entry) => {
        entries.set(entry.fileName, entry);
        zip.readEntry();
      });
      zip.on('end', () => {
        resolve({
          names: new Set(entries.keys()),
          read: async (name) => {
            const entry = entries.get(name);
            return entry === undefined ? undefined : readEntry(zip, entry);
          },
          close: () => zip.close(),
        });
      });
      zip.readEntry();
    });
  });
}

function readEntry(zip: ZipFile, entry: Entry): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    if (entry.uncompressedSize > largestEntry) return reject(new Error(`${entry.fileName} is too large.`));
    zip.openReadStream(entry, (error, stream) => {
      if (error !== null) return reject(error);
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('error', reject);
      stream.on('end', () => resolve(Buffer.concat(parts)));
    });
  });
}
