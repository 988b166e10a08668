import { expect } from 'chai';
import { toldApart } from '../../src/report/builds.js';
import { renderCtrf } from '../../src/report/ctrf.js';
import { matrixView, everything } from '../../src/report/html/matrix.js';
import { renderHtml } from '../../src/report/html/page.js';
import { reportOf } from '../../src/report/html/report.js';
import { renderJunit } from '../../src/report/junit.js';
import { renderSarif } from '../../src/report/sarif.js';
import { renderSummary } from '../../src/report/summary.js';
import { renderTerminal } from '../../src/report/terminal.js';
import { compareResults } from '../../src/result/compare.js';
import { missingRunsOf } from '../../src/result/findings.js';
import { mergeResults } from '../../src/result/merge.js';
import type { Result } from '../../src/result/schema.js';
import { forked, golden, green } from './golden.js';

const plain = 'web/chromium-156/cordova-plugin-secure-storage@2.6.8';
const published = `${plain} (published)`;
const fork = `${plain} (from ../fork)`;

describe('two builds of one name and version', () => {
  it('are told apart by where they came from, and none counts as missing', () => {
    const told = toldApart(forked);
    expect(told.runs.map(({ id }) => id)).to.deep.equal([published, fork]);
    expect(told.runs.map(({ plugin }) => plugin.version)).to.deep.equal([
      '2.6.8 (published)',
      '2.6.8 (from ../fork)',
    ]);
    expect(told.plan).to.deep.equal([published, fork]);
    expect(missingRunsOf(told)).to.deep.equal([]);
    expect(toldApart(told)).to.equal(told);
  });

  it('are told apart by what they are where they came from the same place', () => {
    const result = structuredClone(forked);
    result.runs[0]!.plugin.source = '../fork';
    expect(toldApart(result).runs.map(({ plugin }) => plugin.version)).to.deep.equal([
      '2.6.8 (from ../fork, sha512-01234567)',
      '2.6.8 (from ../fork, sha512-fedcba98)',
    ]);
  });

  it('leave everything else as it is', () => {
    for (const result of Object.values(golden).filter((each) => each !== forked))
      expect(toldApart(result)).to.equal(result);
    const named: Result = structuredClone(green);
    named.runs.push({ ...structuredClone(named.runs[0]!), id: 'web/other' });
    named.runs[1]!.plugin.source = 'cordova-plugin-secure-storage';
    expect(toldApart(named)).to.equal(named);
  });

  it('have columns of their own in verdict and matrix, and names of their own in findings', () => {
    const page = renderHtml(forked);
    const [table] = /<table class="verdicts">[\s\S]*?<\/table>/.exec(page)!;
    expect(table).to.match(/2\.6\.8 \(from \.\.\/fork\)<\/th>\s*<th[^>]*>[^/]*<\/span>2\.6\.8 \(published\)/);
    expect(table).to.match(/not-compatible[\s\S]*class="compatible"/);
    const view = matrixView(reportOf(forked), everything).text;
    const heads = [...view.matchAll(/<th scope="col" class="run">[\s\S]*?<\/th>/g)].map(([head]) => head);
    expect(heads).to.have.length(2);
    expect(heads[0]).to.contain('2.6.8 (from ../fork)');
    expect(heads[1]).to.contain('2.6.8 (published)');
    expect(page).to.contain('Web, Chromium, 2.6.8 (from ../fork)');
    expect(page).to.contain('value="0" /> cordova-plugin-secure-storage 2.6.8 (from ../fork)');
  });

  it('have names of their own in every other format', () => {
    expect(renderSummary(forked)).to.contain('2.6.8 (published)</code>');
    expect(renderSummary(forked)).to.contain('2.6.8 (from ../fork)</code>');
    const text = renderTerminal(forked, 'x');
    expect(text).to.contain(`${published}\n  COMPATIBLE\n`);
    expect(text).to.contain(`${fork}\n  NOT COMPATIBLE\n`);
    const suites = [...renderJunit(forked).matchAll(/<testsuite name="([^"]*)"/g)].map(([, name]) => name);
    expect(suites).to.deep.equal([published, fork]);
    const { results } = JSON.parse(renderCtrf(forked)) as { results: { tests: { suite: string[] }[] } };
    expect(new Set(results.tests.map(({ suite }) => suite[0]))).to.deep.equal(new Set([published, fork]));
    expect(renderSarif(forked)).to.contain(`"${fork}/set-then-get"`);
  });

  it('are compared each with its own build before', () => {
    const { runs } = compareResults(forked, forked);
    expect(runs.map(({ before, after }) => [before?.id, after?.id])).to.deep.equal([
      [published, published],
      [fork, fork],
    ]);
    const baseline = compareResults(forked, forked);
    const { runs: sarif } = JSON.parse(renderSarif(forked, { comparison: baseline })) as {
      runs: { results: { baselineState: string }[] }[];
    };
    expect(sarif[0]!.results.map(({ baselineState }) => baselineState)).to.deep.equal(
      Array.from({ length: 3 }, () => 'unchanged'),
    );
  });

  it('stay apart when results are merged, and bear their time only where the build is the same', () => {
    const [first, second] = forked.runs;
    const parts = [first!, second!, { ...second!, durationMs: 1 }].map((run, at) => ({
      name: `part ${at}`,
      result: { ...green, finishedAt: `2026-05-0${at + 3}T14:02:20.450Z`, runs: [run] },
    }));
    const { result } = mergeResults([parts[0]!, parts[1]!, parts[2]!]);
    expect(result.runs.map(({ id }) => id)).to.deep.equal([
      published,
      `${fork} (2026-05-04 14:02 UTC)`,
      `${fork} (2026-05-05 14:02 UTC)`,
    ]);
    expect(result.runs.map(({ plugin }) => plugin.version)).to.deep.equal(['2.6.8', '2.6.8', '2.6.8']);
    expect(missingRunsOf(result)).to.deep.equal([]);
  });
});
