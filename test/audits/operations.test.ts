import { expect } from 'chai';
import appStability from '../../src/audits/operations/app-stability.js';
import callSettlement from '../../src/audits/operations/call-settlement.js';
import errorShape from '../../src/audits/operations/error-shape.js';
import getMissingKey from '../../src/audits/operations/get-missing-key.js';
import keyCollision from '../../src/audits/operations/key-collision.js';
import keyListing from '../../src/audits/operations/key-listing.js';
import pluginAvailability from '../../src/audits/operations/plugin-availability.js';
import removeLeavesOthers from '../../src/audits/operations/remove-leaves-others.js';
import removeMissingKey from '../../src/audits/operations/remove-missing-key.js';
import removeThenGet from '../../src/audits/operations/remove-then-get.js';
import setOverwrite from '../../src/audits/operations/set-overwrite.js';
import setThenGet from '../../src/audits/operations/set-then-get.js';
import storeClear from '../../src/audits/operations/store-clear.js';
import storeClearRepeat from '../../src/audits/operations/store-clear-repeat.js';
import storeIsolation from '../../src/audits/operations/store-isolation.js';
import successShape from '../../src/audits/operations/success-shape.js';
import { findContract } from '../../src/contracts/registry.js';
import type { Clause } from '../../src/contracts/types.js';
import type { Attempt, CallRecord, Seen, Settlement as Ends } from '../../src/observations/types.js';
import type { Operation } from '../../src/terms.js';
import { attempt, call, context, gave, nothing, nul, refused, secret, text, universal } from './attempts.js';

/** The calls of a scenario, some of them replaced by others of the same name. */
const but = (calls: CallRecord[], ...others: CallRecord[]): CallRecord[] =>
  calls.map((each) => others.find(({ as }) => as === each.as) ?? each);

describe('set-then-get', () => {
  const good = [
    call('set first', gave(text('first'))),
    call('set second', gave(text('second'))),
    call('get first', gave(secret(1))),
    call('get second', gave(secret(2))),
    call('get first again', gave(secret(1))),
  ];
  const judged = (calls: CallRecord[]) => setThenGet.audit(context({ 'set-then-get': attempt(calls) }));

  it('passes where each key gives its own value', () => {
    expect(judged(good)).to.include({ outcome: 'pass' });
  });
  it('fails where a value comes back altered', () => {
    const cut = gave({ is: 'text', length: 10, sha256: '', same: false });
    expect(judged(but(good, call('get first', cut))))
      .to.include({ outcome: 'fail' })
      .and.not.have.property('severity');
  });
  it('fails where a key gives another one’s value', () => {
    expect(judged(but(good, call('get second', gave(secret(1, false)))))).to.include({ outcome: 'fail' });
  });
  it('fails where a stored value reads as absent', () => {
    for (const end of [gave(nul), gave(nothing), refused('not found')]) {
      expect(judged(but(good, call('get first again', end)))).to.include({ outcome: 'fail' });
    }
  });
  it('fails, but milder, where an ordinary text is refused', () => {
    expect(judged(but(good, call('set first', refused('no'))))).to.include({
      outcome: 'fail',
      severity: 'major',
    });
  });
  it('leaves a call that never answers to call-settlement', () => {
    expect(judged(but(good, call('set first')))).to.include({ outcome: 'inconclusive' });
    expect(judged(but(good, call('get first')))).to.include({ outcome: 'inconclusive' });
    expect(judged([])).to.include({ outcome: 'inconclusive' });
  });
  it('sees a wrong answer also where another call never answers', () => {
    expect(judged(but(good, call('get first'), call('get second', gave(nul))))).to.include({
      outcome: 'fail',
    });
  });
});

describe('get-missing-key', () => {
  const rejects = {
    ...universal,
    text: 'A missing key is an error.',
    expected: { end: 'rejected' } as const,
  };
  const judged = (end: CallRecord['settlements'][number] | undefined, clauses = [universal]) =>
    getMissingKey.audit(
      context(
        {
          'get-missing-key': attempt([
            call('set neighbour', gave(nothing)),
            call('get missing', ...(end === undefined ? [] : [end])),
            call('get in unused store', ...(end === undefined ? [] : [end])),
          ]),
        },
        clauses,
      ),
    );

  it('only tells what it saw where nothing is documented', () => {
    for (const end of [gave(nul), gave(nothing), gave(text('')), refused('not found')]) {
      expect(judged(end)).to.include({ outcome: 'informative' });
    }
    const wrapped = gave({ is: 'object', type: 'Object', entries: [['value', nul]] });
    expect(judged(wrapped)).to.include({ outcome: 'informative' });
  });
  it('fails where another key’s value is given', () => {
    expect(judged(gave(secret(1, false)))).to.include({ outcome: 'fail' });
  });
  it('fails where a text is given that nobody stored', () => {
    expect(judged(gave(text('Data has been reset')))).to.include({ outcome: 'fail' });
    const wrapped = gave({ is: 'object', type: 'Object', entries: [['value', text('undefined')]] });
    expect(judged(wrapped)).to.include({ outcome: 'fail' });
  });
  it('compares with what is documented', () => {
    expect(judged(refused('not found'), [rejects])).to.include({ outcome: 'pass' });
    expect(judged(gave(nul), [rejects])).to.include({ outcome: 'fail' });
    const nulls = { ...universal, expected: { end: 'resolved', value: 'null' } as const };
    expect(judged(gave(nul), [nulls])).to.include({ outcome: 'pass' });
    expect(judged(gave(nothing), [nulls])).to.include({ outcome: 'fail' });
    expect(judged(refused('not found'), [nulls])).to.include({ outcome: 'fail' });
  });
  it('leaves a call that never answers to call-settlement', () => {
    expect(judged(undefined, [rejects])).to.include({ outcome: 'inconclusive' });
  });
});

