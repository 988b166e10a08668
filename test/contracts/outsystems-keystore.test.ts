import { expect } from 'chai';
import { clausesInForce, findContract, resolveContract } from '../../src/contracts/registry.js';
import type { Target } from '../../src/terms.js';

/** The table of the reference, as it is written there. */
const documentedCodes: readonly [code: string, platform: string, message: string][] = [
  ['OS-PLUG-KSTR-0001', 'iOS', 'Some of the arguments are not valid.'],
  ['OS-PLUG-KSTR-0002', 'iOS', 'Function or operation not implemented.'],
  ['OS-PLUG-KSTR-0003', 'iOS', 'One or more parameters passed to a function are not valid.'],
  ['OS-PLUG-KSTR-0004', 'iOS', 'Failed to allocate memory.'],
  ['OS-PLUG-KSTR-0005', 'iOS', 'No Keychain is available. A restart may be needed.'],
  ['OS-PLUG-KSTR-0006', 'iOS', 'The specified item already exists in the Keychain.'],
  ['OS-PLUG-KSTR-0007', 'iOS', 'The specified item could not be found in the Keychain.'],
  ['OS-PLUG-KSTR-0008', 'iOS', 'User interaction is currently not allowed.'],
  ['OS-PLUG-KSTR-0009', 'iOS', 'Unable to decode the provided data.'],
  ['OS-PLUG-KSTR-0010', 'iOS', 'The user name or passphrase you entered is not correct.'],
  ['OS-PLUG-KSTR-0011', 'iOS', 'An error just occurred.'],
  ['OS-PLUG-KSTR-00012', 'Android', 'Key does not exist.'],
  ['OS-PLUG-KSTR-0013', 'Android', 'Failed to authenticate user.'],
  ['OS-PLUG-KSTR-0014', 'Android', 'Device is not secure.'],
  ['OS-PLUG-KSTR-0015', 'Android', 'There was an error accessing the KeyStore.'],
  ['OS-PLUG-KSTR-0016', 'Web', 'Cordova is not defined.'],
  ['OS-PLUG-KSTR-0017', 'iOS, Android', 'Key Store Plugin is unavailable.'],
  [
    'OS-PLUG-KSTR-0018',
    'Web',
    'Not running on device. Will fallback to browser local storage but unencrypted.',
  ],
];
const platformsOf: Readonly<Record<string, readonly Target[]>> = {
  iOS: ['ios'],
  Android: ['android'],
  Web: ['web'],
  'iOS, Android': ['android', 'ios'],
};

const own = findContract('outsystems-keystore')!;
const clause = (id: string) => own.clauses.find((each) => each.id === id);
const inForce = (target: Target, asked?: string): string[] => {
  const { contract, version } = resolveContract('outsystems-keystore', asked)!;
  return clausesInForce(contract, { target, version }).map(({ id }) => id);
};
const parameters = (action: string, side: 'inputs' | 'outputs') =>
  own.actions.find(({ name }) => name === action)?.[side].map(({ name, type }) => [name, type]);

