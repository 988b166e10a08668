import { expect } from 'chai';
import emptyValue from '../../src/audits/values-and-keys/empty-value.js';
import valueAtRest from '../../src/audits/secrecy/value-at-rest.js';
import type { Attempt } from '../../src/observations/types.js';
import { attempt, call, context, gave, nothing, nul, refused, secret, text, universal } from './attempts.js';

describe('empty-value', () => {
  const empty = gave(text('', true));
  const judged = (get: ReturnType<typeof gave>, emptied = empty, set = gave(nothing)) =>
    emptyValue.audit(
      context({
        'empty-value': attempt([
          call('set empty', set),
          call('get empty', get),
          call('set full', gave(nothing)),
          call('empty it', gave(nothing)),
          call('get emptied', emptied),
        ]),
      }),
    );

  it('passes where the empty text comes back', () => {
    expect(judged(empty)).to.include({ outcome: 'pass' });
  });
  it('fails where it reads as absent or as something else', () => {
    for (const end of [gave(nul), gave(nothing), refused('not found'), gave(text('""', false))]) {
      expect(judged(end)).to.include({ outcome: 'fail' });
    }
  });
  it('fails where the value before it is still there', () => {
    expect(judged(empty, gave(secret(1, false)))).to.include({ outcome: 'fail' });
  });
  it('fails, but milder, where it is refused', () => {
    expect(judged(empty, empty, refused('empty'))).to.include({ outcome: 'fail', severity: 'major' });
  });
});

describe('value-at-rest', () => {
  const sets = [1, 2, 3].map((number) => call(`set ${number}`, gave(nothing)));
  const clean: Partial<Attempt> = {
    scans: [{ as: 'while running', areas: [{ area: 'localStorage', entries: 3 }], found: [] }],
    searches: [{ as: 'on disk', root: 'the profile', files: 90, bytes: 1000, unreadable: [], found: [] }],
  };
  const weakness = {
    ...universal,
    id: 'web-is-unsafe',
    basis: 'documented-weakness' as const,
    covers: ['localStorage'],
  };
  const judged = (more: Partial<Attempt>, clauses = [universal]) =>
    valueAtRest.audit(context({ restart: attempt(sets, { ...clean, ...more }) }, clauses));
  const inStorage = (area: string): Partial<Attempt> => ({
    scans: [
      {
        as: 'while running',
        areas: [],
        found: [{ canary: 1, encoding: 'plain', offset: 0, area, where: 'an entry' }],
      },
    ],
  });
  const inFile = (path: string): Partial<Attempt> => ({
    searches: [
      {
        as: 'on disk',
        root: 'the profile',
        files: 90,
        bytes: 1000,
        unreadable: [],
        found: [{ canary: 1, encoding: 'utf-16', offset: 7, path }],
      },
    ],
  });

  it('passes where nothing was found anywhere', () => {
    expect(judged({})).to.include({ outcome: 'pass' });
  });
  it('fails where a value was found in a storage area or in a file', () => {
    expect(judged(inStorage('cookies')))
      .to.include({ outcome: 'fail' })
      .and.not.have.property('severity');
    expect(judged(inFile('Default/Some/File')))
      .to.include({ outcome: 'fail' })
      .and.not.have.property('severity');
  });
  it('fails as documented where the documentation itself names the place', () => {
    for (const seen of [inStorage('localStorage'), inFile('Default/Local Storage/leveldb/000003.log')]) {
      const judgement = judged(seen, [weakness, universal]);
      expect(judgement).to.include({ outcome: 'fail', severity: 'minor' });
      expect(judgement.clauses).to.deep.equal([weakness]);
    }
  });
  it('fails in full where a value lies in a place that the documentation does not name', () => {
    for (const seen of [
      inStorage('cookies'),
      inFile('Default/IndexedDB/x.log'),
      inFile('Default/Preferences'),
    ]) {
      expect(judged(seen, [weakness, universal]))
        .to.include({ outcome: 'fail' })
        .and.not.have.property('severity');
    }
  });
  it('does not take what it could not look into for empty', () => {
    expect(judged({ scans: [] })).to.include({ outcome: 'inconclusive' });
    const blind = { ...clean.searches![0]!, unreadable: ['Default/Local Storage/leveldb/000003.log'] };
    expect(judged({ searches: [blind] })).to.include({ outcome: 'inconclusive' });
    expect(judged({ searches: [{ ...blind, files: 0, unreadable: [] }] })).to.include({
      outcome: 'inconclusive',
    });
    const area = { as: 'x', areas: [{ area: 'indexedDB', entries: 0, problem: 'Error' }], found: [] };
    expect(judged({ scans: [area] })).to.include({ outcome: 'inconclusive' });
  });
  it('cannot tell where nothing was stored', () => {
    const refusedSets = [1, 2, 3].map((number) => call(`set ${number}`, refused('no')));
    const judgement = valueAtRest.audit(context({ restart: attempt(refusedSets, clean) }));
    expect(judgement).to.include({ outcome: 'inconclusive' });
  });
});
