import { expect } from 'chai';
import { audits } from '../../src/audits/error-codes/codes.js';
import appIsolation from '../../src/audits/lifecycle/app-isolation.js';
import backgroundPersistence from '../../src/audits/lifecycle/background-persistence.js';
import damagedKeystore from '../../src/audits/lifecycle/damaged-keystore.js';
import localeIndependence from '../../src/audits/lifecycle/locale-independence.js';
import lockedRead from '../../src/audits/lifecycle/locked-read.js';
import rebootPersistence from '../../src/audits/lifecycle/reboot-persistence.js';
import reinstallBehaviour from '../../src/audits/lifecycle/reinstall-behaviour.js';
import timezoneIndependence from '../../src/audits/lifecycle/timezone-independence.js';
import upgradePersistence from '../../src/audits/lifecycle/upgrade-persistence.js';
import backupExposure from '../../src/audits/secrecy/backup-exposure.js';
import restoreBehaviour from '../../src/audits/secrecy/restore-behaviour.js';
import { registeredAudits } from '../../src/audits/registry.js';
import type { Audit, Judgement } from '../../src/audits/types.js';
import { findContract } from '../../src/contracts/registry.js';
import type { Clause } from '../../src/contracts/types.js';
import type { Attempt, CallRecord, DataSearch, Settlement } from '../../src/observations/types.js';
import { attempt, call, context, gave, nothing, nul, refused, secret, text, universal } from './attempts.js';

/** The calls of a scenario, some of them replaced by others of the same name, or left out. */
const but = (calls: CallRecord[], ...others: CallRecord[]): CallRecord[] => {
  const names = new Set(others.map(({ as }) => as));
  return [...calls.filter(({ as }) => !names.has(as)), ...others];
};
const without = (calls: CallRecord[], end: string): CallRecord[] =>
  calls.filter(({ as }) => !as.endsWith(end));

/** Three secrets that are set, and read as they were set each time. */
const kept = (...whens: string[]): CallRecord[] => [
  call('get never set before', refused('Key does not exist.')),
  ...[1, 2, 3].flatMap((number) => [
    call(`set ${number}`, gave(nothing)),
    ...['before', ...whens].map((when) => call(`get ${number} ${when}`, gave(secret(number)))),
  ]),
];
const fresh = (when: string, number: number, ...laters: string[]): CallRecord[] => [
  call(`set fresh ${when}`, gave(nothing)),
  ...['', ...laters.map((later) => ` ${later}`)].map((later) =>
    call(`get fresh ${when}${later}`, gave(secret(number))),
  ),
];
const cut = gave({ is: 'text', length: 10, sha256: '', same: false });
const foreign = gave(secret(2, false));
const act = (ability: Attempt['acts'][number]['ability'], told?: string): Attempt['acts'][number] => ({
  verb: 'a verb',
  ability,
  fidelity: 'genuine',
  durationMs: 5,
  ...(told === undefined ? {} : { told }),
});
const died = (callInFlight: boolean): Partial<Attempt> => ({
  status: 'app-lost',
  app: [{ kind: 'died', detail: 'The app died.', callInFlight, atMs: 5 }],
});

/** An error as OutSystems documents it for a missing key on Android. */
const noSuchKey: Settlement = {
  how: 'rejected',
  afterMs: 1,
  error: { type: 'Object', code: text('OS-PLUG-KSTR-0012'), message: 'Key does not exist.' },
};

type Judge = (calls: CallRecord[], more?: Partial<Attempt>, clauses?: Clause[]) => Judgement;
const judgeOf =
  (audit: Audit, scenario: string): Judge =>
  (calls, more = {}, clauses = [universal]) =>
    audit.audit({
      ...context({ [scenario]: attempt(calls, more) }, clauses),
      target: 'android',
      contract: findContract('outsystems-keystore')!,
    });

/** Those that a browser cannot decide. */
const ofPhones = [
  ...['app-isolation', 'background-persistence', 'damaged-keystore', 'locale-independence', 'locked-read'],
  ...['reboot-persistence', 'reinstall-behaviour', 'timezone-independence', 'upgrade-persistence'],
  ...['backup-exposure', 'restore-behaviour'],
];

