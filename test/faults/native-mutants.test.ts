import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect } from 'chai';
import { nativeMutants, writeMutant, type NativeMutant } from '../../faults/native-mutants.js';
import { knownSurvivors } from '../../faults/survivors.js';
import { nativesOf } from '../../src/virtual/native-folder.js';
import { TestDevice } from '../virtual/native/device.js';

describe('generated faults of native halves', () => {
  const all = nativeMutants();
  let folder: string;
  let device: TestDevice;
  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'mutants-'));
    device = new TestDevice();
    mkdirSync(device.keystoreDir, { recursive: true });
  });
  afterEach(() => {
    device.end();
    rmSync(folder, { recursive: true, force: true });
  });

  const factoryOf = (mutant: NativeMutant) => nativesOf(writeMutant(mutant, folder).folder);
  const named = (id: string): NativeMutant => all.find((mutant) => mutant.id === id)!;

  it('are at least a hundred, each with an id of its own', () => {
    expect(all.length).to.be.at.least(100);
    expect(new Set(all.map(({ id }) => id)).size).to.equal(all.length);
  });

  it('name operators and conditions that there are', async () => {
    for (const mutant of all) {
      const [plugin] = (await factoryOf(mutant))(device.host());
      expect(plugin?.service, mutant.id).to.equal('SecureStorage');
    }
  });

  it('survive with one explanation each, and only those that exist', () => {
    const explained = knownSurvivors('android').flatMap((group) => group.mutants);
    expect(new Set(explained).size).to.equal(explained.length);
    expect(explained.filter((id) => all.every((mutant) => mutant.id !== id))).to.deep.equal([]);
  });

  it('do under their condition what they are named after, and nothing otherwise', async () => {
    const factory = await factoryOf(named('native-drop-get-upgraded'));
    const before = factory(device.host())[0]!;
    await before.exec('set', ['s', 'k', 'v']);
    expect(await before.exec('get', ['s', 'k'])).to.equal('v');
    device.versionCode = 2;
    const after = factory(device.host())[0]!;
    const missing = await after.exec('get', ['s', 'k']).catch((error: unknown) => error);
    expect(missing).to.equal('Key [k] not found.');
  });

  it('hear of the background, write to the log, and end the app', async () => {
    const leaving = (await factoryOf(named('native-refuse-set-was-background')))(device.host())[0]!;
    const set = (plugin: typeof leaving) =>
      plugin.exec('set', ['s', 'k', 'secret']).then(
        () => 'set',
        () => 'refused',
      );
    expect(await set(leaving)).to.equal('set');
    leaving.onPause?.();
    leaving.onResume?.();
    expect(await set(leaving)).to.equal('refused');
    await set((await factoryOf(named('native-leak-console-set-always')))(device.host())[0]!);
    expect(device.log.join()).to.contain('secret');
    void set((await factoryOf(named('native-crash-set-existing')))(device.host())[0]!);
    for (const end = Date.now() + 5000; device.crashes.length === 0 && Date.now() < end;)
      await new Promise((resolve) => setTimeout(resolve, 5));
    expect(device.crashes).to.have.length(1);
  });
});
