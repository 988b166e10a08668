import { expect } from 'chai';
import { androidFaults } from '../../faults/android.js';
import { auditNativeFaults } from '../../faults/android-audit.js';
import type { FaultOutcome } from '../../faults/audit.js';

/** For one native half, in milliseconds; the machine may be busy. */
const limitMs = 150_000;

/** One that only a start brings out, one of each way to change the device, and a correct one in all scenarios. */
const inSuite = [
  'background-forgets',
  'correct',
  'damaged-store-crashes',
  'locked-means-missing',
  'turkish-file-names',
  'upgrade-forgets',
  'value-in-logcat',
];

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
