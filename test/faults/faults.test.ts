import { expect } from 'chai';
import { auditFaults, type FaultOutcome } from '../../faults/audit.js';
import { webFaults } from '../../faults/plugins.js';

/** For one plugin, in milliseconds; the machine may be busy. */
const limitMs = 150_000;

/** Some of every area, and correct ones: all of them take longer than a suite may, `npm run faults` audits them. */
const inSuite = ['correct', 'answers-twice', 'keys-cut', 'stores-simplified'];

describe('planted faults', function () {
  const faults = webFaults().filter(({ id }) => inSuite.includes(id));
  const outcomes = new Map<string, FaultOutcome>();

  before(async function () {
    this.timeout(faults.length * limitMs);
    for (const outcome of await auditFaults(faults)) outcomes.set(outcome.fault, outcome);
  });

  for (const { id, title, correct, mustNotice } of faults) {
    const promised = correct === true ? 'raises no alarm' : `is noticed by ${mustNotice.join(', ')} alone`;
    it(`${id}: "${title}" ${promised}`, () => {
      const { missed, falseAlarms, told } = outcomes.get(id)!;
      expect({ missed, falseAlarms }, told.join('\n')).to.deep.equal({ missed: [], falseAlarms: [] });
    });
  }
});
