import type { Contract } from './types.js';

/**
 * What the package @aparajita/capacitor-secure-storage promises from 3.0.0 on, in its README and in the comments and
 * types of its typings. Its prefix is no store: there is one for all calls at a time.
 */

const url = 'https://github.com/aparajita/capacitor-secure-storage#readme';
const readme = {
  basis: 'documented',
  document: '@aparajita/capacitor-secure-storage README 8.0.1',
  url,
} as const;
const comments = {
  basis: 'documented',
  document: '@aparajita/capacitor-secure-storage typings 8.0.1, comments',
  url: 'https://github.com/aparajita/capacitor-secure-storage',
} as const;
const typings = {
  ...comments,
  basis: 'typed',
  document: '@aparajita/capacitor-secure-storage typings 8.0.1',
} as const;
const ios = { ...readme, section: 'iOS', targets: ['ios'] } as const;
const android = { ...readme, section: 'Android', targets: ['android'] } as const;
const errors = { ...comments, section: 'StorageErrorType' } as const;

const key = { name: 'key', type: 'string', description: 'The key.' } as const;
const convertDate = {
  name: 'convertDate',
  type: 'boolean',
  description:
    'Whether dates become text when they are stored, and text of that form a Date when it is read.',
  default: 'true',
} as const;
const sync = {
  name: 'sync',
  type: 'boolean',
  description: 'Whether it is about the iCloud keychain; set for all calls by setSynchronize.',
  targets: ['ios'],
} as const;

