import { expect } from 'chai';
import argumentChecks from '../../src/audits/values-and-keys/argument-checks.js';
import controlCharacters from '../../src/audits/values-and-keys/control-characters.js';
import keyCase from '../../src/audits/values-and-keys/key-case.js';
import keyCharset from '../../src/audits/values-and-keys/key-charset.js';
import keyLength from '../../src/audits/values-and-keys/key-length.js';
import loneSurrogates from '../../src/audits/values-and-keys/lone-surrogates.js';
import lookalikeValues from '../../src/audits/values-and-keys/lookalike-values.js';
import storeNames from '../../src/audits/values-and-keys/store-names.js';
import unicodeValues from '../../src/audits/values-and-keys/unicode-values.js';
import valueSize from '../../src/audits/values-and-keys/value-size.js';
import valueTypes from '../../src/audits/values-and-keys/value-types.js';
import type { Audit, Judgement } from '../../src/audits/types.js';
import type { Clause, Limit } from '../../src/contracts/types.js';
import type { CallRecord, Seen } from '../../src/observations/types.js';
import { attempt, call, context, gave, nothing, nul, refused, secret, text, universal } from './attempts.js';

type End = CallRecord['settlements'][number];

const took = gave(nothing);
const whole = gave(text('kept', true));
const altered = gave(text('k?pt', false));
const ordinary = [call('set ordinary', took), call('get ordinary', gave(secret(1)))];
const quota: End = {
  how: 'rejected',
  afterMs: 1,
  error: { type: 'DOMException', name: 'QuotaExceededError', message: 'It exceeded the quota.' },
};

/** Calls of one name, as set and get: no end for a call that is pending. */
const pair = (name: string, set?: End, get?: End): CallRecord[] => [
  call(`set ${name}`, ...(set === undefined ? [] : [set])),
  call(`get ${name}`, ...(get === undefined ? [] : [get])),
];

function judge(audit: Audit, calls: CallRecord[], clauses?: Clause[]): Judgement {
  return audit.audit(context({ [audit.scenarios[0]!]: attempt(calls) }, clauses));
}

for (const [name, audit, kind, refusal] of [
  ['unicode-values', unicodeValues, 'unicode', 'fail'],
  ['control-characters', controlCharacters, 'control', 'fail'],
  ['lookalike-values', lookalikeValues, 'lookalike', 'fail'],
  ['lone-surrogates', loneSurrogates, 'surrogate', 'pass'],
  ['key-charset', keyCharset, 'charset', 'pass'],
  ['key-case', keyCase, 'case', 'pass'],
  ['store-names', storeNames, 'store', 'pass'],
] as const) {
  describe(name, () => {
    const other = name === 'store-names' ? [call('set in another store', took)] : [];
    const judged = (...calls: CallRecord[]) => judge(audit, [...ordinary, ...other, ...calls]);
    const good = pair(`${kind} one`, took, whole);

    it('passes where everything comes back', () => {
      expect(judged(...good, ...pair(`${kind} two`, took, whole))).to.include({ outcome: 'pass' });
    });
    it('fails in full where one is altered, lost, or gives what belongs to another', () => {
      for (const end of [altered, gave(nul), gave(nothing), refused('not found'), gave(secret(1, false))]) {
        const judgement = judged(...good, ...pair(`${kind} two`, took, end));
        expect(judgement).to.include({ outcome: 'fail' }).and.not.have.property('severity');
        expect(judgement.actual).to.include('"two"').and.not.include('"one"');
      }
    });
    it(`takes a refusal for a ${refusal}`, () => {
      const judgement = judged(...good, ...pair(`${kind} two`, refused('no'), refused('not found')));
      expect(judgement).to.include({ outcome: refusal });
      expect(judgement.severity).to.equal(refusal === 'fail' ? 'major' : undefined);
      expect(judgement.actual).to.include('"two"');
    });
    it('cannot tell where a call does not answer', () => {
      expect(judged(...good, ...pair(`${kind} two`))).to.include({ outcome: 'inconclusive' });
      expect(judged(...good, ...pair(`${kind} two`, took))).to.include({ outcome: 'inconclusive' });
      expect(judged()).to.include({ outcome: 'inconclusive' });
      expect(judge(audit, [])).to.include({ outcome: 'inconclusive' });
    });
    it('leaves it to set-then-get where an ordinary secret does not come back', () => {
      const bad = [call('set ordinary', took), call('get ordinary', altered)];
      const calls = [...bad, ...other, ...pair(`${kind} two`, took, altered)];
      expect(judge(audit, calls)).to.include({ outcome: 'inconclusive' });
    });
  });
}

