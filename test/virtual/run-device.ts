import { profileWith } from '../../src/virtual/android/profile.js';
import { startDevice } from '../../src/virtual/android/start.js';

/** A device in a program of its own, for a test that kills it. Its folder is the argument. */
const { serial, address, adbPort } = await startDevice({
  profile: profileWith('phone', { lock: { kind: 'none', secret: '' } }),
  folder: process.argv[2],
});
process.stdout.write(`${JSON.stringify({ serial, address, port: adbPort })}\n`);
