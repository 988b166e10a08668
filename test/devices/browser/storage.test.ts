import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect } from 'chai';
import { writtenSince } from '../../../src/devices/browser/storage.js';

describe('the wait for a write to a profile', () => {
  let profile: string;
  const signal = new AbortController().signal;
  const write = (...place: string[]): void => {
    const file = path.join(profile, ...place);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, 'something');
  };

  beforeEach(() => (profile = mkdtempSync(path.join(os.tmpdir(), 'profile-'))));
  afterEach(() => rmSync(profile, { recursive: true }));

  it('ends with the first write to what pages store', async () => {
    const written = writtenSince(profile, Date.now() - 1000, 5000, signal);
    write('Default', 'Local Storage', 'leveldb', '000003.log');
    expect(await written).to.equal(true);
    write('Default', 'IndexedDB', 'http_127.0.0.1_1.indexeddb.leveldb', '000003.log');
    expect(await writtenSince(profile, Date.now() - 1000, 0, signal)).to.equal(true);
  });
  it('ignores older writes, what the browser keeps for itself, and the opening of a database', async () => {
    write('Default', 'Local Storage', 'leveldb', '000003.log');
    expect(await writtenSince(profile, Date.now() + 60_000, 0, signal)).to.equal(false);
    rmSync(path.join(profile, 'Default'), { recursive: true });
    write('Default', 'Preferences');
    write('Default', 'Local Storage', 'leveldb', 'LOG');
    write('Default', 'Local Storage', 'leveldb', 'MANIFEST-000001');
    expect(await writtenSince(profile, Date.now() - 1000, 60, signal)).to.equal(false);
  });
  it('gives up with its signal', async () => {
    const stopped = AbortSignal.timeout(30);
    let thrown: unknown;
    await writtenSince(profile, Date.now(), 5000, stopped).catch((error: unknown) => (thrown = error));
    expect(thrown).to.be.an('error');
  });
});
