import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect } from 'chai';
import { convertJUnitToCTRFReport } from 'junit-to-ctrf';
import MarkdownIt from 'markdown-it';
import { renderJunit } from '../../src/report/junit.js';
import { renderSummary } from '../../src/report/summary.js';
import { compareResults } from '../../src/result/compare.js';
import { golden, green, hostile, red } from './golden.js';
import { many } from './many.js';

/** What readers that others wrote make of our reports. */

describe('a reader of JUnit XML', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'junit-'));
  after(() => rmSync(folder, { recursive: true }));

  async function summaryOf(xml: string) {
    const file = path.join(folder, 'junit.xml');
    writeFileSync(file, xml);
    return (await convertJUnitToCTRFReport(file))!.results.summary;
  }

  for (const [name, result] of Object.entries(golden)) {
    if (result.runs.length === 0) continue;
    it(`counts what we counted, in the golden result "${name}"`, async () => {
      const xml = renderJunit(result);
      const count = (pattern: RegExp): number => [...xml.matchAll(pattern)].length;
      const { tests, failed, skipped } = await summaryOf(xml);
      expect(tests).to.equal(count(/<testcase /g));
      expect(failed).to.equal(count(/<failure[ >]/g) + count(/<error[ >]/g));
      expect(skipped).to.equal(count(/<skipped[ >/]/g));
    });
  }
});

describe('a reader of Markdown', () => {
  const reader = new MarkdownIt({ html: true, linkify: true });
  const kindsIn = (markdown: string): string[] => {
    const kinds = new Set<string>();
    for (const token of reader.parse(markdown, {})) {
      for (const each of [token, ...(token.children ?? [])]) {
        kinds.add(each.type === 'html_inline' ? each.content : each.type);
      }
    }
    return [...kinds];
  };
  const comparison = compareResults(green, hostile);
  const texts = [
    ...Object.entries(golden).map(([name, result]) => [name, renderSummary(result)] as const),
    ['hostile since a baseline', renderSummary(hostile, comparison)] as const,
    ['red since a baseline', renderSummary(red, compareResults(green, red))] as const,
    ['many', renderSummary(many({ runs: 30, audits: 20 }))] as const,
  ];
  for (const [name, markdown] of texts) {
    it(`sees no link, picture, heading or element of anybody else's in "${name}"`, () => {
      const kinds = kindsIn(markdown);
      for (const never of [
        'link_open',
        'image',
        'html_block',
        'fence',
        'code_block',
        'code_inline',
        's_open',
      ]) {
        expect(kinds).to.not.include(never);
      }
      const elements = kinds.filter((kind) => kind.startsWith('<'));
      expect(['<code>', '</code>', '<span>', '</span>']).to.include.members(elements);
    });
  }

  it('sees a table of changes, and of many runs one of platforms that has an end', () => {
    expect(kindsIn(texts.find(([name]) => name === 'red since a baseline')![1])).to.include('table_open');
    const large = renderSummary(many({ runs: 300 }));
    expect(large.length).to.be.lessThan(200_000);
    expect(large).to.match(/Android 11, \d+ runs/);
  });
});
