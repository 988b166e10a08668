import { expect } from 'chai';
import { decode, digest, encode, hardStrings } from '../../src/protocol/wire.js';

describe('the wire', () => {
  it('carries every hard string in 7-bit text', () => {
    const text = encode({ strings: hardStrings });

    expect(text).to.match(/^[\x20-\x7e]*$/);
    expect(decode(text)).to.deep.equal({ strings: hardStrings });
  });

  it('carries every code unit', () => {
    const all = Array.from({ length: 65536 }, (_, unit) => String.fromCharCode(unit)).join('');
    expect(decode(encode(all))).to.equal(all);
  });

  it('refuses a text of which one character was altered', () => {
    const text = encode({ secret: 'abc' });
    expect(() => decode(text.replace('abc', 'abd'))).to.throw(/checksum/);
  });

  it('refuses a text that was cut', () => {
    expect(() => decode(encode({ a: 1 }).slice(0, -1))).to.throw(/checksum/);
    expect(() => decode('')).to.throw();
  });

  it('digests code units, little endian', () => {
    // The SHA-256 of the bytes 61 00 62 00, by another program.
    expect(digest('ab')).to.equal('8fb20ef63ced4145fc2e983ffe597d1dcff39154c3bf21f0fa9dde6a0c50fdc9');
    expect(digest('\ud800')).not.to.equal(digest('\ufffd'));
  });
});
