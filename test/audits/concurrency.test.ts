import { expect } from 'chai';
import badCallIsolation from '../../src/audits/concurrency/bad-call-isolation.js';
import parallelGets from '../../src/audits/concurrency/parallel-gets.js';
import parallelOverwrites from '../../src/audits/concurrency/parallel-overwrites.js';
import parallelRemoves from '../../src/audits/concurrency/parallel-removes.js';
import parallelSets from '../../src/audits/concurrency/parallel-sets.js';
import type { CallRecord } from '../../src/observations/types.js';
import { attempt, call, context, gave, nothing, nul, refused, secret, text } from './attempts.js';

/** The calls of a scenario, some of them replaced by others of the same name. */
const but = (calls: CallRecord[], ...others: CallRecord[]): CallRecord[] =>
  calls.map((each) => others.find(({ as }) => as === each.as) ?? each);

const cut = gave({ is: 'text', length: 32, sha256: '', same: false });

describe('parallel-gets', () => {
  const good = [
    call('get alone', gave(secret(51))),
    ...[1, 2, 3].map((n) => call(`set ${n}`, gave(nothing))),
    ...[1, 2, 3].map((n) => call(`get ${n}`, gave(secret(n)))),
  ];
  const judged = (...others: CallRecord[]) =>
    parallelGets.audit(context({ 'parallel-gets': attempt(but(good, ...others)) }));

  it('passes where each read gets its own answer', () => {
    expect(judged()).to.include({ outcome: 'pass' });
  });
  it('fails where a read gets the answer of another, none, or a changed one', () => {
    for (const end of [gave(secret(3, false)), gave(nul), refused('busy'), cut]) {
      expect(judged(call('get 2', end))).to.include({ outcome: 'fail' });
    }
  });
  it('leaves overwritten keys to set-overwrite where they do not work alone', () => {
    const old = [...good, call('set old 2', gave(nothing)), call('get overwritten', gave(secret(53)))];
    const seen = (...others: CallRecord[]) =>
      parallelGets.audit(context({ 'parallel-gets': attempt(but(old, ...others)) }));
    const stale = call('get 2', gave(secret(62, false)));
    expect(seen(stale)).to.include({ outcome: 'fail' });
    expect(seen(stale, call('get overwritten', gave(secret(52, false))))).to.include({ outcome: 'pass' });
  });
  it('sees that also where another read never answers', () => {
    expect(judged(call('get 1'), call('get 2', gave(nul)))).to.include({ outcome: 'fail' });
  });
  it('leaves what goes wrong alone, is refused, or never answers, to others', () => {
    expect(judged(call('get alone', cut), call('get 1', cut))).to.include({ outcome: 'inconclusive' });
    expect(judged(call('set 2', refused('no')), call('get 2', refused('none')))).to.include({
      outcome: 'pass',
    });
    expect(judged(call('get 3'))).to.include({ outcome: 'inconclusive' });
    expect(parallelGets.audit(context({ 'parallel-gets': attempt([]) }))).to.include({
      outcome: 'inconclusive',
    });
  });
});