describe('lone-surrogates', () => {
  it('leaves it to unicode-values where nothing beyond ASCII comes back', () => {
    const lost = pair('surrogate high', took, altered);
    for (const unicode of [pair('unicode one', took, altered), pair('unicode one', refused('no'))]) {
      const judgement = judge(loneSurrogates, [...ordinary, ...unicode, ...lost]);
      expect(judgement).to.include({ outcome: 'inconclusive' });
    }
  });
});

describe('store-names', () => {
  it('leaves it to store-isolation where ordinary stores are not apart', () => {
    const mixed = [
      call('set ordinary', took),
      call('set in another store', took),
      call('get ordinary', gave(secret(2, false))),
    ];
    const judgement = judge(storeNames, [...mixed, ...pair('store dot', took, altered)]);
    expect(judgement).to.include({ outcome: 'inconclusive' });
  });
  describe('beside a clear of one that differs in case alone', () => {
    const apart = [
      ...ordinary,
      call('set in another store', took),
      ...pair('store small letter', took, whole),
      ...pair('store capital letter', took, whole),
      call('clear of the capital letter', took),
    ];
    const after = (small: End, main: End) => [
      ...apart,
      call('get small letter after clear', small),
      call('get ordinary after clear', main),
    ];
    const kept = gave(secret(1));

    it('passes where it keeps its values', () => {
      expect(judge(storeNames, after(whole, kept))).to.include({ outcome: 'pass' });
    });
    it('fails where it loses them', () => {
      expect(judge(storeNames, after(refused('not found'), kept))).to.include({ outcome: 'fail' });
    });
    it('leaves a clear that takes every store to store-isolation', () => {
      expect(judge(storeNames, after(gave(nul), gave(nul)))).to.include({ outcome: 'pass' });
    });
  });
});

describe('key-length', () => {
  const before = [...ordinary, ...pair('length 1', took, whole), ...pair('length 1024', took, whole)];
  const again = (...ends: (End | undefined)[]) =>
    ['ordinary', '1', '1024'].map((name, index) =>
      call(`get again ${name}`, ...(ends[index] === undefined ? [] : [ends[index]])),
    );

  it('passes where all are there before and after a restart', () => {
    const judgement = judge(keyLength, [...before, ...again(gave(secret(1)), whole, whole)]);
    expect(judgement).to.include({ outcome: 'pass' });
  });
  it('fails where a long key is gone after a restart', () => {
    const judgement = judge(keyLength, [...before, ...again(gave(secret(1)), whole, refused('not found'))]);
    expect(judgement).to.include({ outcome: 'fail' });
    expect(judgement.actual).to.include('1024');
  });
  it('fails where two keys are one', () => {
    const calls = [...ordinary, ...pair('length 256', took, altered)];
    expect(judge(keyLength, calls)).to.include({ outcome: 'fail' });
  });
  it('passes where a long key is refused', () => {
    const calls = [...ordinary, ...pair('length 1', took, whole), ...pair('length 1024', refused('long'))];
    const judgement = judge(keyLength, [...calls, ...again(gave(secret(1)), whole, refused('no'))]);
    expect(judgement).to.include({ outcome: 'pass' });
  });
  it('leaves it to restart-persistence where ordinary secrets are gone too', () => {
    const judgement = judge(keyLength, [...before, ...again(gave(nul), gave(nul), gave(nul))]);
    expect(judgement).to.include({ outcome: 'inconclusive' });
  });
  it('cannot tell where nothing was read after the restart', () => {
    expect(judge(keyLength, before)).to.include({ outcome: 'inconclusive' });
    const judgement = judge(keyLength, [...before, ...again(gave(secret(1)), whole)]);
    expect(judgement).to.include({ outcome: 'inconclusive' });
  });
});

