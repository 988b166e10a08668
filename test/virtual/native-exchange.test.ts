import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect } from 'chai';
import { profileWith } from '../../src/virtual/android/profile.js';
import { startDevice, type RunningDevice } from '../../src/virtual/android/start.js';
import type { NativeHost } from '../../src/virtual/native-api.js';
import { apk } from './apk.js';

const name = 'org.example.virtual';

/** A native half that writes down what its host tells and what happens to it. */
const script = (half: string): string => `
import { appendFileSync } from 'node:fs';
import path from 'node:path';

export default (host) => {
  const tell = (what) => appendFileSync(path.join(host.dataDir, 'told'), what + '\\n');
  tell(JSON.stringify({
    half: ${JSON.stringify(half)},
    versionCode: host.versionCode,
    bootCount: host.bootCount,
    locale: host.locale(),
    timezone: host.timezone(),
    sharedDir: host.sharedDir,
  }));
  return [{ service: 'Echo', exec: async () => null, onPause: () => tell('pause'), onResume: () => tell('resume') }];
};
`;

describe('native halves of a virtual device that runs', function () {
  this.timeout(60_000);
  let running: RunningDevice;
  let folder: string;

  before(async () => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'vnat-'));
    running = await startDevice({
      profile: profileWith('phone', { lock: { kind: 'none', secret: '' } }),
      natives: () => [],
    });
    await install(7);
  });
  after(async () => {
    await running.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const install = async (versionCode: number): Promise<void> => {
    const file = path.join(folder, 'app.apk');
    copyFileSync(apk({ versionCode }), file);
    const options = { replace: true, downgrade: false, test: false, grant: false };
    await running.device.packages.install(file, options);
  };
  const half = (words: string): string => {
    const made = path.join(folder, words);
    mkdirSync(made, { recursive: true });
    writeFileSync(path.join(made, 'index.js'), script(words));
    writeFileSync(path.join(made, 'package.json'), '{"type":"module"}');
    return made;
  };
  const start = async (): Promise<void> => {
    const { activities } = running.device;
    await activities.start({ packageName: name, className: `${name}.MainActivity`, stopFirst: true });
  };
  /** What halves have written down, once there are so many lines. */
  const told = async (lines: number): Promise<string[]> => {
    const file = path.join(running.device.packages.dataDir(name), 'told');
    for (const end = Date.now() + 10_000; Date.now() < end;) {
      try {
        const found = readFileSync(file, 'utf8').trim().split('\n');
        if (found.length >= lines) return found;
      } catch {
        // Nothing was written yet.
      }
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    throw new Error(`There were never ${lines} lines in ${file}.`);
  };

  it('are exchanged from the next start of an app on, and know what the device is like', async () => {
    await running.control.act({ do: 'native', folder: half('first') });
    const { device } = running;
    device.properties.set('persist.sys.locale', 'ar-EG');
    device.properties.set('persist.sys.timezone', 'Asia/Tehran');
    await start();
    const first = JSON.parse((await told(1))[0]!) as Partial<NativeHost>;
    expect(first).to.deep.include({
      half: 'first',
      versionCode: 7,
      bootCount: 1,
      locale: 'ar-EG',
      timezone: 'Asia/Tehran',
    });
    expect(first.sharedDir).to.equal(device.files.hostPath('/sdcard/'));
    await running.control.act({ do: 'native', folder: half('second') });
    device.activities.home();
    expect((await told(3)).slice(1)).to.deep.equal(['resume', 'pause']);
    await device.reboot();
    await install(8);
    await start();
    expect(JSON.parse((await told(4))[3]!)).to.deep.include({ half: 'second', versionCode: 8, bootCount: 2 });
  });

  it('are those of the start of the device where no folder is named', async () => {
    const before = running.device.natives;
    await running.control.act({ do: 'native' });
    expect(running.device.natives).not.to.equal(before);
    expect(running.device.natives({} as NativeHost)).to.deep.equal([]);
  });

  it('stay what they were where a folder holds none', async () => {
    const before = running.device.natives;
    const empty = path.join(folder, 'empty');
    mkdirSync(empty);
    const fails = async (words: string): Promise<void> => {
      const error = await running.control
        .act({ do: 'native', folder: empty })
        .catch((thrown: Error) => thrown);
      expect((error as Error).message).to.contain(words);
      expect(running.device.natives).to.equal(before);
    };
    await fails('has no index.js');
    writeFileSync(path.join(empty, 'index.js'), 'export const wrong = 1;');
    writeFileSync(path.join(empty, 'package.json'), '{"type":"module"}');
    await fails('no function as its default export');
  });
});
