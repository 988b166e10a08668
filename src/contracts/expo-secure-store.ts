import type { Contract } from './types.js';

/**
 * What Expo documents of SecureStore: an older page (`Expo.SecureStore.…`) and, from the versions on that brought it,
 * the comments and the change log of the package expo-secure-store. It has no web half, and its documents name no codes
 * of errors. Where the two give different figures, both stand here.
 */

const phones = ['android', 'ios'] as const;
const page = { basis: 'documented', document: 'Expo: SecureStore', targets: phones } as const;
const set = { ...page, section: 'Expo.SecureStore.setItemAsync(key, value, options)' } as const;
const get = { ...page, section: 'Expo.SecureStore.getItemAsync(key, options)' } as const;
const remove = { ...page, section: 'Expo.SecureStore.deleteItemAsync(key, options)' } as const;
const comments = {
  basis: 'documented',
  document: 'expo-secure-store 57.0.4: comments of its typings',
  url: 'https://github.com/expo/expo/tree/main/packages/expo-secure-store',
  targets: phones,
} as const;
const typings = { ...comments, basis: 'typed', document: 'expo-secure-store 57.0.4: typings' } as const;
const options = { ...comments, section: 'SecureStoreOptions' } as const;
const changes = {
  ...comments,
  document: 'expo-secure-store: change log',
  url: 'https://github.com/expo/expo/blob/main/packages/expo-secure-store/CHANGELOG.md',
} as const;

const key = {
  name: 'key',
  type: 'string',
  description: 'The key: letters, digits, ".", "-" and "_".',
} as const;
const service = {
  name: 'keychainService',
  type: 'string',
  description:
    "The item's service on iOS, the alias of the pair of keys on Android: needed again to read the value.",
} as const;
const authenticated = {
  name: 'requireAuthentication',
  type: 'boolean',
  description: 'Whether the user has to authenticate before the value is given.',
  since: '12.5.0',
} as const;