describe('value-size', () => {
  const old = gave(secret(1, false));
  const size = (bytes: number, set?: End, get?: End) => [
    call(`set old ${bytes}`, took),
    ...pair(String(bytes), set, get),
  ];
  const judged = (...calls: CallRecord[]) => judge(valueSize, [...ordinary, ...calls]);
  const limited = (value: number, calls: CallRecord[], name = 'value') => {
    const limit: Limit = { name, value, unit: 'bytes', document: 'A README', section: 'Limits' };
    const seen = context({ 'value-size': attempt([...ordinary, ...calls]) });
    return valueSize.audit({ ...seen, contract: { ...seen.contract, limits: [limit] } });
  };

  it('passes where all come back whole', () => {
    expect(judged(...size(1024, took, whole), ...size(2048, took, whole))).to.include({ outcome: 'pass' });
  });
  it('passes where a large one is refused and the old one kept', () => {
    const judgement = judged(...size(1024, took, whole), ...size(2048, refused('too large'), old));
    expect(judgement).to.include({ outcome: 'pass' });
    expect(judgement.actual).to.include('1024').and.include('2048');
  });
  it('fails where one is cut, lost, or not written', () => {
    for (const end of [altered, gave(nul), refused('not found'), old]) {
      const judgement = judged(...size(1024, took, whole), ...size(2048, took, end));
      expect(judgement).to.include({ outcome: 'fail' }).and.not.have.property('severity');
    }
  });
  it('fails where a refused one took the old one along, also one that the quota refused', () => {
    for (const set of [refused('too large'), quota]) {
      expect(judged(...size(2048, set, refused('not found')))).to.include({ outcome: 'fail' });
      expect(judged(...size(2048, set, gave(nul)))).to.include({ outcome: 'fail' });
    }
  });
  it('fails, but milder, where a refused one is there all the same', () => {
    const judgement = judged(...size(1024, took, whole), ...size(2048, refused('too large'), whole));
    expect(judgement).to.include({ outcome: 'fail', severity: 'major' });
  });
  it('fails, but milder, where a size is refused that the contract promises', () => {
    const calls = [...size(1024, took, whole), ...size(2048, refused('too large'), old)];
    expect(limited(2048, calls)).to.include({ outcome: 'fail', severity: 'major' });
    expect(limited(2047, calls)).to.include({ outcome: 'pass' });
    expect(limited(2048, calls, 'value that is warned of')).to.include({ outcome: 'pass' });
  });
  it('tells a full quota from a limit of the plugin', () => {
    const judgement = limited(4096, [...size(1024, took, whole), ...size(2048, quota, old)]);
    expect(judgement).to.include({ outcome: 'inconclusive' });
    expect(judgement.reason?.code).to.equal('platform');
  });
  it('cannot tell where a call does not answer', () => {
    expect(judged(...size(1024))).to.include({ outcome: 'inconclusive' });
    expect(judged(...size(1024, took))).to.include({ outcome: 'inconclusive' });
    expect(judged()).to.include({ outcome: 'inconclusive' });
    expect(judge(valueSize, size(1024, took, altered))).to.include({ outcome: 'inconclusive' });
  });
});

