import { expect } from 'chai';
import abruptStop from '../../src/audits/lifecycle/abrupt-stop.js';
import restartPersistence from '../../src/audits/lifecycle/restart-persistence.js';
import type { CallRecord } from '../../src/observations/types.js';
import { attempt, call, context, gave, nothing, nul, refused, secret, text, universal } from './attempts.js';

/** The calls of a scenario, some of them replaced by others of the same name. */
const but = (calls: CallRecord[], ...others: CallRecord[]): CallRecord[] =>
  calls.map((each) => others.find(({ as }) => as === each.as) ?? each);

describe('restart-persistence', () => {
  const good = [1, 2, 3].flatMap((number) => [
    call(`set ${number}`, gave(nothing)),
    call(`get ${number} before the end`, gave(secret(number))),
    call(`get ${number} after the restart`, gave(secret(number))),
  ]);
  const judged = (calls: CallRecord[]) => restartPersistence.audit(context({ restart: attempt(calls) }));

  it('passes where every value is there after the restart', () => {
    expect(judged(good)).to.include({ outcome: 'pass' });
  });
  it('fails where one is missing, refused, altered or another one’s', () => {
    const cut = gave({ is: 'text', length: 10, sha256: '', same: false });
    for (const end of [gave(nul), gave(nothing), refused('no such key'), cut, gave(secret(1, false))]) {
      const judgement = judged(but(good, call('get 2 after the restart', end)));
      expect(judgement).to.include({ outcome: 'fail' }).and.not.have.property('severity');
    }
  });
  it('leaves to set-then-get what could not be read before either', () => {
    const cut = gave({ is: 'text', length: 32, sha256: '', same: false });
    const one = [call('get 2 before the end', cut), call('get 2 after the restart', cut)];
    expect(judged(but(good, ...one))).to.include({ outcome: 'pass' });
    const all = good.map((each) => (each.call === 'get' ? call(each.as, cut) : each));
    expect(judged(all)).to.include({ outcome: 'inconclusive' });
  });
  it('needs a single value where a plugin has no keys', () => {
    const last = [1, 2].map((number) => call(`get ${number} before the end`, gave(secret(3, false))));
    const after = [1, 2].map((number) => call(`get ${number} after the restart`, gave(secret(3, false))));
    expect(judged(but(good, ...last, ...after))).to.include({ outcome: 'pass' });
  });
  it('fails where an empty or a long value is lost', () => {
    for (const name of ['empty', 'long']) {
      const reads = [
        call(`get ${name} before the end`, gave(text('kept', true))),
        call(`get ${name} after the restart`, refused('no such key')),
      ];
      expect(judged([...good, ...reads])).to.include({ outcome: 'fail' });
    }
  });
  it('cannot tell where nothing was stored, or a read never answers', () => {
    expect(judged([])).to.include({ outcome: 'inconclusive' });
    expect(judged(but(good, call('set 1', refused('no'))))).to.include({ outcome: 'inconclusive' });
    expect(judged(but(good, call('get 1 after the restart')))).to.include({ outcome: 'inconclusive' });
    const ended = good.filter(({ as }) => !as.endsWith('restart'));
    expect(judged(ended)).to.include({ outcome: 'inconclusive' });
  });
  it('sees a loss also where another read never answers', () => {
    const calls = [call('get 1 after the restart'), call('get 2 after the restart', gave(nul))];
    expect(judged(but(good, ...calls))).to.include({ outcome: 'fail' });
  });
});

describe('abrupt-stop', () => {
  const good = [
    call('set early', gave(nothing)),
    call('get early', gave(secret(1))),
    call('set late', gave(nothing)),
    call('get early after the stop', gave(secret(1))),
    call('get late after the stop', gave(secret(2))),
  ];
  const waited = (told: string, durationMs: number) => ({
    acts: [{ verb: 'wait', ability: 'read-app-data', fidelity: 'genuine', durationMs, told } as const],
  });
  const judged = (
    calls: CallRecord[],
    clauses = [] as (typeof universal)[],
    wait = waited('written', 4900),
  ) => abruptStop.audit(context({ 'abrupt-stop': attempt(calls, wait) }, clauses));
  const lost = but(good, call('get late after the stop', gave(nul)));

  it('tells what was kept, and after how long', () => {
    expect(judged(good)).to.include({ outcome: 'informative' });
    const judgement = judged(lost);
    expect(judgement).to.include({ outcome: 'informative' });
    expect(judgement.actual).to.contain('right after its set: the value was lost').and.contain('4.9 s');
    expect(judged(lost, [], waited('not written', 8000)).actual).to.contain('nothing written');
  });
  it('judges only where it is promised', () => {
    expect(judged(good, [universal])).to.include({ outcome: 'pass' });
    expect(judged(lost, [universal])).to.include({ outcome: 'fail' });
  });
  it('cannot tell where nothing was stored, or a read never answers', () => {
    expect(judged([])).to.include({ outcome: 'inconclusive' });
    expect(judged(but(good, call('set late', refused('no'))))).to.include({ outcome: 'inconclusive' });
    expect(judged(but(good, call('get early', gave(nul))))).to.include({ outcome: 'inconclusive' });
    expect(judged(but(good, call('get late after the stop')))).to.include({ outcome: 'inconclusive' });
  });
});
