import { existsSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'chai';
import { create } from 'tar';
import { assembleRun } from '../../src/cli/assemble.js';
import { listing } from '../../src/cli/list.js';
import type { Place, Places } from '../../src/cli/places.js';
import { prepare, type PrepareOptions } from '../../src/cli/prepare.js';
import { linesToRemember, trustIn, type TrustedPlugin } from '../../src/cli/trust.js';
import { androidAbilities } from '../../src/devices/android/abilities.js';
import type { Plan } from '../../src/run/plan.js';
import { needsApkTools, smallAndroid, xmlOf } from '../fixture/build/android-parts.js';
import { folderOf, temporary } from '../plugins/support.js';

const integrity = (letter: string): string => `sha512-${letter.repeat(86)}==`;
const plugin = { name: '@scope/a-plugin', version: '1.2.3', integrity: integrity('a') };
const remembered = (spec: string, letter: string): TrustedPlugin => ({
  plugin: spec,
  integrity: integrity(letter),
});

describe('trust in a plugin', () => {
  const trust = (trusted: boolean, ...list: TrustedPlugin[]) =>
    trustIn(plugin, { trusted, remembered: list });

  it('is nobody’s, unless an option or the configuration says so', () => {
    expect(trustIn(plugin, { trusted: false })).to.deep.equal({ trustedBy: 'nobody' });
    expect(trust(false, remembered('other@1.2.3', 'b'))).to.deep.equal({ trustedBy: 'nobody' });
    expect(trust(true)).to.deep.equal({ trustedBy: 'option' });
  });

  it('goes by the content, whatever the configuration calls it', () => {
    for (const spec of ['@scope/a-plugin@1.2.3', '@scope/a-plugin@1.0.0', 'other@9'])
      for (const option of [true, false])
        expect(trust(option, remembered('x@1', 'c'), remembered(spec, 'a'))).to.deep.equal({
          trustedBy: 'configuration',
        });
  });

  it('ends where the content is another one, and says so', () => {
    for (const spec of ['@scope/a-plugin@1.2.3', '@scope/a-plugin@1.2.2']) {
      const { trustedBy, problem } = trust(false, remembered(spec, 'b'));
      expect(trustedBy).to.equal('nobody');
      expect(problem).to.include({ code: 'trust-outdated' });
      expect(problem!.message).to.contain(spec).and.to.contain('@scope/a-plugin@1.2.3');
      expect(problem!.hint).to.contain('--trust-plugin');
      expect(trust(true, remembered(spec, 'b'))).to.deep.equal({ trustedBy: 'option' });
    }
  });
});

describe('a plugin with a hook', function () {
  this.timeout(60_000);
  before(needsApkTools);
  const root = temporary();
  const seen = path.join(root, 'seen');
  const lines: string[] = [];

  /** For a virtual device, without any. */
  const planned = (more: Partial<PrepareOptions>): Promise<Plan> => {
    rmSync(seen, { force: true });
    lines.length = 0;
    const device = {
      kind: 'virtual',
      serial: 'A1',
      adb: 'adb',
      adbPort: 5037,
      driver: 'chromedriver',
    } as const;
    const abilities = androidAbilities({
      ...{ apiLevel: 35, kind: 'virtual', debuggable: true, hasSensor: true, hasConsole: true },
    });
    const found: Place = { device, id: 'a-device', abilities };
    const wanted = { plugin: './hooked.tgz', binding: 'cordova-secure-storage', contract: 'baseline' };
    return prepare(
      { target: 'android', ...wanted, audits: ['set-then-get'] },
      {
        ...{ places: { of: async () => found } as unknown as Places, env: process.env, disposable: false },
        ...{ trusted: false, cacheFolder: path.join(root, 'cache'), cwd: root, seed: 'a', repeat: 1 },
        ...{ fixtureFolder: path.join(root, 'fixture'), limits: {} },
        signal: new AbortController().signal,
        log: (line) => void lines.push(line),
        ...more,
      },
    );
  };
  let known: TrustedPlugin;

  before(async () => {
    mkdirSync(path.join(root, 'cache'));
    folderOf(path.join(root, 'package'), {
      'package.json': '{ "name": "small-plugin", "version": "1.2.3", "cordova": { "id": "small-plugin" } }',
      'plugin.xml': xmlOf(`${smallAndroid}<hook type="before_prepare" src="hook.js"/>`),
      'www/small.js': 'exports.answer = 42;',
      'src/android/Small.java': 'package small; public class Small {}',
      'hook.js': `require('fs').writeFileSync(${JSON.stringify(seen)}, 'x');`,
    });
    await create({ gzip: true, file: path.join(root, 'hooked.tgz'), cwd: root }, ['package']);
  });

  it('has it not run where it is trusted with another content, and its run says so', async () => {
    const plan = await planned({ remembered: [remembered('small-plugin@1.2.3', 'b')] });
    expect(existsSync(seen)).to.equal(false);
    expect(lines.filter((told) => told.startsWith('trust-outdated: '))).to.have.length(1);
    expect(await listing([plan]))
      .to.contain('not trusted')
      .and.to.contain('did not run: hook');
    const collection = {
      ...{ schema: 'keystore-audit/collection@1' as const, startedAt: new Date(0).toISOString() },
      ...{ environment: {}, driverCommands: 0, phases: {}, problems: [] },
    };
    const run = assembleRun({ plan, folder: 'runs/1', collection, observations: new Map(), audits: [] });
    expect(run.problems.map(({ code }) => code)).to.deep.equal(['trust-outdated']);
    known = { plugin: 'small-plugin@1.2.3', integrity: plan.plugin.integrity };
  });

  it('has it run where its content stands in the configuration', async () => {
    const plan = await planned({ remembered: [known] });
    expect(existsSync(seen)).to.equal(true);
    expect(await listing([plan]))
      .to.contain('trusted by the configuration')
      .and.to.contain('ran: hook');
    expect(linesToRemember([plan])).to.deep.equal([]);
    expect(lines.join()).not.to.contain('trust-outdated');
  });

  it('has it run with --trust-plugin, which tells what to remember, once for all devices', async () => {
    const plan = await planned({ trusted: true });
    expect(await listing([plan]))
      .to.contain('trusted by --trust-plugin')
      .and.to.contain('ran: hook');
    const [line, ...more] = linesToRemember([plan, plan]);
    expect(JSON.parse(line!)).to.deep.equal(known);
    expect(more).to.deep.equal([]);
  });
});