describe('where audits apply', () => {
  it('is Android and iOS for those of phones, and everywhere for the others', async () => {
    const all = (await registeredAudits()).filter(({ id }) => !/^error-(?!leakage|shape|platform)/.test(id));
    const told = (wanted: readonly string[]): string[] =>
      all.filter(({ targets }) => targets.join() === wanted.join()).map(({ id }) => id);
    expect(told(['android', 'ios'])).to.have.members(ofPhones);
    expect(told(['web', 'android', 'ios'])).to.have.length(all.length - ofPhones.length);
  });

  it('is where a code is documented, for the audits of codes', () => {
    const targetsOf = (id: string) => audits().get(id)!.targets;
    expect(targetsOf('error-0012')).to.deep.equal(['android']);
    expect(targetsOf('error-0015')).to.deep.equal(['android']);
    expect(targetsOf('error-0017')).to.deep.equal(['android', 'ios']);
  });
});

for (const [audit, id, scenario, whens] of [
  [rebootPersistence, 'reboot-persistence', 'reboot', ['after the reboot']],
  [upgradePersistence, 'upgrade-persistence', 'upgrade', ['after the upgrade']],
  [localeIndependence, 'locale-independence', 'locale', ['in ar-EG', 'in fa-IR', 'in tr-TR']],
  [
    timezoneIndependence,
    'timezone-independence',
    'clock',
    ['at UTC−12', 'at UTC+14', 'with the clock set back'],
  ],
] as const) {
  describe(id, () => {
    const judged = judgeOf(audit, scenario);
    const good = kept(...whens);

    it('passes where every value is there each time', () => {
      expect(judged(good)).to.include({ outcome: 'pass' });
    });
    it('fails where one is missing, refused, altered or another one’s, whenever', () => {
      for (const when of whens) {
        for (const end of [gave(nul), refused('no such key'), cut, foreign]) {
          const judgement = judged(but(good, call(`get 2 ${when}`, end)));
          expect(judgement, when).to.include({ outcome: 'fail' }).and.not.have.property('severity');
          expect(judgement.actual).to.contain(`"get 2 ${when}"`);
        }
      }
    });
    it('leaves to set-then-get what could not be read before either', () => {
      const one = [call('get 2 before', cut), call(`get 2 ${whens[0]}`, cut)];
      expect(judged(but(good, ...one))).to.include({ outcome: 'pass' });
      const none = [1, 2, 3].map((number) => call(`get ${number} before`, cut));
      expect(judged(but(good, ...none))).to.include({ outcome: 'inconclusive' });
    });
    it('cannot tell where nothing was stored, a read never answers, or the app was lost before it', () => {
      expect(judged([])).to.include({ outcome: 'inconclusive' });
      expect(judged(but(kept(), call('set 1', refused('no')), call('get 1 before', nulEnd)))).to.include({
        outcome: 'inconclusive',
      });
      expect(judged(but(good, call(`get 1 ${whens.at(-1)}`)))).to.include({ outcome: 'inconclusive' });
      expect(judged(without(good, whens.at(-1)!), died(true))).to.include({ outcome: 'inconclusive' });
    });
    it('looks at what is set later too', () => {
      const when = whens[0];
      const more = fresh(when, 4, 'read later');
      expect(judged([...good, ...more])).to.include({ outcome: 'pass' });
      for (const as of [`get fresh ${when}`, `get fresh ${when} read later`]) {
        const judgement = judged([...good, ...but(more, call(as, gave(nul)))]);
        expect(judgement).to.include({ outcome: 'fail' }).and.not.have.property('severity');
      }
      const no = [call(`set fresh ${when}`, refused('not valid yet')), call(`get fresh ${when}`, nulEnd)];
      expect(judged([...good, ...no])).to.include({ outcome: 'fail', severity: 'major' });
      expect(judged([...good, call(`set fresh ${when}`)])).to.include({ outcome: 'inconclusive' });
    });
  });
}
const nulEnd = gave(nul);

