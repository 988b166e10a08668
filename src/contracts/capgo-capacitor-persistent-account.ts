import type { Contract } from './types.js';

/**
 * What the package @capgo/capacitor-persistent-account promises, in its README and in the comments and types of its
 * typings: one account, no keys and no stores. Neither says anything of the web.
 */

const readme = {
  basis: 'documented',
  document: '@capgo/capacitor-persistent-account README 8.0.36',
  url: 'https://github.com/Cap-go/capacitor-persistent-account#readme',
} as const;
const comments = {
  basis: 'documented',
  document: '@capgo/capacitor-persistent-account typings 8.0.36, comments',
  url: 'https://github.com/Cap-go/capacitor-persistent-account',
} as const;
const typings = {
  ...comments,
  basis: 'typed',
  document: '@capgo/capacitor-persistent-account typings 8.0.36',
} as const;
const read = { ...comments, section: 'readAccount' } as const;
const save = { ...comments, section: 'saveAccount' } as const;
const phones = ['android', 'ios'] as const;

export const contract: Contract = {
  id: 'capgo-capacitor-persistent-account',
  title: '@capgo/capacitor-persistent-account',
  extends: 'baseline',
  versions: ['8.0.0'],
  actions: [
    {
      name: 'saveAccount',
      operation: 'set',
      description: 'Stores the data of the account, over any that was there.',
      inputs: [{ name: 'data', type: 'unknown', description: 'Data of any type that can be serialised.' }],
      outputs: [],
    },
    {
      name: 'readAccount',
      operation: 'get',
      description: 'Gives the data of the account.',
      inputs: [],
      outputs: [
        { name: 'data', type: 'unknown', description: 'The stored data; null where there is none yet.' },
      ],
    },
  ],
  preferences: [],
  errors: [],
  limits: [],
  clauses: [
    {
      id: 'account-stored-securely',
      text: 'The plugin stores the account of a user securely.',
      ...readme,
      section: '@capgo/capacitor-persistent-account',
      audits: ['value-at-rest'],
    },
    {
      id: 'account-survives-reinstall',
      text: 'The account survives that the app is installed anew.',
      ...readme,
      section: 'API',
      targets: phones,
      audits: ['reinstall-behaviour'],
      afterReinstall: 'kept',
    },
    {
      id: 'account-persists',
      text: 'The account persists across sessions of the app.',
      ...readme,
      section: 'API: readAccount()',
      audits: ['restart-persistence'],
    },
    {
      id: 'read-gives-saved-data',
      text: 'A read gives the data that was saved, as data.',
      ...read,
      audits: ['set-then-get'],
    },
    {
      id: 'read-without-account-gives-null',
      text: 'A read before anything was saved gives null as data.',
      ...read,
      audits: [],
      untested: 'An audit of missing keys does not apply where there are no keys.',
      expected: { end: 'resolved', value: 'null' },
    },
    {
      id: 'save-overwrites',
      text: 'A save overwrites the data that was there.',
      ...save,
      audits: ['set-overwrite'],
    },
    {
      id: 'save-takes-any-data',
      text: 'A save takes data of any type that can be serialised.',
      ...save,
      audits: [],
      untested: 'An audit of value types needs keys, which there are none of.',
    },
    {
      id: 'failed-save-throws',
      text: 'A save throws an Error where the data cannot be saved.',
      ...save,
      audits: [],
      untested: 'An audit of value sizes needs keys, which there are none of.',
      expected: { end: 'rejected' },
    },
    {
      id: 'save-type',
      text: 'A save gives nothing.',
      ...typings,
      section: 'saveAccount',
      audits: ['success-shape'],
      expected: { end: 'resolved', value: 'undefined' },
      operation: 'set',
    },
    {
      id: 'ios-keychain-used',
      text: 'On iOS the account is kept in the keychain.',
      ...readme,
      section: 'API',
      targets: ['ios'],
      audits: ['value-at-rest'],
    },
    {
      id: 'android-account-manager-used',
      text: 'On Android the account is kept by the AccountManager.',
      ...readme,
      section: 'API',
      targets: ['android'],
      audits: [],
      untested: 'No audit of where an account is kept in this version.',
    },
  ],
};
