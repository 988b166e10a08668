import { expect } from 'chai';
import { missingRunsOf } from '../../src/result/findings.js';
import { mergeResults, type Given } from '../../src/result/merge.js';
import { resultSchema, type Result, type Run } from '../../src/result/schema.js';
import { golden, green, red, several, virtual } from '../report/golden.js';

const run = green.runs[0]!;
const given = (name: string, result: Result): Given => ({ name, result });

/** The part of `green` that was asked for with `--audit`. */
function shard(ids: readonly string[]): Result {
  const audits = run.audits.map((audit): Run['audits'][number] =>
    ids.includes(audit.id)
      ? audit
      : {
          ...audit,
          outcome: 'inconclusive',
          actual: '',
          reason: { code: 'not-chosen', needs: '' },
          attempts: 0,
        },
  );
  const { set, ...rest } = run.latency;
  const latency = ids.includes('set-then-get') ? { set: set! } : rest;
  return {
    ...green,
    runs: [{ ...run, audits, latency, verdict: { word: 'not known', reason: 'open', by: [] } }],
  };
}

describe('mergeResults', () => {
  it('leaves one result as it is', () => {
    expect(mergeResults([given('a', green)])).to.deep.equal({ result: green, notices: [] });
  });

  it('puts runs of different machines beside each other', () => {
    const { result, notices } = mergeResults([given('a', green), given('b', virtual)]);
    expect(result.runs).to.deep.equal([run, virtual.runs[0]]);
    expect(result.plan).to.deep.equal([run.id, virtual.runs[0]!.id]);
    expect(notices).to.deep.equal([]);
  });

  it('counts a run that was given twice once, and says so', () => {
    const copy = structuredClone(green);
    copy.runs[0]!.audits[0]!.evidence.push({ kind: 'log', title: 'copied', path: 'elsewhere/a.log' });
    const { result, notices } = mergeResults([given('a', green), given('b', copy)]);
    expect(result.runs).to.have.length(1);
    expect(notices).to.deep.equal([`The run ${run.id} was given twice, in a and b; it counts once.`]);
  });

  it('tells runs of the same name apart by their time', () => {
    const later = { ...red, startedAt: '2026-05-04T14:00:00.000Z', finishedAt: '2026-05-04T14:02:20.450Z' };
    const { result, notices } = mergeResults([given('later', later), given('earlier', green)]);
    expect(result.runs.map(({ id }) => id)).to.deep.equal([
      `${run.id} (2026-05-03 14:02 UTC)`,
      `${run.id} (2026-05-04 14:02 UTC)`,
    ]);
    expect(result).to.include({ startedAt: green.startedAt, finishedAt: later.finishedAt });
    expect(notices).to.deep.equal([]);
    expect(missingRunsOf(result)).to.deep.equal([]);
  });

  it('tells apart what even the time does not', () => {
    const other = structuredClone(green);
    other.runs[0]!.audits[0]!.actual = 'another';
    const ids = mergeResults([given('a', green), given('b', other)]).result.runs.map(({ id }) => id);
    expect(ids[1]).to.equal(`${ids[0]} #2`);
  });

  it('makes one run of its shards, with a verdict of its own', () => {
    const [left, right] = [
      ['set-then-get', 'call-latency'],
      ['get-missing-key', 'key-listing', 'value-at-rest'],
    ];
    const { result, notices } = mergeResults([given('a', shard(left!)), given('b', shard(right!))]);
    expect(result.runs).to.have.length(1);
    const [whole] = result.runs;
    expect(whole!.audits).to.deep.equal(run.audits);
    expect(whole!.latency).to.deep.equal(run.latency);
    expect(whole!.verdict.word).to.equal('compatible');
    expect(whole!.durationMs).to.equal(2 * run.durationMs);
    expect(notices).to.deep.equal([`The shards of ${run.id} in a and b became one run.`]);
  });

  it('does not mix what was decided twice', () => {
    const { result } = mergeResults([given('a', shard(['set-then-get'])), given('b', green)]);
    const twice = mergeResults([
      given('a', green),
      given('b', { ...green, finishedAt: '2026-05-05T00:00:00.000Z' }),
    ]);
    expect(result.runs).to.have.length(2);
    expect(twice.result.runs).to.have.length(2);
  });

  it('keeps what was planned and is nowhere', () => {
    const { result } = mergeResults([given('a', several), given('b', green)]);
    expect(missingRunsOf(result)).to.deep.equal(['ios/iphone/other@1.0.0']);
    const found = mergeResults([
      given('a', several),
      given('b', { ...green, runs: [{ ...run, id: 'ios/iphone/other@1.0.0' }] }),
    ]);
    expect(missingRunsOf(found.result)).to.not.include('ios/iphone/other@1.0.0');
  });

  it('keeps every acceptance once', () => {
    expect(mergeResults([given('a', red), given('b', { ...red, runs: [] })]).result.accepted).to.deep.equal(
      red.accepted,
    );
  });

  it('gives a valid result and changes nothing that was given, whatever it is', () => {
    const all = Object.entries(golden).map(([name, result]) => given(name, result));
    const copies = structuredClone(all);
    const { result } = mergeResults(all as [Given, ...Given[]]);
    expect(resultSchema.safeParse(result).error).to.equal(undefined);
    expect(new Set(result.runs.map(({ id }) => id)).size).to.equal(result.runs.length);
    expect(all).to.deep.equal(copies);
  });
});
