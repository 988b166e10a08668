import { open, realpath } from 'node:fs/promises';
import path from 'node:path';
import type { Result } from '../result/schema.js';

/** A picture that a report carries may be so large, and all of them together; bytes. */
const [most, mostTogether] = [300_000, 1_500_000];

const kinds: readonly { readonly type: string; readonly begins: readonly number[] }[] = [
  { type: 'image/png', begins: [0x89, 0x50, 0x4e, 0x47] },
  { type: 'image/jpeg', begins: [0xff, 0xd8, 0xff] },
];

/**
 * The pictures among the evidence of findings, by path, as `data:` addresses: those of undecided and passing audits
 * stay files. What lies outside `folder`, is no picture or is too large is left out.
 */
export async function picturesOf(folder: string, { runs }: Result): Promise<Record<string, string>> {
  const evidence = runs.flatMap(({ audits }) =>
    audits.filter(({ outcome }) => outcome === 'fail').flatMap((audit) => audit.evidence),
  );
  const paths = new Set(evidence.filter(({ kind }) => kind === 'picture').map((each) => each.path));
  if (paths.size === 0) return {};
  const root = await realpath(folder).catch(() => undefined);
  if (root === undefined) return {};
  const pictures: Record<string, string> = {};
  let left = mostTogether;
  for (const each of paths) {
    const picture = await readPicture(root, each).catch(() => undefined);
    if (picture === undefined || picture.length > left) continue;
    left -= picture.length;
    pictures[each] = picture;
  }
  return pictures;
}

async function readPicture(root: string, relative: string): Promise<string | undefined> {
  // A link in the folder may lead out of it.
  const file = await realpath(path.join(root, relative));
  if (!file.startsWith(root + path.sep)) return undefined;
  const handle = await open(file, 'r');
  try {
    const { size } = await handle.stat();
    if (size > most) return undefined;
    const bytes = await handle.readFile();
    const kind = kinds.find(({ begins }) => begins.every((byte, at) => bytes[at] === byte));
    return kind === undefined ? undefined : `data:${kind.type};base64,${bytes.toString('base64')}`;
  } finally {
    await handle.close();
  }
}
