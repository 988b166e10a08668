import { readFile, writeFile } from 'node:fs/promises';
import { withoutSecrets } from '../protocol/withhold.js';

/** Takes out of a log whatever could be a secret of a run. A log that is not there is left so. */
export async function withholdSecrets(file: string): Promise<void> {
  const text = await readFile(file, 'latin1').catch(() => undefined);
  if (text === undefined) return;
  const told = withoutSecrets(text);
  if (told !== text) await writeFile(file, told, 'latin1');
}
