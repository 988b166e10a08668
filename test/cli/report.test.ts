import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'chai';
import { renderAll } from '../../src/report/index.js';
import { green, red } from '../report/golden.js';
import { runMain } from './run-main.js';
import { temporary } from './temporary.js';

const reports = ['junit.xml', 'report.html', 'summary.md'];

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

    it('two results', async () => {
      expect((await runMain(['report', folderOf(green), folderOf(red)])).code).to.equal(3);
    });
  });
});
