import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect } from 'chai';
import { nativeHost } from '../../src/virtual/android/webview/native-host.js';
import { Device } from '../../src/virtual/android/device.js';
import { profileWith, type ProfileWishes } from '../../src/virtual/android/profile.js';
import { walk, type UiNode } from '../../src/virtual/android/system/ui.js';
import { apk } from './apk.js';

const name = 'org.example.virtual';
const lock = { kind: 'pin', secret: '1234' } as const;

describe('prompts by API level', function () {
  this.timeout(60_000);
  let folder: string;
  before(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'vprompt-'));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  /** A device with an app without a page in the foreground, and what its native side gets. */
  async function withApp(wishes: ProfileWishes) {
    const device = new Device({
      profile: profileWith('emulator', { lock, fingers: [1], ...wishes }),
      folder: mkdtempSync(path.join(folder, 'd-')),
      natives: () => [],
    });
    device.lock.dismiss();
    await device.input.text('1234');
    await device.input.key(66);
    const staged = path.join(device.store.folder, 'staged.apk');
    copyFileSync(apk({ www: { 'readme.txt': 'no page' } }), staged);
    await device.packages.install(staged, { replace: false, downgrade: false, test: false, grant: false });
    await device.activities.start({ packageName: name, className: `${name}.MainActivity` });
    const process = device.processes.of(name)[0]!;
    const host = nativeHost(device, device.packages.get(name)!, process, {});
    return { device, host, process };
  }

  const nodes = async (device: Device): Promise<UiNode[]> =>
    [...walk(await device.windows.focused()!.window.tree())].filter(({ displayed }) => displayed !== false);
  const idOf = ({ resourceId = '' }: UiNode): string => resourceId;
  const press = async (device: Device, id: string): Promise<void> => {
    const found = (await nodes(device)).find((node) => idOf(node) === id);
    expect(found, id).to.not.equal(undefined);
    await found!.click!();
  };
  const text = { title: 'Prove it', subtitle: 'Now', negativeText: 'Refuse' };
  const strong = { ...text, allow: ['strong'] as const };

  const expected: readonly (readonly [
    api: number,
    title: string,
    secure: boolean,
    negative: string,
    ids: string[],
  ])[] = [
    [
      26,
      name,
      false,
      'android:id/button2',
      [`${name}:id/fingerprint_subtitle`, `${name}:id/fingerprint_icon`],
    ],
    [27, name, false, 'android:id/button2', [`${name}:id/alertTitle`]],
    [
      28,
      'FingerprintDialogView',
      false,
      'com.android.systemui:id/button2',
      ['com.android.systemui:id/fingerprint_icon'],
    ],
    [
      29,
      'BiometricDialogView',
      false,
      'com.android.systemui:id/button2',
      ['com.android.systemui:id/biometric_icon'],
    ],
    [
      30,
      'BiometricPrompt',
      true,
      'com.android.systemui:id/button_negative',
      ['com.android.systemui:id/biometric_scrollview'],
    ],
    [
      33,
      'BiometricPrompt',
      true,
      'com.android.systemui:id/button_negative',
      ['com.android.systemui:id/panel'],
    ],
    [
      34,
      'BiometricPrompt',
      true,
      'com.android.systemui:id/button_negative',
      ['com.android.systemui:id/biometric_prompt_constraint_layout'],
    ],
    [
      36,
      'BiometricPrompt',
      true,
      'com.android.systemui:id/button_negative',
      ['com.android.systemui:id/button_bar'],
    ],
  ];
  for (const [apiLevel, title, secure, negative, ids] of expected) {
    it(`API ${apiLevel}: window, ids, flags, negative button, back and finger`, async () => {
      const { device, host } = await withApp({ apiLevel });
      let answer = host.authenticate(strong);
      const { window } = device.windows.focused()!;
      expect(window.title).to.equal(title);
      expect(window.secure ?? false).to.equal(secure);
      expect((await nodes(device)).map(idOf)).to.include.members([...ids, negative]);
      await press(device, negative);
      expect(await answer).to.deep.equal({ result: 'error', code: 13, message: 'Refuse' });
      answer = host.authenticate(strong);
      await device.input.key(4);
      expect(await answer).to.include({ code: 10 });
      answer = host.authenticate(strong);
      expect(device.fingers.touch(1)).to.equal(true);
      expect(await answer).to.deep.equal({ result: 'succeeded', by: 'biometric' });
      expect(device.fingers.touch(1)).to.equal(false);
    });
  }

  it('a tap outside cancels from API 28 on, and does nothing before', async () => {
    const { device, host } = await withApp({ apiLevel: 30 });
    const answer = host.authenticate(strong);
    await device.input.tap(100, 100);
    expect(await answer).to.include({ code: 10 });
    const old = await withApp({ apiLevel: 27 });
    void old.host.authenticate(strong);
    await old.device.input.tap(10, 10);
    expect(old.device.windows.focused()!.window.title).to.equal(name);
    expect((await nodes(old.device)).map(idOf)).to.include('android:id/button2');
  });

  it('a screen that goes off, home and the death of the app end it', async () => {
    const { device, host, process } = await withApp({ apiLevel: 33 });
    let answer = host.authenticate(strong);
    await device.input.key(3);
    expect(await answer).to.include({ code: 10 });
    expect(await host.authenticate(strong)).to.include({ code: 5 });
    await device.activities.start({ packageName: name, className: `${name}.MainActivity` });
    answer = host.authenticate(strong);
    await device.input.key(26);
    expect(await answer).to.include({ code: 10 });
    await device.input.key(26);
    device.lock.unlock('credential');
    void host.authenticate(strong);
    device.processes.end(process.pid, 'signal');
    expect(device.windows.focused()!.window.title).to.not.equal('BiometricPrompt');
  });

  it('a credential is asked in the prompt from API 30 on, by Settings before', async () => {
    const request = { ...text, allow: ['credential'] as const };
    for (const [apiLevel, field] of [
      [33, 'com.android.systemui:id/lockPassword'],
      [29, 'com.android.settings:id/password_entry'],
      [26, 'com.android.settings:id/password_entry'],
    ] as const) {
      const { device, host } = await withApp({ apiLevel });
      const answer = host.authenticate(request);
      expect((await nodes(device)).map(idOf)).to.include(field);
      expect(device.windows.focused()!.window.secure).to.equal(true);
      await device.input.text('9999');
      await device.input.key(66);
      expect((await nodes(device)).map(({ text: shown }) => shown)).to.include('Wrong PIN');
      await device.input.text('1234');
      await device.input.key(66);
      expect(await answer).to.deep.equal({ result: 'succeeded', by: 'credential' });
    }
  });

  it("Settings' confirm screen gives true for the PIN and false for back, and is not there without a lock", async () => {
    const { device, host } = await withApp({ apiLevel: 35 });
    let answer = host.confirmCredential('Title');
    expect((await nodes(device)).map(({ text: shown }) => shown)).to.include('Title');
    await device.input.key(4);
    expect(await answer).to.equal(false);
    answer = host.confirmCredential();
    await device.input.text('1234');
    await device.input.key(66);
    expect(await answer).to.equal(true);
    device.lock.set('swipe', '');
    expect(await host.confirmCredential()).to.equal(false);
  });

  it('says why it cannot be shown', async () => {
    const { device, host } = await withApp({ apiLevel: 33 });
    device.store.change(({ appops }) => void (appops[name] = { USE_BIOMETRIC: 'ignore' }));
    expect(await host.authenticate(strong)).to.include({ code: 5 });
    device.store.change(({ appops }) => void delete appops[name]);
    const before = host.lockState();
    device.lock.set('swipe', '');
    expect(host.biometrics().enrolled).to.equal(0);
    expect(host.lockState().secureUserId).to.not.equal(before.secureUserId);
    expect(host.lockState().lockGeneration).to.be.above(before.lockGeneration);
    expect(await host.authenticate(strong)).to.include({ code: 11 });
    expect(await host.authenticate({ ...text, allow: ['credential'] })).to.include({ code: 14 });
    const none = await withApp({ apiLevel: 33, sensor: 'none', fingers: [] });
    expect(await none.host.authenticate(strong)).to.include({ code: 12 });
    const asked = await withApp({ apiLevel: 30 });
    asked.device.store.change(({ appops }) => void (appops[name] = { USE_BIOMETRIC: 'ignore' }));
    const answer = await Promise.race([
      asked.host.authenticate(strong),
      new Promise((resolve) => setTimeout(() => resolve('never'), 50)),
    ]);
    expect(answer).to.equal('never');
  });

  it('keeps the secure user id over another PIN, and not over none', async () => {
    const { device, host } = await withApp({ apiLevel: 33 });
    const { secureUserId, lockGeneration } = host.lockState();
    device.lock.set('pin', '5678');
    expect(host.lockState().secureUserId).to.equal(secureUserId);
    expect(host.lockState().lockGeneration).to.equal(lockGeneration + 1);
    const { enrolmentId } = host.biometrics();
    device.fingers.enrol(2);
    expect(host.biometrics().enrolmentId).to.not.equal(enrolmentId);
  });

  it('enrols a finger in Settings', async () => {
    const { device } = await withApp({ apiLevel: 35 });
    await device.sh('am start -a android.settings.FINGERPRINT_ENROLL', await quiet());
    await device.input.text('1234');
    await device.input.key(66);
    for (const label of ['MORE', 'I AGREE']) {
      const found = (await nodes(device)).find(({ text: shown }) => shown === label);
      await found!.click!();
    }
    for (let touch = 0; touch < 3; touch++) device.fingers.touch(7);
    expect(device.fingers.enrolled).to.deep.equal([1, 7]);
    expect((await nodes(device)).map(({ text: shown }) => shown)).to.include('DONE');
  });
});

async function quiet() {
  const { PassThrough } = await import('node:stream');
  const sink = (): InstanceType<typeof PassThrough> => new PassThrough().resume();
  return { stdin: sink().end(), stdout: sink(), stderr: sink(), signal: new AbortController().signal };
}
