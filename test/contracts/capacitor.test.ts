import { expect } from 'chai';
import { clausesInForce, findContract, resolveContract } from '../../src/contracts/registry.js';
import type { Target } from '../../src/terms.js';

const ids = [
  'capacitor-secure-storage-plugin',
  'evva-capacitor-secure-storage-plugin',
  'aparajita-capacitor-secure-storage',
  'capgo-capacitor-persistent-account',
];
const own = (id: string) => findContract(id)!;
const clause = (id: string, name: string) => own(id).clauses.find((each) => each.id === name);
const inForce = (id: string, target: Target, asked?: string): string[] => {
  const { contract, version } = resolveContract(id, asked)!;
  return clausesInForce(contract, { target, version }).map((each) => each.id);
};
const grounds = (id: string, audit: string, target: Target = 'web') =>
  own(id).clauses.filter(
    ({ audits, targets }) => audits.includes(audit) && (targets?.includes(target) ?? true),
  );

describe('the contracts of Capacitor plugins', () => {
  for (const id of ids) {
    it(`${id} rests on its README and its typings alone`, () => {
      for (const { document, basis, id: name } of own(id).clauses) {
        expect(document, name).to.match(/(README|typings) \d+\.\d+\.\d+(, comments)?$/);
        if (basis === 'typed') expect(document, name).to.match(/typings \d+\.\d+\.\d+$/);
        if (/README/.test(document)) expect(basis, name).not.to.equal('typed');
      }
      expect(own(id).errors).to.deep.equal([]);
      expect(own(id).preferences).to.deep.equal([]);
    });

    it(`${id} knows no stores`, () => {
      for (const audit of ['store-isolation', 'store-names', 'key-collision'])
        expect(grounds(id, audit)).to.deep.equal([]);
    });
  }

  for (const id of ids.slice(0, 3)) {
    it(`${id} says that its web half keeps readable values, as a weakness of the web alone`, () => {
      const weak = clause(id, 'web-values-unencrypted');
      expect(weak).to.deep.include({
        basis: 'documented-weakness',
        section: 'Web',
        targets: ['web'],
        covers: ['localStorage'],
        audits: ['value-at-rest'],
      });
      expect(grounds(id, 'value-at-rest').map((each) => each.id)).to.deep.equal(['web-values-unencrypted']);
    });

    it(`${id} has the five operations`, () => {
      expect(own(id).actions.map(({ operation }) => operation)).to.deep.equal([
        'set',
        'get',
        'remove',
        'keys',
        'clear',
      ]);
    });
  }

  it('say how a missing key reads: refused by two of them, null by the third', () => {
    const ends = ids.map((id) => grounds(id, 'get-missing-key').map(({ expected }) => expected));
    expect(ends).to.deep.equal([
      [{ end: 'rejected' }],
      [{ end: 'rejected' }],
      [{ end: 'resolved', value: 'null' }],
      [],
    ]);
  });

  it('promise an Error where the document says so, and nothing where it does not', () => {
    const promised = ids.map((id) => grounds(id, 'error-shape').map((each) => each.id));
    expect(promised).to.deep.equal([['failure-is-error'], [], ['error-is-storage-error'], []]);
  });
});

describe('the contract of capacitor-secure-storage-plugin', () => {
  const id = 'capacitor-secure-storage-plugin';

  it('says nothing of the removal of a missing key', () => {
    expect(grounds(id, 'remove-missing-key')).to.deep.equal([]);
  });

  it('admits base64 on old Androids, as a weakness', () => {
    expect(clause(id, 'android-oldest-unencrypted')?.basis).to.equal('documented-weakness');
    expect(inForce(id, 'web')).not.to.include('android-oldest-unencrypted');
  });
});

describe('the contract of @evva/capacitor-secure-storage-plugin', () => {
  it('uses EncryptedSharedPreferences from 3.1.0 on', () => {
    const id = 'evva-capacitor-secure-storage-plugin';
    expect(inForce(id, 'android', '3.0.1')).to.include('android-keystore-used');
    expect(inForce(id, 'android', '3.0.1')).not.to.include('android-encrypted-preferences-used');
    expect(inForce(id, 'android', '4.0.4')).to.include('android-encrypted-preferences-used');
    expect(inForce(id, 'android', '4.0.4')).not.to.include('android-keystore-used');
  });
});

describe('the contract of @aparajita/capacitor-secure-storage', () => {
  const id = 'aparajita-capacitor-secure-storage';

  it('tells by a boolean whether a removed key was there', () => {
    expect(clause(id, 'remove-tells-existence')?.expected).to.deep.equal({ end: 'resolved', value: 'true' });
    expect(clause(id, 'remove-missing-succeeds')?.expected).to.deep.equal({
      end: 'resolved',
      value: 'false',
    });
  });

  it('allows values of every type that JSON knows', () => {
    expect(clause(id, 'any-json-can-be-stored')?.expected).to.deep.equal({ end: 'resolved', value: 'any' });
    expect(clause(id, 'text-of-date-becomes-date')?.basis).to.equal('documented-weakness');
  });

  it('throws StorageErrors from 5.0.0 on, and refuses a blank prefix from 8.0.1 on', () => {
    expect(inForce(id, 'web', '4.0.0'))
      .to.include('error-has-code')
      .and.not.include('error-is-storage-error');
    expect(inForce(id, 'web', '6.0.1'))
      .to.include('error-is-storage-error')
      .and.not.include('error-has-code');
    expect(inForce(id, 'web', '7.1.6'))
      .to.include('prefix-may-be-blank')
      .and.not.include('blank-prefix-is-refused');
    expect(inForce(id, 'web', '8.0.1'))
      .to.include('blank-prefix-is-refused')
      .and.not.include('prefix-may-be-blank');
  });
});

describe('the contract of @capgo/capacitor-persistent-account', () => {
  const id = 'capgo-capacitor-persistent-account';

  it('has one account: it is saved and read, and that is all', () => {
    expect(own(id).actions.map(({ name, operation }) => [name, operation])).to.deep.equal([
      ['saveAccount', 'set'],
      ['readAccount', 'get'],
    ]);
    for (const { inputs } of own(id).actions) expect(inputs.map(({ name }) => name)).not.to.include('key');
  });

  it('promises security everywhere, since it says nothing of the web', () => {
    expect(grounds(id, 'value-at-rest').map(({ basis }) => basis)).to.deep.equal(['documented']);
    expect(inForce(id, 'web')).to.include('account-stored-securely');
    expect(inForce(id, 'web')).not.to.include('account-survives-reinstall');
  });
});