export const contract: Contract = {
  id: 'expo-secure-store',
  title: 'Expo SecureStore',
  extends: 'baseline',
  // 12.5.0 has calls that block, 13.0.0 tells of biometry, 14.2.0 has access groups, 55.0.0 no longer warns of size.
  versions: ['5.0.0', '12.5.0', '13.0.0', '14.2.0', '55.0.0'],
  actions: [
    {
      name: 'isAvailableAsync',
      operation: 'available',
      description: 'Says whether SecureStore can be used on this device.',
      inputs: [],
      outputs: [{ name: 'available', type: 'boolean', description: 'True on Android and iOS alone.' }],
    },
    {
      name: 'setItemAsync',
      operation: 'set',
      description: 'Stores a value under a key.',
      inputs: [
        key,
        { name: 'value', type: 'string', description: 'The value.' },
        service,
        {
          name: 'keychainAccessible',
          type: 'enum',
          description: 'When the keychain gives the item.',
          default: 'WHEN_UNLOCKED',
          targets: ['ios'],
        },
        authenticated,
        {
          name: 'accessGroup',
          type: 'string',
          description: 'The access group of the item.',
          since: '14.2.0',
          targets: ['ios'],
        },
      ],
      outputs: [],
    },
    {
      name: 'getItemAsync',
      operation: 'get',
      description: 'Gives the value of a key.',
      inputs: [key, service, authenticated],
      outputs: [
        { name: 'value', type: 'string | null', description: 'The value; null where there is none.' },
      ],
    },
    {
      name: 'deleteItemAsync',
      operation: 'remove',
      description: 'Deletes the value of a key.',
      inputs: [key, service],
      outputs: [],
    },
  ],
  preferences: [],
  errors: [],
  // No page names a largest value. The package warned above this one, and threw for none.
  limits: [
    {
      name: 'value that is warned of, before 55.0.0',
      value: 2048,
      unit: 'bytes',
      document: changes.document,
      section: '55.0.0',
    },
  ],
  clauses: [
    {
      id: 'pairs-encrypted',
      text: 'Key-value pairs are encrypted and stored securely on the device.',
      ...page,
      section: 'SecureStore',
      audits: ['value-at-rest'],
    },
    {
      id: 'projects-apart',
      text: 'Each project has a storage of its own, and no access to that of another.',
      ...page,
      section: 'SecureStore',
      audits: ['app-isolation'],
    },
    {
      id: 'ios-keychain-used',
      text: 'On iOS values are stored by the keychain services as kSecClassGenericPassword.',
      ...page,
      section: 'SecureStore',
      targets: ['ios'],
      audits: ['value-at-rest'],
    },
    {
      id: 'android-keystore-used',
      text: 'On Android values are stored in SharedPreferences, encrypted with the Keystore of the system.',
      ...page,
      section: 'SecureStore',
      targets: ['android'],
      audits: ['value-at-rest'],
    },
    {
      id: 'key-characters',
      text: 'Keys may hold letters, digits, ".", "-" and "_".',
      ...set,
      audits: ['key-charset'],
    },
    {
      id: 'key-is-string',
      text: 'The key is a string.',
      ...set,
      audits: ['argument-checks'],
    },
    {
      id: 'value-is-string',
      text: 'The value is a string.',
      ...set,
      audits: ['empty-value', 'unicode-values', 'control-characters', 'lookalike-values'],
    },
    {
      id: 'set-rejects-when-not-stored',
      text: 'A set is rejected where the value cannot be stored on the device.',
      ...set,
      audits: ['set-then-get'],
    },
    {
      id: 'get-gives-stored-value',
      text: 'A get gives the value that was stored before.',
      ...get,
      audits: ['set-then-get', 'set-overwrite'],
    },
    {
      id: 'missing-key-gives-null',
      text: 'A get gives null where there is no entry for the key.',
      ...get,
      audits: ['get-missing-key'],
      expected: { end: 'resolved', value: 'null' },
    },
    {
      id: 'get-rejects-on-error',
      text: 'A get is rejected where an error comes up while the value is read.',
      ...get,
      audits: ['call-settlement'],
    },
    {
      id: 'delete-deletes',
      text: 'A deletion deletes the value of the key.',
      ...remove,
      audits: ['remove-then-get'],
    },
    {
      id: 'delete-rejects-when-not-deleted',
      text: 'A deletion is rejected where the value cannot be deleted.',
      ...remove,
      audits: ['remove-then-get'],
    },
    {
      id: 'service-is-needed-again',
      text: 'What was set with a keychainService is given only with it.',
      ...set,
      audits: ['store-isolation'],
    },
    {
      id: 'ios-accessible-configurable',
      text: 'On iOS the option keychainAccessible sets when the keychain gives an item: WHEN_UNLOCKED, AFTER_FIRST_UNLOCK, ALWAYS, WHEN_UNLOCKED_THIS_DEVICE_ONLY, WHEN_PASSCODE_SET_THIS_DEVICE_ONLY, AFTER_FIRST_UNLOCK_THIS_DEVICE_ONLY or ALWAYS_THIS_DEVICE_ONLY.',
      ...set,
      targets: ['ios'],
      audits: [],
      untested: 'Needs a look into the keychain of an iOS device.',
    },
    {
      id: 'ios-passcode-removed-deletes',
      text: 'On iOS an entry of WHEN_PASSCODE_SET_THIS_DEVICE_ONLY is deleted when the passcode is removed.',
      ...set,
      targets: ['ios'],
      audits: [],
      untested: 'Needs a device whose screen lock can be taken away.',
    },
    {
      id: 'ios-always-is-least-secure',
      text: 'On iOS an entry of ALWAYS can be read while the device is locked.',
      ...set,
      basis: 'documented-weakness',
      targets: ['ios'],
      audits: [],
      untested: 'Needs a device with a screen lock.',
    },
    {
      id: 'ios-accessible-default',
      text: 'On iOS an item is WHEN_UNLOCKED unless another access is set.',
      ...options,
      targets: ['ios'],
      since: '12.5.0',
      audits: [],
      untested: 'Needs a look into the keychain of an iOS device.',
    },
    {
      id: 'available-on-phones-alone',
      text: 'The check of availability says yes on Android and iOS alone.',
      ...comments,
      section: 'isAvailableAsync',
      since: '12.5.0',
      audits: ['plugin-availability'],
    },
    {
      id: 'set-type',
      text: 'A set gives nothing.',
      ...typings,
      section: 'setItemAsync',
      since: '12.5.0',
      audits: ['success-shape'],
      expected: { end: 'resolved', value: 'undefined' },
      operation: 'set',
    },
    {
      id: 'delete-type',
      text: 'A deletion gives nothing.',
      ...typings,
      section: 'deleteItemAsync',
      since: '12.5.0',
      audits: ['success-shape'],
      expected: { end: 'resolved', value: 'undefined' },
      operation: 'remove',
    },
    {
      id: 'authenticated-value-prompts',
      text: 'With requireAuthentication the user has to authenticate before the value is given.',
      ...options,
      since: '12.5.0',
      audits: [],
      untested: 'Needs a device that can answer a prompt.',
    },
    {
      id: 'android-authentication-for-all',
      text: 'On Android requireAuthentication asks the user for every operation.',
      ...options,
      targets: ['android'],
      since: '12.5.0',
      audits: [],
      untested: 'Needs a device that can answer a prompt.',
    },
    {
      id: 'ios-authentication-for-existing',
      text: 'On iOS requireAuthentication asks the user when a value is read or replaced, and not when it is new.',
      ...options,
      targets: ['ios'],
      since: '12.5.0',
      audits: [],
      untested: 'Needs a device that can answer a prompt.',
    },
    {
      id: 'changed-biometry-invalidates',
      text: 'A value that was set with requireAuthentication can no longer be read once the biometry has changed: a get gives null.',
      ...comments,
      section: 'getItemAsync',
      since: '12.5.0',
      audits: [],
      untested: 'Needs a device that can enrol a finger.',
      expected: { end: 'resolved', value: 'null' },
    },
    {
      id: 'blocking-calls-exist',
      text: 'Calls that block set and give a value as well.',
      ...comments,
      section: 'setItem, getItem',
      since: '12.5.0',
      audits: [],
      untested: 'No binding calls them.',
    },
    {
      id: 'biometry-can-be-asked-for',
      text: 'A call says whether a value can be saved with requireAuthentication.',
      ...comments,
      section: 'canUseBiometricAuthentication',
      since: '13.0.0',
      audits: [],
      untested: 'Needs a device that can enrol a finger.',
    },
    {
      id: 'ios-access-group',
      text: 'On iOS the option accessGroup names the group that an entry belongs to.',
      ...options,
      targets: ['ios'],
      since: '14.2.0',
      audits: [],
      untested: 'Needs two apps of one access group.',
    },
    {
      id: 'size-is-warned-of',
      text: 'A value of more than 2,048 bytes is warned of.',
      ...changes,
      section: '55.0.0',
      until: '55.0.0',
      audits: [],
      untested: 'No audit of warnings in this version.',
    },
    {
      id: 'size-is-not-warned-of',
      text: 'No value is warned of for its size.',
      ...changes,
      section: '55.0.0',
      since: '55.0.0',
      audits: [],
      untested: 'No audit of warnings in this version.',
    },
  ],
};
