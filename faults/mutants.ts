import { createHash } from 'node:crypto';
import { auditFaults } from './audit.js';
import { auditInModel } from './model.js';
import { base, type Fault, type PlantedFault } from './plugins.js';

/**
 * Generated defects: an operator × an operation × a condition, around the correct store (web/base/mutation.js) or its
 * callbacks (web/base/mutation-api.js). Nobody says which audit has to notice one: some audit has to.
 */

export interface Mutant extends PlantedFault, Mutation {}

/** What is changed, in which operation, and when. */
export interface Mutation {
  readonly operator: string;
  readonly operation: string;
  readonly condition: string;
}

/** Operators that make sense for an operation, and the conditions under which each is tried. */
export type Table = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

const whenWriting = [
  'always',
  'second',
  'second-store',
  'pending',
  'existing',
  'after-clear',
  'after-remove',
];
const ofValues = ['empty', 'long', 'huge', 'non-ascii', 'astral', 'control', 'blank', 'lookalike'];
const ofKeys = ['key-upper', 'key-dotted', 'key-blank', 'key-non-ascii', 'key-long'];

const inStore: Table = {
  set: {
    drop: [...whenWriting, ...ofValues, ...ofKeys, 'fifth', 'crowded'],
    never: ['second', 'pending', 'empty', 'huge'],
    late: ['second'],
    refuse: ['always', 'existing', 'empty', 'non-ascii', 'lookalike', 'second-store', 'after-clear'],
    'refuse-after': ['long', 'existing'],
    swallow: ['always'],
    reload: ['fifth'],
    loop: ['existing'],
    stray: ['second'],
    truncate: ['always', 'long', 'huge', 'non-ascii', 'existing'],
    'drop-last': ['long', 'control', 'key-long'],
    trim: ['always'],
    normalise: ['always'],
    latin: ['always'],
    bytes: ['always', 'astral'],
    'until-nul': ['always'],
    lines: ['always'],
    parse: ['always'],
    lower: ['always', 'lookalike'],
    'well-formed': ['always'],
    'percent-decode': ['always'],
    append: ['always', 'second-store', 'after-remove'],
    boxed: ['always', 'empty'],
    'fold-key': ['always'],
    'trim-key': ['always'],
    'cut-key': ['always'],
    'plain-key': ['always'],
    'normal-key': ['always'],
    'wrong-key': ['second', 'pending', 'key-dotted', 'key-non-ascii'],
    'first-store': ['always', 'second', 'pending'],
    'fold-store': ['always'],
    'cut-store': ['always'],
    memory: ['always', 'second-store', 'long', 'existing', 'empty', 'key-long'],
    'leak-console': ['always', 'second', 'existing'],
    'leak-local': ['always', 'second-store', 'existing'],
    'leak-session': ['always'],
    'leak-cookie': ['always'],
    'leak-hex': ['always'],
    'leak-title': ['always'],
    'leak-address': ['always'],
    'leak-error': ['existing', 'huge', 'second-store'],
  },
  get: {
    drop: [
      'always',
      'second',
      'fifth',
      'pending',
      'crowded',
      'second-store',
      'restarted',
      'after-clear',
      ...ofKeys,
    ],
    never: ['missing', 'pending', 'empty'],
    late: ['fifth'],
    refuse: ['restarted', 'empty', 'long', 'non-ascii', 'pending', 'after-remove'],
    reload: ['missing'],
    loop: ['missing'],
    truncate: ['long', 'huge', 'restarted'],
    trim: ['always'],
    normalise: ['always'],
    latin: ['always'],
    'until-nul': ['always'],
    parse: ['always'],
    'well-formed': ['always'],
    boxed: ['always', 'restarted'],
    nothing: ['always', 'control'],
    null: ['empty'],
    'empty-answer': ['always'],
    'default-text': ['always'],
    neighbour: ['always', 'missing', 'restarted'],
    stale: ['always', 'second-store', 'pending'],
    remembered: ['always', 'after-remove', 'after-clear'],
    swapped: ['always', 'pending', 'crowded', 'missing'],
    'fold-key': ['always'],
    'trim-key': ['always'],
    'cut-key': ['always'],
    'plain-key': ['always'],
    'first-store': ['always', 'second', 'pending', 'missing'],
    'cut-store': ['always'],
    'leak-console': ['always', 'restarted', 'missing'],
    'leak-local': ['always', 'restarted'],
    'leak-session': ['always'],
    'leak-cookie': ['restarted'],
    'leak-warning': ['always'],
    'leak-error': ['second-store'],
  },
  remove: {
    drop: ['always', 'second', 'second-store', 'pending', 'key-upper', 'key-dotted', 'key-long', 'empty'],
    never: ['missing', 'second'],
    refuse: ['always', 'missing'],
    'refuse-after': ['existing'],
    'take-all': ['always', 'missing'],
    'take-store': ['always', 'missing', 'existing'],
    'take-prefix': ['always'],
    'fold-key': ['always'],
    'trim-key': ['always'],
    'cut-key': ['always'],
    'plain-key': ['always'],
    'first-store': ['always'],
    hidden: ['always'],
    'blank-out': ['always', 'existing'],
    'leak-console': ['existing'],
    'leak-local': ['existing'],
    'leak-error': ['existing'],
  },
  keys: {
    drop: ['always', 'second-store', 'after-remove'],
    never: ['always', 'empty-store'],
    refuse: ['always', 'empty-store'],
    'list-skip': ['always', 'second', 'after-remove'],
    'list-twice': ['always'],
    'list-text': ['always'],
    'list-split': ['always'],
    'list-lower': ['always'],
    'list-trim': ['always'],
    'list-all-stores': ['always'],
    'list-encoded': ['always'],
    'list-boxed': ['always'],
    'list-stale': ['always'],
    'list-ghost': ['always'],
    'first-store': ['always', 'second'],
  },
  clear: {
    drop: ['always', 'second', 'second-store', 'pending'],
    never: ['always', 'empty-store'],
    refuse: ['always', 'empty-store', 'after-clear'],
    'refuse-after': ['always'],
    'take-all': ['always', 'second-store', 'empty-store'],
    'first-store': ['always'],
    'leave-one': ['always'],
    hidden: ['always'],
    'fold-store': ['always'],
  },
};

