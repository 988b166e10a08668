import { expect } from 'chai';
import { searchLines } from '../../../src/devices/browser/logs.js';
import { canary, needles, searcher } from '../../../src/protocol/canary.js';

describe('the search of a browser’s log', () => {
  const key = '00'.repeat(16);
  const secret = canary(key, 'a scope', 1);
  const sought = searcher(needles(key, 'a scope', [1]));
  const lines = (...messages: string[]) =>
    messages.map((message) => ({ level: 'INFO', source: 'console-api', message, timestamp: 1 }));

  it('tells line, place and encoding, and never the line itself', () => {
    const told = searchLines('all', 'the log', lines('harmless', `value ${secret}`, btoa(secret)), sought);
    expect(told).to.include({ as: 'all', root: 'the log', lines: 3 });
    expect(told.found.map(({ line, encoding }) => [line, encoding])).to.deep.equal([
      [2, 'plain'],
      [3, 'base64'],
    ]);
    expect(told.found[0]).to.include({ canary: 1, offset: 6, source: 'console-api' });
    expect(JSON.stringify(told)).to.not.contain(secret);
  });
  it('tells nothing of a line without a secret', () => {
    expect(searchLines('all', 'the log', lines('a', 'b'), sought).found).to.deep.equal([]);
  });
  it('takes a source for what it is only where it is a word', () => {
    const [line] = lines(secret);
    const told = searchLines('all', 'the log', [{ ...line, source: secret }], sought);
    expect(told.found[0]).to.include({ source: 'unknown' });
  });
  it('throws for what is no list of lines', () => {
    expect(() => searchLines('all', 'the log', 'lines', sought)).to.throw();
  });
});