describe('the audits of writes at once', () => {
  const good = [
    ...[1, 2, 3].map((n) => call(`set ${n}`, gave(nothing))),
    ...[1, 2, 3].map((n) => call(`get ${n}`, gave(secret(n)))),
    call('get alone', gave(secret(51))),
    ...[1, 2, 3].map((n) => call(`overwrite ${n}`, gave(nothing))),
    call('get overwritten', gave({ is: 'canary', canary: 2 })),
    call('get overwritten again', gave({ is: 'canary', canary: 2 })),
  ];
  const seen = (...others: CallRecord[]) => context({ 'parallel-sets': attempt(but(good, ...others)) });
  const empty = context({ 'parallel-sets': attempt([]) });

  describe('parallel-sets', () => {
    const judged = (...others: CallRecord[]) => parallelSets.audit(seen(...others));

    it('passes where all values are kept', () => {
      expect(judged()).to.include({ outcome: 'pass' });
    });
    it('fails where a value is lost, or is another’s', () => {
      for (const end of [refused('not found'), gave(nul), gave(secret(3, false)), cut]) {
        expect(judged(call('get 1', end)))
          .to.include({ outcome: 'fail' })
          .and.not.have.property('severity');
      }
    });
    it('fails, but milder, where a write is refused', () => {
      const refusal = [call('set 2', refused('busy')), call('get 2', refused('not found'))];
      expect(judged(...refusal)).to.include({ outcome: 'fail', severity: 'major' });
    });
    it('leaves what goes wrong alone, or never answers, to others', () => {
      expect(judged(call('get alone', cut), call('get 1', cut))).to.include({ outcome: 'inconclusive' });
      expect(judged(call('set 1'), call('get 1', gave(nul)))).to.include({ outcome: 'inconclusive' });
      expect(judged(call('get 1'))).to.include({ outcome: 'inconclusive' });
      expect(parallelSets.audit(empty)).to.include({ outcome: 'inconclusive' });
    });
  });

  describe('parallel-overwrites', () => {
    const judged = (...others: CallRecord[]) => parallelOverwrites.audit(seen(...others));
    const value = (canary: number) => gave({ is: 'canary', canary });

    it('passes where one of the values is left, whichever', () => {
      expect(judged()).to.include({ outcome: 'pass' });
      const first = [call('get overwritten', value(1)), call('get overwritten again', value(1))];
      expect(judged(...first)).to.include({ outcome: 'pass' });
    });
    it('fails where none is left, a mixture, or what was never written there', () => {
      for (const end of [refused('not found'), gave(nul), cut, value(51)]) {
        expect(judged(call('get overwritten', end)))
          .to.include({ outcome: 'fail' })
          .and.not.have.property('severity');
      }
    });
    it('fails, but milder, where the value still changes after all have answered', () => {
      expect(judged(call('get overwritten again', value(3)))).to.include({
        outcome: 'fail',
        severity: 'major',
      });
      expect(judged(call('overwrite 3'), call('get overwritten again', value(3)))).to.include({
        outcome: 'pass',
      });
    });
    it('leaves what goes wrong alone, is refused, or never answers, to others', () => {
      expect(judged(call('get alone', cut), call('get overwritten', cut))).to.include({
        outcome: 'inconclusive',
      });
      expect(judged(...[1, 2, 3].map((n) => call(`overwrite ${n}`, refused('no'))))).to.include({
        outcome: 'inconclusive',
      });
      expect(judged(call('get overwritten'))).to.include({ outcome: 'inconclusive' });
      expect(parallelOverwrites.audit(empty)).to.include({ outcome: 'inconclusive' });
    });
  });
});

describe('bad-call-isolation', () => {
  const wave = (name: string, offset: number) => [
    ...[1, 2].map((n) => call(`${name}: set ${n}`, gave(nothing))),
    ...[1, 2].map((n) => call(`${name}: get ${n}`, gave(secret(n)))),
    ...[1, 2].map((n) => call(`${name}: read ${n}`, gave(secret(offset + n)))),
  ];
  const good = [
    ...wave('good alone', 20),
    ...wave('beside bad', 40),
    call('bad 1', refused('not a text')),
    call('bad 2', gave(nothing)),
  ];
  const judged = (...others: CallRecord[]) =>
    badCallIsolation.audit(context({ 'bad-call-isolation': attempt(but(good, ...others)) }));

  it('passes where good calls go right, whatever the bad ones do', () => {
    expect(judged()).to.include({ outcome: 'pass' });
    expect(judged(call('bad 2'), call('bad 1', gave(nothing)))).to.include({ outcome: 'pass' });
  });
  it('fails where a read beside a bad call goes wrong, or a write is lost', () => {
    for (const wrong of [
      call('beside bad: get 1', refused('not a text')),
      call('beside bad: get 2', gave(secret(1, false))),
      call('beside bad: read 1', gave(nul)),
    ]) {
      expect(judged(wrong), wrong.as).to.include({ outcome: 'fail' }).and.not.have.property('severity');
    }
  });
  it('fails, but milder, where a write beside a bad call is refused', () => {
    const refusal = [call('beside bad: set 1', refused('no')), call('beside bad: read 1', gave(nul))];
    expect(judged(...refusal)).to.include({ outcome: 'fail', severity: 'major' });
  });
  it('leaves what goes wrong without a bad call, or never answers, to others', () => {
    for (const trouble of [
      call('good alone: get 1', gave(secret(2, false))),
      call('good alone: set 1', refused('busy')),
      call('good alone: read 2', gave(nul)),
    ]) {
      expect(judged(trouble, call('beside bad: get 1', gave(nul))), trouble.as).to.include({
        outcome: 'inconclusive',
      });
    }
    expect(judged(call('beside bad: get 1'))).to.include({ outcome: 'inconclusive' });
    expect(badCallIsolation.audit(context({ 'bad-call-isolation': attempt([]) }))).to.include({
      outcome: 'inconclusive',
    });
  });
});