const inCallbacks: Table = {
  open: {
    twice: ['always'],
    'both-ways': ['always'],
    never: ['second'],
    throw: ['second'],
    'as-error': ['second'],
  },
  set: {
    twice: ['always', 'second', 'pending'],
    'both-ways': ['always'],
    'later-again': ['always'],
    'last-caller': ['always'],
    'one-field': ['pending'],
    'as-success': ['always'],
    'as-error': ['second'],
    'error-empty': ['always'],
    'error-text': ['always'],
    'success-boxed': ['always'],
    'success-proxy': ['always'],
    'success-nothing': ['always'],
    throw: ['second', 'pending'],
    'throw-after': ['second'],
  },
  get: {
    twice: ['always', 'pending'],
    'both-ways': ['second'],
    'later-again': ['second'],
    never: ['failing'],
    'last-caller': ['always'],
    'one-field': ['always'],
    'as-success': ['always'],
    'as-success-empty': ['always'],
    'as-error': ['second'],
    'error-empty': ['always'],
    'error-text': ['always'],
    'success-boxed': ['always'],
    'success-proxy': ['always'],
    throw: ['second', 'pending'],
  },
  remove: {
    twice: ['always'],
    never: ['failing'],
    'last-caller': ['always'],
    'as-error': ['always'],
    throw: ['always'],
  },
  keys: { twice: ['always'], 'last-caller': ['always'], 'success-proxy': ['always'], throw: ['always'] },
  clear: { twice: ['always'], 'both-ways': ['always'], throw: ['second'] },
};

/** Every mutant, always in the same order. */
export function mutants(): Mutant[] {
  return [
    ...made(
      inStore,
      '',
      'mutation',
      (call) => `exports.store = function (store) { mutate(store, ${call}); };`,
    ),
    ...made(
      inCallbacks,
      'answer-',
      'mutation-api',
      (call) => `exports.api = function (SecureStorage) { return mutate(SecureStorage, ${call}); };`,
    ),
  ];
}

function made(table: Table, prefix: string, library: string, planted: (call: string) => string): Mutant[] {
  const mutate = base(library).replace('module.exports = ', '');
  return mutantsOf(table, prefix, ({ operator, operation, condition }) => ({
    script: `${mutate}\n${planted([operator, operation, condition].map((word) => `'${word}'`).join(', '))}\n`,
  }));
}

/** A fault for each mutation of a table, in its order, with what `more` makes of the mutation. */
export function mutantsOf<T>(
  table: Table,
  prefix: string,
  more: (mutation: Mutation) => T,
): (Fault & Mutation & T)[] {
  return Object.entries(table).flatMap(([operation, operators]) =>
    Object.entries(operators).flatMap(([operator, conditions]) =>
      conditions.map((condition) => ({
        id: `${prefix}${operator}-${operation}-${condition}`,
        title: `${prefix}${operator} in ${operation}, ${condition}`,
        modelledOn: 'generated',
        mustNotice: [],
        mayNotice: [],
        operator,
        operation,
        condition,
        ...more({ operator, operation, condition }),
      })),
    ),
  );
}

/** `count` of them, the same ones for the same seed. */
export function sample<T extends { readonly id: string }>(
  all: readonly T[],
  count: number,
  seed: string,
): T[] {
  const rank = new Map(all.map(({ id }) => [id, createHash('sha256').update(`${seed} ${id}`).digest('hex')]));
  const drawn = [...all].sort((a, b) => (rank.get(a.id)! < rank.get(b.id)! ? -1 : 1)).slice(0, count);
  return all.filter((mutant) => drawn.includes(mutant));
}

/** Ids of the audits that noticed a mutant, and where it was tried last. */
export interface MutantOutcome {
  readonly id: string;
  readonly noticed: readonly string[];
  readonly by: 'model' | 'browser' | 'device';
}

/**
 * Audits them in a page without a browser, and what that lets pass by the command line in a browser. `tell` hears how far
 * it got.
 */
export async function auditMutants(
  some: readonly Mutant[],
  tell: (line: string) => void = () => undefined,
): Promise<MutantOutcome[]> {
  const modelled = some.filter(({ operator }) => !beyondModel.includes(operator));
  const inModel = await auditInModel(modelled, (done) => {
    if (done % 20 === 0) tell(`without a browser: ${done} of ${modelled.length}`);
  });
  const left = some.filter(({ id }) => (inModel.get(id)?.length ?? 0) === 0);
  const inBrowser = await auditInBrowser(left, tell);
  return some.map(
    ({ id }) =>
      inBrowser.find((outcome) => outcome.id === id) ?? { id, noticed: inModel.get(id)!, by: 'model' },
  );
}

/** Audits them by the command line, each with the whole catalogue. */
export async function auditInBrowser(
  some: readonly Mutant[],
  tell: (line: string) => void = () => undefined,
): Promise<MutantOutcome[]> {
  const outcomes = await auditFaults(some, {
    onDone: (done) => tell(`in a browser: ${done} of ${some.length}`),
  });
  return outcomes.map(({ fault, noticed }) => ({ id: fault, noticed, by: 'browser' }));
}

/** Operators that would stop the process which the model's page is in. */
const beyondModel = ['loop'];
