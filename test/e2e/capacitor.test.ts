import { expect } from 'chai';
import type { Result } from '../../src/result/schema.js';
import { Place, type Ended } from './command.js';

type Run = Result['runs'][number];

/** What their sources show: file and line stand beside each. */
describe('keystore-audit run with the Capacitor plugins that have a web half', function () {
  this.timeout(600_000);
  const place = new Place();
  const plugins = [
    'capacitor-secure-storage-plugin@0.13.0',
    '@aparajita/capacitor-secure-storage@8.0.1',
    '@evva/capacitor-secure-storage-plugin@4.0.4',
    '@capgo/capacitor-persistent-account@8.0.36',
  ];
  const audits = [
    ...[
      'set-then-get',
      'store-isolation',
      'get-missing-key',
      'key-listing',
      'error-shape',
      'remove-missing-key',
    ],
    ...['empty-value', 'unicode-values', 'value-at-rest', 'call-settlement', 'app-stability'],
  ];
  let ended: Ended;
  let runs: readonly Run[];

  before(async () => {
    const entries = plugins.map((plugin) => ({ target: 'web', plugin, audits }));
    place.write('keystore-audit.config.json', JSON.stringify({ runs: entries }));
    ended = await place.run(['run']);
    runs = place.result().runs;
  });
  after(() => place.remove());

  const outcomesOf = (id: string) =>
    runs.map(({ audits: all }) => all.find((audit) => audit.id === id)!.outcome);
  const outcomeOf = (plugin: number, id: string) => runs[plugin]!.audits.find((audit) => audit.id === id)!;

  it('completes all of them and ends with 1: it has found something', () => {
    expect(ended.code, ended.stderr).to.equal(1);
    expect(runs.map(({ plugin }) => `${plugin.name}@${plugin.version}`)).to.deep.equal(plugins);
    for (const run of runs) expect(run, run.id).to.deep.include({ status: 'completed', problems: [] });
  });

  it('sees each of them answer every call, and the page alive', () => {
    for (const id of ['call-settlement', 'app-stability'])
      expect(outcomesOf(id), id).to.deep.equal(['pass', 'pass', 'pass', 'pass']);
  });

  it('finds that what was set is what is read, but for an account, which comes back wrapped', () => {
    // @capgo dist/esm/web.js:15 stores its options whole, and :7 gives them as `data`.
    expect(outcomesOf('set-then-get')).to.deep.equal(['pass', 'pass', 'pass', 'fail']);
    expect(outcomeOf(3, 'set-then-get')).to.include({ severity: 'critical', basis: 'documented' });
  });

  it('asks nothing of stores or keys where there are none', () => {
    const none = 'not-applicable';
    expect(outcomesOf('store-isolation')).to.deep.equal([none, none, none, none]);
    for (const id of ['get-missing-key', 'key-listing', 'unicode-values', 'empty-value'])
      expect(outcomeOf(3, id), id).to.include({ outcome: none });
    expect(outcomeOf(3, 'get-missing-key').actual).to.equal('The plugin has no keys.');
  });

  it('meets no key of another scenario where there are no stores', () => {
    expect(outcomesOf('key-listing').slice(0, 3)).to.deep.equal(['pass', 'pass', 'pass']);
    expect(outcomesOf('get-missing-key').slice(0, 3)).to.deep.equal(['pass', 'pass', 'pass']);
  });

  it('finds a text where an Error is documented', () => {
    // capacitor-secure-storage-plugin dist/esm/web.js:15 rejects with a text, @evva's :10 with an Error, undocumented.
    expect(outcomeOf(0, 'error-shape')).to.include({
      outcome: 'fail',
      severity: 'major',
      basis: 'documented',
    });
    expect(outcomeOf(2, 'error-shape')).to.include({ outcome: 'informative' });
  });

  it('finds that btoa refuses what is not Latin-1', () => {
    // dist/esm/web.js:18 and @evva's :13; @aparajita's base.js writes JSON.
    expect(outcomesOf('unicode-values').slice(0, 3)).to.deep.equal(['fail', 'pass', 'fail']);
    for (const plugin of [0, 2])
      expect(outcomeOf(plugin, 'unicode-values')).to.include({ severity: 'major' });
    expect(outcomesOf('empty-value').slice(0, 3)).to.deep.equal(['pass', 'pass', 'pass']);
  });

  it('finds readable values in each, as documented in three', () => {
    expect(outcomesOf('value-at-rest')).to.deep.equal(['fail', 'fail', 'fail', 'fail']);
    const told = [0, 1, 2, 3].map((plugin) => outcomeOf(plugin, 'value-at-rest'));
    const weak = { severity: 'minor', basis: 'documented-weakness' };
    for (const one of told.slice(0, 3)) expect(one).to.include(weak);
    // Its README says nothing of localStorage, which dist/esm/web.js:15 writes plain text to.
    expect(told[3]).to.include({ severity: 'critical', basis: 'documented' });
  });

  it('says no more of the removal of a missing key than is documented', () => {
    // The typings of @aparajita promise false; the others say nothing.
    expect(outcomesOf('remove-missing-key')).to.deep.equal([
      'informative',
      'pass',
      'informative',
      'not-applicable',
    ]);
  });
});

describe('keystore-audit run with a Capacitor plugin that cannot be called', function () {
  this.timeout(120_000);
  const told = async (main: string): Promise<unknown[]> => {
    const place = new Place();
    const manifest = {
      name: 'broken-plugin',
      version: '1.0.0',
      module: 'main.js',
      capacitor: { ios: { src: 'ios' } },
      peerDependencies: { '@capacitor/core': '>=8.0.0' },
    };
    place.write('broken-plugin/package.json', JSON.stringify(manifest));
    place.write('broken-plugin/main.js', main);
    const ended = await place.run([
      ...['run', 'web', '--plugin', './broken-plugin', '--audit', 'set-then-get'],
      ...['--binding', 'capacitor-secure-storage-plugin', '--contract', 'baseline'],
    ]);
    const { problems } = place.result().runs[0]!;
    place.remove();
    return [ended.code, ...problems.map(({ code }) => code)];
  };

  it('says that its module threw while it was loading', async () => {
    expect(await told('throw new Error("broken");')).to.deep.equal([2, 'page-load-error']);
  });

  it('says that it has no web half', async () => {
    const main = `import { registerPlugin } from '@capacitor/core';
      export const SecureStoragePlugin = registerPlugin('SecureStoragePlugin');`;
    expect(await told(main)).to.deep.equal([3, 'plugin-no-web']);
  });
});