describe('store-isolation', () => {
  const list = (...keys: string[]) =>
    gave({ is: 'list', length: keys.length, items: keys.map((key) => text(key)) });
  const good = [
    call('set left', gave(nothing)),
    call('set right', gave(nothing)),
    call('get left', gave(secret(1))),
    call('get right', gave(secret(2))),
    call('set only left', gave(nothing)),
    call('get only left from right', refused('not found')),
    call('keys of right', list('shared')),
    call('set left before remove', gave(nothing)),
    call('remove from right', gave(nothing)),
    call('get left after remove', gave(secret(4))),
    call('set left before clear', gave(nothing)),
    call('clear right', gave(nothing)),
    call('get left after clear', gave(secret(5))),
    call('set left before clear of nothing', gave(nothing)),
    call('clear unused', gave(nothing)),
    call('get left after clear of nothing', gave(secret(6))),
  ];
  const judged = (calls: CallRecord[]) =>
    storeIsolation.audit(context({ 'store-isolation': attempt(calls) }));

  it('passes where stores are apart', () => {
    expect(judged(good)).to.include({ outcome: 'pass' });
    expect(judged(but(good, call('get only left from right', gave(nul))))).to.include({ outcome: 'pass' });
  });
  it('passes where removing what is not there is refused', () => {
    expect(judged(but(good, call('remove from right', refused('not found'))))).to.include({
      outcome: 'pass',
    });
  });
  it('fails for each way in which one store shows in the other', () => {
    for (const wrong of [
      call('get left', gave(secret(2, false))),
      call('get right', gave(secret(1, false))),
      call('get only left from right', gave(secret(3, false))),
      call('keys of right', list('shared', 'only-left')),
      call('get left after remove', refused('not found')),
      call('get left after clear', gave(nul)),
      call('get left after clear of nothing', refused('not found')),
    ]) {
      expect(judged(but(good, wrong)), wrong.as).to.include({ outcome: 'fail' });
    }
  });
  it('leaves a value that is merely lost or altered to set-then-get', () => {
    expect(judged(but(good, call('get left', gave(nul))))).to.include({ outcome: 'pass' });
    const cut = gave({ is: 'text', length: 32, sha256: '', same: false });
    const after = [call('get left after remove', cut), call('get left after clear', cut)];
    expect(judged(but(good, call('get left', cut), ...after))).to.include({ outcome: 'pass' });
    const lost = ['get left', 'get left after remove', 'get left after clear'].map((as) =>
      call(as, gave(nul)),
    );
    expect(judged(but(good, ...lost))).to.include({ outcome: 'pass' });
  });
  it('cannot tell where nothing can be stored', () => {
    expect(judged(but(good, call('set left', refused('no')), call('get left', gave(nul))))).to.include({
      outcome: 'inconclusive',
    });
    expect(judged(but(good, call('set right')))).to.include({ outcome: 'inconclusive' });
    expect(judged(but(good, call('get left')))).to.include({ outcome: 'inconclusive' });
  });
  it('fails, but milder, where one store can be used and a second one not', () => {
    const kept = call('get left', gave(secret(1)));
    expect(judged(but(good, kept, call('set right', refused('no'))))).to.include({
      outcome: 'fail',
      severity: 'major',
    });
  });
});