describe('locked-read', () => {
  const judged = judgeOf(lockedRead, 'locked');
  const good = kept('while locked', 'after the unlock');
  const locked = (end: Settlement) => but(good, call('get 2 while locked', end));

  it('passes where a read gives the value or an error', () => {
    expect(judged(good)).to.include({ outcome: 'pass' });
    for (const message of ['User interaction is currently not allowed.', 'The device is locked']) {
      expect(judged(locked(refused(message)))).to.include({ outcome: 'pass' });
    }
  });
  it('fails where a read says that there is none', () => {
    for (const end of [gave(nul), gave(nothing), gave(text('')), noSuchKey]) {
      expect(judged(locked(end)))
        .to.include({ outcome: 'fail' })
        .and.not.have.property('severity');
    }
    // As a key that was never set reads here.
    const sentinel = gave(text('no such key'));
    expect(judged(but(locked(sentinel), call('get never set before', sentinel)))).to.include({
      outcome: 'fail',
    });
  });
  it('fails, but milder, where a read is refused as one of a missing key is', () => {
    const never = (message: string, key: string) => refused(message.replace('KEY', key));
    for (const message of ['Key [_SS_KEY] not found.', 'no such key']) {
      const calls = but(
        locked(never(message, 'TITLE-ID-2-0123456789abcdef')),
        call('get never set before', never(message, 'never-set-fedcba9876543210')),
      );
      expect(judged(calls)).to.include({ outcome: 'fail', severity: 'major' });
    }
    const coded = (code: string, message: string): Settlement => ({
      how: 'rejected',
      afterMs: 1,
      error: { type: 'Object', code: text(code), message },
    });
    const calls = but(locked(coded('E7', 'one')), call('get never set before', coded('E7', 'another')));
    expect(judged(calls)).to.include({ outcome: 'fail', severity: 'major' });
    const other = but(locked(coded('E8', 'the same')), call('get never set before', coded('E7', 'the same')));
    expect(judged(other)).to.include({ outcome: 'pass' });
  });
  it('fails where a read gives another value, or the value is gone after the unlock', () => {
    expect(judged(locked(foreign))).to.include({ outcome: 'fail' });
    for (const end of [gave(nul), refused('no such key')])
      expect(judged(but(good, call('get 1 after the unlock', end)))).to.include({ outcome: 'fail' });
  });
  it('cannot tell where nothing was stored, or a read never answers', () => {
    expect(judged([])).to.include({ outcome: 'inconclusive' });
    expect(judged(but(good, call('get 1 while locked')))).to.include({ outcome: 'inconclusive' });
    expect(judged(without(good, 'while locked'), died(false))).to.include({ outcome: 'inconclusive' });
  });
});

describe('background-persistence', () => {
  const judged = judgeOf(backgroundPersistence, 'background');
  const there = { acts: [act('background-app', 'answered'), act('background-app')] };
  const good = [
    ...kept('in the background', 'after the return'),
    ...fresh('in the background', 4, 'after the return'),
  ];

  it('passes where values are there and calls answer, at once or after the return', () => {
    expect(judged(good, there).actual).to.contain('while the app was in the background');
    expect(judged(good, { acts: [act('background-app', 'not answered')] })).to.include({ outcome: 'pass' });
  });
  it('passes where a call is refused in the background', () => {
    const no = [1, 2, 3].map((number) => call(`get ${number} in the background`, refused('not now')));
    const set = [
      call('set fresh in the background', refused('not now')),
      call('get fresh in the background', refused('no such key')),
      call('get fresh in the background after the return', refused('no such key')),
    ];
    expect(judged(but(good, ...no, ...set), there)).to.include({ outcome: 'pass' });
  });
  it('fails where a value is gone after the return, or was not stored although it said so', () => {
    for (const as of ['get 2 after the return', 'get fresh in the background after the return']) {
      expect(judged(but(good, call(as, gave(nul))), there)).to.include({ outcome: 'fail' });
    }
  });
  it('fails where the background gives another value', () => {
    expect(judged(but(good, call('get 1 in the background', foreign)), there)).to.include({
      outcome: 'fail',
    });
  });
  it('fails where a call of the background never answers', () => {
    expect(judged(but(good, call('get 1 in the background')), there)).to.include({ outcome: 'fail' });
    const short = { ...call('get 1 in the background'), watchedMs: 10_000 };
    expect(judged(but(good, short), there)).to.include({ outcome: 'inconclusive' });
  });
  it('cannot tell where nothing was stored, or the app was lost', () => {
    expect(judged([])).to.include({ outcome: 'inconclusive' });
    expect(judged(kept(), died(true))).to.include({ outcome: 'inconclusive' });
    expect(judged(but(good, call('get 1 after the return')))).to.include({ outcome: 'inconclusive' });
  });
});

