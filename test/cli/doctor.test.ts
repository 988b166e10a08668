import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'chai';
import { fixAll, fixWeb } from '../../src/cli/doctor.js';
import { fixAndroid } from '../../src/cli/doctor/android.js';
import { nodeVersion } from '../../src/cli/doctor/node.js';
import { AuditError } from '../../src/errors.js';
import { runMain, type Ran } from './run-main.js';
import { program, temporary } from './temporary.js';

const chromium = 'echo "Chromium 156.0.8078.79"';
const chromedriver = 'echo "ChromeDriver 156.0.8078.70 (a21ce95)"';

interface Told {
  readonly ok: boolean;
  readonly checks: readonly { id: string; ok: boolean; detail: string; hint?: string }[];
}

describe('doctor', () => {
  const space = temporary();
  after(() => space.remove());

  /** A folder that is the whole PATH: npm is there, and whatever else is put into it. */
  function machine(programs: Readonly<Record<string, string>>): {
    folder: string;
    env: NodeJS.ProcessEnv;
    doctor(...argv: string[]): Promise<Ran>;
    checks(...argv: string[]): Promise<Told & { code: number }>;
  } {
    const folder = space.empty();
    const cwd = space.empty();
    const env = { PATH: folder, KEYSTORE_AUDIT_CACHE: path.join(cwd, 'cache') };
    for (const [name, script] of Object.entries({ npm: 'echo 11.0.0', ...programs })) {
      program(folder, name, script);
    }
    const doctor = (...argv: string[]): Promise<Ran> => runMain(['doctor', ...argv], { cwd, env });
    return {
      folder,
      env,
      doctor,
      async checks(...argv) {
        const { code, stdout } = await doctor('--json', ...argv);
        return { code, ...(JSON.parse(stdout) as Told) };
      },
    };
  }

  /** An apt-get that keeps its arguments in a log, and whose `install` runs a script. */
  function aptGet(folder: string, install: string): string {
    const log = path.join(folder, 'apt.log');
    program(
      folder,
      'apt-get',
      `echo "$DEBIAN_FRONTEND $*" >> ${log}\nif [ "$1" = install ]; then\n${install}\nfi\necho "did $1"`,
    );
    return log;
  }

  /** A script that puts a browser and its driver into a folder. */
  const installing = (folder: string, driver = chromedriver): string =>
    Object.entries({ chromium, chromedriver: driver })
      .map(([name, script]) => {
        const file = path.join(folder, name);
        return `printf '%s\\n' '#!/bin/sh' '${script}' > ${file}; /bin/chmod +x ${file}`;
      })
      .join('\n');

  describe('on a machine that has everything', () => {
    const well = { chromium, chromedriver };

    it('says so, on stderr', async () => {
      for (const argv of [[], ['web']]) {
        const { code, stdout, stderr } = await machine(well).doctor(...argv);
        expect(code).to.equal(0);
        expect(stdout).to.equal('');
        const lines = stderr.trimEnd().split('\n');
        expect(lines.slice(0, -1).every((line) => line.startsWith('ok    '))).to.equal(true);
        expect(lines).to.include('ok    Appium: 3.8.0');
        expect(lines.at(-1)).to.equal('This machine has all that the target "web" needs.');
      }
    });

    it('writes its checks as JSON', async () => {
      const { code, ok, checks } = await machine(well).checks();
      expect(code).to.equal(0);
      expect(ok).to.equal(true);
      expect(checks.map(({ id }) => id)).to.deep.equal([
        ...['node', 'npm', 'appium', 'appium-chromium-driver'],
        ...['chromium', 'chromedriver', 'chromedriver-match', 'chromium-start', 'cache', 'loopback'],
      ]);
      expect(checks.every((check) => check.ok && check.detail !== '' && check.hint === undefined)).to.equal(
        true,
      );
    });

    it('changes nothing with --fix, and says so', async () => {
      const { folder, doctor } = machine(well);
      program(folder, 'apt-get', `echo "$*" >> ${path.join(folder, 'apt.log')}`);
      const { code, stderr } = await doctor('--fix');
      expect(code).to.equal(0);
      expect(stderr).to.match(/^Nothing to fix\.\n/);
      expect(() => readFileSync(path.join(folder, 'apt.log'))).to.throw('ENOENT');
    });
  });

  describe('tells what is missing and ends with 2:', () => {
    const failing = async (programs: Readonly<Record<string, string>>, env: NodeJS.ProcessEnv = {}) => {
      const made = machine(programs);
      Object.assign(made.env, env);
      const { code, ok, checks } = await made.checks();
      expect(code).to.equal(2);
      expect(ok).to.equal(false);
      return checks.filter((check) => !check.ok);
    };

    it('Chromium', async () => {
      const [missing, match, start, ...more] = await failing({ chromedriver });
      expect(missing).to.include({ id: 'chromium' });
      expect(missing?.detail).to.match(/^No Chromium was found/);
      expect(missing?.hint).to.contain('keystore-audit doctor web --fix');
      expect(match).to.include({ id: 'chromedriver-match', detail: 'Not known: one of them is missing.' });
      expect(start).to.include({ id: 'chromium-start', detail: 'Not known: it is missing.' });
      expect(more).to.deep.equal([]);
    });

    it('ChromeDriver', async () => {
      expect((await failing({ chromium })).map(({ id }) => id)).to.deep.equal([
        ...['chromedriver', 'chromedriver-match'],
      ]);
    });

    it('a ChromeDriver that fits', async () => {
      const [only, ...more] = await failing({ chromium, chromedriver: 'echo "ChromeDriver 155.0.1.2"' });
      expect(only).to.include({ id: 'chromedriver-match' });
      expect(only?.detail).to.contain('156.0.8078.79').and.to.contain('155.0.1.2');
      expect(more).to.deep.equal([]);
    });

    it('a Chromium that starts', async () => {
      const starts = (words: string) => `[ "$1" = --version ] && ${chromium} && exit\n${words}; exit 1`;
      const [sandbox, ...more] = await failing({
        chromium: starts('echo "[1:ERROR] No usable sandbox! If this is" >&2'),
        chromedriver,
      });
      expect(sandbox).to.include({ id: 'chromium-start' });
      expect(sandbox?.hint).to.contain('chromium-sandbox');
      expect(more).to.deep.equal([]);
      const [other] = await failing({ chromium: starts('echo "libnss3.so: not found" >&2'), chromedriver });
      expect(other?.detail).to.match(/chromium does not start: libnss3\.so: not found$/);
    });

    it('npm that starts', async () => {
      const [only] = await failing({ chromium, chromedriver, npm: 'exit 1' });
      expect(only).to.include({ id: 'npm' });
    });

    it('a cache that can be written', async () => {
      const file = path.join(space.with({ file: '' }), 'file');
      const [only] = await failing({ chromium, chromedriver }, { KEYSTORE_AUDIT_CACHE: `${file}/cache` });
      expect(only).to.include({ id: 'cache' });
      expect(only?.hint).to.contain('KEYSTORE_AUDIT_CACHE');
    });

    it('for a person, with what to do', async () => {
      const { code, stderr } = await machine({ chromedriver }).doctor('web');
      expect(code).to.equal(2);
      expect(stderr).to.match(
        /\nFAIL {2}Chromium: No Chromium was found.*\n {6}Run "keystore-audit doctor web --fix"/,
      );
      expect(stderr).to.match(/\n3 of 10 failed\.\n$/);
    });
  });

  it('has a Node.js that is too old fail', async () => {
    expect((await nodeVersion('18.20.0').check()).ok).to.equal(false);
    expect((await nodeVersion('18.20.0').check()).detail)
      .to.contain('18.20.0')
      .and.to.contain('>=20');
    expect((await nodeVersion('20.19.0').check()).ok).to.equal(true);
  });

  it('looks at the tools that the configuration names', async () => {
    const { folder, env } = machine({ chromium: 'exit 1', chromedriver });
    const browser = program(space.empty(), 'my-chromium', chromium);
    const cwd = space.with({
      'keystore-audit.config.json': JSON.stringify({
        runs: [{ target: 'web', plugin: 'x' }],
        tools: { chromium: browser },
      }),
    });
    const { code, stdout } = await runMain(['doctor', '--json'], { cwd, env });
    expect(code).to.equal(0);
    expect(stdout).to.contain(browser).and.to.not.contain(path.join(folder, 'chromium)'));
    expect((await runMain(['doctor', '--config', 'none.yaml'], { cwd, env })).code).to.equal(3);
  });

  it('refuses a target that does not exist', async () => {
    const { code, stderr } = await machine({}).doctor('wbe');
    expect(code).to.equal(3);
    expect(stderr).to.equal(
      'error target-unknown: There is no target "wbe". Did you mean "web"?\n  Targets are: web, android.\n',
    );
  });

  it('looks for what drives Android and makes its apps, beside the browser', async () => {
    const tools = { chromium, chromedriver, adb: 'echo 1.0.41', aapt2: 'echo 2.19', zipalign: 'exit 2' };
    const { env, checks } = machine(tools);
    env['ANDROID_FRAMEWORK_RES'] = path.join(space.empty(), 'none.apk');
    const { code, checks: told } = await checks('android');
    expect(code).to.equal(2);
    expect(told.filter(({ ok }) => ok).map(({ id }) => id)).to.include.members(['adb', 'aapt2', 'zipalign']);
    expect(told.filter(({ ok }) => !ok).map(({ id }) => id)).to.deep.equal(['apksigner', 'framework-res']);
    expect(told.at(-1)?.hint).to.contain('keystore-audit doctor android --fix');
  });

  it('never installs without --fix', async () => {
    const { folder, doctor } = machine({});
    const log = aptGet(folder, installing(folder));
    expect((await doctor()).code).to.equal(2);
    expect(() => readFileSync(log)).to.throw('ENOENT');
  });

  describe('--fix', () => {
    const asRoot = { platform: 'linux', isRoot: true } as const;
    const commands =
      'noninteractive update\nnoninteractive install -y --no-install-recommends chromium chromium-driver chromium-sandbox\n';

    const fixing = async (
      env: NodeJS.ProcessEnv,
      system: { platform: NodeJS.Platform; isRoot: boolean },
      tools = {},
    ): Promise<{ told: string; error?: AuditError; browser?: string }> => {
      let told = '';
      const output = { write: (text: string) => (told += text) };
      const io = { stdout: output, stderr: output, env, cwd: space.folder, isTTY: false };
      try {
        const { browser } = await fixWeb({ io, tools, system });
        return { told, browser };
      } catch (error) {
        if (!(error instanceof AuditError)) throw error;
        return { told, error };
      }
    };

    it('installs as root with apt-get what is missing, telling each command and its output', async () => {
      const { folder, env } = machine({});
      const log = aptGet(folder, installing(folder));
      const { told, error, browser } = await fixing(env, asRoot);
      expect(error).to.equal(undefined);
      expect(browser).to.equal(path.join(folder, 'chromium'));
      expect(readFileSync(log, 'utf8')).to.equal(commands);
      expect(told.split('\n').slice(1)).to.deep.equal([
        'Running: DEBIAN_FRONTEND=noninteractive apt-get update',
        '  did update',
        'Running: DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends chromium chromium-driver chromium-sandbox',
        '  did install',
        '',
      ]);
    });

    it('changes nothing where all is well', async () => {
      const { folder, env } = machine({ chromium, chromedriver });
      const log = aptGet(folder, '');
      const { told } = await fixing(env, asRoot);
      expect(told).to.equal(
        'Nothing to fix: Chromium 156.0.8078.79 and ChromeDriver 156.0.8078.70 are there.\n',
      );
      expect(() => readFileSync(log)).to.throw('ENOENT');
    });

    it('replaces a driver that does not fit', async () => {
      const { folder, env } = machine({ chromium, chromedriver: 'echo "ChromeDriver 155.0.1.2"' });
      aptGet(folder, installing(folder));
      expect((await fixing(env, asRoot)).browser).to.equal(path.join(folder, 'chromium'));
    });

    it('says so when the installation did not help', async () => {
      const { folder, env } = machine({});
      aptGet(folder, installing(folder, 'echo "ChromeDriver 155.0.1.2"'));
      expect((await fixing(env, asRoot)).error?.code).to.equal('chromedriver-mismatch');
    });

    it('tells the command that failed and its last lines', async () => {
      const { folder, env } = machine({});
      const log = path.join(folder, 'apt.log');
      const lines = Array.from({ length: 30 }, (_, line) => `echo "line ${line}"`).join('\n');
      program(
        folder,
        'apt-get',
        `echo "$1" >> ${log}\n${lines}\necho "Could not \u001b[31mresolve" >&2\nexit 100`,
      );
      const { told, error } = await fixing(env, asRoot);
      expect(error?.code).to.equal('fix-impossible');
      expect(error?.exitCode).to.equal(2);
      const [first, ...last] = error!.message.split('\n');
      expect(first).to.equal('"apt-get update" failed (exit code 100). Its last lines:');
      expect(last).to.have.length(10);
      expect(last).to.include('  line 29').and.not.to.include('  line 5');
      expect(last.some((line) => line.includes('Could not'))).to.equal(true);
      expect(told).to.contain('  line 5\n').and.to.contain('Could not \\u001b[31mresolve');
      expect(readFileSync(log, 'utf8')).to.equal('update\n');
    });

    const elsewhere = [
      [
        'without root',
        { platform: 'linux', isRoot: false },
        'As root, run: apt-get update && apt-get install -y',
      ],
      ['on macOS', { platform: 'darwin', isRoot: false }, 'brew install --cask google-chrome chromedriver'],
      ['on Windows', { platform: 'win32', isRoot: false }, 'chromedriver.exe'],
      ['on another system', { platform: 'freebsd', isRoot: true }, 'put both on the PATH'],
    ] as const;
    for (const [where, system, instruction] of elsewhere) {
      it(`${where} gives an instruction`, async () => {
        const { folder, env } = machine({});
        const log = aptGet(folder, installing(folder));
        const { error } = await fixing(env, system);
        expect(error?.code).to.equal('fix-impossible');
        expect(error?.message).to.contain(instruction);
        expect(error?.hint).to.equal('Follow the instruction above, then run the command again.');
        expect(() => readFileSync(log)).to.throw('ENOENT');
      });
    }

    it('on a Linux without apt-get gives an instruction', async () => {
      const { error } = await fixing(machine({}).env, asRoot);
      expect(error?.code).to.equal('fix-impossible');
      expect(error?.message).to.contain('dnf install chromium chromedriver');
    });

    it('tells of a line that was written over what stood there in the end', async () => {
      const { folder, env } = machine({});
      aptGet(
        folder,
        `printf 'Reading ...\\rReading ... 5%%\\rReading ... done\\r\\n'\n${installing(folder)}`,
      );
      expect((await fixing(env, asRoot)).told.split('\n')).to.include('  Reading ... done');
    });

    it('leaves a machine alone that has what Android needs, and gives all instructions at once else', async () => {
      const apps = { adb: 'echo 1', aapt2: 'echo 2', zipalign: 'exit 2', apksigner: 'echo 0.9' };
      const { folder, env } = machine(apps);
      const log = aptGet(folder, '');
      let told = '';
      const output = { write: (text: string) => (told += text) };
      const io = { stdout: output, stderr: output, env, cwd: folder, isTTY: false };
      const system = { platform: 'linux', isRoot: false } as const;
      env['ANDROID_FRAMEWORK_RES'] = program(folder, 'framework-res.apk', '');
      await fixAndroid({ io, system });
      expect(told).to.equal('Nothing to fix: adb and what makes apps are there.\n');

      env['ANDROID_FRAMEWORK_RES'] = path.join(folder, 'none.apk');
      const error: unknown = await fixAll([
        () => fixAndroid({ io, system }),
        () => fixWeb({ io, system }),
      ]).catch((thrown: unknown) => thrown);
      expect(error).to.be.instanceOf(AuditError).and.to.include({ code: 'fix-impossible' });
      const lines = (error as AuditError).message.split('\n');
      expect(lines).to.have.length(2);
      expect(lines[0]).to.match(/As root, run: .* adb aapt zipalign apksigner android-framework-res$/);
      expect(lines[1]).to.match(/As root, run: .* chromium chromium-driver chromium-sandbox$/);
      expect(() => readFileSync(log)).to.throw('ENOENT');
    });

    it('does not install where a path was named that is wrong', async () => {
      const { folder, env } = machine({});
      const log = aptGet(folder, installing(folder));
      const named = await fixing({ ...env, KEYSTORE_AUDIT_CHROMIUM: '/nowhere/chromium' }, asRoot);
      expect(named.error?.code).to.equal('fix-impossible');
      expect(named.told).to.equal('KEYSTORE_AUDIT_CHROMIUM names /nowhere/chromium, which does not exist.\n');
      expect(named.error?.hint).to.contain('KEYSTORE_AUDIT_CHROMIUM');
      const configured = await fixing(env, asRoot, { chromium: '/nowhere/chromium' });
      expect(configured.error?.code).to.equal('fix-impossible');
      expect(() => readFileSync(log)).to.throw('ENOENT');
    });

    describe('of the command line', () => {
      before(function () {
        if (process.platform !== 'linux' || process.getuid?.() !== 0) this.skip();
      });

      it('checks again after installing', async () => {
        const { folder, doctor } = machine({});
        const log = aptGet(folder, installing(folder));
        const { code, stderr } = await doctor('web', '--fix');
        expect(code).to.equal(0);
        expect(readFileSync(log, 'utf8')).to.equal(commands);
        expect(stderr).to.match(/This machine has all that the target "web" needs\.\n$/);
      });

      it('keeps stdout for JSON', async () => {
        const { folder, doctor } = machine({ chromium });
        aptGet(folder, installing(folder));
        const { code, stdout, stderr } = await doctor('--fix', '--json');
        expect(code).to.equal(0);
        expect((JSON.parse(stdout) as Told).ok).to.equal(true);
        expect(stderr).to.contain('Running: ');
      });

      it('ends with 2 when apt-get fails', async () => {
        const { folder, doctor } = machine({});
        program(folder, 'apt-get', 'echo "no network" >&2; exit 100');
        const { code, stderr } = await doctor('--fix');
        expect(code).to.equal(2);
        expect(stderr).to.contain('error fix-impossible: "apt-get update" failed (exit code 100).');
        expect(stderr).to.contain('  no network\n');
      });

      it('mends nothing that an installation cannot', async () => {
        const { doctor } = machine({ chromium, chromedriver, npm: 'exit 1' });
        const { code, stderr } = await doctor('--fix');
        expect(code).to.equal(2);
        expect(stderr).to.match(/^Nothing of what failed can be fixed by --fix\.\n/);
      });
    });
  });
});