export const contract: Contract = {
  id: 'aparajita-capacitor-secure-storage',
  title: '@aparajita/capacitor-secure-storage',
  extends: 'baseline',
  // 3.0.0 gives null for a missing key, 5.0.0 throws a StorageError, 8.0.1 refuses a blank prefix.
  versions: ['3.0.0', '5.0.0', '8.0.1'],
  actions: [
    {
      name: 'set',
      operation: 'set',
      description: 'Stores data under a key; what is not a string becomes JSON first.',
      inputs: [
        key,
        {
          name: 'data',
          type: 'DataType',
          description: 'A string, or anything that JSON can hold, or a Date.',
        },
        convertDate,
        sync,
        {
          name: 'access',
          type: 'KeychainAccess',
          description: 'When the keychain gives the item.',
          default: 'whenUnlocked',
          since: '5.0.0',
          targets: ['ios'],
        },
      ],
      outputs: [],
    },
    {
      name: 'get',
      operation: 'get',
      description: 'Gives the data of a key.',
      inputs: [key, convertDate, sync],
      outputs: [
        { name: 'data', type: 'DataType | null', description: 'The data; null where there is none.' },
      ],
    },
    {
      name: 'remove',
      operation: 'remove',
      description: 'Removes the data of a key.',
      inputs: [key, sync],
      outputs: [{ name: 'existed', type: 'boolean', description: 'Whether there was data under the key.' }],
    },
    {
      name: 'keys',
      operation: 'keys',
      description: 'Gives all keys that have the current prefix, without it.',
      inputs: [sync],
      outputs: [{ name: 'keys', type: 'string[]', description: 'The keys.' }],
    },
    {
      name: 'clear',
      operation: 'clear',
      description: 'Removes everything whose key has the current prefix.',
      inputs: [sync],
      outputs: [],
    },
  ],
  preferences: [],
  errors: [],
  limits: [],
  clauses: [
    {
      id: 'storage-is-secure',
      text: 'Keys and values are stored securely on iOS and Android.',
      ...readme,
      section: 'capacitor-secure-storage',
      targets: ['android', 'ios'],
      audits: ['value-at-rest'],
    },
    {
      id: 'any-json-can-be-stored',
      text: 'Any type of data that JSON knows can be stored.',
      ...readme,
      section: 'capacitor-secure-storage',
      audits: ['value-types'],
      expected: { end: 'resolved', value: 'any' },
    },
    {
      id: 'missing-key-gives-null',
      text: 'A get of a key that does not exist gives null.',
      ...comments,
      section: 'SecureStoragePlugin.get',
      audits: ['get-missing-key'],
      expected: { end: 'resolved', value: 'null' },
    },
    {
      id: 'set-stores-data',
      text: 'A set stores the data under the key.',
      ...comments,
      section: 'SecureStoragePlugin.set',
      audits: ['set-then-get', 'set-overwrite'],
    },
    {
      id: 'set-makes-json',
      text: 'A set of what is not a string stores its JSON.',
      ...comments,
      section: 'SecureStoragePlugin.set',
      audits: ['value-types'],
    },
    {
      id: 'set-type',
      text: 'A set gives nothing.',
      ...typings,
      section: 'SecureStoragePlugin.set',
      audits: ['success-shape'],
      expected: { end: 'resolved', value: 'undefined' },
      operation: 'set',
    },
    {
      id: 'text-of-date-becomes-date',
      text: 'A text that has the form of a date in ISO 8601 is given back as a Date, unless that is turned off.',
      ...comments,
      section: 'SecureStoragePlugin.get',
      basis: 'documented-weakness',
      covers: ['date and time', 'date and time with milliseconds', 'day'],
      audits: ['lookalike-values'],
    },
    {
      id: 'data-may-be-text',
      text: 'The data that is stored and given back may be a string.',
      ...typings,
      section: 'DataType',
      audits: ['empty-value', 'unicode-values', 'control-characters', 'lookalike-values'],
    },
    {
      id: 'remove-tells-existence',
      text: 'A removal gives true when there was data under the key, and false when there was none.',
      ...comments,
      section: 'SecureStoragePlugin.remove',
      audits: ['success-shape'],
      expected: { end: 'resolved', value: 'true' },
      operation: 'remove',
    },
    {
      id: 'remove-missing-succeeds',
      text: 'A removal of a key that does not exist succeeds, with false.',
      ...comments,
      section: 'SecureStoragePlugin.remove',
      audits: ['remove-missing-key'],
      expected: { end: 'resolved', value: 'false' },
    },
    {
      id: 'keys-are-stripped',
      text: 'The list of keys holds all that have the current prefix, without it.',
      ...comments,
      section: 'SecureStoragePlugin.keys',
      audits: ['key-listing'],
    },
    {
      id: 'keys-type',
      text: 'The keys are given as a list of strings.',
      ...typings,
      section: 'SecureStoragePlugin.keys',
      audits: ['key-listing', 'success-shape'],
      expected: { end: 'resolved', value: 'list' },
      operation: 'keys',
    },
    {
      id: 'clear-removes-all',
      text: 'A clearing removes everything whose key has the current prefix.',
      ...comments,
      section: 'SecureStoragePlugin.clear',
      audits: ['store-clear'],
    },
    {
      id: 'clear-type',
      text: 'A clearing gives nothing.',
      ...typings,
      section: 'SecureStoragePlugin.clear',
      audits: ['success-shape'],
      expected: { end: 'resolved', value: 'undefined' },
      operation: 'clear',
    },
    {
      id: 'empty-key-is-refused',
      text: 'A key that is null or empty is refused, with the code missingKey.',
      ...errors,
      audits: [],
      untested: 'The audit of wrong arguments asks that all of them are refused, numbers and objects too.',
      expected: { end: 'rejected' },
    },
    {
      id: 'error-has-code',
      text: 'An error has a code that is the name of a StorageErrorType.',
      ...comments,
      document: '@aparajita/capacitor-secure-storage typings 4.0.0, comments',
      section: 'StorageErrorType',
      until: '5.0.0',
      audits: [],
      untested: 'No audit of the shape of errors in this version.',
    },
    {
      id: 'error-is-storage-error',
      text: 'An error is a StorageError with one of the codes missingKey, invalidData, osError, unknownError and missingPrefix, and with a message.',
      ...errors,
      since: '5.0.0',
      audits: ['error-shape'],
      expected: { end: 'rejected', error: 'Error' },
    },
    {
      id: 'prefix-prevents-clashes',
      text: 'A prefix before the key keeps names from clashing.',
      ...comments,
      section: 'SecureStoragePlugin.setKeyPrefix',
      audits: [],
      untested: 'No binding offers the prefix: there is one for all calls at a time.',
    },
    {
      id: 'prefix-may-be-blank',
      text: 'The prefix may be empty.',
      ...comments,
      document: '@aparajita/capacitor-secure-storage typings 7.1.6, comments',
      section: 'SecureStoragePlugin.setKeyPrefix',
      until: '8.0.1',
      audits: [],
      untested: 'No binding offers the prefix: there is one for all calls at a time.',
    },
    {
      id: 'blank-prefix-is-refused',
      text: 'A blank prefix is refused, with the code missingPrefix.',
      ...comments,
      section: 'SecureStoragePlugin.setKeyPrefix',
      since: '8.0.1',
      audits: [],
      untested: 'No binding offers the prefix: there is one for all calls at a time.',
    },
    {
      id: 'ios-values-in-keychain',
      text: 'On iOS data is stored in the encrypted keychain of the system and belongs to the app alone.',
      ...ios,
      audits: ['value-at-rest'],
    },
    {
      id: 'ios-values-survive-removal',
      text: 'On iOS the data stays when the app is deleted.',
      ...ios,
      basis: 'documented-weakness',
      audits: ['reinstall-behaviour'],
      afterReinstall: 'kept',
    },
    {
      id: 'ios-keychains-apart',
      text: 'On iOS the local keychain and that of iCloud hold values of their own under the same key.',
      ...ios,
      section: 'iOS: iCloud Keychain sync',
      audits: [],
      untested: 'Needs a device that is signed in to iCloud.',
    },
    {
      id: 'ios-access-default',
      text: 'On iOS items are accessible while the device is unlocked, unless another access is set.',
      ...comments,
      section: 'KeychainAccess',
      targets: ['ios'],
      since: '5.0.0',
      audits: [],
      untested: 'Needs a look into the keychain of an iOS device.',
    },
    {
      id: 'android-values-encrypted',
      text: 'On Android data is encrypted by AES in GCM mode with a secret key of the Android KeyStore and stored in SharedPreferences.',
      ...android,
      audits: ['value-at-rest'],
    },
    {
      id: 'android-values-leave-with-app',
      text: 'On Android the data is deleted with the app.',
      ...android,
      audits: ['reinstall-behaviour'],
      afterReinstall: 'gone',
    },
    {
      id: 'web-values-unencrypted',
      text: 'On the web data is stored unencrypted in localStorage, for finding mistakes only.',
      ...readme,
      basis: 'documented-weakness',
      section: 'Web',
      targets: ['web'],
      covers: ['localStorage'],
      audits: ['value-at-rest'],
    },
  ],
};
