import { expect } from 'chai';
import { findEra, nativeHalves } from '../../../src/virtual/native/index.js';
import { rejectionOf, TestDevice } from './device.js';

describe('the native halves of an app', () => {
  let device: TestDevice;
  beforeEach(() => (device = new TestDevice()));
  afterEach(() => device.end());

  const own = 'plugin:cordova-plugin-secure-storage';

  it('follow the version of the plugin in it', () => {
    const eras = (id: string, versions: readonly string[]) =>
      versions.map((version) => findEra({ [id]: version })?.era);
    expect(eras(own, ['2.6.8', '2.6.9', '2.6.8-OS', '2.6.8-OS4'])).to.deep.equal(
      Array(4).fill('published-2.6'),
    );
    expect(eras(own, ['2.6.8-OS5', '2.6.8-OS12', '2.2.0'])).to.deep.equal(Array(3).fill('outsystems-2.2'));
    expect(eras(own, ['2.6.8-OS13', '2.6.8-OS31', '2.3.0', '2.4.1'])).to.deep.equal(
      Array(4).fill('outsystems-2.3'),
    );
    expect(eras(`${own}-outsystems`, ['2.2.0', '2.3.0', '2.6.8-OS13'])).to.deep.equal([
      'outsystems-2.2',
      'outsystems-2.3',
      'outsystems-2.3',
    ]);
    expect(eras(own, ['3.0.2', '2.6.6', 'x', ''])).to.deep.equal(Array(4).fill(undefined));
  });

  it('are none where the app has no such plugin, or one that is not modelled', () => {
    expect(nativeHalves(device.host(34, {}))).to.deep.equal([]);
    expect(nativeHalves(device.host(34, { 'plugin:cordova-plugin-other': '1.0.0' }))).to.deep.equal([]);
    expect(device.log).to.deep.equal([]);
    expect(nativeHalves(device.host(34, { [own]: '3.0.2' }))).to.deep.equal([]);
    expect(device.log).to.deep.equal([
      'W/NativeHalves: No native half for cordova-plugin-secure-storage 3.0.2',
    ]);
  });

  it('take over from each other on an upgrade', async () => {
    const [before] = nativeHalves(device.host(34, { [own]: '2.6.8-OS12' }));
    await before!.exec('init', ['s']);
    await before!.exec('set', ['s', '_SS_k', 'v']);
    expect(await rejectionOf(before!.exec('get', ['s', '_SS_no']))).to.equal('Key [_SS_no] not found.');
    const [after] = nativeHalves(device.host(34, { [own]: '2.6.8-OS13' }));
    await after!.exec('init', ['s']);
    expect(await after!.exec('get', ['s', '_SS_k'])).to.equal('v');
    expect(await rejectionOf(after!.exec('get', ['s', '_SS_no']))).to.deep.equal({
      code: 'OS-PLUG-KSTR-0012',
      message: 'Key does not exist.',
    });
  });
});
