import { expect } from 'chai';
import { renderTerminal } from '../../src/report/terminal.js';
import { compareResults } from '../../src/result/compare.js';
import { many } from './many.js';
import { golden, green, nothing, red, several, virtual } from './golden.js';

describe('renderTerminal', () => {
  it('is short where everything holds', () => {
    expect(renderTerminal(green, 'out/report.html')).to.equal(
      `web/chromium-156/cordova-plugin-secure-storage@2.6.8
  COMPATIBLE
  All 3 audits that were decided hold.

Report: out/report.html
`,
    );
  });

  it('tells problems, findings and what is open', () => {
    expect(renderTerminal(red, 'out/report.html')).to.equal(
      `web/chromium-156/cordova-plugin-secure-storage@2.6.8
  NOT COMPATIBLE
  1 critical finding: A value that was set is not what is read.
  problem session-lost: The session was lost while "at-rest" was running.
    See appium.log in the output folder.

  critical  set-then-get: A value that was set is not what is read
    expected: Each of 3 values is read as it was set.
    seen:     Of 3 values 2 were read as they were set; the value of key "b" was read as null.

  minor  value-at-rest: A value is readable where the app keeps its data (documented as unsafe)
    expected: No file and no storage area holds a value.
    seen:     localStorage held canary 1, plain, under the name "one_a".

  major  get-missing-key: Reading a key that was never set does not end as documented (accepted until 2026-12-31)
    expected: The call is rejected.
    seen:     The call was resolved with null.

  Critical and not decided:
    call-settlement: Attempts disagreed. Run again, on a quieter machine or with --repeat.

  1 critical audit not chosen.

Report: out/report.html
`,
    );
  });

  it('says of a finding that its acceptance ended', () => {
    const accepted = [{ id: 'get-missing-key', reason: 'later', until: '2026-01-01' }];
    expect(renderTerminal({ ...red, accepted }, 'x')).to.contain(
      'does not end as documented (acceptance ended 2026-01-01)\n',
    );
  });

  it('says that a virtual device is modelled, in the verdict and on each finding', () => {
    const text = renderTerminal(virtual, 'x');
    expect(text).to.contain('  NOT KNOWN (MODELLED)\n');
    expect(text).to.contain('is not what is read (MODELLED)\n');
  });

  it('names runs that were not reached', () => {
    expect(renderTerminal(nothing, 'x')).to.contain('web/chromium-156/other@1.0.0\n  NOT REACHED');
    expect(renderTerminal(several, 'x')).to.contain('ios/iphone/other@1.0.0\n  NOT REACHED');
  });

  it('tells many runs by platform, and each finding once', () => {
    const text = renderTerminal(many({ runs: 30, audits: 40 }), 'x');
    expect(text).to.match(/^Android 11, cordova-plugin-secure-storage 2\.6\.8\n {2}[A-Z ]+, \d+ runs?\n/);
    expect(text.match(/rule-4:/g)).to.have.length(1);
    expect(text).to.match(/on \d+ of 30 runs, seen: Of 24 values/);
    expect(text.split('\n').length).to.be.lessThan(100);
  });

  it('tells what has changed since a baseline', () => {
    const text = renderTerminal(red, 'x', compareResults(green, red));
    expect(text).to.contain('Since 2026-05-03 14:02 UTC: 3 new findings, 0 fixed, 0 still there.');
  });

  for (const [name, result] of Object.entries(golden)) {
    it(`prints no control character and no endless line for the golden result "${name}"`, () => {
      const text = renderTerminal(result, 'out/\u001b[31mreport.html');
      expect(text.replace(/\n/g, '')).not.to.match(/[\p{Cc}\p{Cf}\p{Cs}]/u);
      for (const line of text.split('\n')) expect(line.length).to.be.lessThan(700);
    });
  }
});
