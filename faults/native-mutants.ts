import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { androidFolder, type NativeFault } from './android.js';
import { auditNativeFaults } from './android-audit.js';
import { mutantsOf, type MutantOutcome, type Mutation, type Table } from './mutants.js';

/**
 * Generated defects of native halves: the operators of the web's mutants around the correct half, under conditions of a
 * phone (faults/android/base/mutant.js).
 */

export type NativeMutant = Omit<NativeFault, 'folder'> & Mutation;

/** What an app meets on a phone and not in a browser. */
const ofPhone = ['upgraded', 'rebooted', 'other-language', 'other-zone', 'clock-back'];

const table: Table = {
  set: {
    drop: [
      ...[
        'always',
        'second',
        'existing',
        'after-remove',
        'empty',
        'huge',
        'non-ascii',
        'key-long',
        'pending',
      ],
      ...['background', 'was-background', 'locked', ...ofPhone],
    ],
    never: ['second', 'background', 'was-background', 'upgraded', 'other-language'],
    refuse: ['existing', 'background', 'was-background', ...ofPhone, 'damaged'],
    'refuse-after': ['existing'],
    truncate: ['always', 'huge'],
    lower: ['always'],
    trim: ['always'],
    'well-formed': ['always'],
    append: ['always', 'second-store'],
    'fold-key': ['always'],
    'cut-key': ['always'],
    'wrong-key': ['pending'],
    'first-store': ['always', 'second'],
    memory: ['always', 'existing', 'key-long', 'background', 'upgraded'],
    'leak-console': ['always', 'existing'],
    'leak-local': ['always', 'second-store'],
    'leak-error': ['existing'],
    crash: ['huge', 'existing', 'background', 'upgraded', 'rebooted', 'other-language'],
  },
  get: {
    drop: ['always', 'restarted', 'pending', 'key-long', 'locked', 'was-background', ...ofPhone],
    never: ['missing', 'pending', 'background', 'was-background', 'upgraded', 'rebooted'],
    refuse: ['restarted', 'empty', 'was-background', ...ofPhone],
    truncate: ['huge', 'restarted', 'upgraded', 'rebooted'],
    lower: ['other-language'],
    'default-text': ['always'],
    sentence: ['damaged', 'locked'],
    'empty-answer': ['always'],
    swallow: ['always'],
    neighbour: ['missing', 'restarted', 'locked', 'upgraded'],
    stale: ['always'],
    remembered: ['after-remove', 'after-clear'],
    swapped: ['always', 'pending'],
    'fold-key': ['always'],
    'first-store': ['always', 'pending'],
    'leak-console': ['always', 'restarted'],
    'leak-local': ['restarted'],
    crash: ['missing', 'restarted', 'damaged', 'locked', 'upgraded', 'rebooted', 'other-language'],
  },
  remove: {
    drop: ['always', 'second', 'key-long'],
    never: ['missing'],
    refuse: ['always'],
    'take-store': ['existing'],
    'take-prefix': ['always'],
    'fold-key': ['always'],
    hidden: ['always'],
    'blank-out': ['always'],
    crash: ['missing'],
  },
  keys: {
    drop: ['always', 'after-remove'],
    never: ['always', 'empty-store'],
    'list-skip': ['always'],
    'list-text': ['always'],
    'list-split': ['always'],
    'list-ghost': ['always'],
    'first-store': ['always'],
    crash: ['empty-store'],
  },
  clear: {
    drop: ['always', 'second-store'],
    never: ['empty-store'],
    refuse: ['empty-store'],
    'take-all': ['always'],
    'leave-one': ['always'],
    hidden: ['always'],
    'first-store': ['always'],
  },
};

/** Every mutant of native halves, always in the same order. */
export function nativeMutants(): NativeMutant[] {
  return mutantsOf(table, 'native-', () => ({}));
}

/** Writes a mutant's native half into a folder below this one, and gives what is audited. */
export function writeMutant(mutant: NativeMutant, below: string): NativeFault {
  const { id, operator, operation, condition } = mutant;
  const folder = path.join(below, id);
  const library = pathToFileURL(path.join(androidFolder, 'base', 'mutant.js')).href;
  const call = [operator, operation, condition].map((word) => `'${word}'`).join(', ');
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'package.json'), '{"type":"module"}\n');
  writeFileSync(
    path.join(folder, 'index.js'),
    `import { mutant } from '${library}';\n\nexport default mutant(${call});\n`,
  );
  return { ...mutant, folder };
}

/** Scenarios in which a condition comes about. */
const scenariosOfCondition: Readonly<Record<string, readonly string[]>> = {
  locked: ['locked'],
  background: ['background'],
  'was-background': ['background'],
  upgraded: ['upgrade'],
  rebooted: ['reboot'],
  'other-language': ['locale'],
  'other-zone': ['clock'],
  'clock-back': ['clock'],
  damaged: ['damage', 'backup'],
  restarted: ['restart'],
};

/** Those that ask for nothing but the page, and tell most of what there is to tell. */
const quick = [
  ...[
    'keys',
    'clear',
    'overwrite',
    'every-call',
    'get-missing-key',
    'key-vectors',
    'value-vectors',
    'value-size',
  ],
  ...['parallel-gets', 'parallel-sets', 'store-isolation', 'empty-value'],
];

/**
 * Audits mutants of native halves, first in the scenarios that bring their condition about, then, where nothing noticed
 * them, in all. `tell` hears how far it got.
 */
export async function auditNativeMutants(
  some: readonly NativeMutant[],
  { whole, tell }: { readonly whole: boolean; readonly tell: (line: string) => void },
): Promise<MutantOutcome[]> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'faults-native-'));
  const audit = async (mutants: readonly NativeMutant[], all: boolean): Promise<MutantOutcome[]> => {
    const faults = mutants.map((mutant) => ({
      ...writeMutant(mutant, folder),
      scenarios: scenariosOfCondition[mutant.condition] ?? quick,
    }));
    const outcomes = await auditNativeFaults(faults, {
      whole: all,
      onDone: (done) => tell(`in ${all ? 'all' : 'some'} scenarios: ${done} of ${mutants.length}`),
    });
    return outcomes.map(({ fault, noticed }) => ({ id: fault, noticed, by: 'device' }));
  };
  try {
    const first = whole ? [] : await audit(some, false);
    const left = some.filter(
      ({ id }) => !first.some((mutant) => mutant.id === id && mutant.noticed.length > 0),
    );
    const second = left.length === 0 ? [] : await audit(left, true);
    return some.map(({ id }) => [...second, ...first].find((outcome) => outcome.id === id)!);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
