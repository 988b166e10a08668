import type { Contract } from './types.js';

/**
 * What the package capacitor-secure-storage-plugin promises from 0.6.2 on, in its README and its typings. Neither knows
 * stores. What they do not say (what a removal of a missing key does) is no clause.
 */

const readme = {
  basis: 'documented',
  document: 'capacitor-secure-storage-plugin README 0.13.0',
  url: 'https://github.com/martinkasa/capacitor-secure-storage-plugin#readme',
} as const;
const typings = {
  basis: 'typed',
  document: 'capacitor-secure-storage-plugin typings 0.13.0',
  url: 'https://github.com/martinkasa/capacitor-secure-storage-plugin',
} as const;
const methods = { ...readme, section: 'Methods' } as const;
const ios = { ...readme, section: 'iOS', targets: ['ios'] } as const;
const android = { ...readme, section: 'Android', targets: ['android'] } as const;
const web = { ...readme, section: 'Web', targets: ['web'] } as const;

const key = { name: 'key', type: 'string', description: 'The key.' } as const;
const done = { name: 'value', type: 'boolean', description: 'True when it succeeded.' } as const;

export const contract: Contract = {
  id: 'capacitor-secure-storage-plugin',
  title: 'capacitor-secure-storage-plugin',
  extends: 'baseline',
  versions: ['0.6.2'],
  actions: [
    {
      name: 'set',
      operation: 'set',
      description: 'Stores a value under a key.',
      inputs: [key, { name: 'value', type: 'string', description: 'The value.' }],
      outputs: [done],
    },
    {
      name: 'get',
      operation: 'get',
      description: 'Gives the value of a key.',
      inputs: [key],
      outputs: [{ name: 'value', type: 'string', description: 'The value.' }],
    },
    {
      name: 'remove',
      operation: 'remove',
      description: 'Removes a key.',
      inputs: [key],
      outputs: [done],
    },
    {
      name: 'keys',
      operation: 'keys',
      description: 'Gives the keys.',
      inputs: [],
      outputs: [{ name: 'value', type: 'string[]', description: 'The keys.' }],
    },
    { name: 'clear', operation: 'clear', description: 'Removes every key.', inputs: [], outputs: [done] },
  ],
  preferences: [],
  errors: [],
  limits: [],
  clauses: [
    {
      id: 'values-stored-securely',
      text: 'Values are stored securely on iOS and Android.',
      ...readme,
      section: 'capacitor-secure-storage-plugin',
      targets: ['android', 'ios'],
      audits: ['value-at-rest'],
    },
    {
      id: 'values-are-strings',
      text: 'The values that it stores are strings.',
      ...readme,
      section: 'capacitor-secure-storage-plugin',
      audits: ['empty-value', 'unicode-values', 'control-characters', 'lookalike-values'],
    },
    {
      id: 'missing-key-throws',
      text: 'A get of a key that does not exist throws an Error.',
      ...methods,
      audits: ['get-missing-key'],
      expected: { end: 'rejected' },
    },
    {
      id: 'failure-is-error',
      text: 'What a get of a key that does not exist throws is an Error.',
      ...methods,
      audits: ['error-shape'],
      expected: { end: 'rejected', error: 'Error' },
      operation: 'get',
    },
    {
      id: 'set-gives-true',
      text: 'A set that succeeds gives true, and one that does not throws an error.',
      ...methods,
      audits: ['set-then-get', 'success-shape'],
      expected: { end: 'resolved', value: 'true' },
      operation: 'set',
    },
    {
      id: 'remove-gives-true',
      text: 'A removal that succeeds gives true, and one that does not throws an error.',
      ...methods,
      audits: ['remove-then-get', 'success-shape'],
      expected: { end: 'resolved', value: 'true' },
      operation: 'remove',
    },
    {
      id: 'clear-gives-true',
      text: 'A clearing that succeeds gives true, and one that does not throws an error.',
      ...methods,
      audits: ['store-clear', 'success-shape'],
      expected: { end: 'resolved', value: 'true' },
      operation: 'clear',
    },
    {
      id: 'get-type',
      text: 'A get takes a key that is a string and gives a value that is a string.',
      ...typings,
      section: 'SecureStoragePluginPlugin.get',
      audits: ['success-shape'],
      expected: { end: 'resolved', value: 'text' },
      operation: 'get',
    },
    {
      id: 'set-type',
      text: 'A set takes a key and a value that are strings and gives a boolean.',
      ...typings,
      section: 'SecureStoragePluginPlugin.set',
      audits: ['success-shape'],
      expected: { end: 'resolved', value: 'boolean' },
      operation: 'set',
    },
    {
      id: 'remove-type',
      text: 'A removal takes a key that is a string and gives a boolean.',
      ...typings,
      section: 'SecureStoragePluginPlugin.remove',
      audits: ['success-shape'],
      expected: { end: 'resolved', value: 'boolean' },
      operation: 'remove',
    },
    {
      id: 'clear-type',
      text: 'A clearing gives a boolean.',
      ...typings,
      section: 'SecureStoragePluginPlugin.clear',
      audits: ['success-shape'],
      expected: { end: 'resolved', value: 'boolean' },
      operation: 'clear',
    },
    {
      id: 'keys-type',
      text: 'The keys are given as a list of strings.',
      ...typings,
      section: 'SecureStoragePluginPlugin.keys',
      audits: ['key-listing', 'success-shape'],
      expected: { end: 'resolved', value: 'list' },
      operation: 'keys',
    },
    {
      id: 'ios-keys-since-0-5',
      text: 'On iOS the list of keys holds those that were set with version 0.5.0 or a later one.',
      ...ios,
      audits: [],
      untested: 'Needs a device that can upgrade an app.',
    },
    {
      id: 'ios-values-survive-reinstall',
      text: 'On iOS values are still there after the app was installed anew.',
      ...ios,
      basis: 'documented-weakness',
      audits: ['reinstall-behaviour'],
      afterReinstall: 'kept',
    },
    {
      id: 'android-keystore-used',
      text: 'On Android values are kept by AndroidKeyStore and SharedPreferences.',
      ...android,
      audits: ['value-at-rest'],
    },
    {
      id: 'android-oldest-unencrypted',
      text: 'On Android below API level 18 values are stored as base64 alone.',
      ...android,
      basis: 'documented-weakness',
      audits: [],
      untested: 'Needs a device with an Android older than 4.3.',
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
