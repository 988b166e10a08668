import { expect } from 'chai';
import { givesFinding, judge, type Evidence } from '../../src/audits/judge.js';
import type { Context, JudgedAudit, Judgement, RegisteredAudit } from '../../src/audits/types.js';
import type { Clause } from '../../src/contracts/types.js';
import type { Attempt, Observation } from '../../src/observations/types.js';
import { attempt, call, context, gave, nothing, refused, universal } from './attempts.js';

/** Fails where "set a" was refused, cannot decide where it never answered, passes else. */
const audit: RegisteredAudit = {
  id: 'set-then-get',
  area: 'operations',
  title: 'It holds',
  failureTitle: 'It does not hold',
  why: 'Because.',
  severity: 'critical',
  targets: ['web'],
  operations: ['set'],
  scenarios: ['a-scenario'],
  references: [],
  audit({ attempts }): Judgement {
    const end = [...attempts.values()][0]!.calls[0]?.settlements[0];
    if (end === undefined) {
      const reason = { code: 'not-reached', needs: 'a set that answers' } as const;
      return { outcome: 'inconclusive', expected: 'that it holds', actual: 'no answer', reason };
    }
    return end.how === 'resolved'
      ? { outcome: 'pass', expected: 'that it holds', actual: 'it held' }
      : { outcome: 'fail', expected: 'that it holds', actual: 'it did not' };
  },
};

const good = (more: Partial<Attempt> = {}): Attempt => attempt([call('set a', gave(nothing))], more);
const bad = (more: Partial<Attempt> = {}): Attempt => attempt([call('set a', refused('no'))], more);
const silent = (): Attempt => attempt([call('set a')]);
const lost = (): Attempt =>
  attempt([], {
    status: 'session-lost',
    problems: [{ code: 'session-lost', message: 'Appium went away.', hint: 'Look at its log.' }],
  });
const times = (count: number, one: () => Attempt): Attempt[] => Array.from({ length: count }, one);

const seen = (...attempts: Attempt[]): Observation => ({
  schema: 'keystore-audit/observation@1',
  scenario: 'a-scenario',
  attempts,
});

function evidence(observations: readonly Observation[], more: Partial<Evidence> = {}): Evidence {
  const { contract, limits } = context({});
  return {
    target: 'web',
    operations: ['set', 'get'],
    lacks: [],
    contract,
    clauses: [universal],
    device: undefined,
    ownLayer: true,
    limits,
    observations: new Map(observations.map((each) => [each.scenario, each])),
    problems: [],
    ...more,
  };
}

const judged = (
  observations: readonly Observation[],
  more: Partial<Evidence> = {},
  changed: Partial<RegisteredAudit> = {},
): JudgedAudit => judge([{ ...audit, ...changed }], evidence(observations, more))[0]!;

