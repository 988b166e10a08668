import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect } from 'chai';
import { credentialButton, negativeButton, nodesIn, promptIn } from '../../../src/devices/android/prompts.js';
import { Device } from '../../../src/virtual/android/device.js';
import { profileWith } from '../../../src/virtual/android/profile.js';
import { snapshot, sourceOf } from '../../../src/virtual/android/uia2/source.js';
import { nativeHost } from '../../../src/virtual/android/webview/native-host.js';
import { apk } from '../../virtual/apk.js';

const app = 'org.example.virtual';
const systemUi = 'com.android.systemui';

describe('prompts on the screen', function () {
  this.timeout(60_000);
  const folder = mkdtempSync(path.join(os.tmpdir(), 'prompts-'));
  after(() => rmSync(folder, { recursive: true, force: true }));

  async function withApp(apiLevel: number) {
    const lock = { kind: 'pin', secret: '1234' } as const;
    const device = new Device({
      profile: profileWith('emulator', { lock, fingers: [1], apiLevel }),
      folder: mkdtempSync(path.join(folder, 'd-')),
      natives: () => [],
    });
    const source = async (): Promise<string> =>
      sourceOf(await snapshot(device, { enableMultiWindows: true, allowInvisibleElements: false }));
    const locked = await source();
    device.lock.dismiss();
    await device.input.text('1234');
    await device.input.key(66);
    const staged = path.join(device.store.folder, 'staged.apk');
    copyFileSync(apk({ www: { 'readme.txt': 'no page' } }), staged);
    await device.packages.install(staged, { replace: false, downgrade: false, test: false, grant: false });
    await device.activities.start({ packageName: app, className: `${app}.MainActivity` });
    const host = nativeHost(device, device.packages.get(app)!, device.processes.of(app)[0]!, {});
    const prompt = async () => promptIn(nodesIn(await source()), app);
    return { device, host, locked, prompt };
  }

  const hostOf = (apiLevel: number): string => (apiLevel <= 27 ? app : systemUi);

  for (const apiLevel of [26, 27, 28, 29, 30, 33, 34, 35, 36]) {
    it(`are known by their host and buttons on API ${apiLevel}`, async () => {
      const { device, host, locked, prompt } = await withApp(apiLevel);
      expect(promptIn(nodesIn(locked), app)).to.equal(undefined);
      expect(await prompt()).to.equal(undefined);
      const text = { title: 'Prove it', subtitle: 'Now', negativeText: 'Refuse' };
      void host.authenticate({ ...text, allow: ['strong'] });
      const shown = (await prompt())!;
      expect(shown).to.include({ host: hostOf(apiLevel), asks: 'finger' });
      expect(shown.texts).to.include.members(['Prove it', 'Refuse']);
      const negative = shown.nodes.find(({ name }) => negativeButton.test(name));
      expect(negative?.text).to.equal('Refuse');
      expect(shown.screen).to.include({ right: 1080, bottom: 2400 });
      await device.input.key(4);
      expect(await prompt()).to.equal(undefined);
      void host.confirmCredential('Please confirm');
      const confirming = (await prompt())!;
      expect(confirming.asks).to.equal('credential');
      expect(confirming.texts.join()).not.to.contain('1234');
    });
  }

  it('lead to the PIN by their own button where a credential is allowed', async () => {
    const { host, prompt } = await withApp(35);
    void host.authenticate({ title: 'T', subtitle: '', negativeText: '', allow: ['strong', 'credential'] });
    const { nodes } = (await prompt())!;
    expect(nodes.filter(({ name }) => credentialButton.test(name))).to.have.length(1);
    expect(nodes.some(({ name }) => negativeButton.test(name))).to.equal(false);
  });

  it('are known where Samsung shows them, and not by elements that cannot be seen', () => {
    const node = (name: string, more = ''): string =>
      `<android.view.View package="com.samsung.android.biometrics.app.setting" resource-id="com.samsung.android.biometrics.app.setting:id/${name}" text="T" class="android.view.View" bounds="[0,0][10,10]" ${more}/>`;
    const source = (...nodes: string[]): string => `<hierarchy>${nodes.join('')}</hierarchy>`;
    expect(promptIn(nodesIn(source(node('biometric_icon'))), app)).to.include({ asks: 'finger' });
    expect(promptIn(nodesIn(source(node('biometric_lockPattern'))), app)).to.include({ asks: 'credential' });
    const hidden = node('lockPassword', 'displayed="false"');
    expect(promptIn(nodesIn(source(node('biometric_icon'), hidden)), app)).to.include({ asks: 'finger' });
    expect(promptIn(nodesIn(source(hidden)), app)).to.equal(undefined);
  });
});