describe('value-types', () => {
  const kept = gave(secret(1));
  const same: Readonly<Record<string, Seen>> = {
    number: { is: 'number', value: '42' },
    boolean: { is: 'boolean', value: true },
    null: nul,
    undefined: nothing,
    list: { is: 'list', length: 2, items: [text('a'), { is: 'number', value: '1' }] },
    object: { is: 'object', type: 'Object', entries: [['a', { is: 'number', value: '1' }]] },
  };
  const types = (ends: (name: string) => readonly [End?, End?]) =>
    Object.keys(same).flatMap((name) => [call(`set old ${name}`, took), ...pair(name, ...ends(name))]);
  const judged = (ends: (name: string) => readonly [End?, End?], clauses?: Clause[]) =>
    judge(valueTypes, [...ordinary, ...types(ends)], clauses);
  const documented = (expected: NonNullable<Clause['expected']>): Clause[] => [
    { ...universal, id: 'of-types', basis: 'documented', expected },
    universal,
  ];
  const refusing = () => [refused('not a text'), kept] as const;
  const keeping = (name: string) => [took, gave(same[name]!)] as const;

  it('passes where all are refused, and where all come back', () => {
    expect(judged(refusing)).to.include({ outcome: 'pass' });
    expect(judged(keeping)).to.include({ outcome: 'pass' });
  });
  it('fails where a refused one replaced or removed what was there', () => {
    for (const end of [gave(text('undefined', false)), gave(nul), refused('not found')]) {
      const ends = (name: string) => (name === 'undefined' ? ([refused('no'), end] as const) : refusing());
      expect(judged(ends)).to.include({ outcome: 'fail' });
    }
  });
  it('fails where one was taken, and what was there before is still given', () => {
    const only = (those: readonly string[]) => (name: string) =>
      those.includes(name) ? ([took, kept] as const) : refusing();
    for (const name of ['number', 'boolean', 'list', 'object']) {
      expect(judged(only([name])), name).to.include({ outcome: 'fail' });
    }
    expect(judged(only(['undefined', 'null']))).to.include({ outcome: 'informative' });
  });
  it('only tells what an accepted one becomes where no document says it', () => {
    const judgement = judged(() => [took, gave(text('[object Object]', false))]);
    expect(judgement).to.include({ outcome: 'informative' });
    expect(judgement.actual).to.include('[object Object]');
  });
  it('fails where a document promises that they come back, and they do not', () => {
    const clauses = documented({ end: 'resolved', value: 'any' });
    expect(judged(keeping, clauses)).to.include({ outcome: 'pass' });
    expect(judged(refusing, clauses)).to.include({ outcome: 'fail' });
    expect(judged(() => [took, gave(text('42', false))], clauses)).to.include({ outcome: 'fail' });
  });
  it('fails where a document promises that they are refused, and they are not', () => {
    const clauses = documented({ end: 'rejected' });
    expect(judged(refusing, clauses)).to.include({ outcome: 'pass' });
    expect(judged(keeping, clauses)).to.include({ outcome: 'fail' });
  });
  it('cannot tell where a call does not answer', () => {
    expect(judged(() => [])).to.include({ outcome: 'inconclusive' });
    expect(judge(valueTypes, ordinary)).to.include({ outcome: 'inconclusive' });
    expect(judge(valueTypes, types(refusing))).to.include({ outcome: 'inconclusive' });
  });
});