describe('the error codes of OutSystems', () => {
  it('are those of the reference, in its order', () => {
    expect(own.errors.map(({ code }) => code)).to.deep.equal(documentedCodes.map(([code]) => code));
  });

  for (const [code, platform, message] of documentedCodes) {
    const number = code.slice(-4);

    it(`${code} has its message and its platform`, () => {
      const error = own.errors.find((each) => each.code === code);
      expect(error?.message).to.equal(message);
      expect(error?.targets).to.deep.equal(platformsOf[platform]);
    });

    it(`${code} has a clause that quotes it, on its platform alone`, () => {
      expect(clause(`error-${number}`)?.text).to.equal(`${code} says: ${message}`);
      for (const target of ['web', 'android', 'ios'] as const) {
        expect(inForce(target).includes(`error-${number}`)).to.equal(
          platformsOf[platform]?.includes(target),
          target,
        );
      }
    });
  }

  it('accept code 12 with four digits as well, and no other in two ways', () => {
    const spelled = own.errors.filter(({ spellings }) => spellings !== undefined);
    expect(spelled.map(({ code, spellings }) => [code, spellings])).to.deep.equal([
      ['OS-PLUG-KSTR-00012', ['OS-PLUG-KSTR-0012']],
    ]);
  });

  it('have each at least one cause, and documented ones only where the message tells them', () => {
    for (const { code, causes } of own.errors) expect(causes, code).to.not.be.empty;
    const documented = own.errors.flatMap(({ code, causes }) =>
      causes.filter(({ source }) => source === 'documented').map(({ cause }) => [code, cause]),
    );
    expect(documented).to.deep.equal([
      ['OS-PLUG-KSTR-0007', 'missing key'],
      ['OS-PLUG-KSTR-0010', 'failed authentication'],
      ['OS-PLUG-KSTR-00012', 'missing key'],
      ['OS-PLUG-KSTR-0013', 'failed authentication'],
      ['OS-PLUG-KSTR-0014', 'device not secure'],
      ['OS-PLUG-KSTR-0017', 'plugin unavailable'],
      ['OS-PLUG-KSTR-0018', 'not on a device'],
    ]);
  });
});

describe('the client actions of OutSystems', () => {
  it('are four, each an operation', () => {
    expect(own.actions.map(({ name, operation }) => [name, operation])).to.deep.equal([
      ['CheckKeyStorePlugin', 'available'],
      ['GetValue', 'get'],
      ['SetValue', 'set'],
      ['RemoveKey', 'remove'],
    ]);
  });

  it('take what the reference lists', () => {
    expect(parameters('CheckKeyStorePlugin', 'inputs')).to.deep.equal([]);
    expect(parameters('GetValue', 'inputs')).to.deep.equal([
      ['Store', 'Text'],
      ['Key', 'Text'],
    ]);
    expect(parameters('SetValue', 'inputs')).to.deep.equal([
      ['Store', 'Text'],
      ['Key', 'Text'],
      ['Value', 'Text'],
      ['KeyAuthentication', 'Boolean'],
    ]);
    expect(parameters('RemoveKey', 'inputs')).to.deep.equal([
      ['Store', 'Text'],
      ['Key', 'Text'],
    ]);
  });

  it('give what the reference lists', () => {
    expect(parameters('CheckKeyStorePlugin', 'outputs')).to.deep.equal([
      ['IsAvailable', 'Boolean'],
      ['Error', 'Error'],
    ]);
    expect(parameters('GetValue', 'outputs')).to.deep.equal([
      ['Value', 'Text'],
      ['Success', 'Boolean'],
      ['Error', 'Error'],
    ]);
    for (const action of ['SetValue', 'RemoveKey']) {
      expect(parameters(action, 'outputs')).to.deep.equal([
        ['Success', 'Boolean'],
        ['Error', 'Error'],
      ]);
    }
  });

  it('have one default: no authentication, from 2.3.0 on', () => {
    const defaults = own.actions.flatMap(({ inputs }) =>
      inputs.filter((input) => input.default !== undefined),
    );
    expect(defaults.map(({ name, default: value, since }) => [name, value, since])).to.deep.equal([
      ['KeyAuthentication', 'False', '2.3.0'],
    ]);
  });
});

