import { expect } from 'chai';
import { firstOfNames, nameNeedles } from '../../src/harness/names.js';
import { search, searcher } from '../../src/protocol/canary.js';

describe('names that are searched for', () => {
  const names = ['at-rest-0123abcd', 'key-1-0123456789abcdef'];
  const found = (bytes: Buffer) =>
    search(bytes, searcher(nameNeedles(names))).map(({ canary, encoding }) => [
      names[canary - firstOfNames],
      encoding,
    ]);

  it('are found plain, as UTF-16 of either order, in hexadecimal and in base64', () => {
    const [name] = names as [string];
    const bigEndian = Buffer.from(`xx${name}`, 'utf16le').swap16();
    expect(found(Buffer.from(`a ${name} b`))).to.deep.equal([[name, 'plain']]);
    expect(found(Buffer.from(name, 'utf16le'))).to.deep.equal([[name, 'utf-16']]);
    expect(found(bigEndian)).to.deep.equal([[name, 'utf-16']]);
    expect(found(Buffer.from(Buffer.from(name).toString('hex')))).to.deep.equal([[name, 'hex']]);
    expect(found(Buffer.from(Buffer.from(name).toString('base64')))).to.deep.equal([[name, 'base64']]);
    expect(found(Buffer.from(Buffer.from(`${name}!`).toString('base64')))).to.deep.equal([[name, 'base64']]);
  });
  it('are told apart', () => {
    expect(found(Buffer.from(names.join(' '))).map(([name]) => name)).to.deep.equal(names);
    expect(found(Buffer.from('nothing of the kind'))).to.deep.equal([]);
  });
});
