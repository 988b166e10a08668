import type { Contract } from './types.js';

/**
 * What the package @evva/capacitor-secure-storage-plugin promises from 3.0.1 on, in its README and its typings. The
 * option `group` is no store: it names a group of apps of the iOS keychain, and its README says nothing of it.
 */

const readme = {
  basis: 'documented',
  document: '@evva/capacitor-secure-storage-plugin README 4.0.4',
  url: 'https://github.com/evva-sfw/capacitor-secure-storage-plugin#readme',
} as const;
const typings = {
  basis: 'typed',
  document: '@evva/capacitor-secure-storage-plugin typings 4.0.4',
  url: 'https://github.com/evva-sfw/capacitor-secure-storage-plugin',
} as const;
const introduction = { ...readme, section: 'Capacitor Secure Storage Plugin' } as const;
const example = { ...readme, section: 'Example' } as const;
const web = { ...readme, section: 'Web', targets: ['web'] } as const;

const phones = ['ios', 'android'] as const;
const key = { name: 'key', type: 'string', description: 'The key.' } as const;
const done = { name: 'value', type: 'boolean', description: 'Whether it succeeded.' } as const;
const iosOptions = [
  { name: 'accessibility', type: 'string', description: 'The class of the keychain item.', targets: ['ios'] },
  { name: 'group', type: 'string', description: 'The access group of the keychain.', targets: ['ios'] },
  {
    name: 'isSynchronizable',
    type: 'boolean',
    description: 'Whether the keychain item is synchronised.',
    targets: ['ios'],
  },
] as const;

export const contract: Contract = {
  id: 'evva-capacitor-secure-storage-plugin',
  title: '@evva/capacitor-secure-storage-plugin',
  extends: 'baseline',
  // 3.1.0 says that Android uses EncryptedSharedPreferences.
  versions: ['3.0.1', '3.1.0'],
  actions: [
    {
      name: 'set',
      operation: 'set',
      description: 'Stores a value under a key.',
      inputs: [key, { name: 'value', type: 'string', description: 'The value.' }, ...iosOptions],
      outputs: [done],
    },
    {
      name: 'get',
      operation: 'get',
      description: 'Gives the value of a key.',
      inputs: [key, ...iosOptions],
      outputs: [{ name: 'value', type: 'string', description: 'The value.' }],
    },
    {
      name: 'remove',
      operation: 'remove',
      description: 'Removes a key.',
      inputs: [key, ...iosOptions],
      outputs: [done],
    },
    {
      name: 'keys',
      operation: 'keys',
      description: 'Gives the keys.',
      inputs: iosOptions.slice(0, 2),
      outputs: [{ name: 'value', type: 'string[]', description: 'The keys.' }],
    },
    {
      name: 'clear',
      operation: 'clear',
      description: 'Removes every key.',
      inputs: iosOptions,
      outputs: [done],
    },
  ],
  preferences: [],
  errors: [],
  limits: [],
  clauses: [
    {
      id: 'values-stored-securely',
      text: 'Values are stored securely on iOS and Android.',
      ...introduction,
      targets: phones,
      audits: ['value-at-rest'],
    },
    {
      id: 'values-are-strings',
      text: 'The values that it stores are strings.',
      ...introduction,
      audits: ['empty-value', 'unicode-values', 'control-characters', 'lookalike-values'],
    },
    {
      id: 'ios-oldest',
      text: 'It supports iOS from 15.0 on.',
      ...readme,
      section: 'Compatibility',
      targets: ['ios'],
      audits: [],
      untested: 'Needs a device with iOS 15.0.',
    },
    {
      id: 'android-oldest',
      text: 'It supports Android from API level 29 on.',
      ...readme,
      section: 'Compatibility',
      targets: ['android'],
      audits: [],
      untested: 'Needs a device with Android 10.',
    },
    {
      id: 'missing-key-rejects',
      text: 'A get of a key that does not exist is rejected.',
      ...example,
      audits: ['get-missing-key'],
      expected: { end: 'rejected' },
    },
    {
      id: 'get-type',
      text: 'A get takes a key that is a string and gives a value that is a string.',
      ...typings,
      section: 'SecureStoragePluginInterface.get',
      audits: ['success-shape'],
      expected: { end: 'resolved', value: 'text' },
      operation: 'get',
    },
    {
      id: 'set-type',
      text: 'A set takes a key and a value that are strings and gives a boolean.',
      ...typings,
      section: 'SecureStoragePluginInterface.set',
      audits: ['success-shape'],
      expected: { end: 'resolved', value: 'boolean' },
      operation: 'set',
    },
    {
      id: 'remove-type',
      text: 'A removal takes a key that is a string and gives a boolean.',
      ...typings,
      section: 'SecureStoragePluginInterface.remove',
      audits: ['success-shape'],
      expected: { end: 'resolved', value: 'boolean' },
      operation: 'remove',
    },
    {
      id: 'clear-type',
      text: 'A clearing gives a boolean.',
      ...typings,
      section: 'SecureStoragePluginInterface.clear',
      audits: ['success-shape'],
      expected: { end: 'resolved', value: 'boolean' },
      operation: 'clear',
    },
    {
      id: 'keys-type',
      text: 'The keys are given as a list of strings.',
      ...typings,
      section: 'SecureStoragePluginInterface.keys',
      audits: ['key-listing', 'success-shape'],
      expected: { end: 'resolved', value: 'list' },
      operation: 'keys',
    },
    {
      id: 'ios-keychain-used',
      text: 'On iOS values are kept in the keychain.',
      ...readme,
      section: 'iOS',
      targets: ['ios'],
      audits: ['value-at-rest'],
    },
    {
      id: 'android-keystore-used',
      text: 'On Android values are kept by AndroidKeyStore and SharedPreferences.',
      ...readme,
      document: '@evva/capacitor-secure-storage-plugin README 3.0.1',
      section: 'Android',
      targets: ['android'],
      until: '3.1.0',
      audits: ['value-at-rest'],
    },
    {
      id: 'android-encrypted-preferences-used',
      text: 'On Android values are kept by AndroidKeyStore, SharedPreferences and EncryptedSharedPreferences.',
      ...readme,
      section: 'Android',
      targets: ['android'],
      since: '3.1.0',
      audits: ['value-at-rest'],
    },
    {
      id: 'web-values-unencrypted',
      text: 'On the web there is no secure storage: values are stored in localStorage, in base64.',
      ...web,
      basis: 'documented-weakness',
      covers: ['localStorage'],
      audits: ['value-at-rest'],
    },
    {
      id: 'web-keys-prefixed',
      text: 'On the web keys get a prefix, so that they do not meet other data in localStorage.',
      ...web,
      audits: [],
      untested: 'No audit of other data of the page in this version.',
    },
  ],
};