describe('call-settlement', () => {
  const judged = (...calls: CallRecord[]) => callSettlement.audit(context({ any: attempt(calls) }));

  it('passes where every call answers once, however late', () => {
    expect(judged(call('get a', gave(nul, 59_000)), call('set b', refused('no')))).to.include({
      outcome: 'pass',
    });
  });
  it('fails where a call answers twice', () => {
    const judgement = judged(call('get a', gave(nul), refused('late')));
    expect(judgement).to.include({ outcome: 'fail' });
    expect(judgement.actual).to.contain('2 times');
  });
  it('fails where a call was watched to the end and never answered', () => {
    expect(judged(call('get a'), call('set b', gave(nul)))).to.include({ outcome: 'fail' });
  });
  it('cannot tell of a call that was not watched long enough, nor of none', () => {
    expect(judged({ ...call('get a'), watchedMs: 12_000 })).to.include({ outcome: 'inconclusive' });
    expect(judged()).to.include({ outcome: 'inconclusive' });
  });
});

describe('app-stability', () => {
  const judged = (...app: ReturnType<typeof attempt>['app']) =>
    appStability.audit(context({ any: attempt([], { app }) }));

  it('passes where nothing happened to the app', () => {
    expect(judged()).to.include({ outcome: 'pass' });
  });
  it('fails where the app died, froze, was left or never became ready under a call', () => {
    for (const kind of ['died', 'froze', 'left-page', 'never-ready'] as const) {
      expect(judged({ kind, detail: '', callInFlight: true, atMs: 1 })).to.include({ outcome: 'fail' });
    }
  });
  it('does not blame the plugin where none of its calls was pending', () => {
    expect(judged({ kind: 'died', detail: '', callInFlight: false, atMs: 1 })).to.include({
      outcome: 'inconclusive',
    });
  });
});

describe('plugin-availability', () => {
  const judged = (end: Ends | undefined, ownLayer: boolean) => {
    const where = {
      ...context({ availability: attempt([call('available', ...(end === undefined ? [] : [end]))]) }),
      ownLayer,
    };
    return pluginAvailability.foregone!(where) ?? pluginAvailability.audit(where);
  };
  const yes = gave({ is: 'boolean', value: true });

  it('says nothing of the plugin where the check is the fixture’s own', () => {
    const judgement = judged(yes, true);
    expect(judgement).to.include({ outcome: 'inconclusive' });
    expect(judgement.reason).to.include({ code: 'own-layer' });
  });
  it('passes where the plugin’s own check says yes, and fails where it does not', () => {
    expect(judged(yes, false)).to.include({ outcome: 'pass' });
    for (const end of [gave({ is: 'boolean', value: false }), gave(nothing), refused('no')]) {
      expect(judged(end, false)).to.include({ outcome: 'fail' });
    }
  });
  it('passes where there is no device and the check says no, and fails where it says yes', () => {
    const inBrowser = (end: Ends) =>
      pluginAvailability.audit({
        ...context({ availability: attempt([call('available', end)]) }),
        contract: findContract('outsystems-keystore')!,
        ownLayer: false,
      });
    for (const end of [gave({ is: 'boolean', value: false }), refused('Not running on device.')])
      expect(inBrowser(end)).to.include({ outcome: 'pass' });
    for (const end of [yes, gave(nothing)]) expect(inBrowser(end)).to.include({ outcome: 'fail' });
  });
  it('cannot tell where the check never answers', () => {
    expect(judged(undefined, false)).to.include({ outcome: 'inconclusive' });
  });
  describe('of an app without the plugin', () => {
    const without = (end: Ends | undefined, more: Partial<Attempt> = {}, built = yes) =>
      pluginAvailability.audit({
        ...context({
          availability: attempt([call('available', built)]),
          'left-out': attempt(end === undefined ? [] : [call('available without the plugin', end)], more),
        }),
        target: 'android',
        ownLayer: false,
      });
    const no = gave({ is: 'boolean', value: false });

    it('passes where the check says no', () => {
      for (const end of [no, refused('Key Store Plugin is unavailable.')])
        expect(without(end)).to.include({ outcome: 'pass' });
    });
    it('fails where it says yes or nothing, or the app dies', () => {
      for (const end of [yes, gave(nothing)]) expect(without(end)).to.include({ outcome: 'fail' });
      const app = [{ kind: 'died', detail: 'The app died.', callInFlight: false, atMs: 1 } as const];
      expect(without(undefined, { status: 'app-lost', app })).to.include({ outcome: 'fail' });
    });
    it('fails where the plugin is built in and the check says no, whatever it says without it', () => {
      expect(without(no, {}, no)).to.include({ outcome: 'fail' });
      expect(without(yes, {}, no)).to.include({ outcome: 'fail' });
    });
    it('cannot tell where it never answers', () => {
      expect(without(undefined)).to.include({ outcome: 'inconclusive' });
    });
    it('is judged alone where only it was collected', () => {
      const only = { 'left-out': attempt([call('available without the plugin', yes)]) };
      expect(pluginAvailability.audit({ ...context(only), target: 'android' })).to.include({
        outcome: 'fail',
      });
    });
  });
});

