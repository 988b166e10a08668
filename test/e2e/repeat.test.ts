import { expect } from 'chai';
import { Place, slowStore } from './command.js';

describe('keystore-audit run --repeat', function () {
  this.timeout(120_000);
  const place = new Place();
  after(() => place.remove());

  it('tells an audit that varies from one that does not', async () => {
    // Gives nothing back on every third page: of the origins that the repeats use, each is another page.
    const plugin = place.plugin(
      'wavers',
      `${slowStore(0)}
      var get = S.prototype.get;
      S.prototype.get = function (s, e, k) {
        if (location.hostname !== '127.0.0.1' && parseInt(location.hostname.slice(6), 16) % 2) s('something else');
        else get.call(this, s, e, k);
      };`,
    );
    const { code, stderr } = await place.run([
      ...['run', 'web', '--plugin', plugin, '--binding', 'cordova-secure-storage', '--contract', 'baseline'],
      ...['--audit', 'set-then-get', '--audit', 'get-missing-key', '--repeat', '6', '--seed', 'steady'],
    ]);
    expect(code, stderr).to.equal(2);
    const [run] = place.result().runs;
    const outcomes = run!.audits.find(({ id }) => id === 'set-then-get')!;
    const fails = outcomes.attemptOutcomes.filter((outcome) => outcome === 'fail').length;
    const passes = outcomes.attemptOutcomes.filter((outcome) => outcome === 'pass').length;
    expect(outcomes).to.include({ outcome: 'inconclusive', attempts: 6 });
    expect(outcomes.reason).to.include({ code: 'unstable' });
    expect(
      [fails, passes].every((count) => count > 0) && fails + passes === 6,
      `${fails} ${passes}`,
    ).to.equal(true);
    expect(outcomes.actual).to.contain(`pass ${passes}`).and.to.contain(`fail ${fails}`);
    expect(run!.scenarios.map(({ attempts }) => attempts)).to.deep.equal([6, 6]);
  });

  it('is a key of the configuration too, and agrees where nothing varies', async () => {
    const plugin = place.plugin('steady', slowStore(0));
    const run = { target: 'web', plugin, binding: 'cordova-secure-storage', contract: 'baseline' };
    place.write(
      'keystore-audit.config.json',
      JSON.stringify({ runs: [{ ...run, audits: ['set-then-get'] }], repeat: 3 }),
    );
    const { code, stderr } = await place.run(['run']);
    expect(code, stderr).to.equal(0);
    const audit = place.result().runs[0]!.audits.find(({ id }) => id === 'set-then-get')!;
    expect(audit).to.deep.include({ outcome: 'pass', attemptOutcomes: ['pass', 'pass', 'pass'] });
  });
});
