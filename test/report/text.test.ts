import { expect } from 'chai';
import { cut, oneLine, visible, visiblePieces } from '../../src/report/text.js';

describe('visible', () => {
  const cases: readonly (readonly [string, string, string])[] = [
    ['leaves plain text of any script', 'Zürich 東京 עברית 👩', 'Zürich 東京 עברית 👩'],
    ['leaves line feeds and tabs', 'a\n\tb', 'a\n\tb'],
    ['shows controls', 'a\u0000\u001b[31m\r\u007f\u0085', 'a\\u0000\\u001b[31m\\u000d\\u007f\\u0085'],
    [
      'shows what changes the direction',
      '\u202egpj.exe\u2066\u200f\u061c',
      '\\u202egpj.exe\\u2066\\u200f\\u061c',
    ],
    ['shows what is not seen', 'a\u200b\u200d\u00ad\ufeff\u2028', 'a\\u200b\\u200d\\u00ad\\ufeff\\u2028'],
    ['shows tag characters', '\u{e0041}', '\\u{e0041}'],
    ['shows half characters and what is none', '\ud800a\udfff\ufffe\uffff', '\\ud800a\\udfff\\ufffe\\uffff'],
  ];
  for (const [name, text, shown] of cases) {
    it(name, () => expect(visible(text)).to.equal(shown));
  }
});

describe('visiblePieces', () => {
  it('tells an escape from a text that looks like one', () => {
    expect(visiblePieces('\\u202e\u202ea')).to.deep.equal([
      { text: '\\u202e', escape: false },
      { text: '\\u202e', escape: true },
      { text: 'a', escape: false },
    ]);
    expect(visiblePieces('')).to.deep.equal([]);
  });
});

describe('cut', () => {
  it('leaves what is short enough', () => expect(cut('abc', 3)).to.equal('abc'));
  it('says that it cut, and how long the text is', () => {
    expect(cut('abcd', 3)).to.equal('abc… [cut here: 4 characters in all]');
  });
  it('leaves no half character behind', () => {
    expect(cut('ab👩c', 3)).to.equal('ab… [cut here: 5 characters in all]');
  });
});

describe('oneLine', () => {
  it('makes one line of many', () => expect(oneLine(' a\r\n\tb \u2028 c ')).to.equal('a b c'));
  it('is no longer than asked', () => expect(oneLine('x'.repeat(1e6), 10).length).to.be.lessThan(60));
});