describe('set-overwrite', () => {
  const inAnother = [
    call('get elsewhere first', gave(secret(6))),
    call('set elsewhere', gave(nothing)),
    call('get elsewhere', gave(secret(7))),
  ];
  const short = gave(text('short', true));
  const good = [
    call('set short alone', gave(nothing)),
    call('get short alone', short),
    call('set first', gave(nothing)),
    call('get first', gave(secret(1))),
    call('set second', gave(nothing)),
    call('get second', gave(secret(2))),
    call('set shorter', gave(nothing)),
    call('get shorter', short),
    call('set last but one', gave(nothing)),
    call('set last', gave(nothing)),
    call('get last', gave(secret(4))),
    call('set same', gave(nothing)),
    call('set same again', gave(nothing)),
    call('get same again', gave(secret(5))),
  ];
  const judged = (calls: CallRecord[]) => setOverwrite.audit(context({ overwrite: attempt(calls) }));

  it('passes where each set replaces the one before it', () => {
    expect(judged(good)).to.include({ outcome: 'pass' });
    expect(judged([...good, ...inAnother])).to.include({ outcome: 'pass' });
  });
  it('fails where that goes wrong in a second store alone', () => {
    const old = but(inAnother, call('get elsewhere', gave(secret(6, false))));
    expect(judged([...good, ...old])).to.include({ outcome: 'fail' });
    const unread = but(old, call('get elsewhere first', gave(nul)));
    expect(judged([...good, ...unread])).to.include({ outcome: 'pass' });
  });
  it('fails where the first value stays, a tail of it is left, or the last but one wins', () => {
    for (const wrong of [
      call('get second', gave(secret(1, false))),
      call('get shorter', gave({ is: 'text', length: 48, sha256: '', same: false })),
      call('get last', gave(secret(3, false))),
      call('get same again', gave(nul)),
    ]) {
      expect(judged(but(good, wrong)), wrong.as)
        .to.include({ outcome: 'fail' })
        .and.not.have.property('severity');
    }
  });
  it('fails, but milder, where a second set is refused and the first value stays', () => {
    const refusal = [call('set second', refused('exists')), call('get second', gave(secret(1, false)))];
    expect(judged(but(good, ...refusal))).to.include({ outcome: 'fail', severity: 'major' });
  });
  it('leaves values that do not come back anyway, and calls that never answer, to others', () => {
    const cut = gave({ is: 'text', length: 32, sha256: '', same: false });
    expect(judged(but(good, call('get first', cut), call('get second', cut)))).to.include({
      outcome: 'inconclusive',
    });
    expect(judged(but(good, call('set second'), call('get second', gave(secret(1, false)))))).to.include({
      outcome: 'inconclusive',
    });
    expect(judged(but(good, call('get last')))).to.include({ outcome: 'inconclusive' });
    expect(judged([])).to.include({ outcome: 'inconclusive' });
  });
});