describe('the contract of OutSystems', () => {
  it('has the preference MigratedKeysAuthentication: False, Android, 2.3.0', () => {
    expect(own.preferences.map(({ description: _, ...rest }) => rest)).to.deep.equal([
      { name: 'MigratedKeysAuthentication', default: 'False', since: '2.3.0', targets: ['android'] },
    ]);
  });

  const migrating = own.clauses.filter(({ id }) => /^migrat/.test(id)).map(({ id }) => id);

  it('promises migration on Android from 2.3.0 on, and nowhere else', () => {
    expect(migrating).to.have.lengthOf(8);
    expect(inForce('android', '2.3.0')).to.include.members(migrating);
    expect(inForce('android', '2.4.0')).to.include.members(migrating);
    for (const [target, version] of [
      ['android', '2.2.0'],
      ['ios', '2.3.0'],
      ['ios', '2.4.0'],
      ['web', '2.4.0'],
    ] as const) {
      for (const id of migrating) expect(inForce(target, version), `${target} ${version}`).to.not.include(id);
    }
  });

  it('migrates from 2.2.0 on', () => {
    expect(clause('migration-oldest')?.text).to.include('2.2.0');
  });

  it('lets authentication be chosen on phones from 2.3.0 on', () => {
    for (const id of [
      'key-authentication-default',
      'key-authentication-asks',
      'authentication-can-be-chosen',
    ]) {
      expect(inForce('android', '2.3.0')).to.include(id);
      expect(inForce('ios', '2.3.0')).to.include(id);
      expect(inForce('android', '2.2.0')).to.not.include(id);
      expect(inForce('ios', '2.2.0')).to.not.include(id);
      expect(inForce('web', '2.4.0')).to.not.include(id);
    }
    expect(clause('key-authentication-default')?.text).to.include('False');
  });

  it('always encrypts on phones, in every version, as a documented promise', () => {
    expect(clause('always-encrypted')).to.include({
      text: 'Secrets are always encrypted.',
      basis: 'documented',
    });
    expect(clause('always-encrypted')?.audits).to.deep.equal(['value-at-rest']);
    for (const version of ['2.2.0', '2.3.0', '2.4.0']) {
      expect(inForce('android', version)).to.include('always-encrypted');
      expect(inForce('ios', version)).to.include('always-encrypted');
      expect(inForce('web', version)).to.not.include('always-encrypted');
    }
  });

  it('says that the web fallback is unencrypted, as a weakness', () => {
    expect(clause('web-fallback-unencrypted')?.basis).to.equal('documented-weakness');
    expect(clause('web-fallback-unencrypted')?.audits).to.deep.equal(['value-at-rest']);
    expect(clause('web-fallback-unencrypted')?.covers).to.deep.equal(['localStorage']);
    expect(inForce('web')).to.include('web-fallback-unencrypted');
    expect(inForce('ios')).to.not.include('web-fallback-unencrypted');
  });

  it('rejects a missing key on both phones, and says nothing of it on the web', () => {
    const expected = (target: Target) => {
      const { contract, version } = resolveContract('outsystems-keystore')!;
      return clausesInForce(contract, { target, version })
        .filter(({ basis, audits }) => basis === 'documented' && audits.includes('get-missing-key'))
        .map((each) => each.expected);
    };
    expect(expected('android')).to.deep.equal([{ end: 'rejected' }]);
    expect(expected('ios')).to.deep.equal([{ end: 'rejected' }]);
    expect(expected('web')).to.deep.equal([]);
  });

  it('rests the empty value on the type of Value', () => {
    const typed = own.clauses.filter(({ audits }) => audits.includes('empty-value'));
    expect(typed.map(({ id, basis }) => [id, basis])).to.deep.equal([
      ['get-value-gives-text', 'typed'],
      ['set-value-takes-text', 'typed'],
    ]);
  });

  it('creates and updates with SetValue, checks with CheckKeyStorePlugin, removes with RemoveKey', () => {
    for (const id of [
      'set-value-creates',
      'set-value-updates',
      'check-verifies-availability',
      'remove-key-removes',
    ]) {
      expect(clause(id)?.basis, id).to.equal('documented');
    }
  });

  it('rests on its two documents alone', () => {
    expect([...new Set(own.clauses.map(({ document }) => document))].sort()).to.deep.equal([
      'OutSystems 11: Key Store plugin',
      'OutSystems 11: KeyStore Plugin reference',
    ]);
  });
});
