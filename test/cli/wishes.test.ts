import { expect } from 'chai';
import type { Config } from '../../src/cli/config.js';
import { wishesOf } from '../../src/cli/wishes.js';
import { AuditError } from '../../src/errors.js';
import { runMain } from './run-main.js';

const runs: Config['runs'] = [
  { target: 'web', plugin: 'a-plugin' },
  { target: 'web', url: 'http://localhost/', audits: ['set-then-get'] },
];
const codeOf = (target: string | undefined, options: Parameters<typeof wishesOf>[1]): string => {
  try {
    wishesOf(target, options, { runs: [] });
    return '';
  } catch (error) {
    return error instanceof AuditError ? error.code : String(error);
  }
};

describe('what a user wishes to be run', () => {
  it('is what the command line names, and nothing of the configuration then', () => {
    expect(wishesOf('web', { plugin: 'x', audit: ['empty-value'] }, { runs })).to.deep.equal([
      { target: 'web', plugin: 'x', audits: ['empty-value'] },
    ]);
    expect(wishesOf('web', { url: 'http://x/', binding: './b.js' }, { runs })).to.deep.equal([
      { target: 'web', url: 'http://x/', binding: './b.js' },
    ]);
  });

  it('is an app, and an older build of it', () => {
    expect(wishesOf(undefined, { app: 'new.apk', fromApp: 'old.apk' }, { runs })).to.deep.equal([
      { target: 'android', app: 'new.apk', fromApp: 'old.apk' },
    ]);
  });

  it('is every entry of the configuration where it names nothing; its options win', () => {
    expect(wishesOf(undefined, { contract: 'baseline', audit: ['empty-value'] }, { runs })).to.deep.equal([
      { target: 'web', plugin: 'a-plugin', contract: 'baseline', audits: ['empty-value'] },
      { target: 'web', url: 'http://localhost/', contract: 'baseline', audits: ['empty-value'] },
    ]);
  });

  it('is one run on each device that is named', () => {
    expect(wishesOf('android', { plugin: 'x', device: ['virtual', 'A1', 'A1'] }, { runs })).to.deep.equal([
      { target: 'android', plugin: 'x', device: 'virtual' },
      { target: 'android', plugin: 'x', device: 'A1' },
    ]);
  });

  it('is on the device of a server that is named, whatever the configuration says', () => {
    const at = { server: 'http://grid:4444', caps: 'c.json' };
    expect(wishesOf('android', { plugin: 'x', ...at }, { runs })).to.deep.equal([
      { target: 'android', plugin: 'x', ...at },
    ]);
    const kept: Config['runs'] = [{ target: 'android', plugin: 'x', device: 'A1' }];
    expect(wishesOf(undefined, at, { runs: kept })).to.deep.equal([
      { target: 'android', plugin: 'x', ...at },
    ]);
    const there: Config['runs'] = [{ target: 'android', plugin: 'x', ...at }];
    expect(wishesOf(undefined, { device: ['virtual'] }, { runs: there })).to.deep.equal([
      { target: 'android', plugin: 'x', device: 'virtual' },
    ]);
  });

  it('is refused where a server is named by half, twice or with a password', () => {
    const at = { server: 'http://grid:4444', caps: 'c.json' };
    expect(codeOf('android', { plugin: 'x', server: at.server })).to.equal('usage');
    expect(codeOf('android', { plugin: 'x', caps: at.caps })).to.equal('usage');
    expect(codeOf('android', { plugin: 'x', ...at, device: ['virtual'] })).to.equal('usage');
    expect(codeOf('web', { plugin: 'x', ...at })).to.equal('usage');
    expect(codeOf('android', { plugin: 'x', ...at, server: 'http://u:p@grid' })).to.equal('server-invalid');
  });

  it('is refused where it is none', () => {
    expect(codeOf(undefined, {})).to.equal('config-missing');
    expect(codeOf('web', {})).to.equal('plugin-missing');
    expect(codeOf('mars', {})).to.equal('target-unknown');
    expect(codeOf('web', { plugin: 'x', url: 'http://x/' })).to.equal('usage');
    expect(codeOf('web', { plugin: 'x', device: ['virtual'] })).to.equal('usage');
    expect(codeOf('android', { url: 'http://x/' })).to.equal('usage');
    expect(codeOf('android', { fromApp: 'old.apk' })).to.equal('usage');
    expect(codeOf('android', { fromApp: 'old.apk', plugin: 'x' })).to.equal('usage');
    expect(codeOf('android', {})).to.equal('plugin-missing');
  });

  it('is refused where the number of repeats is none', async () => {
    for (const repeat of ['0', '-1', '1.5', 'often']) {
      const { code, stderr } = await runMain(['run', 'web', '--plugin', 'x', '--repeat', repeat]);
      expect(code).to.equal(3);
      expect(stderr).to.contain('--repeat').and.to.contain('whole number above 0');
    }
  });
});
