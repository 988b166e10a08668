import path from 'node:path';
import { Failure } from '../base/failures.js';
import { digest, storeFiles } from '../base/files.js';
import { native } from '../base/native.js';

export default native({
  files: (right, { host }) =>
    storeFiles((store) => path.join(host.dataDir, 'files', `${digest(store)}.dat`), { format, parse }),
});

function format({ keyId, entries }) {
  const body = JSON.stringify({ keyId, entries: [...entries] });
  return Buffer.from(`${digest(body)}${body}`).toString('base64');
}

function parse(bytes) {
  const text = Buffer.from(bytes.toString('latin1'), 'base64').toString('utf8');
  const [sum, body] = [text.slice(0, 40), text.slice(40)];
  if (digest(body) !== sum) throw new Failure('damaged');
  const { keyId, entries } = JSON.parse(body);
  return { keyId, entries: new Map(entries) };
}
