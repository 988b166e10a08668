import { writeFileSync } from 'node:fs';
import type { Program } from '../shell.js';

/** `screencap [-p] [FILE]`: black where a window is secure. */
export const screencap: Program = async ({ device, args, stdout, user, cwd }) => {
  const png = await device.picture();
  const file = args.find((arg) => !arg.startsWith('-'));
  if (file === undefined) stdout.write(png);
  else writeFileSync(device.files.writable(device.files.normal(file, cwd), user), png);
  return 0;
};
