import { expect } from 'chai';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { renderJunit } from '../../src/report/junit.js';
import { golden, green, nothing, red, several, virtual } from './golden.js';
import type { Result } from '../../src/result/schema.js';

interface Node {
  readonly [name: string]: unknown;
}

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  parseAttributeValue: false,
  parseTagValue: false,
  isArray: (name) => ['testsuite', 'testcase', 'property'].includes(name),
});

function suitesOf(result: Result): Node[] {
  const { testsuites } = parser.parse(renderJunit(result)) as { testsuites: { testsuite?: Node[] } };
  return testsuites.testsuite ?? [];
}

function casesOf(suite: Node | undefined): Node[] {
  return suite!.testcase as Node[];
}

function kindOf(testcase: Node): string {
  return ['failure', 'error', 'skipped'].find((kind) => kind in testcase) ?? 'passed';
}

describe('junit.xml', () => {
  for (const [name, result] of Object.entries(golden)) {
    it(`is valid XML 1.0 for the golden result "${name}"`, () => {
      const xml = renderJunit(result);
      expect(XMLValidator.validate(xml)).to.equal(true);

      expect(xml).not.to.match(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Cs}/u);
    });

    it(`counts right for the golden result "${name}"`, () => {
      for (const suite of suitesOf(result)) {
        const kinds = casesOf(suite).map(kindOf);
        const count = (kind: string): string => String(kinds.filter((one) => one === kind).length);
        expect(suite['@tests']).to.equal(String(kinds.length));
        expect(suite['@failures']).to.equal(count('failure'));
        expect(suite['@errors']).to.equal(count('error'));
        expect(suite['@skipped']).to.equal(count('skipped'));
      }
    });
  }

  it('has a suite for each run, and one for a run that is missing', () => {
    expect(suitesOf(several).map((suite) => suite['@name'])).to.deep.equal([
      several.runs[0]!.id,
      several.runs[1]!.id,
      `${virtual.runs[0]!.id} (modelled)`,
      'ios/iphone/other@1.0.0',
    ]);
    expect(casesOf(suitesOf(several)[3]).map(kindOf)).to.deep.equal(['error']);
  });

  it('passes what holds and what is told, skips what does not apply', () => {
    const kinds = casesOf(suitesOf(green)[0]).map((one) => [one['@name'], kindOf(one)]);
    expect(kinds).to.deep.equal([
      ['set-then-get', 'passed'],
      ['get-missing-key', 'passed'],
      ['key-listing', 'skipped'],
      ['value-at-rest', 'passed'],
      ['call-latency', 'passed'],
    ]);
  });

  it('fails findings, skips accepted ones, and has errors for trouble', () => {
    const kinds = casesOf(suitesOf(red)[0]).map((one) => [one['@name'], kindOf(one)]);
    expect(kinds).to.deep.equal([
      ['value-at-rest', 'failure'],
      ['get-missing-key', 'skipped'],
      ['set-then-get', 'failure'],
      ['call-settlement', 'error'],
      ['store-isolation', 'skipped'],
      ['key-listing', 'skipped'],
      ['call-latency', 'passed'],
      ['problem: session-lost', 'error'],
    ]);
  });

  it('fails an accepted finding again when that has ended', () => {
    const accepted = [{ id: 'get-missing-key', reason: 'later', until: '2026-05-02' }];
    expect(kindOf(casesOf(suitesOf({ ...red, accepted })[0])[1]!)).to.equal('failure');
  });

  for (const [code, kind] of [
    ['harness', 'error'],
    ['unstable', 'error'],
    ['not-reached', 'error'],
    ['not-chosen', 'skipped'],
    ['ability-missing', 'skipped'],
    ['platform', 'skipped'],
  ] as const) {
    it(`makes of what is not decided for "${code}": ${kind}`, () => {
      const run = green.runs[0]!;
      const audit = {
        ...run.audits[0]!,
        outcome: 'inconclusive' as const,
        reason: { code, needs: 'a phone' },
      };
      const [testcase] = casesOf(suitesOf({ ...green, runs: [{ ...run, audits: [audit] }] })[0]);
      expect(kindOf(testcase!)).to.equal(kind);
      expect((testcase![kind] as Node)['@message']).to.contain('a phone');
    });
  }

  it('tells of a finding what was expected and seen, and how to run it again', () => {
    const failure = casesOf(suitesOf(red)[0])[2]!.failure as Node;
    const { failureTitle, actual, expected, rerun } = red.runs[0]!.audits[2]!;
    expect(failure['@type']).to.equal('critical');
    expect(failure['@message']).to.equal(`${failureTitle}: ${actual}`);
    for (const part of [expected, actual, rerun]) expect(failure['#text']).to.contain(part);
  });

  it('names the problem of a failed run, with its hint', () => {
    const error = casesOf(suitesOf(nothing)[0]).at(-1)!.error as Node;
    expect(error['@message']).to.equal('Appium did not become ready.');
    expect(error['#text']).to.equal('See appium.log in the output folder.');
  });

  it('says of a virtual device that it is modelled', () => {
    const [suite] = suitesOf(virtual);
    const failure = casesOf(suite)[0]!.failure as Node;
    expect(failure['@message']).to.match(/^\[modelled\] /);
    const { property } = suite!.properties as { property: Node[] };
    expect(property[0]).to.deep.equal({ '@name': 'verdict', '@value': 'not known (modelled)' });
  });
});