describe('the audits of removing', () => {
  const good = [
    call('get never set', refused('not found')),
    call('get removed', gave(secret(1))),
    call('get longer', gave(secret(2))),
    call('get shorter', gave(secret(3))),
    call('remove', gave(nothing)),
    call('get removed after remove', refused('not found')),
    call('get longer after remove', gave(secret(2))),
    call('get shorter after remove', gave(secret(3))),
    call('remove never set', gave(nothing)),
    call('remove from unused store', gave(nothing)),
    call('get longer after second remove', gave(secret(2))),
    call('get shorter after second remove', gave(secret(3))),
    call('get removed after restart', refused('not found')),
    call('get longer after restart', gave(secret(2))),
    call('get shorter after restart', gave(secret(3))),
    call('get kept after restart', gave(secret(4))),
  ];
  const seen = (calls: CallRecord[], clauses: Clause[] = [universal]) =>
    context({ restart: attempt(calls) }, clauses);

  describe('remove-then-get', () => {
    const judged = (...others: CallRecord[]) => removeThenGet.audit(seen(but(good, ...others)));

    it('fails, but milder, where a key that holds the empty text cannot be removed', () => {
      const empty = call('get empty', gave(text('', true)));
      const refusal = call('remove empty', refused('not found'));
      expect(removeThenGet.audit(seen([...good, empty, refusal]))).to.include({
        outcome: 'fail',
        severity: 'major',
      });
      const noValue = call('get empty', refused('not found'));
      expect(removeThenGet.audit(seen([...good, noValue, refusal]))).to.include({ outcome: 'pass' });
    });

    it('fails where a key that holds the empty text is still there, if that can be told', () => {
      const empty = text('', true);
      const stays = [
        call('get empty', gave(empty)),
        call('remove empty', gave(nothing)),
        call('get empty after remove', gave(empty)),
      ];
      expect(removeThenGet.audit(seen([...good, ...stays]))).to.include({ outcome: 'fail' });
      const missing = call('get never set', gave(text('')));
      expect(removeThenGet.audit(seen([...but(good, missing), ...stays]))).to.include({ outcome: 'pass' });
    });
    it('fails where the value of an odd key is still there, or cannot be removed', () => {
      const kept = gave(text('value', true));
      const removal = (when: string, end: Ends) => [
        call('get a long key', kept),
        call('remove a long key', when === 'refused' ? end : gave(nothing)),
        ...['after remove', 'after restart'].map((each) =>
          call(`get a long key ${each}`, each === when ? end : refused('not found')),
        ),
      ];
      for (const when of ['after remove', 'after restart'])
        expect(removeThenGet.audit(seen([...good, ...removal(when, kept)])), when)
          .to.include({ outcome: 'fail' })
          .and.not.have.property('severity');
      expect(removeThenGet.audit(seen([...good, ...removal('refused', refused('no'))]))).to.include({
        outcome: 'fail',
        severity: 'major',
      });
      expect(removeThenGet.audit(seen([...good, ...removal('never', kept)]))).to.include({ outcome: 'pass' });
    });
    it('passes where the removed value is gone and stays gone', () => {
      expect(judged()).to.include({ outcome: 'pass' });
      expect(judged(call('get removed after remove', gave(nul)))).to.include({ outcome: 'pass' });
    });
    it('fails where it is still there, comes back, or turns into another', () => {
      for (const wrong of [
        call('get removed after remove', gave(secret(1, false))),
        call('get removed after restart', gave(secret(1, false))),
        call('get removed after remove', gave(secret(2, false))),
        call('get removed after remove', gave({ is: 'text', length: 20, sha256: 'a' })),
      ]) {
        expect(judged(wrong)).to.include({ outcome: 'fail' }).and.not.have.property('severity');
      }
    });
    it('leaves what a missing key reads as to get-missing-key', () => {
      const sentence = gave(text('Data has been reset'));
      const reads = ['get never set', 'get removed after remove', 'get removed after restart'];
      expect(judged(...reads.map((as) => call(as, sentence)))).to.include({ outcome: 'pass' });
    });
    it('fails, but milder, where removing is refused', () => {
      expect(judged(call('remove', refused('no')))).to.include({ outcome: 'fail', severity: 'major' });
    });
    it('cannot tell where nothing can be read before, or where calls never answer', () => {
      for (const unclear of [
        call('get removed', gave(nul)),
        call('remove'),
        call('get removed after remove'),
        call('get removed after restart'),
      ]) {
        expect(judged(unclear), unclear.as).to.include({ outcome: 'inconclusive' });
      }
      expect(removeThenGet.audit(seen([]))).to.include({ outcome: 'inconclusive' });
    });
  });

  describe('remove-leaves-others', () => {
    const judged = (...others: CallRecord[]) => removeLeavesOthers.audit(seen(but(good, ...others)));

    it('passes where the others keep their values', () => {
      expect(judged()).to.include({ outcome: 'pass' });
    });
    it('fails where another is gone or changed, at once or after a restart', () => {
      for (const wrong of [
        call('get longer after remove', refused('not found')),
        call('get shorter after remove', gave(nul)),
        call('get longer after second remove', gave(secret(3, false))),
        call('get shorter after restart', gave(nul)),
      ]) {
        expect(judged(wrong), wrong.as).to.include({ outcome: 'fail' });
      }
    });
    it('leaves values that never came back, or that no restart leaves, to others', () => {
      const cut = gave({ is: 'text', length: 32, sha256: '', same: false });
      const never = good.filter(({ as }) => /longer|shorter/.test(as)).map(({ as }) => call(as, cut));
      expect(judged(...never)).to.include({ outcome: 'inconclusive' });
      const restarts = good.filter(({ as }) => as.endsWith('restart')).map(({ as }) => call(as, gave(nul)));
      expect(judged(...restarts)).to.include({ outcome: 'pass' });
    });
    it('cannot tell where a read never answers', () => {
      expect(judged(call('get shorter after remove'))).to.include({ outcome: 'inconclusive' });
      expect(removeLeavesOthers.audit(seen([]))).to.include({ outcome: 'inconclusive' });
    });
  });

  describe('remove-missing-key', () => {
    const judged = (clauses: Clause[], ...others: CallRecord[]) =>
      removeMissingKey.audit(seen(but(good, ...others), clauses));
    const refusal = ['remove never set', 'remove from unused store'].map((as) => call(as, refused('none')));
    const rejects: Clause = { ...universal, expected: { end: 'rejected' } };
    const tells: Clause = { ...universal, expected: { end: 'resolved', value: 'false' } };

    it('only tells what it saw where nothing is documented', () => {
      expect(judged([])).to.include({ outcome: 'informative' });
      expect(judged([], ...refusal)).to.include({ outcome: 'informative' });
    });
    it('compares with what is documented', () => {
      expect(judged([rejects], ...refusal)).to.include({ outcome: 'pass' });
      expect(judged([rejects])).to.include({ outcome: 'fail' });
      expect(judged([rejects], refusal[0]!)).to.include({ outcome: 'fail' });
      const no = gave({ is: 'boolean', value: false });
      const told = refusal.map(({ as }) => call(as, no));
      expect(judged([tells], ...told)).to.include({ outcome: 'pass' });
      expect(judged([tells])).to.include({ outcome: 'fail' });
    });
    it('leaves a call that never answers to call-settlement', () => {
      expect(judged([rejects], call('remove never set'))).to.include({ outcome: 'inconclusive' });
      expect(removeMissingKey.audit(seen([], [rejects]))).to.include({ outcome: 'inconclusive' });
    });
  });
});

