import type { Clause, Contract } from './types.js';

/**
 * What Forge documents of its encrypted storage: the page of `storage.setSecret` and the newer pages of limits and
 * errors of the key-value store. They give different figures: both stand here, each with its document. Forge keeps
 * secrets on a server. None of our targets is one, so that no clause is in force anywhere yet.
 */

const nowhere = { targets: [] } as const;
const page = { ...nowhere, basis: 'documented', document: 'Forge: Encrypting stored data' } as const;
const introduction = { ...page, section: 'Encrypting stored data' } as const;
const set = { ...page, section: 'storage.setSecret' } as const;
const get = { ...page, section: 'storage.getSecret' } as const;
const remove = { ...page, section: 'storage.deleteSecret' } as const;
const limits = {
  ...nowhere,
  basis: 'documented',
  document: 'Forge: limits of the Key-Value Store, 2025-12',
  section: 'Limits',
} as const;
const errors = {
  ...nowhere,
  basis: 'documented',
  document: 'Forge: errors of the Key-Value Store, 2025-12',
  section: 'Error codes',
} as const;

const noTarget = { audits: [], untested: 'No target is a Forge app in this version.' } as const;

const codes: readonly (readonly [code: string, text: string])[] = [
  ['KEY_TOO_SHORT', 'A key that is too short'],
  ['KEY_TOO_LONG', 'A key that is too long'],
  ['INVALID_KEY', 'A key of other characters'],
  ['NOT_FOUND', 'A key that does not exist'],
  ['MAX_SIZE', 'A value that is too large'],
  ['MAX_DEPTH', 'A value that is nested too deep'],
  ['RATE_LIMIT_EXCEEDED', 'One call too many, with the status 429,'],
];

const key = { name: 'key', type: 'string', description: 'The key.' } as const;
const valueType = 'array | boolean | number | object | string';

export const contract: Contract = {
  id: 'forge-encrypted-storage',
  title: 'Forge encrypted storage',
  extends: 'baseline',
  versions: ['1.0.0'],
  actions: [
    {
      name: 'storage.setSecret',
      operation: 'set',
      description: 'Stores a value under a key, so that it can be read by getSecret alone.',
      inputs: [key, { name: 'value', type: valueType, description: 'The value.' }],
      outputs: [],
    },
    {
      name: 'storage.getSecret',
      operation: 'get',
      description: 'Gives the value that setSecret stored under a key.',
      inputs: [key],
      outputs: [
        {
          name: 'value',
          type: `${valueType} | undefined`,
          description: 'The value; undefined where there is none.',
        },
      ],
    },
    {
      name: 'storage.deleteSecret',
      operation: 'remove',
      description: 'Deletes the value of a key.',
      inputs: [key],
      outputs: [],
    },
  ],
  preferences: [],
  // Their messages are not documented, so that the codes stand in clauses.
  errors: [],
  limits: [
    { name: 'value', value: 128 * 1024, unit: 'bytes', document: set.document, section: set.section },
    { name: 'value', value: 240 * 1024, unit: 'bytes', document: limits.document, section: limits.section },
    { name: 'key', value: 500, unit: 'bytes', document: set.document, section: set.section },
    { name: 'key', value: 500, unit: 'characters', document: limits.document, section: limits.section },
    {
      name: 'depth of a value',
      value: 31,
      unit: 'levels',
      document: limits.document,
      section: limits.section,
    },
  ],
  clauses: [
    {
      id: 'stored-encrypted',
      text: 'Key-value pairs are stored in a secure, encrypted manner.',
      ...introduction,
      ...noTarget,
    },
    {
      id: 'not-queried',
      text: 'What is stored as a secret cannot be found by a query.',
      ...introduction,
      ...noTarget,
    },
    {
      id: 'scope-is-needed',
      text: 'The app needs the scope storage:app.',
      ...introduction,
      ...noTarget,
    },
    {
      id: 'installations-have-limits-of-their-own',
      text: 'Quotas and limits hold for each installation of the app.',
      ...introduction,
      ...noTarget,
    },
    {
      id: 'only-get-secret-reads',
      text: 'A value that was set as a secret can be read by getSecret alone.',
      ...set,
      ...noTarget,
    },
    {
      id: 'value-size-128-kib',
      text: 'A value may have 128 KiB as JSON.',
      ...set,
      ...noTarget,
    },
    {
      id: 'value-size-240-kib',
      text: 'A value may have 240 KiB.',
      ...limits,
      ...noTarget,
    },
    {
      id: 'key-length-500-bytes',
      text: 'A key may have 500 bytes.',
      ...set,
      ...noTarget,
    },
    {
      id: 'key-length-500-characters',
      text: 'A key may have 500 characters.',
      ...limits,
      ...noTarget,
    },
    {
      id: 'key-characters',
      text: 'A key is made of letters, digits, ":", ".", "_", "-", "#" and blanks, and not of blanks alone.',
      ...limits,
      ...noTarget,
    },
    {
      id: 'value-depth',
      text: 'A value may be nested 31 levels deep.',
      ...limits,
      ...noTarget,
    },
    {
      id: 'installations-apart',
      text: 'A key needs no name of the app or of the installation: each has keys of its own.',
      ...set,
      ...noTarget,
    },
    {
      id: 'last-set-is-kept',
      text: 'Of writes that conflict, the last one wins.',
      ...set,
      ...noTarget,
    },
    {
      id: 'value-types',
      text: 'A value is an array, a boolean, a number, an object or a string.',
      ...set,
      basis: 'typed',
      ...noTarget,
    },
    {
      id: 'get-gives-value',
      text: 'A get gives the value that setSecret stored under the key.',
      ...get,
      ...noTarget,
    },
    {
      id: 'missing-key-gives-undefined',
      text: 'A get gives undefined where the key does not exist.',
      ...get,
      ...noTarget,
      expected: { end: 'resolved', value: 'undefined' },
    },
    {
      id: 'delete-succeeds-always',
      text: 'A deletion succeeds whether the key exists or not.',
      ...remove,
      ...noTarget,
      expected: { end: 'resolved', value: 'any' },
    },
    {
      id: 'delete-type',
      text: 'A deletion gives nothing.',
      ...remove,
      basis: 'typed',
      ...noTarget,
      expected: { end: 'resolved', value: 'undefined' },
    },
    ...codes.map(([code, text]): Clause => ({
      id: `error-${code.toLowerCase().replaceAll('_', '-')}`,
      text: `${text} is an error with the code ${code}.`,
      ...errors,
      ...noTarget,
    })),
  ],
};