describe('the judge', () => {
  it('takes over what the audit says of itself and of what it saw', () => {
    expect(judged([seen(bad())])).to.deep.include({
      id: 'set-then-get',
      outcome: 'fail',
      severity: 'critical',
      basis: 'universal',
      fidelity: 'genuine',
      clauses: ['a-promise'],
      expected: 'that it holds',
      actual: 'it did not',
      reason: null,
      scenario: 'a-scenario',
      attempts: 1,
      attemptOutcomes: ['fail'],
    });
  });

  describe('of what is not put to an audit', () => {
    it('says not-applicable where the platform has no such thing', () => {
      const { outcome, reason } = judged([seen(bad())], {}, { targets: ['android', 'ios'] });
      expect(outcome).to.equal('not-applicable');
      expect(reason).to.include({ code: 'platform' });
    });
    it('says not-applicable where the plugin has no such operation, and names it', () => {
      const told = judged([seen(bad())], {}, { operations: ['set', 'clear'] });
      expect(told.outcome).to.equal('not-applicable');
      expect(told.reason).to.include({ code: 'operation' });
      expect(told.actual).to.contain('clear');
    });
    it('says not-applicable where the plugin does not know what it tells apart', () => {
      const told = judged([seen(bad())], { lacks: ['stores'] }, { needs: ['stores'] });
      expect(told.outcome).to.equal('not-applicable');
      expect(told.reason).to.include({ code: 'operation' });
      expect(told.actual).to.contain('stores');
      expect(judged([seen(bad())], { lacks: ['stores'] }).outcome).to.equal('fail');
    });
    it('says that it was not chosen', () => {
      const told = judged([seen(bad())], { chosen: new Set(['another']) });
      expect(told.outcome).to.equal('inconclusive');
      expect(told.reason).to.include({ code: 'not-chosen' });
      expect(judged([seen(bad())], { chosen: new Set(['set-then-get']) }).outcome).to.equal('fail');
    });
    it('says that its scenario was not reached', () => {
      const told = judged([]);
      expect(told).to.deep.include({ outcome: 'inconclusive', attempts: 0, attemptOutcomes: [] });
      expect(told.reason).to.include({ code: 'not-reached' });
    });
    it('says what the device would need for a scenario that was left out', () => {
      const leftOut = new Map([
        ['a-scenario', { code: 'would-change-device', needs: '--disposable' } as const],
        ['another', { code: 'ability-missing', needs: 'reboot' } as const],
      ]);
      const told = judged([], { leftOut });
      expect(told).to.deep.include({ outcome: 'inconclusive', attempts: 0 });
      expect(told.reason).to.deep.equal({ code: 'would-change-device', needs: '--disposable' });
      expect(judged([], { leftOut }, { scenarios: ['another'] }).reason).to.deep.equal({
        code: 'ability-missing',
        needs: 'reboot',
      });
      const problem = { code: 'appium-died', message: 'Appium ended.', hint: 'See its log.' };
      expect(judged([], { leftOut, problems: [problem] }).reason).to.include({ code: 'would-change-device' });
    });
    it('judges by the scenarios that were collected beside one that was left out', () => {
      const leftOut = new Map([['another', { code: 'ability-missing', needs: 'reboot' } as const]]);
      const both = { scenarios: ['another', 'a-scenario'] };
      expect(judged([seen(bad())], { leftOut }, both).outcome).to.equal('fail');
      expect(judged([seen(lost())], { leftOut }, both).reason).to.include({ code: 'harness' });
    });
    it('says why the first scenario of an audit tells nothing, where the others do not decide', () => {
      const leftOut = new Map([['another', { code: 'ability-missing', needs: 'reboot' } as const]]);
      const both = { scenarios: ['another', 'a-scenario'] };
      expect(judged([seen(silent())], { leftOut }, both).reason).to.deep.equal({
        code: 'ability-missing',
        needs: 'reboot',
      });
      const gone = [seen(silent()), { ...seen(lost()), scenario: 'another' }];
      expect(judged(gone, {}, both).reason).to.include({ code: 'harness' });
      expect(judged(gone, {}, { scenarios: ['a-scenario', 'another'] }).actual).to.equal('no answer');
    });
    it('leaves those that watch every scenario, and those of other platforms, as they are', () => {
      const leftOut = new Map([['a-scenario', { code: 'ability-missing', needs: 'reboot' } as const]]);
      expect(judged([], { leftOut }, { scenarios: 'all' }).reason).to.include({ code: 'not-reached' });
      expect(judged([], { leftOut, target: 'ios' }).reason).to.include({ code: 'platform' });
    });
    it('names the problem that kept it from being reached', () => {
      const problem = { code: 'appium-died', message: 'Appium ended.', hint: 'See its log.' };
      const told = judged([], { problems: [problem] });
      expect(told.reason).to.deep.equal({ code: 'not-reached', needs: 'appium-died: See its log.' });
      expect(told.actual).to.equal('Appium ended.');
    });
    it('names what stopped an attempt, and not what came after', () => {
      const problem = (code: string) => ({ code, message: `It was ${code}.`, hint: 'See its log.' });
      const problems = [problem('scenario-limit'), problem('not-put-back')];
      const told = judged([seen(good({ status: 'stopped', problems }))]);
      expect(told.actual).to.equal('It was scenario-limit.');
      expect(told.reason).to.deep.equal({ code: 'not-reached', needs: 'scenario-limit: See its log.' });
    });
    it('names trouble of the harness as such', () => {
      const told = judged([seen(lost(), lost(), lost())]);
      expect(told.outcome).to.equal('inconclusive');
      expect(told.reason).to.deep.equal({ code: 'harness', needs: 'session-lost: Look at its log.' });
      expect(told.actual).to.equal('Appium went away.');
    });
  });

  describe('of several attempts', () => {
    it('takes those that agree for one', () => {
      expect(judged([seen(bad(), bad({ why: 'confirm' }))])).to.deep.include({
        outcome: 'fail',
        attempts: 2,
        attemptOutcomes: ['fail', 'fail'],
      });
    });
    it('does not count one whose session was lost, or that was stopped', () => {
      expect(judged([seen(lost(), good({ why: 'session-lost' }))])).to.deep.include({
        outcome: 'pass',
        attempts: 1,
        attemptOutcomes: ['pass'],
      });
      expect(judged([seen(good(), bad({ status: 'stopped' }))]).attemptOutcomes).to.deep.equal(['pass']);
    });
    it('calls what varies unstable, with the counts', () => {
      const told = judged([seen(...times(12, good), bad(), ...times(7, good))]);
      expect(told).to.include({ outcome: 'inconclusive', attempts: 20 });
      expect(told.reason).to.include({ code: 'unstable' });
      expect(told.actual).to.equal('pass 19, fail 1. pass: it held; fail: it did not');
      expect(told.attemptOutcomes).to.have.length(20);
      expect(told.attemptOutcomes.filter((outcome) => outcome === 'fail')).to.have.length(1);
    });
    it('does not let one that could not decide outweigh those that could', () => {
      const told = judged([seen(good(), silent(), good())]);
      expect(told.outcome).to.equal('pass');
      expect(told.attemptOutcomes).to.deep.equal(['pass', 'inconclusive', 'pass']);
      expect(judged([seen(silent(), silent())])).to.deep.include({
        outcome: 'inconclusive',
        actual: 'no answer',
      });
    });
    it('puts the k-th of each scenario together, the last one where there are fewer', () => {
      const rounds: string[][] = [];
      const watching: Partial<RegisteredAudit> = {
        scenarios: 'all',
        audit({ attempts }: Context) {
          rounds.push([...attempts].map(([name, { number }]) => `${name} ${number}`));
          return { outcome: 'pass', expected: '', actual: '' };
        },
      };
      const numbered = (...numbers: number[]): Attempt[] => numbers.map((number) => good({ number }));
      const told = judged(
        [
          seen(...numbered(1, 2, 3)),
          { ...seen(lost(), ...numbered(2)), scenario: 'another' },
          { ...seen(lost()), scenario: 'lost' },
        ],
        {},
        watching,
      );
      expect(rounds).to.deep.equal([
        ['a-scenario 1', 'another 2'],
        ['a-scenario 2', 'another 2'],
        ['a-scenario 3', 'another 2'],
      ]);
      expect(told).to.include({ attempts: 3, scenario: null });
    });
  });

  describe('of basis and severity', () => {
    const weakness: Clause = {
      ...universal,
      id: 'a-weakness',
      basis: 'documented-weakness',
      covers: ['localStorage'],
    };
    const documented: Clause = { ...universal, id: 'a-document', basis: 'documented' };
    const saying = (judgement: Partial<Judgement>): Partial<RegisteredAudit> => ({
      audit: () => ({ outcome: 'fail', expected: '', actual: '', ...judgement }),
    });

    it('rests on the strongest clause that names the audit', () => {
      const other: Clause = { ...documented, id: 'of-another', audits: ['another'] };
      const told = judged([seen(bad())], { clauses: [weakness, universal, documented, other] });
      expect(told.basis).to.equal('documented');
      expect(told.clauses).to.deep.equal(['a-document', 'a-promise', 'a-weakness']);
    });
    it('rests on the clause that the audit names, as documented weaknesses are', () => {
      const told = judged(
        [seen(bad())],
        { clauses: [universal, weakness] },
        saying({ severity: 'minor', clauses: [weakness], explanation: 'As documented.' }),
      );
      expect(told).to.deep.include({
        outcome: 'fail',
        severity: 'minor',
        basis: 'documented-weakness',
        clauses: ['a-weakness'],
        explanation: 'As documented.',
      });
    });
    it('makes a failure without any basis informative, in each attempt', () => {
      const told = judged([seen(bad(), bad())], { clauses: [] });
      expect(told).to.deep.include({
        outcome: 'informative',
        basis: 'none',
        attemptOutcomes: ['informative', 'informative'],
      });
    });
    it('lets an audit lower its severity and never raise it', () => {
      expect(judged([seen(bad())], {}, saying({ severity: 'major' })).severity).to.equal('major');
      const raised = judged([seen(bad())], {}, { severity: 'minor', ...saying({ severity: 'critical' }) });
      expect(raised.severity).to.equal('minor');
    });
  });

  it('gives the lowest fidelity of everything that was done to the device', () => {
    const act = { verb: 'a verb', ability: 'load-page', durationMs: 1 } as const;
    const acts: Attempt['acts'] = [
      { ...act, fidelity: 'genuine' },
      { ...act, fidelity: 'modelled' },
    ];
    expect(judged([seen(good({ acts }))]).fidelity).to.equal('modelled');
    expect(judged([seen(good({ acts: [] }))]).fidelity).to.equal('unsupported');
    expect(judged([]).fidelity).to.equal('unsupported');
  });

  it('tells an audit whose the layer is that answers', () => {
    const told: boolean[] = [];
    const asking: Partial<RegisteredAudit> = {
      audit: ({ ownLayer }) => (told.push(ownLayer), { outcome: 'pass', expected: '', actual: '' }),
    };
    judged([seen(good())], { ownLayer: true }, asking);
    judged([seen(good())], { ownLayer: false }, asking);
    expect(told).to.deep.equal([true, false]);
  });

  it('names the evidence of a finding, and of an audit with one scenario', () => {
    const picture = { kind: 'picture', title: 'The page', path: 'evidence/page.png' } as const;
    const paths = (outcome: JudgedAudit): string[] => outcome.evidence.map(({ path }) => path);
    expect(paths(judged([seen(bad({ evidence: [picture] }))]))).to.deep.equal([
      'evidence/page.png',
      'observations/a-scenario.json',
    ]);
    const two = [seen(good()), { ...seen(good()), scenario: 'another' }];
    expect(paths(judged(two, {}, { scenarios: 'all' }))).to.deep.equal([]);
  });

  it('says whether one scenario alone gives rise to a finding', () => {
    expect(givesFinding([audit], evidence([seen(good())]))).to.equal(false);
    expect(givesFinding([audit], evidence([seen(bad())]))).to.equal(true);
    expect(givesFinding([audit], evidence([seen(bad())], { clauses: [] }))).to.equal(false);
  });
});