describe('reinstall-behaviour', () => {
  const judged = judgeOf(reinstallBehaviour, 'reinstall');
  const all = kept('after the reinstall');
  const none = [1, 2, 3].reduce(
    (calls, number) => but(calls, call(`get ${number} after the reinstall`, refused('no such key'))),
    all,
  );
  const one = but(none, call('get 3 after the reinstall', gave(secret(3))));
  const says = (afterReinstall: 'kept' | 'gone', basis: Clause['basis'] = 'documented'): Clause[] => [
    { ...universal, basis, afterReinstall },
  ];

  it('tells what was found where nothing is documented', () => {
    expect(judged(all)).to.include({ outcome: 'informative' });
    expect(judged(one).actual).to.contain('1 of 3 values');
    expect(judged(none)).to.include({ outcome: 'informative' });
  });
  it('judges where values are promised to be there again', () => {
    expect(judged(all, {}, says('kept'))).to.include({ outcome: 'pass' });
    for (const calls of [one, none]) expect(judged(calls, {}, says('kept'))).to.include({ outcome: 'fail' });
  });
  it('judges where they are promised to be gone', () => {
    expect(judged(none, {}, says('gone'))).to.include({ outcome: 'pass' });
    for (const calls of [one, all]) expect(judged(calls, {}, says('gone'))).to.include({ outcome: 'fail' });
    const wrong = but(none, call('get 1 after the reinstall', cut));
    expect(judged(wrong, {}, says('gone'))).to.include({ outcome: 'fail' });
  });
  it('is mild where the document itself says what stays behind', () => {
    const weakness = says('kept', 'documented-weakness');
    expect(judged(all, {}, weakness)).to.include({ outcome: 'fail', severity: 'minor' });
    expect(judged(all, {}, weakness).explanation).to.contain('As documented');
    expect(judged(none, {}, weakness)).to.include({ outcome: 'pass' });
  });
  it('cannot tell where nothing was stored, or a read never answers', () => {
    expect(judged([], {}, says('gone'))).to.include({ outcome: 'inconclusive' });
    expect(judged(but(all, call('get 1 after the reinstall')), {}, says('gone'))).to.include({
      outcome: 'inconclusive',
    });
  });
});

describe('app-isolation', () => {
  const judged = judgeOf(appIsolation, 'stranger');
  const refusals = [1, 2, 3].map((number) => call(`get ${number} as a stranger`, refused('no such key')));
  const asked = but(kept('as a stranger', 'again'), ...refusals);

  it('holds where a stranger reads nothing, and the values are still there', () => {
    const judgement = judged(asked);
    expect(judgement).to.include({ outcome: 'pass' });
    expect(judgement.actual).to.contain('asked for 3 secrets');
  });
  it('fails where a stranger reads one secret', () => {
    const judgement = judged(but(asked, call('get 2 as a stranger', gave(secret(2)))));
    expect(judgement).to.include({ outcome: 'fail' });
    expect(judgement.actual).to.contain('1 of 3');
  });
  it('takes an empty text for nothing that was read', () => {
    const empty = ['before', 'as a stranger', 'again'].map((when) =>
      call(`get empty ${when}`, gave(text(''))),
    );
    expect(judged(but(asked, ...empty))).to.include({ outcome: 'pass' });
  });
  it('cannot tell where the stranger’s read never answers, or the values are gone afterwards', () => {
    expect(judged(but(asked, call('get 1 as a stranger')))).to.include({ outcome: 'inconclusive' });
    expect(judged(but(asked, call('get 1 again', refused('no such key'))))).to.include({
      outcome: 'inconclusive',
    });
  });
});

