import { expect } from 'chai';
import { canary, haystack, needles, search, searcher } from '../../src/protocol/canary.js';

const key = '00112233445566778899aabbccddeeff';
const secret = canary(key, 'a scenario#1', 1);
const sought = searcher(needles(key, 'a scenario#1', [1, 2]));
const find = (bytes: Uint8Array | string) =>
  search(typeof bytes === 'string' ? Buffer.from(bytes, 'utf8') : bytes, sought).map(
    (trace) => `${trace.canary} ${trace.encoding}`,
  );

describe('a canary', () => {
  it('is 48 letters and digits', () => {
    expect(secret).to.match(/^[A-Za-z0-9]{48}$/);
  });

  it('depends on key, scope and number', () => {
    const all = [
      secret,
      canary(key, 'a scenario#1', 2),
      canary(key, 'a scenario#2', 1),
      canary('ff'.repeat(16), 'a scenario#1', 1),
    ];
    expect(new Set(all).size).to.equal(4);
    expect(canary(key, 'a scenario#1', 1)).to.equal(secret);
  });
});

describe('the search for canaries', () => {
  const hidden: Record<string, Buffer> = {
    plain: Buffer.from(secret),
    'utf-16': Buffer.from(secret, 'utf16le'),
    'utf-16 with the other end first': Buffer.from(secret, 'utf16le').swap16(),
    base64: Buffer.from(Buffer.from(secret).toString('base64')),
    'base64 of something longer, one byte in': Buffer.from(Buffer.from(`x${secret}yz`).toString('base64')),
    'base64 of something longer, two bytes in': Buffer.from(Buffer.from(`{"${secret}"}`).toString('base64')),
    'base64 for addresses': Buffer.from(Buffer.from(`ÿ${secret}ÿ`).toString('base64url')),
    'base64 of UTF-16': Buffer.from(Buffer.from(secret, 'utf16le').toString('base64')),
    hex: Buffer.from(Buffer.from(secret).toString('hex')),
    'upper-case hex': Buffer.from(Buffer.from(secret).toString('hex').toUpperCase()),
    'percent-encoded': Buffer.from(Buffer.from(secret).toString('hex').replace(/../g, '%$&')),
    'JSON escapes': Buffer.from(Buffer.from(secret).toString('hex').replace(/../g, '\\u00$&')),
    reversed: Buffer.from(secret.split('').reverse().join('')),
    'its first half': Buffer.from(secret.slice(0, 24)),
    'its second half': Buffer.from(secret.slice(24)),
    'its middle': Buffer.from(secret.slice(12, 36)),
  };
  for (const [name, bytes] of Object.entries(hidden)) {
    it(`finds it as ${name}`, () => {
      const found = search(
        Buffer.concat([Buffer.from('noise {"v":"'), bytes, Buffer.from('"} noise')]),
        sought,
      );
      expect(found.map(({ canary: number }) => number)).to.include(1);
      expect(found.map(({ canary: number }) => number)).not.to.include(2);
    });
  }

  it('tells where it stands', () => {
    expect(search(Buffer.from(`0123456789${secret}`), sought)).to.deep.equal([
      { canary: 1, encoding: 'plain', offset: 10 },
    ]);
  });

  it('finds nothing in noise, nor in a part too short to be told from it', () => {
    expect(find('')).to.deep.equal([]);
    expect(find('A')).to.deep.equal([]);
    expect(find(secret.slice(0, 15))).to.deep.equal([]);
    expect(find(canary(key, 'another#1', 1))).to.deep.equal([]);
    expect(find(Buffer.alloc(100_000))).to.deep.equal([]);
  });

  it('finds it in a text beside characters that no byte holds', () => {
    expect(search(haystack(`€ ${secret} 👩`), sought)).to.deep.equal([
      { canary: 1, encoding: 'plain', offset: 2 },
    ]);
  });

  it('finds one that ends where the haystack ends', () => {
    expect(find(`x${secret.slice(32)}`)).to.deep.equal(['1 plain']);
  });
});
