import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect } from 'chai';
import { reportNames } from '../../src/report/index.js';
import type { Result } from '../../src/result/schema.js';

const root = path.resolve(import.meta.dirname, '..', '..');
const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';

/** What a user gets who has no clone. */
describe('the packed tarball, installed into an empty folder', function () {
  this.timeout(300_000);
  const folder = mkdtempSync(path.join(os.tmpdir(), 'package-'));
  let files: string[];

  before(() => {
    const packed = execFileSync(npm, ['pack', '--json', '--ignore-scripts', '--pack-destination', folder], {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const [told] = JSON.parse(packed) as [{ filename: string; files: { path: string }[] }];
    files = told.files.map((file) => file.path);
    writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ name: 'empty', version: '1.0.0' }));
    execFileSync(
      npm,
      ['install', '--no-audit', '--no-fund', '--prefer-offline', path.join(folder, told.filename)],
      {
        cwd: folder,
        stdio: 'ignore',
      },
    );
  });
  after(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));

  it('holds what runs, and no tests, faults or sources', () => {
    for (const needed of [
      'bin/keystore-audit.js',
      'dist/wdio.conf.js',
      'dist/wdio.spec.js',
      'dist/specs/set-then-get.js',
    ]) {
      expect(files).to.include(needed);
    }
    expect(files).to.include('dist/src/report/html/app.bundle.js');
    expect(files).to.include('schemas/result-1.schema.json');
    expect(files).to.include('dist/src/bindings/cordova-secure-storage/binding.json');
    expect(files.filter((file) => /^(src|test|faults|bench|specs)\//.test(file))).to.deep.equal([]);
    expect(files.filter((file) => file.endsWith('.tsbuildinfo'))).to.deep.equal([]);
  });

  it('audits a plugin', () => {
    const { status, stderr } = spawnSync(
      path.join(folder, 'node_modules', '.bin', 'keystore-audit'),
      ['run', 'web', '--plugin', 'cordova-plugin-secure-storage@2.6.8', '--area', 'operations'],
      { cwd: folder, encoding: 'utf8' },
    );
    expect(status, stderr).to.equal(1);
    const out = path.join(folder, 'keystore-audit-out');
    const result = JSON.parse(readFileSync(path.join(out, 'result.json'), 'utf8')) as Result;
    expect(result.runs[0]).to.include({ status: 'completed' });
    expect(result.runs[0]!.verdict.word).to.equal('not compatible');
    for (const report of reportNames) {
      expect(existsSync(path.join(out, report)), report).to.equal(true);
    }
    expect(readdirSync(path.join(folder, 'node_modules'))).to.include('keystore-audit');
  });
});
