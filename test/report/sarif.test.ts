import path from 'node:path';
import { Ajv } from 'ajv';
import { expect } from 'chai';
import type { Log, Result as Finding } from 'sarif';
import { createGenerator } from 'ts-json-schema-generator';
import { renderSarif } from '../../src/report/sarif.js';
import { compareResults } from '../../src/result/compare.js';
import type { Result } from '../../src/result/schema.js';
import { golden, green, nothing, red, several, virtual } from './golden.js';

function runOf(result: Result, older?: Result): Log['runs'][number] {
  const context = older === undefined ? {} : { comparison: compareResults(older, result) };
  return (JSON.parse(renderSarif(result, context)) as Log).runs[0]!;
}

function findingsOf(result: Result, older?: Result): Finding[] {
  return runOf(result, older).results!;
}

describe('findings.sarif', function () {
  this.timeout(60_000);
  /** Of the format's types as they are published; the types allow what they do not name. */
  let accepts: ReturnType<Ajv['compile']>;

  before(() => {
    const types = path.resolve(import.meta.dirname, '../../node_modules/@types/sarif/index.d.ts');
    const schema = createGenerator({
      path: types,
      type: 'Log',
      skipTypeCheck: true,
      additionalProperties: false,
    }).createSchema('Log');
    accepts = new Ajv({ strict: false }).compile(schema);
  });

  for (const [name, result] of Object.entries(golden)) {
    it(`is valid SARIF for the golden result "${name}"`, () => {
      const text = renderSarif(result);
      expect(accepts(JSON.parse(text)), JSON.stringify(accepts.errors)).to.equal(true);
      expect(text.replace(/\n/g, '')).not.to.match(/[\p{Cc}\p{Cf}\p{Cs}]/u);
    });

    it(`has for each finding of "${name}" its rule, and no empty message`, () => {
      const { tool, results } = runOf(result);
      for (const { ruleId, ruleIndex, message } of results!) {
        expect(tool.driver.rules![ruleIndex!]!.id).to.equal(ruleId);
        expect(message.text).to.match(/\S/);
      }
    });
  }

  it('refuses what is no SARIF', () => {
    const log = JSON.parse(renderSarif(red)) as Log;
    expect(accepts({ ...log, version: 3 })).to.equal(false);
    expect(accepts({ ...log, runs: [{ ...log.runs[0], tool: {} }] })).to.equal(false);
  });

  it('has nothing to tell where everything holds', () => {
    expect(findingsOf(green)).to.deep.equal([]);
    expect(runOf(green).invocations![0]!.executionSuccessful).to.equal(true);
  });

  it('tells findings by their weight, and which are accepted', () => {
    const told = findingsOf(red).map(({ ruleId, level, suppressions }) => [
      ruleId,
      level,
      suppressions?.[0]?.justification,
    ]);
    expect(told).to.deep.equal([
      ['set-then-get', 'error', undefined],
      ['get-missing-key', 'warning', 'Until 2026-12-31: Our app asks for null.'],
      ['value-at-rest', 'note', undefined],
    ]);
  });

  it('tells the troubles of the run', () => {
    const [invocation] = runOf(nothing).invocations!;
    expect(invocation!.executionSuccessful).to.equal(false);
    expect(invocation!.toolExecutionNotifications![0]!.message.text).to.contain(
      'Appium did not become ready.',
    );
  });

  it('tells what is new since a baseline', () => {
    expect(findingsOf(red).map(({ baselineState }) => baselineState)).to.deep.equal([
      undefined,
      undefined,
      undefined,
    ]);
    expect(findingsOf(red, green).map(({ baselineState }) => baselineState)).to.deep.equal([
      'new',
      'new',
      'new',
    ]);
    expect(findingsOf(red, red).map(({ baselineState }) => baselineState)).to.deep.equal([
      'unchanged',
      'unchanged',
      'unchanged',
    ]);
  });

  it('says of a virtual device that it is modelled, in each message', () => {
    for (const { message } of findingsOf(virtual)) expect(message.text).to.match(/^\[modelled\] /);
  });

  it('gives the same finding on the same platform the same fingerprint, and no other', () => {
    const prints = findingsOf(several).map(
      ({ partialFingerprints }) => partialFingerprints!['keystoreAudit/v1'],
    );
    expect(new Set(prints).size).to.equal(prints.length);
    const builds = findingsOf({ ...red, runs: [...red.runs, ...structuredClone(red.runs)] });
    expect(new Set(builds.map(({ partialFingerprints: print }) => print!['keystoreAudit/v1'])).size).to.equal(
      builds.length,
    );
    expect(findingsOf(red)[0]!.partialFingerprints).to.deep.equal(
      findingsOf(structuredClone(red))[0]!.partialFingerprints,
    );
  });
});
