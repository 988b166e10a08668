import { compareResults, type Comparison } from '../../src/result/compare.js';
import { mergeResults } from '../../src/result/merge.js';
import type { Pictures } from '../../src/report/html/report.js';
import type { Result } from '../../src/result/schema.js';
import {
  forked,
  green,
  hostile,
  nothing,
  promptPicture,
  red,
  several,
  shipping,
  survey,
  virtual,
} from './golden.js';
import { many } from './many.js';

/** A result and what is told beside it. */
export interface Exhibit {
  readonly result: Result;
  readonly comparison?: Comparison;
  readonly pictures?: Pictures;
}

const accepted: Result = {
  ...red,
  accepted: [
    { id: 'set-then-get', reason: 'Fixed in the next release; nobody uses key "b".', until: '2026-08-31' },
    { id: 'get-missing-key', reason: 'Our app asks for null.', until: '2026-12-31' },
    { id: 'value-at-rest', reason: 'Was for the trial only.', until: '2026-04-30' },
  ],
};

const twoVersions = many({ runs: 6, audits: 40, versions: ['2.2.0', '2.3.0'], virtualEvery: 6 });

/** One of each kind of report that a person may be shown. */
export const gallery: Readonly<Record<string, Exhibit>> = {
  green: { result: green },
  findings: { result: red },
  nothing: { result: nothing },
  virtual: { result: virtual },
  several: { result: several },
  survey: { result: survey },
  forked: { result: forked },
  shipping: { result: shipping, pictures: promptPicture },
  merged: {
    result: mergeResults([
      { name: 'phones', result: twoVersions },
      { name: 'web', result: red },
    ]).result,
  },
  baseline: { result: red, comparison: compareResults(green, red) },
  accepted: { result: accepted },
  hostile: { result: hostile, comparison: compareResults(green, hostile) },
};
