import { expect } from 'chai';
import { clausesInForce, findContract, resolveContract } from '../../src/contracts/registry.js';
import type { Target } from '../../src/terms.js';

const own = findContract('cordova-secure-storage')!;
const inForce = (target: Target, asked: string): string[] => {
  const { contract, version } = resolveContract('cordova-secure-storage', asked)!;
  return clausesInForce(contract, { target, version }).map(({ id }) => id);
};
const clause = (id: string) => own.clauses.find((each) => each.id === id);

describe('the contract of cordova-plugin-secure-storage', () => {
  it('never heard of OutSystems or its codes', () => {
    expect(JSON.stringify(resolveContract('cordova-secure-storage'))).to.not.match(
      /outsystems|os-plug|kstr/i,
    );
    expect(own.errors).to.deep.equal([]);
  });

  it('says that the browser half keeps plain text, as a weakness of the web alone', () => {
    const weak = clause('browser-values-unencrypted');
    expect(weak?.basis).to.equal('documented-weakness');
    expect(weak?.targets).to.deep.equal(['web']);
    expect(weak?.audits).to.deep.equal(['value-at-rest']);
    expect(weak?.covers).to.deep.equal(['localStorage']);
    expect(weak?.section).to.equal('Browser');
    expect(inForce('web', '2.6.8')).to.include('browser-values-unencrypted');
    expect(inForce('android', '2.6.8')).to.not.include('browser-values-unencrypted');
  });

  it('promises secrecy on the web by nothing but the baseline', () => {
    const grounds = own.clauses.filter(
      ({ audits, basis, targets }) =>
        audits.includes('value-at-rest') && basis === 'documented' && (targets?.includes('web') ?? true),
    );
    expect(grounds).to.deep.equal([]);
  });

  it('promises nothing of a missing key', () => {
    expect(own.clauses.filter(({ audits }) => audits.includes('get-missing-key'))).to.deep.equal([]);
  });

  it('has the five operations, in words of the package', () => {
    expect(own.actions.map(({ name, operation }) => [name, operation])).to.deep.equal([
      ['set', 'set'],
      ['get', 'get'],
      ['remove', 'remove'],
      ['keys', 'keys'],
      ['clear', 'clear'],
    ]);
    expect(own.actions[0]?.inputs.map(({ name, type }) => [name, type])).to.deep.equal([
      ['key', 'string'],
      ['value', 'string'],
    ]);
  });

  it('expects the key back from set and remove', () => {
    expect(clause('set-succeeds-with-key')?.expected).to.deep.equal({ end: 'resolved', value: 'key' });
    expect(clause('remove-succeeds-with-key')?.expected).to.deep.equal({ end: 'resolved', value: 'key' });
  });

  it('rests the empty value on the documented type', () => {
    expect(clause('values-are-strings')?.basis).to.equal('documented');
    expect(clause('values-are-strings')?.audits).to.include('empty-value');
  });

  it('configures the keychain on iOS alone', () => {
    expect(own.preferences).to.have.lengthOf(1);
    expect(own.preferences[0]).to.include({ name: 'KeychainAccessibility', default: 'WhenUnlocked' });
    expect(own.preferences[0]?.targets).to.deep.equal(['ios']);
    for (const option of [
      'AfterFirstUnlock',
      'AfterFirstUnlockThisDeviceOnly',
      'WhenUnlocked',
      'WhenUnlockedThisDeviceOnly',
      'WhenPasscodeSetThisDeviceOnly',
    ]) {
      expect(clause('ios-accessibility-configurable')?.text).to.match(new RegExp(`\\b${option}\\b`));
    }
  });

  it('raises the oldest Android with 3.0.0', () => {
    expect(inForce('android', '2.6.8')).to.include.members([
      'android-oldest-2',
      'android-native-aes-where-there',
    ]);
    expect(inForce('android', '2.6.8')).to.not.include('android-oldest-3');
    expect(inForce('android', '3.0.0')).to.include.members(['android-oldest-3', 'android-native-aes']);
    expect(inForce('android', '3.0.0')).to.not.include('android-oldest-2');
  });

  it('shares data between Android apps from 3.0.2 on', () => {
    expect(inForce('android', '3.0.1')).to.not.include('android-apps-share');
    expect(inForce('android', '3.0.2')).to.include('android-apps-share');
    expect(inForce('ios', '3.0.2')).to.not.include('android-apps-share');
  });

  it('says that Android may lose values, as a weakness', () => {
    expect(clause('android-lock-change-may-lose')?.basis).to.equal('documented-weakness');
    expect(clause('android-cache-only')?.basis).to.equal('documented-weakness');
  });
});
