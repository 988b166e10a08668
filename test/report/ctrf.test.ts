import { validate } from 'ctrf';
import { expect } from 'chai';
import { renderCtrf } from '../../src/report/ctrf.js';
import { golden, green, nothing, red, virtual } from './golden.js';
import type { Result } from '../../src/result/schema.js';

interface Test {
  readonly name: string;
  readonly status: string;
  readonly message: string;
  readonly suite: readonly string[];
}

interface Ctrf {
  readonly results: { readonly summary: Record<string, number>; readonly tests: readonly Test[] };
}

function ctrfOf(result: Result): Ctrf['results'] {
  return (JSON.parse(renderCtrf(result)) as Ctrf).results;
}

describe('ctrf.json', () => {
  for (const [name, result] of Object.entries(golden)) {
    it(`is valid by the format's own schema for the golden result "${name}"`, () => {
      const { valid, errors } = validate(JSON.parse(renderCtrf(result)));
      expect(errors ?? []).to.deep.equal([]);
      expect(valid).to.equal(true);
    });

    it(`counts right and shows no control character for the golden result "${name}"`, () => {
      const { summary, tests } = ctrfOf(result);
      expect(summary['tests']).to.equal(tests.length);
      for (const status of ['passed', 'failed', 'skipped', 'pending', 'other']) {
        expect(summary[status], status).to.equal(tests.filter((test) => test.status === status).length);
      }
      expect(renderCtrf(result).replace(/\n/g, '')).not.to.match(/[\p{Cc}\p{Cf}\p{Cs}]/u);
    });
  }

  it('passes what holds and is told, skips what does not apply', () => {
    expect(ctrfOf(green).tests.map(({ status }) => status)).to.deep.equal([
      'passed',
      'passed',
      'skipped',
      'passed',
      'passed',
    ]);
  });

  it('fails findings, skips accepted ones and what nobody asked for, and sets trouble apart', () => {
    expect(ctrfOf(red).tests.map(({ name, status }) => [name.split(':')[0], status])).to.deep.equal([
      ['value-at-rest', 'failed'],
      ['get-missing-key', 'skipped'],
      ['set-then-get', 'failed'],
      ['call-settlement', 'other'],
      ['store-isolation', 'skipped'],
      ['key-listing', 'skipped'],
      ['call-latency', 'passed'],
      ['problem', 'other'],
    ]);
  });

  it('names problems and runs that were not reached', () => {
    const others = ctrfOf(nothing).tests.filter(({ status }) => status === 'other');
    expect(others.map(({ message }) => message)).to.include.members([
      'Appium did not become ready. See appium.log in the output folder.',
      'The run was planned and not reached.',
    ]);
  });

  it('says of a virtual device that it is modelled', () => {
    for (const { suite, message } of ctrfOf(virtual).tests) {
      expect(suite[0]).to.match(/ \(modelled\)$/);
      expect(message).to.match(/^\[modelled\] /);
    }
  });
});