/** Values that can be set again, at once and in another store. */
const healed = [
  call('set again', gave(nothing)),
  call('get again', gave(secret(11))),
  ...fresh('again', 12),
  call('clear', gave(nothing)),
  call('set after the clear', gave(nothing)),
  call('get after the clear', gave(secret(11))),
];

/** What both audits of broken data ask of the store afterwards. */
function asksForHealing(judged: (again: CallRecord[]) => Judgement): void {
  const never = [call('set again', refused('broken')), call('get again', refused('broken'))];

  it('fails where what is set again cannot be read', () => {
    for (const as of ['get again', 'get fresh again']) {
      const judgement = judged(but(healed, call(as, gave(nul))));
      expect(judgement).to.include({ outcome: 'fail' }).and.not.have.property('severity');
    }
  });
  it('fails, but milder, where set is refused, and milder still where a clear helps', () => {
    expect(judged(but(healed, ...never))).to.include({ outcome: 'fail', severity: 'minor' });
    const cleared = [
      call('set after the clear', refused('broken')),
      call('get after the clear', refused('broken')),
    ];
    expect(judged(but(healed, ...never, ...cleared))).to.include({ outcome: 'fail', severity: 'major' });
    const noClear = healed.filter(({ as }) => !as.includes('clear'));
    expect(judged(but(noClear, ...never))).to.include({ outcome: 'fail', severity: 'major' });
    const elsewhere = [call('set fresh again', refused('broken')), call('get fresh again', refused('no'))];
    expect(judged(but(healed, ...elsewhere))).to.include({ outcome: 'fail', severity: 'major' });
  });
  it('cannot tell where a call of these never answers', () => {
    for (const as of ['set again', 'get again', 'set fresh again', 'get fresh again'])
      expect(judged(but(healed, call(as))), as).to.include({ outcome: 'inconclusive' });
    expect(judged([])).to.include({ outcome: 'inconclusive' });
  });
  it('needs no other store where a plugin has no keys', () => {
    const single = healed.filter(({ as }) => !as.includes('fresh'));
    expect(judged(single)).to.include({ outcome: 'pass' });
  });
}

