import { expect } from 'chai';
import { clausesInForce, findContract, resolveContract } from '../../src/contracts/registry.js';
import type { Target } from '../../src/terms.js';

const expo = findContract('expo-secure-store')!;
const forge = findContract('forge-encrypted-storage')!;
const ownInForce = (id: string, target: Target, asked?: string): string[] => {
  const { contract, version } = resolveContract(id, asked)!;
  const own = new Set(findContract(id)!.clauses.map((clause) => clause.id));
  return clausesInForce(contract, { target, version })
    .map((clause) => clause.id)
    .filter((clause) => own.has(clause));
};
const limitsOf = ({ limits }: typeof forge) =>
  limits.map(({ name, value, unit, document }) => `${name}: ${value} ${unit} (${document})`);

describe('the contract of Expo SecureStore', () => {
  it('promises nothing of the web, and the keychain on iOS alone', () => {
    expect(ownInForce('expo-secure-store', 'web')).to.deep.equal([]);
    expect(ownInForce('expo-secure-store', 'ios')).to.include('ios-keychain-used');
    expect(ownInForce('expo-secure-store', 'android')).not.to.include('ios-keychain-used');
  });

  it('gives null for a missing key, and for one whose biometry has changed', () => {
    const end = { end: 'resolved', value: 'null' };
    for (const id of ['missing-key-gives-null', 'changed-biometry-invalidates'])
      expect(expo.clauses.find((clause) => clause.id === id)?.expected, id).to.deep.equal(end);
  });

  it('names every class of accessibility, and the default', () => {
    const { text } = expo.clauses.find(({ id }) => id === 'ios-accessible-configurable')!;
    for (const name of [
      'WHEN_UNLOCKED',
      'AFTER_FIRST_UNLOCK',
      'ALWAYS',
      'WHEN_UNLOCKED_THIS_DEVICE_ONLY',
      'WHEN_PASSCODE_SET_THIS_DEVICE_ONLY',
      'AFTER_FIRST_UNLOCK_THIS_DEVICE_ONLY',
      'ALWAYS_THIS_DEVICE_ONLY',
    ])
      expect(text).to.match(new RegExp(`\\b${name}\\b`));
  });

  it('has what newer versions brought from them on', () => {
    const phone = (version: string) => ownInForce('expo-secure-store', 'ios', version);
    expect(phone('12.0.0')).not.to.include('authenticated-value-prompts');
    expect(phone('12.5.0')).to.include.members(['authenticated-value-prompts', 'blocking-calls-exist']);
    expect(phone('12.5.0')).not.to.include('biometry-can-be-asked-for');
    expect(phone('13.0.0')).to.include('biometry-can-be-asked-for').and.not.include('ios-access-group');
    expect(phone('14.2.0')).to.include('ios-access-group');
  });

  it('warns of values above 2,048 bytes until 55.0.0', () => {
    expect(limitsOf(expo)).to.deep.equal([
      'value that is warned of, before 55.0.0: 2048 bytes (expo-secure-store: change log)',
    ]);
    expect(ownInForce('expo-secure-store', 'ios', '54.0.0')).to.include('size-is-warned-of');
    expect(ownInForce('expo-secure-store', 'ios', '57.0.4'))
      .to.include('size-is-not-warned-of')
      .and.not.include('size-is-warned-of');
  });
});

describe('the contract of Forge', () => {
  it('is in force nowhere yet: no target is a server', () => {
    for (const target of ['web', 'android', 'ios'] as const)
      expect(ownInForce('forge-encrypted-storage', target)).to.deep.equal([]);
  });

  it('has the figures of both documents, each with its own', () => {
    const older = 'Forge: Encrypting stored data';
    const newer = 'Forge: limits of the Key-Value Store, 2025-12';
    expect(limitsOf(forge)).to.deep.equal([
      `value: 131072 bytes (${older})`,
      `value: 245760 bytes (${newer})`,
      `key: 500 bytes (${older})`,
      `key: 500 characters (${newer})`,
      `depth of a value: 31 levels (${newer})`,
    ]);
    const texts = forge.clauses.map(({ text, document }) => `${text} (${document})`);
    expect(texts).to.include(`A value may have 128 KiB as JSON. (${older})`);
    expect(texts).to.include(`A value may have 240 KiB. (${newer})`);
  });

  it('gives undefined for a missing key, and removes one with success', () => {
    const expected = (id: string) => forge.clauses.find((clause) => clause.id === id)?.expected;
    expect(expected('missing-key-gives-undefined')).to.deep.equal({ end: 'resolved', value: 'undefined' });
    expect(expected('delete-succeeds-always')).to.deep.equal({ end: 'resolved', value: 'any' });
  });

  it('has a clause for every documented code', () => {
    const codes = forge.clauses.filter(({ id }) => id.startsWith('error-')).map(({ text }) => text);
    expect(codes.map((text) => /code (\w+)\.$/.exec(text)?.[1])).to.deep.equal([
      'KEY_TOO_SHORT',
      'KEY_TOO_LONG',
      'INVALID_KEY',
      'NOT_FOUND',
      'MAX_SIZE',
      'MAX_DEPTH',
      'RATE_LIMIT_EXCEEDED',
    ]);
  });
});
