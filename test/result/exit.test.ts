import { expect } from 'chai';
import { exitCodeOf, type ExitRules } from '../../src/result/exit.js';
import type { Result, RunAudit } from '../../src/result/schema.js';
import type { Outcome, ReasonCode, Severity } from '../../src/terms.js';
import { empty, green, nothing, red, several } from '../report/golden.js';

const strict: ExitRules = { failOn: 'major', allowInconclusive: false };

function audit(id: string, severity: Severity, outcome: Outcome, code?: ReasonCode): RunAudit {
  const reason = code === undefined ? null : { code, needs: '' };
  return { ...green.runs[0]!.audits[0]!, id, severity, outcome, reason };
}

function resultOf(...audits: readonly RunAudit[]): Result {
  return { ...green, runs: [{ ...green.runs[0]!, audits: [...audits] }] };
}

describe('exitCodeOf', () => {
  it('is 0 where every critical audit was decided and nothing failed', () => {
    expect(exitCodeOf(green, strict)).to.equal(0);
  });

  for (const [severity, codes] of Object.entries({
    critical: { critical: 1, major: 1, minor: 1, never: 0 },
    major: { critical: 0, major: 1, minor: 1, never: 0 },
    minor: { critical: 0, major: 0, minor: 1, never: 0 },
  })) {
    for (const [failOn, code] of Object.entries(codes)) {
      it(`is ${code} for a ${severity} finding with --fail-on ${failOn}`, () => {
        const result = resultOf(audit('a', severity as Severity, 'fail'));
        expect(exitCodeOf(result, { ...strict, failOn: failOn as ExitRules['failOn'] })).to.equal(code);
      });
    }
  }

  it('is 1 rather than 2 where there is ground for both', () => {
    expect(exitCodeOf(red, strict)).to.equal(1);
    expect(exitCodeOf(red, { ...strict, failOn: 'never' })).to.equal(2);
  });

  for (const code of ['harness', 'unstable', 'not-reached'] as const) {
    it(`is 2 for an undecided critical audit that the device can decide: ${code}`, () => {
      const result = resultOf(audit('a', 'critical', 'inconclusive', code));
      expect(exitCodeOf(result, strict)).to.equal(2);
      expect(exitCodeOf(result, { ...strict, allowInconclusive: true })).to.equal(0);
    });
  }

  it('is 2 for an undecided critical audit without a reason', () => {
    expect(exitCodeOf(resultOf(audit('a', 'critical', 'inconclusive')), strict)).to.equal(2);
  });

  for (const code of [
    'not-chosen',
    'ability-missing',
    'would-change-device',
    'needs-person',
    'no-model',
    'own-layer',
    'platform',
    'operation',
  ] as const) {
    it(`is 0 for an undecided critical audit that this device cannot decide: ${code}`, () => {
      expect(exitCodeOf(resultOf(audit('a', 'critical', 'inconclusive', code)), strict)).to.equal(0);
    });
  }

  it('is 0 for an undecided audit that is not critical', () => {
    expect(exitCodeOf(resultOf(audit('a', 'major', 'inconclusive', 'harness')), strict)).to.equal(0);
  });

  it('is 2 for a run that failed, is partial or is missing, whatever may stay undecided', () => {
    const lax: ExitRules = { failOn: 'never', allowInconclusive: true };
    const run = green.runs[0]!;
    expect(exitCodeOf({ ...green, runs: [{ ...run, status: 'failed' }] }, lax)).to.equal(2);
    expect(exitCodeOf({ ...green, runs: [{ ...run, status: 'partial' }] }, lax)).to.equal(2);
    expect(exitCodeOf({ ...green, plan: [run.id, 'another'] }, lax)).to.equal(2);
    expect(exitCodeOf(nothing, lax)).to.equal(2);
    expect(exitCodeOf(empty, lax)).to.equal(2);
    expect(exitCodeOf(several, lax)).to.equal(2);
  });

  describe('an accepted finding', () => {
    const found = resultOf(audit('a', 'critical', 'fail'));
    const accepted = (id: string, until: string): Result => ({
      ...found,
      accepted: [{ id, reason: 'known', until }],
    });

    it('is none as long as it is accepted, to the end of the last day', () => {
      expect(found.finishedAt).to.equal('2026-05-03T14:02:20.450Z');
      expect(exitCodeOf(accepted('a', '2026-05-03'), strict)).to.equal(0);
      expect(exitCodeOf(accepted('a', '2026-05-03T14:02:20.450Z'), strict)).to.equal(0);
    });

    it('counts again after that', () => {
      expect(exitCodeOf(accepted('a', '2026-05-02'), strict)).to.equal(1);
      expect(exitCodeOf(accepted('a', '2026-05-03T14:02:20.449Z'), strict)).to.equal(1);
    });

    it('is covered by no acceptance of another one, nor by one without a date', () => {
      expect(exitCodeOf(accepted('b', '2030-01-01'), strict)).to.equal(1);
      expect(exitCodeOf(accepted('a', 'for ever'), strict)).to.equal(1);
    });
  });
});