describe('argument-checks', () => {
  const names = ['plain', 'key undefined', 'store undefined', 'store plain'];
  const wrongs = ['key undefined', 'key number', 'store undefined', 'store object'];
  /** Records where everything is refused and kept, but for the ends that are given. */
  const calls = (ends: Readonly<Record<string, End | undefined>> = {}) => {
    const one = (as: string, end: End) => {
      const told = as in ends ? ends[as] : end;
      return call(as, ...(told === undefined ? [] : [told]));
    };
    return [
      ...names.map((name) => one(`set before ${name}`, took)),
      ...names.map((name, index) => one(`get before ${name}`, gave(secret(index + 1)))),
      ...['set', 'get', 'remove'].flatMap((verb) =>
        wrongs.map((name) => one(`${verb} wrong ${name}`, refused('not a text'))),
      ),
      ...names.map((name, index) => one(`get after ${name}`, gave(secret(index + 1)))),
    ];
  };
  const judged = (ends?: Readonly<Record<string, End | undefined>>, clauses?: Clause[]) =>
    judge(argumentChecks, calls(ends), clauses);

  it('passes where every wrong argument is refused and nothing changes', () => {
    expect(judged()).to.include({ outcome: 'pass' });
  });
  it('only tells what is accepted where no document says how it ends', () => {
    const ends = { 'set wrong key number': took, 'get wrong key number': gave(secret(23, false)) };
    expect(judged(ends)).to.include({ outcome: 'informative' });
    const refusal: Clause = { ...universal, basis: 'documented', expected: { end: 'rejected' } };
    expect(judged(ends, [refusal])).to.include({ outcome: 'fail' });
  });
  it('fails where another secret is gone or changed', () => {
    for (const end of [gave(nul), refused('not found'), gave(secret(20, false))]) {
      expect(judged({ 'get after plain': end }))
        .to.include({ outcome: 'fail' })
        .and.not.have.property('severity');
    }
  });
  it('fails where a refused call changed the secret of that name', () => {
    expect(judged({ 'get after key undefined': gave(secret(20, false)) }))
      .to.include({ outcome: 'fail' })
      .and.not.have.property('severity');
  });
  it('fails where a wrong argument gives the secret of somebody else', () => {
    expect(judged({ 'get wrong key number': gave(secret(1, false)) }))
      .to.include({ outcome: 'fail' })
      .and.not.have.property('severity');
  });
  it('fails, but milder, where just the secret of the same name is met', () => {
    const met = {
      'set wrong key undefined': took,
      'get after key undefined': gave(secret(20, false)),
    };
    expect(judged(met)).to.include({ outcome: 'fail', severity: 'minor' });
    const given = { 'get wrong key undefined': gave(secret(2, false)) };
    expect(judged(given)).to.include({ outcome: 'fail', severity: 'minor' });
  });
  it('leaves it to store-isolation where ordinary stores are not apart', () => {
    const ends = {
      'get before store undefined': gave(secret(4, false)),
      'set wrong store undefined': took,
      'get after store undefined': gave(secret(30, false)),
      'get after store plain': gave(secret(30, false)),
    };
    expect(judged(ends)).to.include({ outcome: 'informative' });
  });
  it('cannot tell where a call does not answer, but still fails where it did harm', () => {
    const open = { 'set wrong key undefined': undefined };
    expect(judged(open)).to.include({ outcome: 'inconclusive' });
    expect(judged({ ...open, 'get after plain': gave(nul) })).to.include({ outcome: 'fail' });
    expect(judged({ 'get after plain': undefined })).to.include({ outcome: 'inconclusive' });
    expect(judged({ 'get before plain': gave(nul) })).to.include({ outcome: 'inconclusive' });
    expect(judge(argumentChecks, [])).to.include({ outcome: 'inconclusive' });
  });
});

describe('lookalike-values, where the documentation says that dates are revived', () => {
  const weakness: Clause = {
    ...universal,
    id: 'dates-are-revived',
    basis: 'documented-weakness',
    covers: ['date and time'],
  };
  const judged = (...calls: CallRecord[]) =>
    lookalikeValues.audit(
      context({ 'value-vectors': attempt([...ordinary, ...calls]) }, [weakness, universal]),
    );
  const revived = gave({ is: 'object', type: 'Date', entries: [] });

  it('fails as documented where only those are altered', () => {
    const judgement = judged(
      ...pair('lookalike date and time', took, revived),
      ...pair('lookalike zero', took, whole),
    );
    expect(judgement).to.include({ outcome: 'fail', severity: 'minor' });
    expect(judgement.clauses).to.deep.equal([weakness]);
  });
  it('fails in full where another is altered too', () => {
    const judgement = judged(
      ...pair('lookalike date and time', took, revived),
      ...pair('lookalike zero', took, altered),
    );
    expect(judgement).to.include({ outcome: 'fail' }).and.not.have.property('severity');
  });
  it('passes where none is', () => {
    expect(judged(...pair('lookalike date and time', took, whole))).to.include({ outcome: 'pass' });
  });
});