describe('the audits of clearing', () => {
  const none = gave({ is: 'list', length: 0, items: [] });
  const good = [
    call('clear unused', gave(nothing)),
    call('get never set', refused('not found')),
    call('get one', gave(secret(1))),
    call('get two', gave(secret(2))),
    call('clear', gave(nothing)),
    call('get one after clear', refused('not found')),
    call('get two after clear', refused('not found')),
    call('keys after clear', none),
    call('set three', gave(nothing)),
    call('get three', gave(secret(3))),
    call('clear later', gave(nothing)),
    call('get three after clear later', refused('not found')),
    call('clear again', gave(nothing)),
    call('set other', gave(nothing)),
    call('get other', gave(secret(4))),
    call('clear other', gave(nothing)),
    call('get other after clear other', refused('not found')),
  ];
  const restarted = [
    call('get cleared before set', refused('not found')),
    call('get cleared before clear', gave(secret(10))),
    call('get cleared after clear', refused('not found')),
    call('get cleared after restart', refused('not found')),
  ];
  const seen = (...others: CallRecord[]) =>
    context({ clear: attempt(but(good, ...others)), restart: attempt(but(restarted, ...others)) });

  describe('store-clear', () => {
    const judged = (...others: CallRecord[]) => storeClear.audit(seen(...others));

    it('passes where the store is empty and of use again', () => {
      expect(judged()).to.include({ outcome: 'pass' });
      const listless = good.filter(({ as }) => as !== 'keys after clear');
      expect(storeClear.audit(context({ clear: attempt(listless), restart: attempt(restarted) }))).to.include(
        { outcome: 'pass' },
      );
    });
    it('fails where a value is left, or the next one is lost', () => {
      for (const wrong of [
        call('get one after clear', gave(secret(1, false))),
        call('get two after clear', gave(secret(2, false))),
        call('get three', refused('not found')),
        call('get three after clear later', gave(secret(3))),
        call('get other after clear other', gave(secret(4))),
        call('get cleared after restart', gave(secret(10))),
      ]) {
        expect(judged(wrong), wrong.as).to.include({ outcome: 'fail' }).and.not.have.property('severity');
      }
    });
    it('fails, but milder, where only names are left, or where a call is refused', () => {
      const names = gave({ is: 'list', length: 1, items: [text('one')] });
      for (const wrong of [
        call('keys after clear', names),
        call('clear', refused('no')),
        call('clear later', refused('no')),
        call('clear other', refused('no')),
        call('set three', refused('no')),
      ]) {
        expect(judged(wrong), wrong.as).to.include({ outcome: 'fail', severity: 'major' });
      }
    });
    it('cannot tell where nothing can be read before, or where calls never answer', () => {
      for (const unclear of [
        call('get two', gave(nul)),
        call('clear'),
        call('get one after clear'),
        call('set three'),
        call('get three'),
        call('get cleared before clear', gave(nul)),
        call('get cleared after restart'),
      ]) {
        expect(judged(unclear), unclear.as).to.include({ outcome: 'inconclusive' });
      }
      for (const attempts of [
        { clear: attempt([]) },
        { clear: attempt(good) },
        { restart: attempt(restarted) },
      ] as Record<string, Attempt>[])
        expect(storeClear.audit(context(attempts))).to.include({ outcome: 'inconclusive' });
    });
  });

  describe('store-clear-repeat', () => {
    const judged = (...others: CallRecord[]) => storeClearRepeat.audit(seen(...others));

    it('passes where an empty store can be cleared', () => {
      expect(judged()).to.include({ outcome: 'pass' });
    });
    it('fails where that is refused', () => {
      expect(judged(call('clear unused', refused('no')))).to.include({ outcome: 'fail' });
      expect(judged(call('clear again', refused('no')))).to.include({ outcome: 'fail' });
    });
    it('leaves a clear that never works, or never answers, to others', () => {
      expect(judged(call('clear', refused('no')), call('clear again', refused('no')))).to.include({
        outcome: 'inconclusive',
      });
      expect(judged(call('clear unused'))).to.include({ outcome: 'inconclusive' });
    });
  });
});

