import { expect } from 'chai';
import { compare, type ResultRun } from '../../faults/audit.js';
import { mutants, sample } from '../../faults/mutants.js';
import { webFaults } from '../../faults/plugins.js';
import { knownSurvivors, survival } from '../../faults/survivors.js';
import { registeredAudits } from '../../src/audits/registry.js';

describe('hand-made faults', () => {
  it('name only audits that exist', async () => {
    const known = (await registeredAudits()).map(({ id }) => id);
    const named = webFaults().flatMap(({ mustNotice, mayNotice }) => [...mustNotice, ...mayNotice]);
    expect(named.filter((id) => !known.includes(id))).to.deep.equal([]);
  });

  it('have something to notice, unless they are correct', () => {
    for (const { id, correct, mustNotice, mayNotice } of webFaults()) {
      if (correct === true) expect([...mustNotice, ...mayNotice], id).to.deep.equal([]);
      else expect(mustNotice, id).not.to.deep.equal([]);
    }
  });

  it('stand beside at least ten correct plugins', () => {
    expect(webFaults().filter(({ correct }) => correct === true).length).to.be.at.least(10);
  });
});

describe('generated faults', () => {
  const all = mutants();

  it('are at least two hundred, each with an id of its own', () => {
    expect(all.length).to.be.at.least(200);
    expect(new Set(all.map(({ id }) => id)).size).to.equal(all.length);
  });

  it('name operators and conditions that their script knows', () => {
    const operation = (): Promise<void> => Promise.resolve();
    const operations = {
      set: operation,
      get: operation,
      remove: operation,
      keys: operation,
      clear: operation,
    };
    for (const { id, script } of all) {
      const exported: { store?: (store: object) => void; api?: (api: object) => object } = {};
      new Function('exports', script)(exported);
      expect(() => exported.store?.({ ...operations }), id).not.to.throw();
      expect(() => exported.api?.({ prototype: { ...operations } }), id).not.to.throw();
    }
  });

  it('give the same sample for the same seed, in the order of all', () => {
    const ids = (seed: string): string[] => sample(all, 5, seed).map(({ id }) => id);
    expect(ids('a')).to.deep.equal(ids('a'));
    expect(ids('a')).not.to.deep.equal(ids('b'));
    expect(all.map(({ id }) => id).filter((id) => ids('a').includes(id))).to.deep.equal(ids('a'));
  });

  it('survive with one explanation each, and only those that exist', () => {
    const explained = knownSurvivors().flatMap((group) => group.mutants);
    expect(new Set(explained).size).to.equal(explained.length);
    expect(explained.filter((id) => all.every((mutant) => mutant.id !== id))).to.deep.equal([]);
  });
});

describe('survival', () => {
  const group = { kind: 'equivalent', why: 'Nobody can see it.', mutants: ['same', 'seen'] } as const;

  it('tells noticed, explained, unexplained and outdated ones apart', () => {
    const mutant = (id: string, ...noticed: string[]) => ({ id, noticed });
    const told = survival([mutant('same'), mutant('seen', 'set-then-get'), mutant('new')], [group]);
    expect(told).to.deep.equal({
      killed: ['seen'],
      explained: [{ group, mutants: ['same'] }],
      unexplained: ['new'],
      noLonger: ['seen'],
    });
  });
});

describe('comparing a run with its fault', () => {
  const fault = {
    id: 'cut',
    title: '',
    modelledOn: '',
    mustNotice: ['set-then-get'],
    mayNotice: ['value-size'],
  };
  const run = (...failing: string[]): ResultRun => ({
    plugin: { name: 'fault-cut', source: 'npm' },
    status: 'completed',
    durationMs: 1,
    problems: [],
    audits: ['set-then-get', 'value-size', 'key-case'].map((id) => ({
      id,
      outcome: failing.includes(id) ? 'fail' : 'pass',
      actual: `${id} was looked at.`,
    })),
  });
  const told = (result: ResultRun | undefined, of: Parameters<typeof compare>[0] = fault): unknown => {
    const { missed, falseAlarms } = compare(of, result);
    return { missed, falseAlarms };
  };

  it('finds nothing wrong where it is noticed, by one that may notice it too', () => {
    expect(told(run('set-then-get', 'value-size'))).to.deep.equal({ missed: [], falseAlarms: [] });
  });

  it('tells what was missed and what was raised in vain', () => {
    expect(told(run('key-case'))).to.deep.equal({ missed: ['set-then-get'], falseAlarms: ['key-case'] });
  });

  it('takes no run, and half a run of a correct plugin, for missed', () => {
    const correct = { ...fault, mustNotice: [], mayNotice: [], correct: true };
    expect(told(undefined)).to.deep.equal({ missed: ['set-then-get', '(a whole run)'], falseAlarms: [] });
    expect(told({ ...run(), status: 'partial' }, correct)).to.deep.equal({
      missed: ['(a whole run)'],
      falseAlarms: [],
    });
  });
});
