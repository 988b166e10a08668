import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** What the tests have to know beside the plans: which native half belongs to which of them. */
export interface Planted {
  /** The control socket of the virtual device. */
  readonly control: string;
  /** Folders of native halves, in the order of the plans. */
  readonly folders: readonly string[];
}

/** Where native halves with a fault leave what is to outlive their app: it must not reach the next one. */
export const sharedFolder = '/sdcard/.secure';

const fileIn = (out: string): string => path.join(out, 'planted.json');

export function readPlanted(out: string): Planted {
  return JSON.parse(readFileSync(fileIn(out), 'utf8')) as Planted;
}

export function writePlanted(out: string, planted: Planted): void {
  writeFileSync(fileIn(out), JSON.stringify(planted));
}
