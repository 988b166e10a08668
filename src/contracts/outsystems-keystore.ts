import type { Clause, Contract, DocumentedError, ErrorCause } from './types.js';

/**
 * What OutSystems 11 documents of its Key Store plugin, on the plugin's page and in its reference.
 * Causes of errors that neither page tells are inferred: they explain a report and judge nothing.
 */

const page = {
  basis: 'documented',
  document: 'OutSystems 11: Key Store plugin',
  url: 'https://github.com/OutSystems/docs-product/blob/0b4d3d41e4d929470356261b7de146d3c8c805e9/src/extensibility-and-integration/mobile-plugins/keystore-plugin/intro.md',
} as const;
const reference = { basis: 'documented', document: 'OutSystems 11: KeyStore Plugin reference' } as const;

const phones = ['android', 'ios'] as const;
const introduction = { ...page, section: 'Key Store plugin' } as const;
const functionalities = { ...page, section: 'Plugin functionalities' } as const;
const secrets = { ...page, section: 'Set, get, and remove your secrets' } as const;
const authentication = {
  ...page,
  section: 'Choose if you want authentication to access your secrets',
  targets: phones,
} as const;
const migration = {
  ...page,
  section: 'Migrate the key-value pairs stored in a previous version to a new version of the plugin',
  targets: ['android'],
  since: '2.3.0',
} as const;

const check = { ...reference, section: 'CheckKeyStorePlugin' } as const;
const get = { ...reference, section: 'GetValue' } as const;
const set = { ...reference, section: 'SetValue' } as const;
const remove = { ...reference, section: 'RemoveKey' } as const;
const codes = { ...reference, section: 'Error Codes' } as const;

const store = { name: 'Store', type: 'Text', description: 'The name of the store.' } as const;
const key = { name: 'Key', type: 'Text', description: 'The key of the value.' } as const;
const success = {
  name: 'Success',
  type: 'Boolean',
  description: 'Whether the action was successful.',
} as const;
const error = {
  name: 'Error',
  type: 'Error',
  description: 'Details of an error, if there was one.',
} as const;

const documented = (cause: string): ErrorCause => ({ cause, source: 'documented' });
const inferred = (cause: string): ErrorCause => ({ cause, source: 'inferred' });

/** What an OutSystems app calls, and what calls the plugin. */
const actions = 'the client actions of OutSystems';

