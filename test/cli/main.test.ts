import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect } from 'chai';
import { execa } from 'execa';
import { complaint } from '../../src/cli/complain.js';
import { AuditError } from '../../src/errors.js';
import { runMain } from './run-main.js';
import { temporary } from './temporary.js';

const root = path.resolve(import.meta.dirname, '../..');

describe('the command line', () => {
  const space = temporary();
  after(() => space.remove());

  const usageErrors: readonly (readonly [argv: readonly string[], message: string])[] = [
    [['foo'], "Unknown command 'foo'."],
    [['contract'], "Unknown command 'contract'. Did you mean contracts?"],
    [['--foo'], "Unknown option '--foo'."],
    [['audits', '--jsn'], "Unknown option '--jsn'. Did you mean --json?"],
    [['audits', 'all'], "Too many arguments for 'audits'. Expected 0 arguments but got 1."],
    [['report'], "Missing required argument 'result'."],
    [['report', 'a', '--out'], "Option '--out <folder>' argument missing."],
    [
      ['report', 'a', '--fail-on', 'high'],
      "Option '--fail-on <severity>' argument 'high' is invalid. Allowed choices are minor, major, critical, never.",
    ],
    [
      ['init', '--format', 'toml'],
      "Option '--format <format>' argument 'toml' is invalid. Allowed choices are yaml, json, js, ts.",
    ],
  ];
  for (const [argv, message] of usageErrors) {
    it(`ends with 3 for: ${argv.join(' ')}`, async () => {
      const { code, stdout, stderr } = await runMain(argv, { cwd: space.empty() });
      expect(stderr).to.equal(
        `error usage: ${message}\n  Run "keystore-audit help" or add --help to the command.\n`,
      );
      expect(stdout).to.equal('');
      expect(code).to.equal(3);
    });
  }

  it('without a command shows its help as an error', async () => {
    const { code, stdout, stderr } = await runMain([]);
    expect(code).to.equal(3);
    expect(stdout).to.equal('');
    expect(stderr).to.match(/^Usage: keystore-audit \[options\] \[command\]\n/);
  });

  it('tells its version', async () => {
    const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
      version: string;
    };
    for (const option of ['--version', '-V']) {
      expect(await runMain([option])).to.deep.equal({ code: 0, stdout: `${version}\n`, stderr: '' });
    }
  });

  it('shows commands and examples in its help, on stdout', async () => {
    for (const argv of [['help'], ['--help'], ['-h']]) {
      const { code, stdout, stderr } = await runMain(argv);
      expect(code).to.equal(0);
      expect(stderr).to.equal('');
      const commands = [...stdout.matchAll(/^ {2}([a-z]+) [^\n]*$/gm)].map(([, name]) => name);
      expect(commands).to.deep.equal([
        ...['run', 'audit', 'build', 'report', 'compare', 'audits', 'contracts', 'plugins', 'devices'],
        ...['restore', 'doctor', 'virtual', 'init', 'help'],
      ]);
      expect(stdout).to.contain('\nExamples:\n');
      expect(stdout).to.contain('    keystore-audit run web --plugin cordova-plugin-secure-storage@2.6.8\n');
    }
  });

  const essentials: Readonly<Record<string, readonly string[]>> = {
    run: ['keystore-audit run [options] [target]', '--plugin', '--list', '--fix'],
    audit: ['keystore-audit audit [options] <folder>', '--fail-on'],
    build: [
      'keystore-audit build [options] <target>',
      '--plugin',
      '--variant',
      '--virtual',
      '--trust-plugin',
    ],
    report: [
      'keystore-audit report [options] <result...>',
      '--baseline <result>',
      '--out <folder>',
      '--fail-on',
      '--allow-inconclusive',
    ],
    compare: ['keystore-audit compare [options] <old> <new>', '--fail-on', '--json'],
    audits: ['keystore-audit audits [options]', '--json'],
    contracts: ['keystore-audit contracts [options] [id]', '--json'],
    plugins: ['keystore-audit plugins [options]', '--json'],
    doctor: ['keystore-audit doctor [options] [target]', '--fix', '--json', '--config <file>'],
    init: ['keystore-audit init [options]', '--plugin <spec>', '--format <format>', '--force'],
  };
  for (const [command, words] of Object.entries(essentials)) {
    it(`shows the help of ${command}, with examples`, async () => {
      const { code, stdout, stderr } = await runMain(['help', command]);
      expect(code).to.equal(0);
      expect(stderr).to.equal('');
      for (const word of words) expect(stdout).to.contain(word);
      expect(stdout).to.match(/\nExamples:\n {2}.+\n {4}keystore-audit /);
      expect(await runMain([command, '--help'])).to.deep.equal({ code, stdout, stderr });
    });
  }

  it('has no help for a command that does not exist', async () => {
    expect((await runMain(['help', 'foo'])).code).to.equal(3);
  });

  it('has no colours', async () => {
    const env = { ...process.env, FORCE_COLOR: '3' };
    for (const argv of [['help'], ['audits'], ['foo'], ['contracts', 'baseline']]) {
      const { stdout, stderr } = await runMain(argv, { env });
      expect(stdout + stderr).to.not.contain('\u001b');
    }
  });

  it('takes --verbose before and after the command', async () => {
    const cwd = space.empty();
    for (const argv of [
      ['--verbose', 'report', 'none'],
      ['report', 'none', '--verbose'],
    ]) {
      const { code, stderr } = await runMain(argv, { cwd });
      expect(code).to.equal(3);
      expect(stderr).to.contain('Cause: ').and.to.contain('ENOENT');
    }
    expect((await runMain(['report', 'none'], { cwd })).stderr).to.not.contain('ENOENT');
  });
});

