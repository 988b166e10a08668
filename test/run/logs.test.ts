import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect } from 'chai';
import { canary, haystack, needles, search, searcher } from '../../src/protocol/canary.js';
import { withholdSecrets } from '../../src/run/logs.js';

describe('the logs of a run', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'logs-'));
  const file = path.join(folder, 'a.log');
  after(() => rmSync(folder, { recursive: true }));

  async function kept(text: string): Promise<string> {
    writeFileSync(file, text, 'latin1');
    await withholdSecrets(file);
    return readFileSync(file, 'latin1');
  }

  it('lose every form of a secret that is searched for', async () => {
    for (let number = 1; number <= 12; number += 1) {
      const key = '0123456789abcdef0123456789abcdef';
      const whole = canary(key, 'a-scenario#1', number);
      const bytes = Buffer.from(whole, 'latin1');
      const hex = [...bytes].map((byte) => byte.toString(16));
      const sought = searcher(needles(key, 'a-scenario#1', [number]));
      for (const form of [
        whole,
        [...whole].reverse().join(''),
        bytes.toString('hex'),
        bytes.toString('base64'),
        Buffer.from(`x${whole}`, 'utf16le').toString('base64'),
        [...whole].join('\0'),
        hex.map((byte) => `%${byte}`).join(''),
        hex.map((byte) => `\\u00${byte}`).join(''),
      ]) {
        const text = `unexpected alert open: {Alert text : ${form}} at 1`;
        expect(search(haystack(text), sought), form).not.to.deep.equal([]);
        const told = await kept(text);
        expect(search(haystack(told), sought), told).to.deep.equal([]);
        expect(told).to.match(/^unexpected alert open: .* at 1$/s);
      }
    }
  });

  it('keep what helps: words, paths, addresses, numbers of sessions', async () => {
    const text =
      '[HTTP] --> POST /0123456789abcdef0123456789abcdef/session/1f0c1d8e-7a33-4a3e-9d0e-3b1c2d4e5f60/execute/async\n' +
      'at webdriverSessionInformation (/home/me/node_modules/appium-chromium-driver/build/lib/driver.js:12:3)\n';
    expect(await kept(text)).to.equal(text);
  });

  it('may be long, and may be missing', async () => {
    expect(await kept('x'.repeat(5_000_000))).to.equal('(withheld)');
    await withholdSecrets(path.join(folder, 'nowhere.log'));
  });
});