// A cause is named alike under every code, so that platforms can be compared by it.
const errors: readonly DocumentedError[] = [
  {
    code: 'OS-PLUG-KSTR-0001',
    message: 'Some of the arguments are not valid.',
    targets: ['ios'],
    causes: [inferred('missing or empty argument')],
  },
  {
    code: 'OS-PLUG-KSTR-0002',
    message: 'Function or operation not implemented.',
    targets: ['ios'],
    causes: [inferred('keychain function not implemented')],
  },
  {
    code: 'OS-PLUG-KSTR-0003',
    message: 'One or more parameters passed to a function are not valid.',
    targets: ['ios'],
    causes: [inferred('odd characters or great length of a name')],
  },
  {
    code: 'OS-PLUG-KSTR-0004',
    message: 'Failed to allocate memory.',
    targets: ['ios'],
    causes: [inferred('memory exhausted')],
  },
  {
    code: 'OS-PLUG-KSTR-0005',
    message: 'No Keychain is available. A restart may be needed.',
    targets: ['ios'],
    causes: [inferred('device not unlocked since its start')],
  },
  {
    code: 'OS-PLUG-KSTR-0006',
    message: 'The specified item already exists in the Keychain.',
    targets: ['ios'],
    causes: [inferred('first sets of one key at once')],
  },
  {
    code: 'OS-PLUG-KSTR-0007',
    message: 'The specified item could not be found in the Keychain.',
    targets: ['ios'],
    causes: [documented('missing key'), inferred('clearing of an empty store')],
  },
  {
    code: 'OS-PLUG-KSTR-0008',
    message: 'User interaction is currently not allowed.',
    targets: ['ios'],
    causes: [inferred('device locked')],
  },
  {
    code: 'OS-PLUG-KSTR-0009',
    message: 'Unable to decode the provided data.',
    targets: ['ios'],
    causes: [inferred('damaged data')],
  },
  {
    code: 'OS-PLUG-KSTR-0010',
    message: 'The user name or passphrase you entered is not correct.',
    targets: ['ios'],
    causes: [documented('failed authentication'), inferred('device not secure')],
  },
  {
    code: 'OS-PLUG-KSTR-0011',
    message: 'An error just occurred.',
    targets: ['ios'],
    causes: [inferred('prompt cancelled'), inferred('missing entitlement')],
  },
  {
    // The reference writes it with five digits; elsewhere, and in what the plugin sends, it has four.
    code: 'OS-PLUG-KSTR-00012',
    spellings: ['OS-PLUG-KSTR-0012'],
    message: 'Key does not exist.',
    targets: ['android'],
    causes: [documented('missing key')],
  },
  {
    code: 'OS-PLUG-KSTR-0013',
    message: 'Failed to authenticate user.',
    targets: ['android'],
    causes: [
      documented('failed authentication'),
      inferred('prompt cancelled'),
      inferred('too many failed attempts'),
    ],
  },
  {
    code: 'OS-PLUG-KSTR-0014',
    message: 'Device is not secure.',
    targets: ['android'],
    causes: [documented('device not secure')],
  },
  {
    code: 'OS-PLUG-KSTR-0015',
    message: 'There was an error accessing the KeyStore.',
    targets: ['android'],
    causes: [inferred('damaged data'), inferred('backup restored without its key')],
  },
  {
    code: 'OS-PLUG-KSTR-0016',
    message: 'Cordova is not defined.',
    targets: ['web'],
    causes: [inferred('page without Cordova'), inferred('not on a device')],
    layer: actions,
  },
  {
    code: 'OS-PLUG-KSTR-0017',
    message: 'Key Store Plugin is unavailable.',
    targets: ['android', 'ios'],
    causes: [documented('plugin unavailable')],
    layer: actions,
  },
  {
    code: 'OS-PLUG-KSTR-0018',
    message: 'Not running on device. Will fallback to browser local storage but unencrypted.',
    targets: ['web'],
    causes: [documented('not on a device')],
    layer: actions,
  },
];

/** The clause of one code. Its id has four digits for every code, whatever the document writes. */
function codeClause({ code, message, targets }: DocumentedError): Clause {
  return {
    id: `error-${code.slice(-4)}`,
    text: `${code} says: ${message}`,
    ...codes,
    targets,
    audits: [`error-${code.slice(-4)}`],
  };
}