describe('an error on the terminal', () => {
  const foreseen = new AuditError('network', 'The net is down.', { cause: new Error('ENOTFOUND') });

  it('has code, message and hint, and no stack trace', () => {
    expect(complaint(foreseen, { verbose: false })).to.equal(
      'error network: The net is down.\n' +
        '  Check the connection and the proxy settings of npm; plugins that were fetched before need no network.\n',
    );
  });

  it('has its causes with --verbose', () => {
    expect(complaint(foreseen, { verbose: true })).to.match(/\nCause: Error: ENOTFOUND\n\s+at /);
  });

  it('that nobody foresaw is internal, with its trace only with --verbose', () => {
    const told = complaint(new TypeError('x is not a function'), { verbose: false });
    expect(told).to.match(/^error internal: x is not a function\n {2}This is a defect of keystore-audit: /);
    expect(told).to.not.match(/^\s+at /m);
    expect(complaint(new TypeError('x is not a function'), { verbose: true })).to.match(
      /\nCause: TypeError: x is not a function\n\s+at /,
    );
    expect(complaint('a text', { verbose: false })).to.contain('error internal: a text\n');
  });

  it('cannot steer the terminal', () => {
    const told = complaint(new AuditError('plugin-unknown', 'No \u001b[2J\u202eplugin.'), { verbose: true });
    expect(told).to.contain('No \\u001b[2J\\u202eplugin.');
  });
});

describe('the program', () => {
  const space = temporary();
  after(() => space.remove());

  const start = (folder: string, ...argv: string[]) =>
    execa(process.execPath, [path.join(folder, 'bin/keystore-audit.js'), ...argv], { reject: false });
  const copyWith = (files: Readonly<Record<string, string>>): string =>
    space.with({
      'package.json': '{ "type": "module" }',
      'bin/keystore-audit.js': readFileSync(path.join(root, 'bin/keystore-audit.js'), 'utf8'),
      ...files,
    });

  it('that is not built says what to do', async () => {
    const { exitCode, stdout, stderr } = await start(copyWith({}), 'audits');
    expect(exitCode).to.equal(2);
    expect(stdout).to.equal('');
    expect(stderr).to.equal('error: keystore-audit is not built yet; run "npm ci" in its folder.');
  });

  it('is not built without a compiler, and that is no failure of an installation', async () => {
    const script = readFileSync(path.join(root, 'scripts/prepare.mjs'), 'utf8');
    const folder = space.with({ 'scripts/prepare.mjs': script });
    const { exitCode, stderr } = await execa(process.execPath, [path.join(folder, 'scripts/prepare.mjs')], {
      reject: false,
    });
    expect(exitCode).to.equal(0);
    expect(stderr).to.equal('keystore-audit is not built: run "npm ci" in its folder.');
  });

  it('that lacks its dependencies says what to do', async () => {
    const { exitCode, stderr } = await start(
      copyWith({ 'dist/src/cli/main.js': "import 'no-such-package-here';" }),
    );
    expect(exitCode).to.equal(2);
    expect(stderr.split('\n')).to.have.length(1);
    expect(stderr).to.contain('run "npm ci"').and.to.contain('no-such-package-here');
  });

  for (const [what, statement] of [
    ['throws', 'setImmediate(() => { throw new Error("late"); });'],
    ['rejects', 'void Promise.reject(new Error("late"));'],
  ] as const) {
    it(`ends with 2 and without a trace when something unforeseen ${what}`, async () => {
      const main = JSON.stringify(pathToFileURL(path.join(root, 'src/cli/main.ts')).href);
      const folder = space.with({
        'late.mjs': `import { start } from ${main};\nconst going = start();\n${statement}\nawait going;`,
      });
      const { exitCode, stderr } = await execa(
        process.execPath,
        ['--import', 'tsx', path.join(folder, 'late.mjs'), 'doctor'],
        { cwd: root, reject: false },
      );
      expect(exitCode).to.equal(2);
      expect(stderr).to.match(/^error internal: late\n {2}This is a defect of keystore-audit: [^\n]+$/);
    });
  }

  describe('as built', () => {
    before(function () {
      if (!existsSync(path.join(root, 'dist/src/cli/main.js'))) this.skip();
    });

    it('gives the exit codes of its commands', async () => {
      const listed = await start(root, 'audits', '--json');
      expect(listed.exitCode).to.equal(0);
      expect(JSON.parse(listed.stdout)).to.be.an('array');
      expect((await start(root, 'foo')).exitCode).to.equal(3);
    });
  });
});
