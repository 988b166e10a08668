import { expect } from 'chai';
import { code, plain } from '../../src/report/markdown.js';
import { renderSummary } from '../../src/report/summary.js';
import { empty, golden, nothing, red, several, virtual } from './golden.js';

describe('summary.md', () => {
  it('is this for a result with findings', () => {
    const plugin = 'cordova-plugin-secure-storage 2.6.8';
    expect(renderSummary(red).split('\n')).to.deep.equal([
      '# keystore-audit',
      '',
      '| verdict | plugin | platform | contract | why |',
      '| --- | --- | --- | --- | --- |',
      `| **not compatible** | <code>${plugin}</code> | web, Chromium on Linux 6.12 | cordova-secure-storage 2.6.8 | ` +
        '1 critical finding: A value that was set is not what is read. |',
      '',
      `## Problems: ${plugin}, web, Chromium on Linux 6.12`,
      '',
      '- <code>session-lost</code> The session was lost while "at-rest" was running. ' +
        'See appium.log in the output folder.',
      '',
      `## 3 findings: ${plugin}, web, Chromium on Linux 6.12`,
      '',
      '| severity | finding | expected | seen |',
      '| --- | --- | --- | --- |',
      '| critical | <code>set-then-get</code> A value that was set is not what is read | ' +
        'Each of 3 values is read as it was set. | ' +
        'Of 3 values 2 were read as they were set; the value of key "b" was read as null. |',
      '| minor | <code>value-at-rest</code> A value is readable where the app keeps its data *documented as unsafe* | ' +
        'No file and no storage area holds a value. | ' +
        'localStorage held canary 1, plain, under the name "one\\_a". |',
      '| major | <code>get-missing-key</code> Reading a key that was never set does not end as documented ' +
        '*Accepted until 2026-12-31: Our app asks for null.* | The call is rejected. | The call was resolved with null. |',
      '',
      `## Not decided: ${plugin}, web, Chromium on Linux 6.12`,
      '',
      '| audit | why | what it takes |',
      '| --- | --- | --- |',
      '| <code>call-settlement</code> Every call settles once *needed to be compatible* | Attempts disagreed. | ' +
        'Run again, on a quieter machine or with --repeat. |',
      '',
      '1 audit not chosen.',
      '',
      'Made by keystore-audit 0.1.0, seed <code>7f3a</code>.',
      '',
    ]);
  });

  it('says that a virtual device is modelled, in the verdict and on each finding', () => {
    const text = renderSummary(virtual);
    expect(text).to.contain('| **not known (modelled)** |');
    expect(text).to.contain('A value that was set is not what is read **modelled** |');
  });

  it('names what was not reached, and that nothing was audited', () => {
    expect(renderSummary(nothing)).to.contain(
      '| **not known** | <code>web/chromium-156/other<span>@</span>1.0.0</code> |  |  | The run was not reached. |',
    );
    expect(renderSummary(several)).to.contain('ios/iphone/other');
    expect(renderSummary(empty)).to.contain('Nothing was audited.');
  });

  for (const [name, result] of Object.entries(golden)) {
    it(`holds only markup of its own for the golden result "${name}"`, () => {
      const text = renderSummary(result).replace(/<\/?(code|span)>/g, '');
      expect(text).not.to.match(/[<>]/);
      // Behind a sign that could mean something stands a backslash, but for our own asterisks.
      expect(text.replace(/\\[\\`*_[\]~$:.]/g, '')).not.to.match(/[`_[\]~$\\]|:\w|www\./i);
      expect(text.replace(/\n/g, '')).not.to.match(/[\p{Cc}\p{Cf}\p{Cs}]/u);
    });

    it(`keeps its tables whole for the golden result "${name}"`, () => {
      let columns = 0;
      for (const line of renderSummary(result).split('\n')) {
        if (line.startsWith('|')) {
          columns ||= line.split('|').length;
          expect(line.split('|')).to.have.length(columns);
        } else {
          columns = 0;
          expect(line).to.match(
            /^(|#{1,2} .*|- .*|\d+ audits? not chosen\.|Made by .*|Nothing was audited\.)$/,
          );
        }
      }
    });
  }
});

describe('plain', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['a_b *c* `d` ~e~ \\', 'a\\_b \\*c\\* \\`d\\` \\~e\\~ \\\\'],
    ['[x](javascript:alert(1))', '\\[x\\](javascript\\:alert(1))'],
    ['<img src=x> & &lt; a|b', '&lt;img src=x&gt; &amp; &amp;lt; a&#124;b'],
    ['https://example.org www.example.org', 'https\\://example.org www\\.example.org'],
    ['@someone a@b.c', '<span>@</span>someone a<span>@</span>b.c'],
    ['two\n# lines\u202e', 'two # lines\\\\u202e'],
    ['seen: 1', 'seen: 1'],
  ];
  for (const [text, markdown] of cases) {
    it(`makes ${JSON.stringify(text)} plain`, () => expect(plain(text)).to.equal(markdown));
  }
});

describe('code', () => {
  it('cannot be left from inside', () => {
    expect(code('``</code>``')).to.equal('<code>\\`\\`&lt;/code&gt;\\`\\`</code>');
  });
});
