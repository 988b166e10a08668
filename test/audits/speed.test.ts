import { expect } from 'chai';
import callLatency from '../../src/audits/speed/call-latency.js';
import startupCost from '../../src/audits/speed/startup-cost.js';
import type { Attempt, CallRecord } from '../../src/observations/types.js';
import { attempt, call, context, gave, nothing } from './attempts.js';

describe('call-latency', () => {
  const judged = (...calls: CallRecord[]) => callLatency.audit(context({ any: attempt(calls) }));

  it('tells p50, p95 and the longest of each operation, and the first call', () => {
    const sets = Array.from({ length: 20 }, (_, index) => call(`set ${index}`, gave(nothing, index + 1)));
    const { outcome, actual } = judged(...sets, call('get a', gave(nothing, 3)));
    expect(outcome).to.equal('informative');
    expect(actual).to.contain('set: p50 10 ms, p95 19 ms, max 20 ms of 20');
    expect(actual).to.contain('get: p50 3 ms, p95 3 ms, max 3 ms of 1');
    expect(actual).to.contain('first call of a fresh page: p50 1 ms');
    expect(actual).to.contain('No answer came later than 10 s.');
  });
  it('names calls that answered late', () => {
    expect(judged(call('get a', gave(nothing, 12_345))).actual).to.contain('any: "get a" after 12.3 s');
  });
  it('cannot tell where no call answered', () => {
    expect(judged(call('get a'))).to.include({ outcome: 'inconclusive' });
  });
});

describe('startup-cost', () => {
  const judged = (more: Partial<Attempt>) => startupCost.audit(context({ any: attempt([], more) }));

  it('tells load and readiness, and that nothing was measured without the plugin', () => {
    const judgement = judged({ readiness: { ready: true, afterMs: 7 } });
    expect(judgement).to.include({ outcome: 'informative' });
    expect(judgement.actual).to.contain('median 10 ms').and.contain('median 7 ms');
    expect(judgement.explanation).to.contain('No page without the plugin was measured');
  });
  it('cannot tell where no page became ready', () => {
    expect(judged({ readiness: { ready: false, why: 'not-ready', detail: '' } })).to.include({
      outcome: 'inconclusive',
    });
    expect(judged({ acts: [] })).to.include({ outcome: 'inconclusive' });
  });
});