describe('damaged-keystore', () => {
  const damage = { acts: [act('write-app-data', 'shared_prefs/a.xml')] };
  const judged = judgeOf(damagedKeystore, 'damage');
  const broken = (end: Settlement): CallRecord[] =>
    [1, 2, 3].reduce(
      (calls, number) => but(calls, call(`get ${number} after the damage`, end)),
      [...kept('after the damage'), ...healed],
    );
  const good = broken(refused('There was an error accessing the KeyStore.'));
  const keys = (when: string, ...names: string[]): CallRecord =>
    call(`keys ${when}`, gave({ is: 'list', length: names.length, items: names.map((name) => text(name)) }));

  it('passes where reads give an error and values can be set again', () => {
    expect(judged(good, damage)).to.include({ outcome: 'pass' });
    const one = but(
      [...kept('after the damage'), ...healed],
      call('get 2 after the damage', refused('broken')),
    );
    expect(judged(one, damage)).to.include({ outcome: 'pass' });
  });
  it('fails where a read gives foreign text', () => {
    for (const end of [cut, foreign, gave(text('{"iv":"x"}'))]) {
      const judgement = judged(but(good, call('get 1 after the damage', end)), damage);
      expect(judgement).to.include({ outcome: 'fail' }).and.not.have.property('severity');
    }
  });
  it('fails where the app no longer starts', () => {
    expect(judged(kept(), { ...damage, ...died(true) })).to.include({ outcome: 'fail' });
    expect(judged(kept(), { ...damage, ...died(false) })).to.include({ outcome: 'inconclusive' });
  });
  it('takes absence for right where the list of keys agrees with it', () => {
    for (const end of [gave(nul), noSuchKey]) {
      const calls = [...broken(end), keys('before', 'a', 'b', 'c')];
      expect(judged([...calls, keys('after the damage')], damage)).to.include({ outcome: 'pass' });
      const failed = call('keys after the damage', refused('broken'));
      expect(judged([...calls, failed], damage)).to.include({ outcome: 'pass' });
    }
  });
  it('takes absence of what is still listed for an error that was swallowed', () => {
    for (const end of [gave(nul), noSuchKey]) {
      const calls = [...broken(end), keys('before', 'a', 'b'), keys('after the damage', 'b')];
      expect(judged(calls, damage)).to.include({ outcome: 'fail', severity: 'major' });
    }
    const told = [...good, keys('before', 'a', 'b'), keys('after the damage', 'b')];
    expect(judged(told, damage)).to.include({ outcome: 'pass' });
  });
  it('only tells of absence where there is no list of keys', () => {
    expect(judged(broken(gave(nul)), damage)).to.include({ outcome: 'informative' });
  });
  it('cannot tell where the damage reached nothing that is read', () => {
    const calls = [...kept('after the damage'), ...healed];
    expect(judged(calls, damage)).to.include({ outcome: 'inconclusive' });
    expect(judged(good, { acts: [act('write-app-data', 'nothing')] })).to.include({
      outcome: 'inconclusive',
    });
  });
  it('cannot tell where nothing was stored, or a read never answers', () => {
    expect(judged([], damage)).to.include({ outcome: 'inconclusive' });
    expect(judged(but(good, call('get 1 after the damage')), damage)).to.include({ outcome: 'inconclusive' });
  });
  describe('asks what becomes of the store, and', () => {
    const unhealed = good.filter(({ as }) => !healed.some((each) => each.as === as));
    asksForHealing((again) => judged([...unhealed, ...again], damage));
  });
});

describe('restore-behaviour', () => {
  const backup = { acts: [act('backup-app', 'done'), act('install-app'), act('backup-app')] };
  const judged = judgeOf(restoreBehaviour, 'backup');
  const restored = (end: Settlement): CallRecord[] =>
    [1, 2, 3].reduce(
      (calls, number) => but(calls, call(`get ${number} after the restore`, end)),
      [...kept('after the restore'), ...healed],
    );

  it('passes where reads are refused or say that there is none, and values can be set again', () => {
    for (const end of [refused('There was an error'), gave(nul), noSuchKey]) {
      expect(judged(restored(end), backup))
        .to.include({ outcome: 'pass' })
        .and.not.have.property('explanation');
    }
  });
  it('tells of values that are there without the keys of the system', () => {
    const judgement = judged([...kept('after the restore'), ...healed], backup);
    expect(judgement).to.include({ outcome: 'pass' });
    expect(judgement.explanation).to.contain('in the backup, or outlives');
  });
  it('fails where a read gives foreign text', () => {
    for (const end of [cut, foreign])
      expect(judged(restored(end), backup))
        .to.include({ outcome: 'fail' })
        .and.not.have.property('severity');
  });
  it('fails where the app no longer starts', () => {
    expect(judged(kept(), { ...backup, ...died(true) })).to.include({ outcome: 'fail' });
    const early = { acts: [act('backup-app', 'done')], ...died(true) };
    expect(judged(kept(), early)).to.include({ outcome: 'inconclusive' });
  });
  it('holds reads to what is documented of them', () => {
    const documented: Clause = {
      ...universal,
      basis: 'documented',
      expected: { end: 'resolved', value: 'null' },
    };
    expect(judged(restored(gave(nul)), backup, [documented])).to.include({ outcome: 'pass' });
    expect(judged(restored(refused('broken')), backup, [documented])).to.include({
      outcome: 'fail',
      severity: 'major',
    });
  });
  it('does not apply where the system makes no backup', () => {
    const none = { acts: [act('backup-app', 'refused')] };
    expect(judged(kept(), none)).to.include({ outcome: 'not-applicable' });
  });
  it('cannot tell where nothing was stored, or a read never answers', () => {
    expect(judged([], backup)).to.include({ outcome: 'inconclusive' });
    const calls = but(restored(gave(nul)), call('get 1 after the restore'));
    expect(judged(calls, backup)).to.include({ outcome: 'inconclusive' });
  });
  describe('asks what becomes of the store, and', () => {
    const unhealed = restored(refused('broken')).filter(({ as }) => !healed.some((each) => each.as === as));
    asksForHealing((again) => judged([...unhealed, ...again], backup));
  });
});