export const contract: Contract = {
  id: 'outsystems-keystore',
  title: 'OutSystems Key Store plugin',
  extends: 'baseline',
  // 2.2.0 is the oldest that can be migrated from, 2.3.0 brings authentication and migration, 2.4.0 adds no promise.
  versions: ['2.2.0', '2.3.0', '2.4.0'],
  actions: [
    {
      name: 'CheckKeyStorePlugin',
      operation: 'available',
      description: 'Tells whether the plugin is available, or properly installed, in the app.',
      inputs: [],
      outputs: [
        { name: 'IsAvailable', type: 'Boolean', description: 'Whether the plugin is available.' },
        error,
      ],
    },
    {
      name: 'GetValue',
      operation: 'get',
      description: 'Gives the value of a key in a store.',
      inputs: [store, key],
      outputs: [
        { name: 'Value', type: 'Text', description: 'The value of the key in the store.' },
        success,
        error,
      ],
    },
    {
      name: 'SetValue',
      operation: 'set',
      description: 'Creates or updates a key-value pair in a store.',
      inputs: [
        store,
        key,
        { name: 'Value', type: 'Text', description: 'The value to be set.' },
        {
          name: 'KeyAuthentication',
          type: 'Boolean',
          description: 'Whether access to this key-value pair requires an authentication method.',
          default: 'False',
          since: '2.3.0',
        },
      ],
      outputs: [success, error],
    },
    {
      name: 'RemoveKey',
      operation: 'remove',
      description: 'Removes a key-value pair from a store.',
      inputs: [store, key],
      outputs: [success, error],
    },
  ],
  preferences: [
    {
      name: 'MigratedKeysAuthentication',
      default: 'False',
      description: 'The KeyAuthentication that every migrated key-value pair gets.',
      since: '2.3.0',
      targets: ['android'],
    },
  ],
  errors,
  limits: [],
  clauses: [
    {
      id: 'secrets-stored-securely',
      text: 'The plugin lets an app store secrets securely on iOS and Android.',
      ...introduction,
      targets: phones,
      audits: ['value-at-rest'],
    },
    {
      id: 'secrets-of-many-kinds',
      text: 'Secrets are user names, passwords, tokens, certificates or other sensitive information.',
      ...introduction,
      targets: phones,
      audits: ['unicode-values', 'control-characters', 'lookalike-values', 'value-size'],
    },
    {
      id: 'check-tells-at-run-time',
      text: 'CheckKeyStorePlugin tells at run time whether the plugin is available.',
      ...introduction,
      audits: ['plugin-availability'],
    },
    {
      id: 'check-prevents-crash',
      text: 'Asking CheckKeyStorePlugin first keeps the app from crashing where the plugin is missing.',
      ...introduction,
      audits: ['plugin-availability'],
    },
    {
      id: 'secrets-set-got-removed',
      text: 'Secrets can be set, got and removed.',
      ...functionalities,
      audits: ['set-then-get'],
    },
    {
      id: 'authentication-can-be-chosen',
      text: 'From 2.3.0 on, whether access to a secret needs authentication can be chosen.',
      ...functionalities,
      targets: phones,
      since: '2.3.0',
      audits: [],
      untested: 'Needs a device that can answer a prompt.',
    },
    {
      id: 'migration-android-only',
      text: 'From 2.3.0 on, and on Android only, key-value pairs stored by a previous version can be migrated.',
      ...functionalities,
      targets: ['android'],
      since: '2.3.0',
      audits: [],
      untested: 'No audit of migration in this version.',
    },
    {
      id: 'set-pair-can-be-got',
      text: 'After a key-value pair was set, GetValue gives access to it.',
      ...secrets,
      audits: ['set-then-get'],
    },
    {
      id: 'set-pair-can-be-removed',
      text: 'A key-value pair that was created can be removed with RemoveKey.',
      ...secrets,
      audits: ['remove-then-get'],
    },
    {
      // It stands where the page tells of 2.3.0, but what is "always" so is so for every version.
      id: 'always-encrypted',
      text: 'Secrets are always encrypted.',
      ...authentication,
      audits: ['value-at-rest'],
    },
    {
      id: 'key-authentication-default',
      text: 'By default KeyAuthentication is False, and access to the key-value pair requires no authentication.',
      ...authentication,
      since: '2.3.0',
      audits: [],
      untested: 'Needs a device with a screen lock.',
    },
    {
      id: 'key-authentication-asks',
      text: 'With KeyAuthentication True, access to the key-value pair requires an authentication of the user.',
      ...authentication,
      since: '2.3.0',
      audits: [],
      untested: 'Needs a device that can answer a prompt.',
    },
    {
      id: 'key-authentication-follows-lock',
      text: "The method of authentication depends on the device's settings of the lock screen.",
      ...authentication,
      since: '2.3.0',
      audits: [],
      untested: 'Needs a device whose screen lock can be set.',
    },
    {
      id: 'key-authentication-leaves-encryption',
      text: 'Whatever KeyAuthentication is, secrets are encrypted.',
      ...authentication,
      since: '2.3.0',
      audits: [],
      untested: 'Needs a device that can answer a prompt.',
    },
    {
      id: 'migration-keeps-pairs',
      text: 'Key-value pairs stored by a previous version are migrated to the new one.',
      ...migration,
      audits: [],
      untested: 'No audit of migration in this version.',
    },
    {
      id: 'migration-oldest',
      text: 'Migration is possible from 2.2.0 on, and not from before.',
      ...migration,
      audits: [],
      untested: 'No audit of migration in this version.',
    },
    {
      id: 'migrated-keys-authentication-applies',
      text: 'The preference MigratedKeysAuthentication is applied as KeyAuthentication to all migrated key-value pairs.',
      ...migration,
      audits: [],
      untested: 'No audit of migration in this version.',
    },
    {
      id: 'migrated-keys-authentication-default',
      text: 'By default MigratedKeysAuthentication is False, and access to a migrated pair requires no authentication.',
      ...migration,
      audits: [],
      untested: 'No audit of migration in this version.',
    },
    {
      id: 'migrated-keys-authentication-asks',
      text: 'With MigratedKeysAuthentication True, access to a migrated pair requires an authentication of the user.',
      ...migration,
      audits: [],
      untested: 'Needs a device that can upgrade an app and answer a prompt.',
    },
    {
      id: 'migrated-keys-authentication-follows-lock',
      text: "For migrated pairs too, the method of authentication depends on the device's settings of the lock screen.",
      ...migration,
      audits: [],
      untested: 'Needs a device that can upgrade an app and whose screen lock can be set.',
    },
    {
      id: 'migrated-keys-stay-encrypted',
      text: 'Migrated secrets are encrypted, with and without authentication.',
      ...migration,
      audits: [],
      untested: 'No audit of migration in this version.',
    },
    {
      id: 'android-and-ios-compatible',
      text: 'The plugin is compatible with iOS and Android.',
      ...page,
      section: 'Compatibility with operating systems',
      targets: phones,
      audits: ['app-stability'],
    },
    {
      id: 'check-verifies-availability',
      text: 'CheckKeyStorePlugin says with IsAvailable, a Boolean, whether the plugin is available or properly installed.',
      ...check,
      audits: ['plugin-availability'],
    },
    {
      id: 'check-tells-error',
      text: 'CheckKeyStorePlugin gives the details of an error in Error.',
      ...check,
      audits: [],
      untested: 'No audit of the shape of errors in this version.',
    },
    {
      id: 'get-value-gives-value',
      text: 'GetValue gives the value of the given key.',
      ...get,
      audits: ['set-then-get'],
    },
    {
      id: 'get-value-from-its-store',
      text: 'GetValue gives the value that the key has in the given store.',
      ...get,
      audits: ['store-isolation'],
    },
    {
      id: 'get-value-gives-text',
      text: 'The Value that GetValue gives is a Text.',
      ...get,
      basis: 'typed',
      audits: ['empty-value', 'unicode-values', 'control-characters', 'lookalike-values'],
    },
    {
      id: 'get-value-tells-success',
      text: 'GetValue says with Success, a Boolean, whether it was successful.',
      ...get,
      audits: ['call-settlement'],
    },
    {
      id: 'get-value-tells-error',
      text: 'GetValue gives the details of an error in Error.',
      ...get,
      audits: [],
      untested: 'No audit of the shape of errors in this version.',
    },
    {
      id: 'set-value-creates',
      text: 'SetValue creates a key-value pair.',
      ...set,
      audits: ['set-then-get'],
    },
    {
      id: 'set-value-updates',
      text: 'SetValue updates a key-value pair that is there.',
      ...set,
      audits: ['set-overwrite'],
    },
    {
      id: 'set-value-in-its-store',
      text: 'SetValue sets the value in the given store.',
      ...set,
      audits: ['store-isolation'],
    },
    {
      id: 'store-is-text',
      text: 'The Store of an action is a Text.',
      ...reference,
      section: 'Client Actions',
      basis: 'typed',
      audits: ['store-names'],
    },
    {
      id: 'key-is-text',
      text: 'The Key of an action is a Text.',
      ...reference,
      section: 'Client Actions',
      basis: 'typed',
      audits: ['key-charset', 'key-case'],
    },
    {
      id: 'set-value-takes-text',
      text: 'The Value that SetValue takes is a Text.',
      ...set,
      basis: 'typed',
      audits: ['empty-value', 'unicode-values', 'control-characters', 'lookalike-values'],
    },
    {
      id: 'set-value-key-identifies',
      text: 'The key that SetValue is given identifies the value.',
      ...set,
      audits: ['key-collision'],
    },
    {
      id: 'set-value-authentication-per-pair',
      text: 'KeyAuthentication, a Boolean, holds for the one key-value pair that is set.',
      ...set,
      targets: phones,
      since: '2.3.0',
      audits: [],
      untested: 'Needs a device that can answer a prompt.',
    },
    {
      id: 'set-value-tells-success',
      text: 'SetValue says with Success, a Boolean, whether it was successful.',
      ...set,
      audits: ['call-settlement'],
    },
    {
      id: 'set-value-tells-error',
      text: 'SetValue gives the details of an error in Error.',
      ...set,
      audits: [],
      untested: 'No audit of the shape of errors in this version.',
    },
    {
      id: 'remove-key-removes',
      text: 'RemoveKey removes the key-value pair.',
      ...remove,
      audits: ['remove-then-get'],
    },
    {
      id: 'remove-key-from-its-store',
      text: 'RemoveKey removes from the given store.',
      ...remove,
      audits: ['store-isolation'],
    },
    {
      id: 'remove-key-tells-success',
      text: 'RemoveKey says with Success, a Boolean, whether it was successful.',
      ...remove,
      audits: ['call-settlement'],
    },
    {
      id: 'remove-key-tells-error',
      text: 'RemoveKey gives the details of an error in Error.',
      ...remove,
      audits: [],
      untested: 'No audit of the shape of errors in this version.',
    },
    {
      id: 'missing-key-android',
      text: 'On Android, GetValue of a key that does not exist fails.',
      ...codes,
      targets: ['android'],
      audits: ['get-missing-key'],
      expected: { end: 'rejected' },
    },
    {
      id: 'missing-key-ios',
      text: 'On iOS, GetValue of a key that is not in the keychain fails.',
      ...codes,
      targets: ['ios'],
      audits: ['get-missing-key'],
      expected: { end: 'rejected' },
    },
    {
      id: 'failed-authentication-android',
      text: 'On Android an authentication that fails is an error.',
      ...codes,
      targets: ['android'],
      audits: [],
      untested: 'Needs a device that can answer a prompt.',
      expected: { end: 'rejected' },
    },
    {
      id: 'failed-authentication-ios',
      text: 'On iOS a credential that is not correct is an error.',
      ...codes,
      targets: ['ios'],
      audits: [],
      untested: 'Needs a device that can answer a prompt.',
      expected: { end: 'rejected' },
    },
    {
      id: 'device-not-secure-android',
      text: 'On Android a device that is not secure is an error.',
      ...codes,
      targets: ['android'],
      audits: [],
      untested: 'Needs a device whose screen lock can be taken away.',
      expected: { end: 'rejected' },
    },
    {
      id: 'plugin-unavailable-is-error',
      text: 'On iOS and Android it is an error when the plugin is unavailable.',
      ...codes,
      targets: phones,
      audits: ['error-0017'],
      expected: { end: 'rejected' },
    },
    {
      id: 'web-fallback-stores',
      text: "Where the app does not run on a device, the browser's local storage takes the place of the plugin.",
      ...codes,
      targets: ['web'],
      audits: ['set-then-get'],
    },
    {
      id: 'web-fallback-unencrypted',
      text: "Where the app does not run on a device, secrets stand unencrypted in the browser's local storage.",
      ...codes,
      basis: 'documented-weakness',
      covers: ['localStorage'],
      targets: ['web'],
      audits: ['value-at-rest'],
    },
    {
      id: 'only-documented-codes',
      text: 'An error carries one of the documented codes.',
      ...codes,
      audits: ['undocumented-errors'],
    },
    {
      id: 'only-codes-of-platform',
      text: 'An error carries a code that is documented for its platform.',
      ...codes,
      audits: ['error-platform'],
    },
    ...errors.map(codeClause),
  ],
};
