import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'chai';
import { unpack, type Packed } from '../../src/report/html/pack.js';
import { reportNames } from '../../src/report/index.js';
import type { Comparison } from '../../src/result/compare.js';
import { Place, type Ended } from './command.js';

/** A plugin that puts every value where it does not belong: into errors, names, logs and the list of keys. */
const leaky = `
  var kept = {};
  function S(success, error, name) { this.name = name; setTimeout(success, 0); }
  S.prototype.set = function (s, e, k, v) {
    kept[this.name + '/' + k] = v;
    console.log('set ' + v); localStorage.setItem(v, v);
    s('stored ' + v + '\\u202e<script>' + btoa(unescape(encodeURIComponent(String(v)))));
  };
  S.prototype.get = function (s, e, k) {
    var v = kept[this.name + '/' + k];
    v === undefined ? e(new Error('no ' + k + ' among ' + JSON.stringify(kept))) : s(v);
  };
  S.prototype.remove = function (s, e, k) { e(new Error('kept ' + kept[this.name + '/' + k])); };
  S.prototype.keys = function (s) { s(Object.keys(kept).concat(Object.values(kept))); };
  S.prototype.clear = function (s, e) { e({ code: JSON.stringify(kept), message: '<img src=x onerror=alert(1)>' }); };
  module.exports = S;
`;

describe('the reports of a plugin that gives everything away', function () {
  this.timeout(180_000);
  const place = new Place();
  let first: Ended;
  let second: Ended;
  const summary = path.join(place.folder, 'step.md');

  before(async () => {
    const plugin = place.plugin('leaky', leaky);
    const run = { target: 'web', plugin, binding: 'cordova-secure-storage', contract: 'baseline' };
    const accepted = [{ id: 'value-at-rest', reason: 'a reason', until: '2099-12-31' }];
    place.write('keystore-audit.config.json', JSON.stringify({ runs: [run], accepted }));
    const areas = ['--area', 'operations', 'secrecy'];
    first = await place.run(['run', ...areas]);
    second = await place.run(['run', ...areas, '--baseline', 'keystore-audit-out'], {
      env: { GITHUB_STEP_SUMMARY: summary },
    });
  });
  after(() => place.remove());

  it('are all written, and tell findings', () => {
    expect(first.code, first.stderr).to.equal(1);
    expect(second.code, second.stderr).to.equal(1);
    for (const name of reportNames) {
      expect(readFileSync(path.join(place.out, name), 'utf8').length, name).to.be.greaterThan(500);
    }
    expect(place.result().runs[0]!.verdict.word).to.equal('not compatible');
  });

  it('hold no secret, in any encoding, and neither does the data in the page', () => {
    const page = readFileSync(path.join(place.out, 'report.html'), 'utf8');
    const [, data] = /<script type="application\/json" id="data">([^<]*)<\/script>/.exec(page)!;
    const { result } = unpack(JSON.parse(data!) as Packed);
    expect(result.runs[0]!.scenarios.length).to.be.greaterThan(5);
    place.write('keystore-audit-out/unpacked.json', JSON.stringify(result));
    const { found, searched } = place.secretsFound();
    expect(found).to.deep.equal([]);
    expect(searched).to.be.greaterThan(15);
  });

  it('tell what was there before, and what is accepted', () => {
    expect(second.stderr).to.match(
      /Since \d{4}-\d\d-\d\d \d\d:\d\d UTC: 0 new findings, 0 fixed, \d+ still there\./,
    );
    expect(readFileSync(path.join(place.out, 'report.html'), 'utf8')).to.contain('Since the baseline');
    expect(place.result().accepted).to.deep.equal([
      { id: 'value-at-rest', reason: 'a reason', until: '2099-12-31' },
    ]);
    expect(second.stderr).to.contain('accepted until 2099-12-31');
  });

  it('stand in the summary of a step in GitHub Actions', () => {
    expect(readFileSync(summary, 'utf8')).to.equal(
      `${readFileSync(path.join(place.out, 'summary.md'), 'utf8')}\n`,
    );
  });

  it('are the same when what was collected is judged again, acceptance and all', async () => {
    const before = place.result();
    const again = await place.run(['audit', 'keystore-audit-out']);
    expect(again.code, again.stderr).to.equal(1);
    expect(place.result()).to.deep.equal({ ...before, finishedAt: place.result().finishedAt });
  });

  it('are of no difference to themselves', async () => {
    const compared = await place.run(['compare', 'keystore-audit-out', 'keystore-audit-out', '--json']);
    expect(compared.code, compared.stderr).to.equal(0);
    const { runs } = JSON.parse(compared.stdout) as Comparison;
    expect(runs.flatMap(({ changes }) => changes).filter(({ kind }) => kind !== 'still')).to.deep.equal([]);
  });

  it('are not begun where an accepted finding or a baseline is wrong', async () => {
    const other = new Place();
    try {
      const plugin = other.plugin('leaky', leaky);
      const run = { target: 'web', plugin, binding: 'cordova-secure-storage', contract: 'baseline' };
      const accepted = [{ id: 'value-at-test', reason: 'a reason', until: '2099-12-31' }];
      other.write('keystore-audit.config.json', JSON.stringify({ runs: [run], accepted }));
      const misspelt = await other.run(['run']);
      expect(misspelt.code).to.equal(3);
      expect(misspelt.stderr).to.match(/^error audit-unknown: .*Did you mean "value-at-rest"\?/);
      other.write('keystore-audit.config.json', JSON.stringify({ runs: [run] }));
      const missing = await other.run(['run', '--baseline', 'none.json']);
      expect(missing.code).to.equal(3);
      expect(missing.stderr).to.match(/^error input-unreadable: /);
    } finally {
      other.remove();
    }
  });
});
