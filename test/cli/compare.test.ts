import { expect } from 'chai';
import type { Comparison } from '../../src/result/compare.js';
import { green, nothing, red } from '../report/golden.js';
import { runMain } from './run-main.js';
import { temporary } from './temporary.js';

describe('compare', () => {
  const space = temporary();
  after(() => space.remove());
  const open = structuredClone(green);
  Object.assign(open.runs[0]!.audits[0]!, {
    outcome: 'inconclusive',
    reason: { code: 'unstable', needs: '' },
  });
  const cwd = space.with({
    'green.json': JSON.stringify(green),
    'red.json': JSON.stringify(red),
    'nothing.json': JSON.stringify(nothing),
    'open.json': JSON.stringify(open),
    'cut.json': JSON.stringify(green).slice(0, 900),
  });

  const codes: readonly (readonly [what: string, args: readonly string[], code: number])[] = [
    ['the same result', ['green.json', 'green.json'], 0],
    ['the same findings', ['red.json', 'red.json'], 0],
    ['findings that are new', ['green.json', 'red.json'], 1],
    ['findings that are gone', ['red.json', 'green.json'], 0],
    [
      'new findings, none of them counted',
      ['green.json', 'red.json', '--fail-on', 'never', '--allow-inconclusive'],
      0,
    ],
    ['a critical audit that is no longer decided', ['green.json', 'open.json'], 1],
    ['the same, let through', ['green.json', 'open.json', '--allow-inconclusive'], 0],
    ['a run that failed', ['green.json', 'nothing.json'], 1],
    ['a file that is not there', ['green.json', 'none.json'], 3],
    ['a file that is cut off', ['cut.json', 'green.json'], 3],
    ['one file', ['green.json'], 3],
    ['a severity that there is not', ['green.json', 'red.json', '--fail-on', 'huge'], 3],
  ];
  for (const [what, args, code] of codes) {
    it(`ends with ${code} for ${what}`, async () => {
      expect((await runMain(['compare', ...args], { cwd })).code).to.equal(code);
    });
  }

  it('tells on stdout what is different', async () => {
    const { stdout, stderr } = await runMain(['compare', 'green.json', 'red.json'], { cwd });
    expect(stderr).to.equal('');
    expect(stdout.split('\n').slice(0, 6)).to.deep.equal([
      'Since 2026-05-03 14:02 UTC: 3 new findings, 0 fixed, 0 still there.',
      '  web/chromium-156/cordova-plugin-secure-storage@2.6.8: compatible -> not compatible',
      '',
      'New findings:',
      '  critical  set-then-get: A value that was set is not what is read (was: holds)',
      '    seen: Of 3 values 2 were read as they were set; the value of key "b" was read as null.',
    ]);
    expect(stdout).to.contain(
      'get-missing-key: Reading a key that was never set does not end as documented (was: holds, accepted)',
    );
    expect(stdout).to.contain('Audits that came: call-settlement, store-isolation\n');
  });

  it('gives the same as JSON', async () => {
    const { stdout } = await runMain(['compare', 'red.json', 'green.json', '--json'], { cwd });
    const { runs } = JSON.parse(stdout) as Comparison;
    expect(runs).to.have.length(1);
    expect(runs[0]!.changes.map(({ kind, id }) => `${kind} ${id}`)).to.deep.equal([
      'fixed set-then-get',
      'fixed value-at-rest',
      'fixed get-missing-key',
      'went call-settlement',
      'went store-isolation',
    ]);
  });
});