describe('key-listing', () => {
  const list = (...keys: string[]): Seen => ({
    is: 'list',
    length: keys.length,
    items: keys.map((key) => text(key)),
  });
  const good = [
    ...['plain', 'this,that', 'ключ'].flatMap((name) => [
      call(`set ${name}`, gave(nothing)),
      call(`get ${name}`, gave(secret(1, false))),
    ]),
    call('overwrite plain', gave(nothing)),
    call('read what is removed', refused('not found')),
    call('keys', gave(list('ключ', 'plain', 'this,that'))),
    call('keys before', gave(list())),
  ];
  const judged = (...others: CallRecord[]) =>
    keyListing.audit(context({ keys: attempt(but(good, ...others)) }));

  it('passes where the list has just the keys, in any order, also within an object', () => {
    expect(judged()).to.include({ outcome: 'pass' });
    const wrapped: Seen = {
      is: 'object',
      type: 'Object',
      entries: [['value', list('plain', 'ключ', 'this,that')]],
    };
    expect(judged(call('keys', gave(wrapped)))).to.include({ outcome: 'pass' });
  });
  it('fails where a key is lacking, foreign, doubled or removed', () => {
    for (const keys of [
      ['plain', 'ключ'],
      ['plain', 'ключ', 'this', 'that'],
      ['plain', 'ключ', 'this,that', 'other'],
      ['plain', 'ключ', 'this,that', 'plain'],
      ['plain', 'ключ', 'this,that', 'removed'],
    ]) {
      expect(judged(call('keys', gave(list(...keys)))), keys.join(' ')).to.include({ outcome: 'fail' });
    }
  });
  describe('of a second store, and of two at once', () => {
    const later = [
      call('store second second-one', gave(nothing)),
      call('store second second-two', refused('no')),
      call('keys of second', gave(list('second-one'))),
      call('keys at once', gave(list('plain', 'this,that', 'ключ'))),
      call('keys of second at once', gave(list('second-one', 'plain'))),
    ];
    const judgedLater = (...others: CallRecord[]) =>
      keyListing.audit(context({ keys: attempt([...good, ...but(later, ...others)]) }));

    it('passes where none lacks a key, whatever else they name', () => {
      expect(judgedLater()).to.include({ outcome: 'pass' });
      expect(judgedLater(call('keys of second'), call('keys at once'))).to.include({ outcome: 'pass' });
    });
    it('fails where one lacks a key, or is none', () => {
      for (const as of ['keys of second', 'keys at once', 'keys of second at once']) {
        expect(judgedLater(call(as, gave(list('other')))), as).to.include({ outcome: 'fail' });
        expect(judgedLater(call(as, refused('busy'))), as).to.include({ outcome: 'fail' });
      }
    });
  });
  it('fails where it is no list', () => {
    for (const end of [gave(text('plain,ключ')), gave(nul), refused('no')]) {
      expect(judged(call('keys', end))).to.include({ outcome: 'fail' });
    }
  });
  it('leaves keys that were there before to store-isolation', () => {
    const all = list('plain', 'this,that', 'ключ', 'other');
    expect(judged(call('keys before', gave(list('other'))), call('keys', gave(all)))).to.include({
      outcome: 'pass',
    });
  });
  it('fails, but milder, where an unused store has no list', () => {
    for (const end of [gave(nul), refused('no')]) {
      expect(judged(call('keys before', end))).to.include({ outcome: 'fail', severity: 'minor' });
    }
  });
  it('leaves keys that are refused or cannot be read, and a remove without effect, to others', () => {
    const short = call('keys', gave(list('plain', 'this,that')));
    expect(judged(call('set ключ', refused('no')), call('get ключ', refused('no')), short)).to.include({
      outcome: 'pass',
    });
    expect(judged(call('get ключ', gave(nul)))).to.include({ outcome: 'pass' });
    const removed = call('keys', gave(list('plain', 'this,that', 'ключ', 'removed')));
    expect(judged(call('read what is removed', gave(secret(3, false))), removed)).to.include({
      outcome: 'pass',
    });
  });
  it('cannot tell of a list that is too long to be told whole', () => {
    const long = gave({ ...list('plain'), length: 101 } as Seen);
    expect(judged(call('keys', long))).to.include({ outcome: 'inconclusive' });
  });
  it('cannot tell where nothing can be stored, or where no list comes', () => {
    expect(keyListing.audit(context({ keys: attempt([]) }))).to.include({ outcome: 'inconclusive' });
    expect(judged(call('keys'))).to.include({ outcome: 'inconclusive' });
    expect(judged(call('keys before'))).to.include({ outcome: 'inconclusive' });
  });
});

