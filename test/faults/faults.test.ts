import { expect } from 'chai';
import { auditFaults, type FaultOutcome } from '../../faults/audit.js';
import { auditInModel } from '../../faults/model.js';
import { webFaults } from '../../faults/plugins.js';

/** For one plugin, in milliseconds; the machine may be busy. */
const limitMs = 150_000;

/** Some of every area, and correct ones: all of them take longer than a suite may, `npm run faults` audits them. */
const inSuite = ['correct', 'answers-twice', 'keys-cut'];

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

describe('a page without a browser, which generated mutants are tried in first', function () {
  this.timeout(60_000);
  const some = ['correct', 'correct-console-lines', 'clear-takes-all', 'keys-fold-case', 'object-in-log'];

  it('notices what a browser does, and nothing else', async () => {
    const faults = webFaults().filter(({ id }) => some.includes(id));
    const noticed = await auditInModel(faults);
    for (const { id, mustNotice, mayNotice } of faults) {
      expect(noticed.get(id), id).to.include.members([...mustNotice]);
      expect([...mustNotice, ...mayNotice], id).to.include.members(noticed.get(id)!);
    }
  });

  it('does not take a page in which nothing can be played for one without defects', async () => {
    const [fault] = webFaults().filter(({ id }) => id === 'correct');
    const broken = { ...fault!, script: 'throw new Error("x");' };
    const error = await auditInModel([broken]).then(
      () => undefined,
      (thrown: Error) => thrown.message,
    );
    expect(error).to.contain('Nothing can be played with correct');
  });
});