describe('backup-exposure', () => {
  const search = (more: Partial<DataSearch> = {}): Partial<Attempt> => ({
    searches: [
      { as: 'restored', root: 'the app’s data', files: 9, bytes: 1000, unreadable: [], found: [], ...more },
    ],
    acts: [act('backup-app', 'done')],
  });
  const place = { canary: 2, encoding: 'base64', offset: 40, path: 'shared_prefs/a.xml' };
  const judged = judgeOf(backupExposure, 'backup');

  it('passes where nothing is found in what was restored', () => {
    expect(judged(kept(), search())).to.include({ outcome: 'pass' });
  });
  it('fails where a value is, and tells its places alone', () => {
    const judgement = judged(kept(), search({ found: [place, place] }));
    expect(judgement).to.include({ outcome: 'fail' }).and.not.have.property('severity');
    expect(judgement.actual).to.equal('Found in what was restored: shared_prefs/a.xml (base64).');
  });
  describe('beside an app that was installed anew', () => {
    const gone = [1, 2, 3].reduce(
      (calls, number) => but(calls, call(`get ${number} after the reinstall`, refused('no such key'))),
      kept('after the reinstall'),
    );
    const beside = (reinstalled: CallRecord[], target: 'android' | 'ios' = 'android') =>
      backupExposure.audit({
        ...context({
          backup: attempt(kept('after the restore'), search()),
          reinstall: attempt(reinstalled),
        }),
        target,
      });

    it('fails where the backup alone opens what it holds', () => {
      const judgement = beside(gone);
      expect(judgement).to.include({ outcome: 'fail' }).and.not.have.property('severity');
      expect(judgement.actual).to.contain('holds what opens them');
    });
    it('passes where values outlive the app without it, or nobody knows', () => {
      expect(beside(kept('after the reinstall'))).to.include({ outcome: 'pass' });
      expect(beside(but(gone, call('get 1 after the reinstall')))).to.include({ outcome: 'pass' });
      expect(beside([])).to.include({ outcome: 'pass' });
      expect(beside(gone, 'ios')).to.include({ outcome: 'pass' });
      expect(judged(kept('after the restore'), search())).to.include({ outcome: 'pass' });
    });
    it('cannot tell where no backup was made', () => {
      const only = { ...context({ reinstall: attempt(gone) }), target: 'android' } as const;
      expect(backupExposure.audit(only)).to.include({ outcome: 'inconclusive' });
    });
  });
  it('passes where the system makes no backup of the app', () => {
    expect(judged(kept(), { acts: [act('backup-app', 'refused')] })).to.include({ outcome: 'pass' });
  });
  it('cannot tell where nothing was stored, or not everything could be searched', () => {
    expect(judged(but(kept(), call('set 1', refused('no'))), search())).to.include({
      outcome: 'inconclusive',
    });
    expect(judged([], search())).to.include({ outcome: 'inconclusive' });
    expect(judged(kept(), { acts: [act('backup-app', 'done')] })).to.include({ outcome: 'inconclusive' });
    expect(judged(kept(), search({ files: 0 }))).to.include({ outcome: 'inconclusive' });
    expect(judged(kept(), search({ unreadable: ['databases'] }))).to.include({ outcome: 'inconclusive' });
  });
});
