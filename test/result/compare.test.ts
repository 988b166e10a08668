import { expect } from 'chai';
import { compareResults, isWorse, type Comparison } from '../../src/result/compare.js';
import type { Result, Run, RunAudit } from '../../src/result/schema.js';
import { green, red, several, virtual } from '../report/golden.js';

const run = green.runs[0]!;
const audit = run.audits[0]!;

function resultOf(...runs: readonly Run[]): Result {
  return { ...green, plan: runs.map(({ id }) => id), runs: [...runs] };
}

function withAudit(changes: Partial<RunAudit>): Result {
  return resultOf({ ...run, audits: [{ ...audit, ...changes }] });
}

function kinds({ runs }: Comparison): string[] {
  return runs.flatMap(({ changes }) => changes.map(({ kind, id }) => `${kind} ${id}`));
}

const strict = { failOn: 'major', allowInconclusive: false } as const;
const harness = { outcome: 'inconclusive', reason: { code: 'harness', needs: '' } } as const;

describe('compareResults', () => {
  const cases: readonly (readonly [string, Partial<RunAudit>, Partial<RunAudit>, string[]])[] = [
    ['holds and held', {}, {}, []],
    ['fails and held', {}, { outcome: 'fail' }, ['new set-then-get']],
    ['fails and was open', harness, { outcome: 'fail', reason: null }, ['new set-then-get']],
    ['fails and failed', { outcome: 'fail' }, { outcome: 'fail' }, ['still set-then-get']],
    ['holds and failed', { outcome: 'fail' }, {}, ['fixed set-then-get']],
    ['is told and failed', { outcome: 'fail' }, { outcome: 'informative' }, ['fixed set-then-get']],
    ['is open and failed', { outcome: 'fail' }, harness, ['undecided set-then-get']],
    ['is open and held', {}, harness, ['undecided set-then-get']],
    ['holds and was open', harness, { reason: null }, ['decided set-then-get']],
    [
      'holds on a model and failed on a device',
      { outcome: 'fail' },
      { fidelity: 'modelled' },
      ['undecided set-then-get'],
    ],
  ];
  for (const [what, before, after, expected] of cases) {
    it(`knows what ${what}`, () => {
      expect(kinds(compareResults(withAudit(before), withAudit(after)))).to.deep.equal(expected);
    });
  }

  it('tells audits that came and went', () => {
    const others = withAudit({ id: 'key-case' });
    expect(kinds(compareResults(green, others)).filter((each) => each.startsWith('came'))).to.deep.equal([
      'came key-case',
    ]);
    expect(kinds(compareResults(others, green))).to.include('went key-case');
  });

  it('finds the same plugin on the same device, whatever the version of plugin and browser', () => {
    const later: Run = {
      ...run,
      id: 'web/chromium-157/cordova-plugin-secure-storage@2.7.0',
      plugin: { ...run.plugin, version: '2.7.0' },
      device: { ...run.device!, id: 'chromium-157', name: 'Chromium 157' },
    };
    const [only, ...more] = compareResults(green, resultOf(later)).runs;
    expect(more).to.deep.equal([]);
    expect(only!.before?.plugin).to.equal('cordova-plugin-secure-storage 2.6.8');
    expect(only!.after?.plugin).to.equal('cordova-plugin-secure-storage 2.7.0');
  });

  it('takes no run for another one where several could be meant', () => {
    const phone = (id: string): Run => ({
      ...virtual.runs[0]!,
      id,
      device: { ...virtual.runs[0]!.device!, id },
    });
    const comparison = compareResults(resultOf(phone('a'), phone('b')), resultOf(phone('c'), phone('d')));
    expect(comparison.runs.map(({ before, after }) => [before?.id, after?.id])).to.deep.equal([
      [undefined, 'c'],
      [undefined, 'd'],
      ['a', undefined],
      ['b', undefined],
    ]);
  });

  it('says which side is modelled, and what is accepted', () => {
    const { runs } = compareResults(several, several);
    expect(runs.map(({ after }) => after?.modelled)).to.deep.equal([false, false, true]);
    const [{ changes }] = compareResults(green, red).runs as [Comparison['runs'][number]];
    expect(changes.filter(({ accepted }) => accepted).map(({ id }) => id)).to.deep.equal(['get-missing-key']);
  });

  it('changes neither', () => {
    const copies = structuredClone([green, red] as const);
    compareResults(...copies);
    expect(copies).to.deep.equal([green, red]);
  });
});

describe('isWorse', () => {
  const worse = (before: Result, after: Result, rules: Parameters<typeof isWorse>[2] = strict): boolean =>
    isWorse(compareResults(before, after), after, rules);

  it('is not what stays as bad as it was', () => expect(worse(red, red)).to.equal(false));
  it('is a new finding that counts', () => {
    expect(worse(withAudit({}), withAudit({ outcome: 'fail' }))).to.equal(true);
    expect(worse(withAudit({}), withAudit({ outcome: 'fail', severity: 'minor' }))).to.equal(false);
    expect(
      worse(withAudit({}), withAudit({ outcome: 'fail', severity: 'minor' }), { ...strict, failOn: 'minor' }),
    ).to.equal(true);
  });
  it('is the finding of an audit that was not there before', () => {
    expect(worse(resultOf({ ...run, audits: [] }), withAudit({ outcome: 'fail' }))).to.equal(true);
  });
  it('is not one that is accepted', () => {
    const accepted = [{ id: audit.id, reason: 'known', until: '2026-12-31' }];
    expect(worse(withAudit({}), { ...withAudit({ outcome: 'fail' }), accepted })).to.equal(false);
  });
  it('is knowing less, unless that is let through', () => {
    expect(worse(withAudit({}), withAudit(harness))).to.equal(true);
    expect(worse(withAudit({}), resultOf())).to.equal(true);
    expect(worse(withAudit({}), { ...withAudit({}), plan: ['another'] })).to.equal(true);
    expect(worse(withAudit({}), withAudit(harness), { ...strict, allowInconclusive: true })).to.equal(false);
    expect(worse(withAudit({ severity: 'major' }), withAudit({ ...harness, severity: 'major' }))).to.equal(
      false,
    );
  });
});
