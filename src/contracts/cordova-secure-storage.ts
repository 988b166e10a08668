import type { Contract } from './types.js';

/**
 * What the package cordova-plugin-secure-storage promises from 2.6.0 on, in its README and its code comments.
 * Its tests promise nothing, and what neither says (what a read of a missing key does) is no clause.
 * Its Windows half is left out: no target is Windows. The constructor and `secureDevice` are no operation of ours, so
 * they stand in clauses and not among the actions.
 */

const url = 'https://github.com/crypho/cordova-plugin-secure-storage#readme';
const readme = {
  basis: 'documented',
  document: 'cordova-plugin-secure-storage README 2.6.8 and 3.0.2',
  url,
} as const;
const readmeOf2 = {
  ...readme,
  document: 'cordova-plugin-secure-storage README 2.6.8',
  until: '3.0.0',
} as const;
const readmeOf3 = { ...readme, document: 'cordova-plugin-secure-storage README 3.0.2' } as const;
const source = {
  basis: 'documented',
  document: 'cordova-plugin-secure-storage code comments 2.6.8 and 3.0.2',
  section: 'www/securestorage.js',
  url: 'https://github.com/crypho/cordova-plugin-secure-storage',
} as const;

const introduction = { ...readme, section: 'Introduction' } as const;
const ios = { section: 'iOS', targets: ['ios'] } as const;
const android = { section: 'Android', targets: ['android'] } as const;
const screenLock = {
  ...readme,
  section: 'Users must have a secure screen-lock set.',
  targets: ['android'],
} as const;
const sharing = {
  ...readmeOf3,
  section: 'Sharing data between 2 apps on Android.',
  targets: ['android'],
  since: '3.0.2',
} as const;
const browser = { ...readme, section: 'Browser', targets: ['web'] } as const;

const failure = {
  name: 'error',
  type: 'Error',
  description: 'Given to the failure callback; by convention an Error.',
} as const;
const key = { name: 'key', type: 'string', description: 'The key.' } as const;

