import { expect } from 'chai';
import type { Run, RunAudit } from '../../src/result/schema.js';
import { verdictOf } from '../../src/result/verdict.js';
import { green, nothing, red, virtual } from '../report/golden.js';

const run: Run = green.runs[0]!;
const [critical, major] = run.audits as [RunAudit, RunAudit];

function judged(...audits: readonly RunAudit[]) {
  return verdictOf({ ...run, audits: [...audits] });
}

describe('verdictOf', () => {
  for (const [name, result] of Object.entries({ green, red, nothing, virtual })) {
    it(`gives the verdict that stands in the golden result "${name}"`, () => {
      expect(verdictOf(result.runs[0]!)).to.deep.equal(result.runs[0]!.verdict);
    });
  }

  it('is not compatible for a critical finding, whatever else is undecided', () => {
    const verdict = judged(
      { ...critical, outcome: 'fail', failureTitle: 'A value is lost' },
      { ...critical, id: 'call-settlement', outcome: 'inconclusive' },
      { ...major, outcome: 'fail' },
    );
    expect(verdict).to.deep.equal({
      word: 'not compatible',
      reason: '1 critical finding: A value is lost.',
      by: ['set-then-get'],
    });
  });

  it('names three findings and counts the rest', () => {
    const findings = ['a', 'b', 'c', 'd', 'e'].map((id): RunAudit => ({
      ...critical,
      id,
      outcome: 'fail',
      failureTitle: id.toUpperCase(),
    }));
    expect(judged(...findings)).to.deep.equal({
      word: 'not compatible',
      reason: '5 critical findings: A; B; C; and 2 more.',
      by: ['a', 'b', 'c', 'd', 'e'],
    });
  });

  for (const code of ['harness', 'not-chosen', 'platform', 'unstable'] as const) {
    it(`is not known while a critical audit is undecided: ${code}`, () => {
      const open: RunAudit = { ...critical, outcome: 'inconclusive', reason: { code, needs: '' } };
      expect(judged({ ...major, outcome: 'fail' }, open)).to.deep.equal({
        word: 'not known',
        reason: '1 critical audit could not be decided.',
        by: ['set-then-get'],
      });
    });
  }

  it('does not wait for an undecided audit that is not critical', () => {
    expect(judged(critical, { ...major, outcome: 'inconclusive' }).word).to.equal('compatible');
  });

  it('is compatible with findings when none of them is critical, also where a severity was lowered', () => {
    const lowered: RunAudit = { ...critical, id: 'value-at-rest', outcome: 'fail', severity: 'minor' };
    const verdict = judged(critical, lowered, { ...major, outcome: 'fail' });
    expect(verdict.word).to.equal('compatible with findings');
    expect(verdict.by).to.deep.equal(['get-missing-key', 'value-at-rest']);
  });

  it('takes what does not apply and what is only told for no obstacle', () => {
    const verdict = judged(
      critical,
      { ...critical, outcome: 'not-applicable' },
      { ...critical, outcome: 'informative' },
    );
    expect(verdict.word).to.equal('compatible');
  });

  it('is not known where nothing was decided', () => {
    expect(judged().word).to.equal('not known');
    expect(judged({ ...critical, outcome: 'not-applicable' }).word).to.equal('not known');
  });

  it('is not known on a virtual device, finding or not, and says that it is modelled', () => {
    const device = { ...run.device!, kind: 'virtual' as const };
    for (const outcome of ['pass', 'fail'] as const) {
      const verdict = verdictOf({ ...run, device, audits: [{ ...critical, outcome }] });
      expect(verdict.word).to.equal('not known');
      expect(verdict.reason).to.match(/modelled/i);
      expect(verdict.by).to.deep.equal([]);
    }
  });

  it('neither convicts nor acquits by an answer that is not genuine', () => {
    for (const fidelity of ['modelled', 'intercepted', 'unsupported'] as const) {
      for (const outcome of ['pass', 'fail'] as const) {
        expect(judged(critical, { ...critical, id: 'forged', fidelity, outcome })).to.deep.equal({
          word: 'not known',
          reason: '1 critical audit had no genuine answer.',
          by: ['forged'],
        });
      }
      expect(judged(critical, { ...major, fidelity, outcome: 'fail' }).word).to.equal('compatible');
    }
  });

  it('is not known for a run that failed or reached no device, and says why', () => {
    const problem = { code: 'appium-died', message: 'Appium ended.', hint: '' };
    expect(verdictOf({ ...run, status: 'failed', problems: [problem] })).to.deep.equal({
      word: 'not known',
      reason: 'The run failed: Appium ended.',
      by: [],
    });
    expect(verdictOf({ ...run, device: null }).reason).to.equal('No device was reached.');
  });
});
