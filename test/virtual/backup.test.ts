import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect } from 'chai';
import { profileWith } from '../../src/virtual/android/profile.js';
import { startDevice, type RunningDevice } from '../../src/virtual/android/start.js';
import { apk } from './apk.js';

const name = 'org.example.virtual';

describe('a backup of a virtual device', function () {
  this.timeout(60_000);
  let running: RunningDevice;
  let folder: string;

  before(async () => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'vbak-'));
    running = await startDevice({ profile: profileWith('phone'), natives: () => [] });
  });
  after(async () => {
    await running.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('comes back as often as it is restored, also of an app whose web view was killed', async () => {
    const { packages } = running.device;
    const install = async (): Promise<void> => {
      const file = path.join(folder, 'app.apk');
      copyFileSync(apk(), file);
      await packages.install(file, { replace: false, downgrade: false, test: false, grant: false });
    };
    await install();
    packages.change(name, (record) => void (record.notLaunched = false));
    const data = packages.dataDir(name);
    mkdirSync(path.join(data, 'app_webview'));
    // What a Chromium leaves behind that had no time to clean up.
    symlinkSync('host-1234', path.join(data, 'app_webview', 'SingletonLock'));
    writeFileSync(path.join(data, 'kept'), 'kept');
    expect(await packages.backUp(name)).to.equal('Success');
    await packages.uninstall(name);
    await install();
    for (let times = 0; times < 2; times++) expect(await packages.restore(name)).to.equal(true);
    expect(readFileSync(path.join(data, 'kept'), 'utf8')).to.equal('kept');
  });
});
