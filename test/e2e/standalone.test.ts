import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, readdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'chai';
import { Place } from './command.js';

const root = path.resolve(import.meta.dirname, '..', '..');

/** The test runner started by hand, from the sources: for whoever writes a scenario. */
describe('npx wdio run wdio.conf.ts', function () {
  this.timeout(120_000);
  it('collects what the configuration names, to be judged afterwards', () => {
    const place = new Place();
    const { folder } = place;
    const sources = [
      'src',
      'specs',
      'apps',
      'wdio.conf.ts',
      'wdio.spec.ts',
      'package.json',
      'keystore-audit.config.ts',
    ];
    for (const name of sources) cpSync(path.join(root, name), path.join(folder, name), { recursive: true });
    symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'));
    const wdio = path.join(root, 'node_modules', '@wdio', 'cli', 'bin', 'wdio.js');
    execFileSync(process.execPath, [wdio, 'run', 'wdio.conf.ts'], {
      cwd: folder,
      stdio: 'pipe',
      env: { ...process.env, NODE_OPTIONS: '', TMPDIR: place.temporary },
    });
    const out = path.join(folder, 'keystore-audit-out');
    expect(readdirSync(path.join(out, 'runs', '1', 'observations'))).to.include('set-then-get.json');
    let code = 0;
    try {
      execFileSync(process.execPath, [path.join(root, 'bin', 'keystore-audit.js'), 'audit', out], {
        stdio: 'pipe',
      });
    } catch (error) {
      code = (error as { status: number }).status;
    }
    expect(code).to.equal(1);
    expect(existsSync(path.join(out, 'report.html'))).to.equal(true);
    expect(place.leftovers()).to.deep.equal([]);
    place.remove();
  });
});
