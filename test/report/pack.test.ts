import { expect } from 'chai';
import { pack, unpack } from '../../src/report/html/pack.js';
import { reportOf } from '../../src/report/html/report.js';
import { renderHtml } from '../../src/report/html/page.js';
import type { Result } from '../../src/result/schema.js';
import { golden, green } from './golden.js';
import { many } from './many.js';

const throughPage = (result: Result): Result =>
  unpack(JSON.parse(JSON.stringify(pack(reportOf(result)))) as ReturnType<typeof pack>).result;

/** What is thinned out on purpose, set aside. */
function withoutSamples(result: Result): unknown {
  return {
    ...result,
    runs: result.runs.map((run) => ({
      ...run,
      latency: Object.values(run.latency).map(({ n, p50, p95, max }) => [n, p50, p95, max]),
    })),
  };
}

describe('pack and unpack', () => {
  for (const [name, result] of Object.entries({ ...golden, many: many({ runs: 12, audits: 30 }) })) {
    if (name === 'hostile') continue;
    it(`lose nothing but samples of "${name}"`, () => {
      const inOrder = reportOf(result).result;
      expect(withoutSamples(throughPage(result))).to.deep.equal(withoutSamples(inOrder));
    });
  }

  it('keep texts that hold what stands for repeated parts', () => {
    const result = structuredClone(green);
    const audit = result.runs[0]!.audits[0]!;
    audit.rerun = `run --audit ${audit.id} \ue000 ${audit.id}$&`;
    audit.evidence = [
      { kind: 'log', title: `${audit.scenario} \ue001`, path: `runs/${audit.scenario}$1.log` },
    ];
    const [back] = throughPage(result).runs[0]!.audits;
    expect(back!.rerun).to.equal(`run --audit ${audit.id} \ufffd ${audit.id}$&`);
    expect(back!.evidence[0]).to.deep.equal({
      kind: 'log',
      title: `${audit.scenario} \ufffd`,
      path: `runs/${audit.scenario}$1.log`,
    });
  });

  it('keep long stories and long texts to what can be shown, and say so', () => {
    const result = structuredClone(green);
    const run = result.runs[0]!;
    run.scenarios[0]!.steps = Array.from({ length: 5000 }, (_, at) => ({ text: `step ${at}`, seen: '' }));
    run.audits[0]!.actual = 'x'.repeat(1_000_000);
    const [back] = throughPage(result).runs;
    expect(back!.scenarios[0]!.steps).to.have.length(401);
    expect(back!.scenarios[0]!.steps.at(-1)!.text).to.equal('… and 4600 more steps, in result.json');
    expect(back!.audits[0]!.actual).to.match(/… \[cut here: 1000000 characters in all\]$/);
    expect(renderHtml(result).length).to.be.lessThan(150_000);
  });

  it('keep what many runs share once', () => {
    const [one, ten] = [many({ runs: 1 }), many({ runs: 10 })].map(
      (result) => JSON.stringify(pack(reportOf(result))).length,
    );
    expect(ten! - one!).to.be.lessThan(9 * 0.2 * one!);
  });
});