export const contract: Contract = {
  id: 'cordova-secure-storage',
  title: 'cordova-plugin-secure-storage',
  extends: 'baseline',
  // 3.0.0 raises the oldest Android, 3.0.2 shares data between apps.
  versions: ['2.6.0', '3.0.0', '3.0.2'],
  actions: [
    {
      name: 'set',
      operation: 'set',
      description: 'Sets a key and its value in the storage.',
      inputs: [key, { name: 'value', type: 'string', description: 'The value.' }],
      outputs: [{ ...key, description: 'Given to the success callback.' }, failure],
    },
    {
      name: 'get',
      operation: 'get',
      description: 'Gets the value of a key from the storage.',
      inputs: [key],
      outputs: [{ name: 'value', type: 'string', description: 'Given to the success callback.' }, failure],
    },
    {
      name: 'remove',
      operation: 'remove',
      description: 'Removes a key from the storage.',
      inputs: [key],
      outputs: [{ ...key, description: 'Given to the success callback.' }, failure],
    },
    {
      name: 'keys',
      operation: 'keys',
      description: 'Gets all keys from the storage.',
      inputs: [],
      outputs: [
        { name: 'keys', type: 'string[]', description: 'Given to the success callback: a list.' },
        failure,
      ],
    },
    {
      name: 'clear',
      operation: 'clear',
      description: 'Clears all keys from the storage.',
      inputs: [],
      outputs: [failure],
    },
  ],
  preferences: [
    {
      name: 'KeychainAccessibility',
      default: 'WhenUnlocked',
      description:
        'When the keychain gives the values: AfterFirstUnlock, AfterFirstUnlockThisDeviceOnly, WhenUnlocked, WhenUnlockedThisDeviceOnly or WhenPasscodeSetThisDeviceOnly (from iOS 8 on).',
      targets: ['ios'],
    },
  ],
  errors: [],
  limits: [],
  clauses: [
    {
      id: 'secrets-stored-securely',
      text: 'The plugin lets an app store secrets securely on iOS and Android.',
      ...introduction,
      targets: ['android', 'ios'],
      audits: ['value-at-rest'],
    },
    {
      id: 'secrets-of-many-kinds',
      text: 'Secrets are user names, passwords, tokens, certificates or other sensitive strings.',
      ...introduction,
      targets: ['android', 'ios'],
      audits: ['unicode-values', 'control-characters', 'lookalike-values', 'value-size'],
    },
    {
      id: 'android-and-ios-supported',
      text: 'Android and iOS are supported.',
      ...readme,
      section: 'Supported platforms',
      targets: ['android', 'ios'],
      audits: ['app-stability'],
    },
    {
      id: 'storage-is-namespaced',
      text: 'A storage is created under a name, and the name is its namespace.',
      ...readme,
      section: 'Create a namespaced storage.',
      audits: ['store-isolation', 'store-names'],
    },
    {
      id: 'creation-is-told',
      text: 'Creating a storage calls the success callback or the failure callback.',
      ...readme,
      section: 'Create a namespaced storage.',
      audits: ['call-settlement'],
    },
    {
      id: 'set-stores-value',
      text: 'A call of set sets the value of a key in the storage.',
      ...readme,
      section: 'Set a key/value in the storage.',
      audits: ['set-then-get', 'set-overwrite'],
    },
    {
      id: 'set-succeeds-with-key',
      text: 'The success callback of set gets the key.',
      ...readme,
      section: 'Set a key/value in the storage.',
      audits: ['success-shape'],
      expected: { end: 'resolved', value: 'key' },
      operation: 'set',
    },
    {
      id: 'keys-are-strings',
      text: 'Keys are strings.',
      ...readme,
      section: 'Set a key/value in the storage.',
      audits: ['key-charset', 'key-case'],
    },
    {
      id: 'values-are-strings',
      text: 'Values are strings.',
      ...readme,
      section: 'Set a key/value in the storage.',
      audits: ['empty-value', 'unicode-values', 'control-characters', 'lookalike-values'],
    },
    {
      id: 'get-gives-value',
      text: 'The success callback of get gets the value of the key.',
      ...readme,
      section: "Get a key's value from the storage.",
      audits: ['set-then-get', 'success-shape'],
      expected: { end: 'resolved', value: 'text' },
      operation: 'get',
    },
    {
      id: 'remove-removes-key',
      text: 'A call of remove removes a key from the storage.',
      ...readme,
      section: 'Remove a key from the storage.',
      audits: ['remove-then-get'],
    },
    {
      id: 'remove-succeeds-with-key',
      text: 'The success callback of remove gets the key.',
      ...readme,
      section: 'Remove a key from the storage.',
      audits: ['success-shape'],
      expected: { end: 'resolved', value: 'key' },
      operation: 'remove',
    },
    {
      id: 'keys-gives-all',
      text: 'A call of keys gets all keys from the storage.',
      ...readme,
      section: 'Get all keys from the storage.',
      audits: ['key-listing'],
    },
    {
      id: 'keys-gives-list',
      text: 'The success callback of keys gets a list.',
      ...readme,
      section: 'Get all keys from the storage.',
      audits: ['key-listing', 'success-shape'],
      expected: { end: 'resolved', value: 'list' },
      operation: 'keys',
    },
    {
      id: 'clear-removes-all',
      text: 'A call of clear clears all keys from the storage.',
      ...readme,
      section: 'Clear all keys from the storage.',
      audits: ['store-clear'],
    },
    {
      id: 'success-is-called-back',
      text: 'An action that succeeds calls the success callback.',
      ...source,
      audits: ['call-settlement'],
    },
    {
      id: 'failure-is-called-back',
      text: 'An action that fails calls the failure callback.',
      ...source,
      audits: ['call-settlement'],
    },
    {
      id: 'failure-is-error',
      text: 'By convention a failure callback always receives a JavaScript Error.',
      ...source,
      audits: ['error-shape'],
      expected: { end: 'rejected', error: 'Error' },
    },
    {
      id: 'available-after-deviceready',
      text: 'A storage can be created once deviceready has fired.',
      ...readme,
      section: 'FAQ',
      audits: [],
      untested: 'No audit of availability in this version.',
    },
    {
      id: 'ios-values-in-keychain',
      text: 'On iOS values are stored in the keychain itself.',
      ...readme,
      ...ios,
      audits: ['value-at-rest'],
    },
    {
      id: 'ios-accessibility-configurable',
      text: 'The preference KeychainAccessibility sets when the keychain gives the values: AfterFirstUnlock, AfterFirstUnlockThisDeviceOnly, WhenUnlocked, WhenUnlockedThisDeviceOnly or WhenPasscodeSetThisDeviceOnly.',
      ...readme,
      ...ios,
      section: 'iOS: Configuration',
      audits: [],
      untested: 'Needs a look into the keychain of an iOS device.',
    },
    {
      id: 'ios-accessibility-default',
      text: 'Without the preference KeychainAccessibility it is WhenUnlocked.',
      ...readme,
      ...ios,
      section: 'iOS: Configuration',
      audits: [],
      untested: 'Needs a look into the keychain of an iOS device.',
    },
    {
      id: 'android-value-encrypted',
      text: 'On Android an AES key encrypts the value.',
      ...readme,
      ...android,
      audits: ['value-at-rest'],
    },
    {
      id: 'android-key-random',
      text: 'On Android the AES key is random and has 256 bits.',
      ...readme,
      ...android,
      audits: [],
      untested: 'The key never leaves the app, so that no audit can see it.',
    },
    {
      id: 'android-key-encrypted',
      text: 'On Android the AES key is itself encrypted with an RSA key of the Android keystore.',
      ...readme,
      ...android,
      audits: [],
      untested: 'Needs a look into the keystore of an Android device.',
    },
    {
      id: 'android-stored-in-preferences',
      text: 'On Android the encrypted key and the encrypted value are stored in SharedPreferences.',
      ...readme,
      ...android,
      audits: [],
      untested: 'No audit of where an encrypted value is stored.',
    },
    {
      id: 'android-get-inverts-set',
      text: 'On Android get goes the inverse way of set.',
      ...readme,
      ...android,
      audits: ['set-then-get'],
    },
    {
      id: 'android-oldest-2',
      text: 'Android is supported from 4.4 (API level 19) on.',
      ...readmeOf2,
      ...android,
      audits: [],
      untested: 'Needs a device with Android 4.4.',
    },
    {
      id: 'android-oldest-3',
      text: 'Android is supported from 5.0 on.',
      ...readmeOf3,
      ...android,
      since: '3.0.0',
      audits: [],
      untested: 'Needs a device with Android 5.0.',
    },
    {
      id: 'android-native-aes-where-there',
      text: 'On Android the AES of the system is used where there is one, elsewhere that of the sjcl library.',
      ...readmeOf2,
      ...android,
      audits: [],
      untested: 'Which code encrypts cannot be seen from outside.',
    },
    {
      id: 'android-native-aes',
      text: 'On Android the AES of the system is used.',
      ...readmeOf3,
      ...android,
      since: '3.0.0',
      audits: [],
      untested: 'Which code encrypts cannot be seen from outside.',
    },
    {
      id: 'android-no-lock-fails',
      text: 'On Android, creating a storage calls the failure callback while the device has no secure screen lock.',
      ...screenLock,
      audits: [],
      untested: 'Needs a device whose screen lock can be taken away.',
      expected: { end: 'rejected' },
    },
    {
      id: 'android-lock-set-later-works',
      text: 'On Android a storage can be created again once a screen lock has been set.',
      ...screenLock,
      audits: [],
      untested: 'Needs a device whose screen lock can be set.',
    },
    {
      id: 'android-secure-device-opens-settings',
      text: 'On Android secureDevice brings up the settings of the screen lock.',
      ...screenLock,
      audits: [],
      untested: 'Needs a device without a screen lock.',
    },
    {
      id: 'android-secure-device-tells',
      text: 'On Android secureDevice calls the success callback where the user has set a screen lock that will do, else the failure callback.',
      ...screenLock,
      audits: [],
      untested: 'Needs a device whose screen lock can be set.',
    },
    {
      id: 'android-lock-change-may-lose',
      text: 'On Android values may be lost when the kind of screen lock is changed.',
      ...readme,
      basis: 'documented-weakness',
      section: 'Android keystore deletion on security setting change',
      targets: ['android'],
      audits: [],
      untested: 'Needs a device whose screen lock can be changed.',
    },
    {
      id: 'android-cache-only',
      text: 'On Android the plugin is meant as a cache of credentials and not as persistent storage.',
      ...readme,
      basis: 'documented-weakness',
      section: 'Android keystore deletion on security setting change',
      targets: ['android'],
      audits: [],
      untested: 'Needs a device whose screen lock can be changed.',
    },
    {
      id: 'android-apps-share',
      text: 'An Android app with the same shared user id reads the values of another under its package name.',
      ...sharing,
      audits: [],
      untested: 'Needs two apps of one shared user id.',
    },
    {
      id: 'android-other-user-id-fails',
      text: "With another shared user id, reading another app's value fails.",
      ...sharing,
      audits: [],
      untested: 'Needs two apps of different shared user ids.',
      expected: { end: 'rejected' },
    },
    {
      id: 'android-removed-app-fails',
      text: "Reading another app's value fails once that app is no longer installed.",
      ...sharing,
      audits: [],
      untested: 'Needs two apps of one shared user id.',
      expected: { end: 'rejected' },
    },
    {
      id: 'browser-supported',
      text: 'The browser platform is supported, as a mock only.',
      ...browser,
      audits: ['set-then-get'],
    },
    {
      id: 'browser-values-unencrypted',
      text: 'In the browser values are stored unencrypted in localStorage.',
      ...browser,
      basis: 'documented-weakness',
      covers: ['localStorage'],
      audits: ['value-at-rest'],
    },
    {
      id: 'browser-keys-unencrypted',
      text: 'In the browser keys are stored unencrypted in localStorage.',
      ...browser,
      basis: 'documented-weakness',
      covers: ['localStorage'],
      audits: ['key-names-at-rest'],
    },
  ],
};
