import { mkdirSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'chai';
import { renderAll, reportNames } from '../../src/report/index.js';
import { readResult } from '../../src/result/io.js';
import { green, red } from '../report/golden.js';
import { runMain } from './run-main.js';
import { temporary } from './temporary.js';

const reports = [...reportNames].sort();

describe('report', () => {
  const space = temporary();
  after(() => space.remove());

  const folderOf = (result: unknown): string => space.with({ 'result.json': JSON.stringify(result) });

  it('writes the reports of a folder into it', async () => {
    const cwd = folderOf(green);
    const { code, stdout, stderr } = await runMain(['report', '.'], { cwd });
    expect(code).to.equal(0);
    expect(stdout).to.equal('');
    expect(stderr)
      .to.contain('COMPATIBLE')
      .and.to.contain(`Report: ${path.join(cwd, 'report.html')}\n`);
    expect(readdirSync(cwd).sort()).to.deep.equal([...reports, 'result.json'].sort());
    for (const [name, text] of Object.entries(renderAll(green))) {
      expect(readFileSync(path.join(cwd, name), 'utf8'), name).to.equal(text);
    }
  });

  it('takes a file, and another folder to write into', async () => {
    const cwd = folderOf(red);
    const { code, stderr } = await runMain(['report', 'result.json', '--out', 'deep/er'], { cwd });
    expect(code).to.equal(0);
    expect(readdirSync(path.join(cwd, 'deep/er')).sort()).to.deep.equal(reports);
    expect(readdirSync(cwd).sort()).to.deep.equal(['deep', 'result.json']);
    expect(stderr).to.contain(`Report: ${path.join(cwd, 'deep/er/report.html')}\n`);
  });

  describe('judges only with --fail-on:', () => {
    const cases = [
      ['a good result', green, ['--fail-on', 'major'], 0],
      ['findings', red, ['--fail-on', 'major'], 1],
      ['findings, not asked', red, [], 0],
      ['findings that do not count in a run that is partial', red, ['--fail-on', 'never'], 2],
    ] as const;
    for (const [what, result, options, expected] of cases) {
      it(`${what}: ${expected}`, async () => {
        expect((await runMain(['report', folderOf(result), ...options])).code).to.equal(expected);
      });
    }

    it('an open critical question: 2, unless it is allowed', async () => {
      const open = structuredClone(green);
      const audit = open.runs[0]!.audits.find(({ id }) => id === 'set-then-get')!;
      Object.assign(audit, { outcome: 'inconclusive', reason: { code: 'unstable', needs: '' } });
      const folder = folderOf(open);
      expect((await runMain(['report', folder, '--fail-on', 'major'])).code).to.equal(2);
      expect((await runMain(['report', folder, '--fail-on', 'major', '--allow-inconclusive'])).code).to.equal(
        0,
      );
    });
  });

  it('says that links to evidence stay behind when it writes elsewhere', async () => {
    const result = structuredClone(green);
    result.runs[0]!.audits[0]!.evidence.push({ kind: 'observation', title: 'seen', path: 'runs/1/a.json' });
    const cwd = folderOf(result);
    const elsewhere = await runMain(['report', '.', '--out', 'other'], { cwd });
    expect(elsewhere.stderr).to.contain(`Its links to evidence hold only beside the result, in ${cwd}.\n`);
    expect((await runMain(['report', '.'], { cwd })).stderr).to.not.contain('links to evidence');
  });

  describe('refuses', () => {
    it('what is not there', async () => {
      const cwd = space.empty();
      for (const given of ['none.json', '.']) {
        const { code, stderr } = await runMain(['report', given], { cwd });
        expect(code).to.equal(3);
        expect(stderr).to.match(/^error input-unreadable: .+ cannot be read\.\n {2}Name a folder/);
      }
    });

    const noResults: readonly (readonly [what: string, text: string, message: RegExp])[] = [
      ['no JSON', 'a text', /is not JSON/],
      ['a result that is cut off', JSON.stringify(green).slice(0, 500), /is cut off/],
      ['another schema', '{"schema":"keystore-audit/result@9"}', /of the schema "keystore-audit\/result@9"/],
      ['a key too many', JSON.stringify({ ...green, more: 1 }), /is not a valid result/],
    ];
    for (const [what, text, message] of noResults) {
      it(what, async () => {
        const cwd = space.with({ 'result.json': text });
        const { code, stderr } = await runMain(['report', '.'], { cwd });
        expect(code).to.equal(3);
        expect(stderr)
          .to.match(/^error result-invalid: /)
          .and.to.match(message);
        expect(readdirSync(cwd)).to.deep.equal(['result.json']);
      });
    }

    it('a folder that cannot be written', async () => {
      const cwd = folderOf(green);
      writeFileSync(path.join(cwd, 'file'), '');
      const { code, stderr } = await runMain(['report', '.', '--out', 'file/folder'], { cwd });
      expect(code).to.equal(3);
      expect(stderr).to.match(/^error out-unwritable: .+ cannot be written\.\n/);
      mkdirSync(path.join(cwd, 'taken/report.html'), { recursive: true });
      expect((await runMain(['report', '.', '--out', 'taken'], { cwd })).code).to.equal(3);
    });
  });

  describe('of several results', () => {
    const other = structuredClone(green);
    other.runs[0]!.id = 'web/chromium-157/cordova-plugin-secure-storage@2.6.8';
    other.plan = [other.runs[0]!.id];
    other.runs[0]!.audits[0]!.evidence = [{ kind: 'log', title: 'a log', path: 'runs/1/a.log' }];

    it('writes one result and its reports into a folder of its own', async () => {
      const cwd = space.with({
        'a/result.json': JSON.stringify(green),
        'b/result.json': JSON.stringify(other),
      });
      const { code, stderr } = await runMain(['report', 'a', 'b/result.json'], { cwd });
      expect(code, stderr).to.equal(0);
      const out = path.join(cwd, 'keystore-audit-report');
      expect(readdirSync(out).sort()).to.deep.equal([...reports, 'result.json'].sort());
      const merged = await readResult(path.join(out, 'result.json'));
      expect(merged.runs.map(({ id }) => id)).to.have.members([green.runs[0]!.id, other.runs[0]!.id]);
      expect(stderr).to.contain('The evidence of 1 of them is not below');
      expect(merged.runs.flatMap(({ audits }) => audits.flatMap(({ evidence }) => evidence))).to.deep.equal(
        [],
      );
    });

    it('finds evidence that lies below the folder', async () => {
      const cwd = space.with({
        'a/result.json': JSON.stringify(green),
        'b/result.json': JSON.stringify(other),
      });
      expect((await runMain(['report', 'a', 'b', '--out', '.'], { cwd })).code).to.equal(0);
      const merged = await readResult(path.join(cwd, 'result.json'));
      const paths = merged.runs.flatMap(({ audits }) => audits.flatMap(({ evidence }) => evidence));
      expect(paths).to.deep.equal([{ kind: 'log', title: 'a log', path: 'b/runs/1/a.log' }]);
    });

    it('tells of a run that was given twice, and counts it once', async () => {
      const cwd = space.with({
        'a/result.json': JSON.stringify(green),
        'b/result.json': JSON.stringify(green),
      });
      const { code, stderr } = await runMain(['report', 'a', 'b'], { cwd });
      expect(code).to.equal(0);
      expect(stderr).to.contain(
        `The run ${green.runs[0]!.id} was given twice, in a and b; it counts once.\n`,
      );
      expect((await readResult(path.join(cwd, 'keystore-audit-report/result.json'))).runs).to.have.length(1);
    });

    it('never replaces one of those that were given', async () => {
      const cwd = space.with({
        'a/result.json': JSON.stringify(green),
        'b/result.json': JSON.stringify(other),
      });
      const { code, stderr } = await runMain(['report', 'a', 'b', '--out', 'a'], { cwd });
      expect(code).to.equal(3);
      expect(stderr).to.match(/^error usage: .*would replace a/);
      expect(readdirSync(path.join(cwd, 'a'))).to.deep.equal(['result.json']);
    });

    it('names the one that is no result', async () => {
      const cwd = space.with({ 'a/result.json': JSON.stringify(green), 'b/result.json': '{' });
      const { code, stderr } = await runMain(['report', 'a', 'b'], { cwd });
      expect(code).to.equal(3);
      expect(stderr).to.contain(path.join(cwd, 'b/result.json')).and.to.contain('is cut off');
      expect(readdirSync(cwd).sort()).to.deep.equal(['a', 'b']);
    });
  });

  it('tells what has changed since a baseline', async () => {
    const cwd = space.with({ 'old.json': JSON.stringify(green), 'result.json': JSON.stringify(red) });
    const { code, stderr } = await runMain(['report', '.', '--baseline', 'old.json'], { cwd });
    expect(code).to.equal(0);
    expect(stderr).to.contain('3 new findings, 0 fixed, 0 still there');
    expect(readFileSync(path.join(cwd, 'report.html'), 'utf8')).to.contain('Since the baseline');
    expect(readFileSync(path.join(cwd, 'summary.md'), 'utf8')).to.contain('## Since the baseline');
    expect((await runMain(['report', '.', '--baseline', 'none.json'], { cwd })).code).to.equal(3);
  });

  describe('puts pictures of findings into the page,', () => {
    const png = Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8AAAAASUVORK5CYII=',
      'base64',
    );
    const withPicture = (file: string) => {
      const result = structuredClone(red);
      result.runs[0]!.audits[2]!.evidence = [{ kind: 'picture', title: 'the prompt', path: file }];
      return JSON.stringify(result);
    };
    const carried = (cwd: string): boolean =>
      readFileSync(path.join(cwd, 'report.html'), 'utf8').includes('data:image/png;base64,iVBORw0KGgo');

    it('where they lie in the folder', async () => {
      const cwd = space.with({ 'result.json': withPicture('runs/1/a.png') });
      mkdirSync(path.join(cwd, 'runs/1'), { recursive: true });
      writeFileSync(path.join(cwd, 'runs/1/a.png'), png);
      expect((await runMain(['report', '.'], { cwd })).code).to.equal(0);
      expect(carried(cwd)).to.equal(true);
    });

    it('and none that a link leads to elsewhere, that is no picture, too large or missing', async () => {
      const elsewhere = space.empty();
      writeFileSync(path.join(elsewhere, 'a.png'), png);
      for (const prepare of [
        (file: string) => symlinkSync(path.join(elsewhere, 'a.png'), file),
        (file: string) => writeFileSync(file, 'text'),
        (file: string) => writeFileSync(file, Buffer.concat([png, Buffer.alloc(1_000_000)])),
        () => undefined,
      ]) {
        const cwd = space.with({ 'result.json': withPicture('a.png') });
        prepare(path.join(cwd, 'a.png'));
        expect((await runMain(['report', '.'], { cwd })).code).to.equal(0);
        expect(carried(cwd)).to.equal(false);
      }
    });
  });

  describe('in GitHub Actions', () => {
    it('adds the summary to the page of the step', async () => {
      const cwd = folderOf(red);
      const file = path.join(cwd, 'step.md');
      writeFileSync(file, 'before\n');
      const env = { ...process.env, GITHUB_STEP_SUMMARY: file };
      expect((await runMain(['report', '.'], { cwd, env })).code).to.equal(0);
      expect(readFileSync(file, 'utf8')).to.equal(`before\n${renderAll(red)['summary.md']}\n`);
    });

    it('tells that it could not, and goes on', async () => {
      const cwd = folderOf(red);
      const env = { ...process.env, GITHUB_STEP_SUMMARY: path.join(cwd, 'none/step.md') };
      const { code, stderr } = await runMain(['report', '.'], { cwd, env });
      expect(code).to.equal(0);
      expect(stderr).to.contain('GITHUB_STEP_SUMMARY cannot be written');
    });
  });
});
