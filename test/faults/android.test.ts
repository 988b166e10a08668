import { expect } from 'chai';
import { androidFaults } from '../../faults/android.js';
import { auditNativeFaults } from '../../faults/android-audit.js';
import type { FaultOutcome } from '../../faults/audit.js';

/** For one native half, in milliseconds; the machine may be busy. */
const limitMs = 150_000;

/** Some of every kind; all of them take longer than a suite may, `npm run faults -- android` audits them. */
const inSuite = ['locked-means-missing'];

describe('planted faults of native halves', function () {
  const faults = androidFaults().filter(({ id }) => inSuite.includes(id));
  const outcomes = new Map<string, FaultOutcome>();

  before(async function () {
    this.timeout(faults.length * limitMs);
    for (const outcome of await auditNativeFaults(faults)) outcomes.set(outcome.fault, outcome);
  });

  for (const { id, title, correct, mustNotice } of faults) {
    const promised = correct === true ? 'raises no alarm' : `is noticed by ${mustNotice.join(', ')} alone`;
    it(`${id}: "${title}" ${promised}`, () => {
      const { missed, falseAlarms, told } = outcomes.get(id)!;
      expect({ missed, falseAlarms }, told.join('\n')).to.deep.equal({ missed: [], falseAlarms: [] });
    });
  }
});
