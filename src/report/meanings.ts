import { missingRunsOf } from '../result/findings.js';
import type { Result } from '../result/schema.js';
import type { Fidelity, Outcome, ReasonCode, Severity } from '../terms.js';
import { isAccepted } from './accepted.js';
import {
  documentedAsUnsafe,
  isDocumentedAsUnsafe,
  neededToBeCompatible,
  outcomeWords,
  severityOf,
} from './words.js';

/** What the words of a report mean, for who meets them for the first time. */

export type Word =
  Outcome | ReasonCode | Fidelity | Severity | 'weakness' | 'accepted' | 'not-known' | 'needed';

interface Meaning {
  readonly word: string;
  /** Plain sentences. */
  readonly meaning: string;
  /** What stands for it in `result.json`, where that is another word. */
  readonly code?: string;
}

type Meanings = Readonly<Partial<Record<Word, Meaning>>>;

const ofOutcomes: Readonly<Record<Outcome, string>> = {
  pass: 'What the audit asks for was seen.',
  fail: 'Something was seen that must not be. That is a finding.',
  inconclusive:
    'The audit has no answer. That is neither good nor bad news; the reason stands beside it, and what it would take.',
  'not-applicable':
    'The plugin or the platform has nothing that the audit could look at. No answer is missing.',
  informative:
    'Something worth knowing was seen, and nobody promised anything about it. It is neither good nor bad.',
};

const outcomeMeanings = Object.fromEntries(
  (Object.keys(ofOutcomes) as Outcome[]).map((outcome) => [
    outcome,
    { word: outcomeWords[outcome], meaning: ofOutcomes[outcome], code: outcome },
  ]),
) as Readonly<Record<Outcome, Meaning>>;

export const reasonMeanings: Readonly<Record<ReasonCode, Meaning>> = {
  'not-reached': {
    word: 'not reached',
    meaning:
      'What the audit looks at never came about: the run ended early, or a call that it builds on failed.',
  },
  'not-chosen': { word: 'not chosen', meaning: 'Nobody asked for this audit in this run.' },
  'ability-missing': {
    word: 'ability missing',
    meaning: 'The device cannot do what the audit needs, such as reading the files of an app.',
  },
  'would-change-device': {
    word: 'would change the device',
    meaning:
      'The audit changes the device itself: its screen lock, fingers, clock or language, or restarts it. On a phone that is done only where somebody allows it with --disposable; on emulators it is done at once.',
  },
  harness: {
    word: 'harness',
    meaning: 'The tool that audits had trouble, such as a lost session. It says nothing of the plugin.',
  },
  unstable: {
    word: 'unstable',
    meaning: 'The audit was made more than once and the answers differed, so none of them counts.',
  },
  'needs-person': {
    word: 'needs a person',
    meaning: 'Somebody has to do something by hand, such as touching the sensor.',
  },
  'no-model': {
    word: 'no model',
    meaning: 'A virtual device answered, and its model knows nothing of this part of a phone.',
  },
  'own-layer': {
    word: 'own layer',
    meaning:
      'The answer came from code that keystore-audit put around the plugin to be able to call it. It says nothing of the plugin.',
  },
  platform: { word: 'platform', meaning: 'This platform has no such thing, or shows nothing of it.' },
  operation: { word: 'operation', meaning: 'The plugin has no such operation, such as a list of its keys.' },
  version: { word: 'version', meaning: 'It is about another version of the plugin.' },
};

const fidelityMeanings: Readonly<Record<Fidelity, Meaning>> = {
  genuine: { word: 'genuine', meaning: 'The platform itself did it. Only such answers count for a verdict.' },
  intercepted: {
    word: 'intercepted',
    meaning:
      'A device farm gave the answer in place of the platform, such as a fingerprint that nobody touched. It counts for no verdict.',
  },
  modelled: {
    word: 'modelled',
    meaning:
      'A virtual device answered, a program that imitates a phone. It is there to try things out, says nothing of a phone and counts for no verdict.',
  },
  unsupported: { word: 'unsupported', meaning: 'The device cannot do it, so nothing was seen.' },
};

const severityMeanings: Readonly<Record<Severity, Meaning>> = {
  critical: {
    word: 'critical',
    meaning: 'A secret can be lost, exposed or given to the wrong caller, or the app dies.',
  },
  major: { word: 'major', meaning: 'Something that is documented does not work.' },
  minor: { word: 'minor', meaning: 'It is awkward, or unsafe in a way that the documentation tells of.' },
};

/** The words by what they are about, in the order in which they are explained. */
export const meanings: readonly { readonly title: string; readonly words: Meanings }[] = [
  {
    title: 'How an audit ended',
    words: {
      ...outcomeMeanings,
      weakness: {
        word: documentedAsUnsafe,
        code: 'documented-weakness',
        meaning:
          'A finding. What was seen is unsafe, and the documentation of the plugin says that it is: no promise was broken, and the secret is not safe there.',
      },
      accepted: {
        word: 'accepted',
        meaning:
          'A finding that somebody let through until a day, with a reason. It stays a finding, changes no verdict, and counts again after that day.',
      },
    },
  },
  {
    title: 'Why there is no answer',
    words: {
      ...reasonMeanings,
      needed: {
        word: neededToBeCompatible,
        meaning: 'As long as this audit has no answer, the plugin is not called compatible there.',
      },
      'not-known': {
        word: 'not known',
        meaning:
          'The verdict where an audit that is needed for it has no answer, or where no platform itself answered. It says neither yes nor no.',
      },
    },
  },
  { title: 'Who answered', words: fidelityMeanings },
  { title: 'How bad a finding is', words: severityMeanings },
];

/** The words that a report of this result uses. */
export function wordsIn(result: Result): ReadonlySet<Word> {
  const found = new Set<Word>();
  if (missingRunsOf(result).length > 0) found.add('not-known');
  for (const { verdict, audits } of result.runs) {
    if (verdict.word === 'not known') found.add('not-known');
    for (const audit of audits) {
      found.add(audit.outcome);
      const isUndecided = audit.outcome === 'inconclusive';
      if (audit.reason !== null && (isUndecided || audit.outcome === 'not-applicable'))
        found.add(audit.reason.code);
      if (isUndecided && audit.severity === 'critical') found.add('needed');
      if (!isUndecided && audit.outcome !== 'not-applicable') found.add(audit.fidelity);
      const severity = severityOf(audit);
      if (severity === undefined) continue;
      found.add(severity);
      if (isDocumentedAsUnsafe(audit)) found.add('weakness');
      if (isAccepted(result, audit)) found.add('accepted');
    }
  }
  return found;
}
