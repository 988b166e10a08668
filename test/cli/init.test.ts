import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'chai';
import { loadConfig } from '../../src/cli/config.js';
import { runMain } from './run-main.js';
import { temporary } from './temporary.js';

describe('init', () => {
  const space = temporary();
  after(() => space.remove());

  it('writes a configuration in YAML that names the example plugin', async () => {
    const cwd = space.empty();
    const { code, stdout, stderr } = await runMain(['init'], { cwd });
    expect(code).to.equal(0);
    expect(stdout).to.equal('');
    const file = path.join(cwd, 'keystore-audit.config.yaml');
    expect(stderr).to.equal(`Wrote ${file}. Run it with "keystore-audit run".\n`);
    expect((await loadConfig({ cwd }))?.config).to.deep.equal({
      runs: [{ target: 'web', plugin: 'cordova-plugin-secure-storage@2.6.8' }],
      failOn: 'major',
    });
  });

  for (const format of ['yaml', 'json', 'js', 'ts']) {
    for (const plugin of ['@scope/name@1.0.0', './a "folder": it\'s # mine']) {
      it(`writes ${format} that is taken, for ${plugin}`, async () => {
        const cwd = space.empty();
        expect((await runMain(['init', '--format', format, '--plugin', plugin], { cwd })).code).to.equal(0);
        const loaded = await loadConfig({ cwd });
        expect(path.basename(loaded?.path ?? '')).to.equal(`keystore-audit.config.${format}`);
        expect(loaded?.config.runs).to.deep.equal([{ target: 'web', plugin }]);
      });
    }
  }

  it('does not write over a configuration unless it is told to', async () => {
    const cwd = space.with({ 'keystore-audit.config.yaml': 'mine' });
    const file = path.join(cwd, 'keystore-audit.config.yaml');
    const refused = await runMain(['init'], { cwd });
    expect(refused.code).to.equal(3);
    expect(refused.stderr).to.equal(
      'error usage: keystore-audit.config.yaml is here already.\n  Add --force to write over it.\n',
    );
    expect(readFileSync(file, 'utf8')).to.equal('mine');
    expect((await runMain(['init', '--force'], { cwd })).code).to.equal(0);
    expect(readFileSync(file, 'utf8')).to.contain('runs:');
  });

  it('writes no second configuration beside another', async () => {
    const cwd = space.with({ 'keystore-audit.config.json': '{}' });
    for (const argv of [['init'], ['init', '--force']]) {
      const { code, stderr } = await runMain(argv, { cwd });
      expect(code).to.equal(3);
      expect(stderr).to.contain('error usage: keystore-audit.config.json is here already');
      expect(existsSync(path.join(cwd, 'keystore-audit.config.yaml'))).to.equal(false);
    }
  });

  it('refuses an empty plugin', async () => {
    const cwd = space.empty();
    const { code, stderr } = await runMain(['init', '--plugin', ' '], { cwd });
    expect(code).to.equal(3);
    expect(stderr).to.contain('error usage: --plugin names no plugin.');
  });

  it('says so when the folder cannot be written', async () => {
    const cwd = space.empty();
    rmSync(cwd, { recursive: true });
    writeFileSync(cwd, 'a file');
    const { code, stderr } = await runMain(['init'], { cwd });
    expect(code).to.equal(3);
    expect(stderr).to.match(/^error out-unwritable: /);
  });
});