describe('key-collision', () => {
  const pair = (label: string, number: number) => [
    call(`set left ${label}`, gave(nothing)),
    call(`get left alone ${label}`, gave(secret(number))),
    call(`set right ${label}`, gave(nothing)),
    call(`get left ${label}`, gave(secret(number))),
    call(`get right ${label}`, gave(secret(number + 1))),
  ];
  const good = [...pair('store_key', 1), ...pair('store/key', 3)];
  const judged = (...others: CallRecord[]) =>
    keyCollision.audit(context({ 'key-collision': attempt(but(good, ...others)) }));

  it('passes where each place has its own value', () => {
    expect(judged()).to.include({ outcome: 'pass' });
  });
  it('fails where one place shows or destroys what is in the other', () => {
    for (const wrong of [
      call('get left store/key', gave(secret(4, false))),
      call('get left store/key', refused('cannot be decrypted')),
      call('get right store/key', gave(secret(3, false))),
    ]) {
      expect(judged(wrong)).to.include({ outcome: 'fail' });
    }
  });
  it('leaves places that cannot be used to other audits', () => {
    const refusal = [
      call('set right store/key', refused('bad name')),
      call('get right store/key', gave(nul)),
    ];
    expect(judged(...refusal)).to.include({ outcome: 'pass' });
    expect(judged(call('get right store/key', gave(nul)))).to.include({ outcome: 'pass' });
  });
  it('cannot tell where no pair can be used', () => {
    const lost = good.filter(({ as }) => as.startsWith('get ')).map(({ as }) => call(as, gave(nul)));
    expect(judged(...lost)).to.include({ outcome: 'inconclusive' });
    expect(keyCollision.audit(context({ 'key-collision': attempt([]) }))).to.include({
      outcome: 'inconclusive',
    });
  });
});

describe('success-shape', () => {
  const gives = (operation: Operation, value: 'key' | 'list' | 'text'): Clause => ({
    ...universal,
    text: `A success of ${operation} gives the ${value}.`,
    expected: { end: 'resolved', value },
    operation,
  });
  const documented = [gives('set', 'key'), gives('get', 'text'), gives('keys', 'list')];
  const good = [
    call('set', gave(text('a-key', true))),
    call('get', gave(secret(1))),
    call('keys', gave({ is: 'list', length: 1, items: [text('a-key')] })),
    call('clear', gave(nothing)),
  ];
  const judged = (clauses: Clause[], ...others: CallRecord[]) =>
    successShape.audit(context({ answers: attempt(but(good, ...others)) }, clauses));

  it('passes where successes give what is documented', () => {
    expect(judged(documented)).to.include({ outcome: 'pass' });
  });
  it('fails where one gives something else', () => {
    const judgement = judged(documented, call('set', gave(text('', false))));
    expect(judgement).to.include({ outcome: 'fail', expected: documented[0]!.text });
    expect(judged(documented, call('keys', gave(text('a-key'))))).to.include({ outcome: 'fail' });
  });
  it('leaves calls that fail to other audits', () => {
    expect(judged(documented, call('set', refused('no')))).to.include({ outcome: 'pass' });
  });
  it('only tells what it saw where nothing is documented', () => {
    expect(judged([universal])).to.include({ outcome: 'informative' });
  });
  it('cannot tell where nothing succeeds', () => {
    expect(successShape.audit(context({ answers: attempt([]) }))).to.include({ outcome: 'inconclusive' });
  });
});

describe('error-shape', () => {
  const documented: Clause = { ...universal, expected: { end: 'rejected', error: 'Error' } };
  const plain: Ends = {
    how: 'rejected',
    afterMs: 1,
    error: { type: 'string', message: 'no', value: text('no') },
  };
  const judged = (end: Ends | undefined, clauses: Clause[]) =>
    errorShape.audit(
      context(
        {
          answers: attempt([
            call('get', gave(secret(1))),
            call('get a missing key', refused('not found')),
            call('remove a missing key', ...(end === undefined ? [] : [end])),
          ]),
        },
        clauses,
      ),
    );

  it('passes where every failure is what is documented', () => {
    expect(judged(refused('not found'), [documented])).to.include({ outcome: 'pass' });
    expect(judged(gave(nothing), [documented])).to.include({ outcome: 'pass' });
  });
  it('fails where one is something else', () => {
    const nobody: Ends = { how: 'rejected', afterMs: 1 };
    for (const end of [plain, nobody]) expect(judged(end, [documented])).to.include({ outcome: 'fail' });
  });
  it('only tells what it saw where nothing is documented', () => {
    expect(judged(plain, [universal])).to.include({ outcome: 'informative' });
  });
  it('cannot tell where nothing fails', () => {
    const answers = attempt([call('get a missing key', gave(nul))]);
    expect(errorShape.audit(context({ answers }, [documented]))).to.include({ outcome: 'inconclusive' });
  });
});
