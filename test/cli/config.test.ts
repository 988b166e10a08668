import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'chai';
import { loadConfig, type LoadedConfig } from '../../src/cli/config.js';
import { AuditError } from '../../src/errors.js';
import { temporary } from './temporary.js';

const minimal = { runs: [{ target: 'web', plugin: 'cordova-plugin-secure-storage@2.6.8' }] };
const inEachFormat = {
  'keystore-audit.config.json': JSON.stringify(minimal),
  'keystore-audit.config.yaml': 'runs:\n  - target: web\n    plugin: cordova-plugin-secure-storage@2.6.8\n',
  'keystore-audit.config.yml': 'runs: [{ target: web, plugin: cordova-plugin-secure-storage@2.6.8 }]\n',
  'keystore-audit.config.js':
    'export default { runs: [{ target: "web", plugin: "cordova-plugin-secure-storage@2.6.8" }] };\n',
  'keystore-audit.config.ts':
    'interface R { target: "web"; plugin: string }\n' +
    'const runs: R[] = [{ target: "web", plugin: "cordova-plugin-secure-storage@2.6.8" }];\n' +
    'export default { runs };\n',
};

describe('the configuration', () => {
  const space = temporary();
  after(() => space.remove());

  const load = async (files: Readonly<Record<string, string>>): Promise<LoadedConfig> => {
    const loaded = await loadConfig({ cwd: space.with(files) });
    if (loaded === undefined) throw new Error('There was none.');
    return loaded;
  };
  const failure = async (loading: Promise<unknown>): Promise<AuditError> => {
    try {
      await loading;
    } catch (error) {
      if (error instanceof AuditError) return error;
      throw error;
    }
    throw new Error('It was taken.');
  };
  const mistakes = async (config: unknown): Promise<string[]> => {
    const error = await failure(load({ 'keystore-audit.config.json': JSON.stringify(config) }));
    expect(error.code).to.equal('config-invalid');
    expect(error.exitCode).to.equal(3);
    return error.message
      .split('\n')
      .slice(1)
      .map((line) => line.trim());
  };
  const withRun = (run: object): object => ({ runs: [{ ...minimal.runs[0], ...run }] });

  it('is undefined where there is none', async () => {
    expect(await loadConfig({ cwd: space.empty() })).to.equal(undefined);
  });

  it('is not a folder of that name', async () => {
    const cwd = space.empty();
    mkdirSync(path.join(cwd, 'keystore-audit.config.ts'));
    expect(await loadConfig({ cwd })).to.equal(undefined);
  });

  it('says the same in every format', async () => {
    const digests = new Set<string>();
    for (const [name, text] of Object.entries(inEachFormat)) {
      const loaded = await load({ [name]: text });
      expect(loaded.config, name).to.deep.equal(minimal);
      expect(path.basename(loaded.path)).to.equal(name);
      digests.add(loaded.digest);
    }
    expect([...digests]).to.have.length(1);
    expect([...digests][0]).to.match(/^[0-9a-f]{64}$/);
  });

  it('has another digest when it says something else, and the same when only the order of its keys differs', async () => {
    const plain = { ...minimal, seed: 'a', failOn: 'minor' };
    const digestOf = async (config: object): Promise<string> =>
      (await load({ 'keystore-audit.config.json': JSON.stringify(config) })).digest;
    expect(await digestOf({ failOn: 'minor', seed: 'a', ...minimal })).to.equal(await digestOf(plain));
    expect(await digestOf({ ...plain, seed: 'b' })).to.not.equal(await digestOf(plain));
  });

  it('takes the day of an accepted finding with and without quotes', async () => {
    for (const until of ['2027-03-31', "'2027-03-31'"]) {
      const text = `runs: [{ target: web, plugin: p }]\naccepted:\n  - id: key-case\n    reason: known\n    until: ${until}\n`;
      expect((await load({ 'keystore-audit.config.yaml': text })).config.accepted).to.deep.equal([
        { id: 'key-case', reason: 'known', until: '2027-03-31' },
      ]);
    }
  });

  it('may begin with a byte order mark', async () => {
    const text = inEachFormat['keystore-audit.config.json'];
    expect((await load({ 'keystore-audit.config.json': `\ufeff${text}` })).config).to.deep.equal(minimal);
  });

  it('may be a CommonJS module', async () => {
    const text = `module.exports = ${JSON.stringify(minimal)};`;
    expect((await load({ 'keystore-audit.config.js': text })).config).to.deep.equal(minimal);
  });

  it('may use defineConfig where keystore-audit is not installed', async () => {
    const text = `import { defineConfig } from 'keystore-audit';\nexport default defineConfig(${JSON.stringify(minimal)});\n`;
    for (const name of ['keystore-audit.config.ts', 'keystore-audit.config.js']) {
      expect((await load({ [name]: text })).config, name).to.deep.equal(minimal);
    }
  });

  it('is read anew each time', async () => {
    const cwd = space.with({ 'keystore-audit.config.ts': inEachFormat['keystore-audit.config.ts'] });
    await loadConfig({ cwd });
    writeFileSync(
      path.join(cwd, 'keystore-audit.config.ts'),
      'export default { runs: [{ target: "web", plugin: "other" }] };',
    );
    expect((await loadConfig({ cwd }))?.config.runs[0]?.plugin).to.equal('other');
  });

  it('is ambiguous when there are two', async () => {
    const cwd = space.with({
      'keystore-audit.config.yaml': inEachFormat['keystore-audit.config.yaml'],
      'keystore-audit.config.ts': inEachFormat['keystore-audit.config.ts'],
    });
    const error = await failure(loadConfig({ cwd }));
    expect(error.code).to.equal('config-ambiguous');
    expect(error.exitCode).to.equal(3);
    expect(error.message).to.contain('keystore-audit.config.ts and keystore-audit.config.yaml');
    const named = await loadConfig({ cwd, file: 'keystore-audit.config.yaml' });
    expect(named?.config).to.deep.equal(minimal);
  });

  describe('that cannot be read tells file and line:', () => {
    const broken: readonly (readonly [what: string, name: string, text: string, message: RegExp])[] = [
      [
        'JSON with a comma too many',
        'keystore-audit.config.json',
        '{\n  "runs": [],\n}\n',
        /is not JSON: line 2: /,
      ],
      ['JSON cut off', 'keystore-audit.config.json', '{\n"runs": [', /is not JSON: line 2: /],
      ['empty JSON', 'keystore-audit.config.json', '', /is not JSON: line 1: /],
      [
        'YAML with wrong indentation',
        'keystore-audit.config.yaml',
        'runs:\n  - target: web\n plugin: x\n',
        /is not YAML: line 3: /,
      ],
      [
        'YAML with a key twice',
        'keystore-audit.config.yaml',
        'seed: a\nseed: b\n',
        /is not YAML: line 2: .*unique/,
      ],
      [
        'TypeScript that is none',
        'keystore-audit.config.ts',
        'export default {\n  runs: ,\n};\n',
        /is not a module: line 2: /,
      ],
      [
        'a module that throws',
        'keystore-audit.config.ts',
        'const a: string = "";\n\nthrow new Error("no luck" + a);\n',
        /threw at line 3 while it was loaded: no luck\.$/,
      ],
      [
        'a module that throws a text',
        'keystore-audit.config.js',
        'throw "no luck";\nexport default {};\n',
        /threw while it was loaded: no luck\.$/,
      ],
      [
        'a module that imports what is not there',
        'keystore-audit.config.ts',
        'import a from "no-such-package-here";\nexport default a;\n',
        /Cannot find module 'no-such-package-here'/,
      ],
      [
        'a module without a default export',
        'keystore-audit.config.ts',
        'export const runs = [];\n',
        /has no default export\.$/,
      ],
    ];
    for (const [what, name, text, message] of broken) {
      it(what, async () => {
        const error = await failure(load({ [name]: text }));
        expect(error.code).to.equal('config-unreadable');
        expect(error.exitCode).to.equal(3);
        expect(error.message).to.contain(name).and.to.match(message);
        expect(error.message).to.not.contain('\n');
      });
    }

    it('a named file that does not exist', async () => {
      const cwd = space.empty();
      for (const file of ['none.yaml', 'none.ts']) {
        const error = await failure(loadConfig({ cwd, file }));
        expect(error.code).to.equal('config-unreadable');
        expect(error.message).to.equal(`${path.join(cwd, file)} does not exist.`);
      }
    });

    it('a named file of another format', async () => {
      const error = await failure(loadConfig({ cwd: space.with({ 'a.toml': '' }), file: 'a.toml' }));
      expect(error.code).to.equal('config-unreadable');
      expect(error.message).to.contain('a.toml is of no format that can be read; those are .ts, .js, .json');
    });
  });

  describe('that says something wrong tells key, expectation and find:', () => {
    it('all at once, with the file', async () => {
      const error = await failure(
        load({ 'keystore-audit.config.json': JSON.stringify({ runs: [{ target: 'wbe', plugn: 'x' }] }) }),
      );
      expect(error.message).to.match(/keystore-audit\.config\.json has 3 mistakes:\n/);
      expect(error.message.split('\n').slice(1)).to.have.members([
        '  runs[0].target: expected "web" or "android", found "wbe".',
        '  runs[0].plugin: missing; expected a text, or url or app in its place.',
        '  runs[0].plugn: unknown key. Did you mean "plugin"?',
      ]);
    });

    it('an unknown key that is like none', async () => {
      expect(await mistakes({ ...minimal, colour: 'red' })).to.deep.equal(['colour: unknown key.']);
    });

    it('unknown keys of every depth', async () => {
      expect(
        await mistakes({ ...minimal, failon: 'minor', limits: { redyMs: 1 }, tools: { chromum: 'x' } }),
      ).to.have.members([
        'failon: unknown key. Did you mean "failOn"?',
        'limits.redyMs: unknown key. Did you mean "readyMs"?',
        'tools.chromum: unknown key. Did you mean "chromium"?',
      ]);
    });

    const single: readonly (readonly [what: string, config: unknown, mistake: string])[] = [
      ['nothing', null, 'the configuration: expected an object, found null.'],
      ['a list', [], 'the configuration: expected an object, found an empty list.'],
      ['no runs', {}, 'runs: missing; expected a list.'],
      ['empty runs', { runs: [] }, 'runs: expected a list with at least one entry, found an empty list.'],
      ['a run that is a text', { runs: ['web'] }, 'runs[0]: expected an object, found "web".'],
      [
        'a second run that is wrong',
        { runs: [minimal.runs[0], { target: 'web', plugin: 7 }] },
        'runs[1].plugin: expected a text, found 7.',
      ],
      [
        'an empty plugin',
        withRun({ plugin: '' }),
        'runs[0].plugin: expected a text that is not empty, found "".',
      ],
      [
        'a plugin and an address',
        withRun({ url: 'http://localhost/' }),
        'runs[0].url: names another thing to audit than plugin; keep one of them.',
      ],
      [
        'an older build of no app',
        withRun({ fromApp: 'old.apk' }),
        'runs[0].fromApp: names an older build of an app; app names that app.',
      ],
      [
        'a plugin that is trusted in every version',
        { ...minimal, trusted: [{ plugin: 'name', integrity: `sha512-${'a'.repeat(86)}==` }] },
        'trusted[0].plugin: expected NAME@VERSION, found "name".',
      ],
      [
        'a plugin that is trusted whatever it holds',
        { ...minimal, trusted: [{ plugin: 'name@1', integrity: 'unknown' }] },
        'trusted[0].integrity: expected sha512-… as --trust-plugin tells it, found "unknown".',
      ],
      ...(
        [
          [
            'a server without capabilities',
            { server: 'http://h' },
            'caps: belongs together with server; give both or none',
          ],
          [
            'capabilities without a server',
            { caps: 'c' },
            'caps: belongs together with server; give both or none',
          ],
          [
            'a server and a device',
            { server: 'http://h', caps: 'c', device: 'A1' },
            'server: names another device than device; keep one of them',
          ],
          [
            'a server for the web',
            { target: 'web', server: 'http://h', caps: 'c' },
            'server: has a device, which is audited on the target android',
          ],
          [
            'a server with a password',
            { server: 'http://me:mine@h', caps: 'c' },
            'server: holds a user name or a password, which would stand in every report',
          ],
        ] as const
      ).map(([what, run, mistake]): [string, object, string] => [
        what,
        withRun({ target: 'android', ...run }),
        `runs[0].${mistake}.`,
      ]),
      ['no repeat at all', { ...minimal, repeat: 0 }, 'repeat: expected a whole number above 0, found 0.'],
      [
        'a target to come',
        withRun({ target: 'ios' }),
        'runs[0].target: expected "web" or "android", found "ios".',
      ],
      [
        'a contract of no form',
        withRun({ contract: 'base line@' }),
        'runs[0].contract: expected ID or ID@VERSION, found "base line@".',
      ],
      [
        'an area that is none',
        withRun({ areas: ['secrets'] }),
        'runs[0].areas[0]: expected "operations" or "values-and-keys" or "concurrency" or "lifecycle" or "secrecy" or "authentication" or "migration" or "error-codes" or "speed", found "secrets".',
      ],
      [
        'an accepted finding without an end',
        { ...minimal, accepted: [{ id: 'set-then-get', reason: 'known' }] },
        'accepted[0].until: missing; expected a text.',
      ],
      [
        'an accepted finding without a reason',
        { ...minimal, accepted: [{ id: 'set-then-get', reason: '', until: '2027-03-31' }] },
        'accepted[0].reason: expected a text that is not empty, found "".',
      ],
      ...['soon', '2027-02-30', '31.3.2027', '2027-03-31T12:00:00Z'].map(
        (until): [string, object, string] => [
          `an accepted finding until ${until}`,
          { ...minimal, accepted: [{ id: 'set-then-get', reason: 'known', until }] },
          `accepted[0].until: expected a day as 2027-03-31, found "${until}".`,
        ],
      ),
      [
        'a severity that is none',
        { ...minimal, failOn: 'high' },
        'failOn: expected "minor" or "major" or "critical" or "never", found "high".',
      ],
      [
        'a text for a truth',
        { ...minimal, allowInconclusive: 'yes' },
        'allowInconclusive: expected true or false, found "yes".',
      ],
      ['a time below', { ...minimal, timeout: 0 }, 'timeout: expected a whole number above 0, found 0.'],
      ['half a second', { ...minimal, timeout: 0.5 }, 'timeout: expected a whole number, found 0.5.'],
      [
        'a limit that is negative',
        { ...minimal, limits: { callMs: -1 } },
        'limits.callMs: expected a whole number above 0, found -1.',
      ],
      [
        'a limit twice',
        { ...minimal, timeout: 60, limits: { scenarioMs: 60000 } },
        'timeout: says the same as limits.scenarioMs; keep one of them.',
      ],
    ];
    for (const [what, config, mistake] of single) {
      it(what, async () => {
        expect(await mistakes(config)).to.deep.equal([mistake]);
      });
    }

    it('an empty YAML file', async () => {
      const error = await failure(load({ 'keystore-audit.config.yaml': '# nothing\n' }));
      expect(error.code).to.equal('config-invalid');
      expect(error.message).to.contain('the configuration: expected an object, found null.');
    });
  });

  it('takes every key', async () => {
    const whole = {
      runs: [
        {
          target: 'web',
          plugin: '@scope/name@next',
          contract: 'outsystems-keystore@2.4.0',
          binding: 'cordova-secure-storage',
          audits: ['set-then-get'],
          areas: ['operations'],
        },
      ],
      out: '/reports',
      failOn: 'never',
      allowInconclusive: true,
      seed: 'a',
      trusted: [{ plugin: '@scope/name@1.0.0', integrity: `sha512-${'a'.repeat(86)}==` }],
      limits: { readyMs: 1, callMs: 2, watchMs: 3, scenarioMs: 4, sessionMs: 5, frozenMs: 6, writeMs: 7 },
      tools: { chromium: '/c', chromedriver: '/d' },
    };
    expect((await load({ 'keystore-audit.config.json': JSON.stringify(whole) })).config).to.deep.equal(whole);
    const timed = { runs: whole.runs, timeout: 30 };
    expect((await load({ 'keystore-audit.config.json': JSON.stringify(timed) })).config).to.deep.equal(timed);
  });

  describe('with relative paths', () => {
    const config = JSON.stringify({
      runs: [
        { target: 'web', plugin: './fork' },
        { target: 'web', plugin: '../other.tgz' },
        { target: 'web', plugin: 'name@1' },
        { target: 'android', app: 'new.apk', fromApp: '../old.apk' },
        { target: 'android', plugin: 'name@1', server: 'http://h', caps: 'told.json' },
      ],
      out: 'out',
      tools: { chromium: './chrome' },
    });

    it('means those beside the file', async () => {
      const cwd = space.with({ 'keystore-audit.config.json': config });
      const loaded = await loadConfig({ cwd });
      expect(loaded?.config.runs.map(({ plugin }) => plugin)).to.deep.equal([
        './fork',
        '../other.tgz',
        'name@1',
        undefined,
        'name@1',
      ]);
      expect(loaded?.config.runs[3]).to.include({
        app: path.join(cwd, 'new.apk'),
        fromApp: path.resolve(cwd, '../old.apk'),
      });
      expect(loaded?.config.runs[4]?.caps).to.equal(path.join(cwd, 'told.json'));
      expect(loaded?.config.out).to.equal(path.join(cwd, 'out'));
      expect(loaded?.config.tools).to.deep.equal({ chromium: path.join(cwd, 'chrome') });
    });

    it('means those beside the file also from another folder', async () => {
      const cwd = space.with({ 'deep/er/config.json': config });
      const loaded = await loadConfig({ cwd, file: 'deep/er/config.json' });
      expect(loaded?.config.runs.map(({ plugin }) => plugin)).to.deep.equal([
        './deep/er/fork',
        './deep/other.tgz',
        'name@1',
        undefined,
        'name@1',
      ]);
      expect(loaded?.config.runs[4]?.caps).to.equal(path.join(cwd, 'deep/er/told.json'));
      expect(loaded?.config.out).to.equal(path.join(cwd, 'deep/er/out'));
      const fromBelow = await loadConfig({ cwd: path.join(cwd, 'deep'), file: 'er/config.json' });
      expect(fromBelow?.config.runs[1]?.plugin).to.equal('./other.tgz');
      expect(fromBelow?.digest).to.equal(loaded?.digest);
    });
  });
});