describe('parallel-removes', () => {
  const missing = refused('not found');
  const good = [
    call('get alone unset', missing),
    call('get beside unset', missing),
    ...['01', '02'].map((n) => call(`get key-${n} unset`, missing)),
    call('get alone', gave(secret(21))),
    call('remove alone', gave(nothing)),
    call('get alone after remove', missing),
    call('get kept', gave(secret(22))),
    ...['01', '02', '11'].map((n) => call(`get key-${n} before`, gave(secret(Number(n))))),
    ...['01', '02'].map((n) => call(`remove key-${n}`, gave(nothing))),
    call('get key-11 at once', gave(secret(11))),
    ...['01', '02'].map((n) => call(`get key-${n} after`, missing)),
    call('get key-11 after', gave(secret(11))),
    call('get beside alone', gave(secret(23))),
    call('clear alone', gave(nothing)),
    call('get beside after clear alone', missing),
    call('get kept after clear alone', gave(secret(22))),
    call('get beside again', gave(secret(23))),
    call('clear at once', gave(nothing)),
    call('get beside after clear at once', missing),
  ];
  const judged = (...others: CallRecord[]) =>
    parallelRemoves.audit(context({ 'parallel-removes': attempt(but(good, ...others)) }));

  it('passes where what was removed is gone, and nothing else', () => {
    expect(judged()).to.include({ outcome: 'pass' });
    const sentence = gave(text('nothing there'));
    const ofMissing = good
      .filter(({ settlements: [end] }) => end === missing)
      .map(({ as }) => call(as, sentence));
    expect(judged(...ofMissing)).to.include({ outcome: 'pass' });
  });
  it('fails where a remove succeeded and took nothing', () => {
    expect(judged(call('get key-02 after', gave(secret(2)))))
      .to.include({ outcome: 'fail' })
      .and.not.have.property('severity');
    expect(judged(call('get key-02 after', gave(secret(2))), call('get key-01 after'))).to.include({
      outcome: 'fail',
    });
  });
  it('fails where what nobody removed is lost, or another’s', () => {
    for (const as of ['get key-11 at once', 'get key-11 after'])
      for (const end of [missing, gave(secret(1, false)), cut])
        expect(judged(call(as, end)), as).to.include({ outcome: 'fail' });
  });
  it('fails, but milder, where a remove is refused', () => {
    const refusal = [call('remove key-01', refused('busy')), call('get key-01 after', gave(secret(1)))];
    expect(judged(...refusal)).to.include({ outcome: 'fail', severity: 'major' });
  });
  it('fails where a clear beside another call took nothing, though it does alone', () => {
    const left = call('get beside after clear at once', gave(secret(23)));
    expect(judged(left)).to.include({ outcome: 'fail' });
    expect(judged(left, call('get beside after clear alone', gave(secret(23))))).to.include({
      outcome: 'pass',
    });
    expect(judged(left, call('get kept after clear alone', missing))).to.include({ outcome: 'pass' });
  });
  it('leaves a remove that does not work alone, or never answers, to others', () => {
    for (const alone of [
      call('get alone after remove', gave(secret(21))),
      call('get kept', missing),
      call('get alone', cut),
      call('remove key-01'),
      call('get key-11 after'),
    ])
      expect(judged(alone), alone.as).to.include({ outcome: 'inconclusive' });
    expect(parallelRemoves.audit(context({ 'parallel-removes': attempt([]) }))).to.include({
      outcome: 'inconclusive',
    });
  });
});
