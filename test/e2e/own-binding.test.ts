import { cpSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'chai';
import { Place } from './command.js';

const root = path.resolve(import.meta.dirname, '..', '..');
const examples = path.join(root, 'examples', 'own-binding');

describe('keystore-audit run --binding FILE', function () {
  this.timeout(180_000);
  const place = new Place();
  before(() => cpSync(examples, path.join(place.folder, 'examples'), { recursive: true }));
  after(() => place.remove());

  const vault = ['run', 'web', '--plugin', './examples/vault-plugin'];
  const refused = async (binding: string): Promise<string> => {
    const { code, stderr } = await place.run([...vault, '--binding', binding]);
    expect(code, stderr).to.equal(3);
    expect(stderr).to.contain('binding-unreadable').and.to.contain(binding.replace(/^\.\//, ''));
    return stderr;
  };

  it('audits the example of docs/own-binding.md, and finds nothing', async () => {
    expect(readFileSync(path.join(root, 'docs', 'own-binding.md'), 'utf8')).to.contain(
      readFileSync(path.join(examples, 'vault.js'), 'utf8'),
    );
    const { code, stderr } = await place.run([...vault, '--binding', './examples/vault.js']);
    expect(code, stderr).to.be.oneOf([0, 2]);
    const [run] = place.result().runs;
    expect(run!.problems).to.deep.equal([]);
    expect(run!.contract.id).to.equal('baseline');
    expect(run!.audits.filter(({ outcome }) => outcome === 'fail').map(({ id }) => id)).to.deep.equal([]);
    const outcomeOf = (id: string) => run!.audits.find((audit) => audit.id === id)?.outcome;
    expect(outcomeOf('set-then-get')).to.equal('pass');
    expect(outcomeOf('value-at-rest')).to.equal('pass');
    const rerun = run!.audits.find(({ id }) => id === 'set-then-get')!.rerun;
    expect(rerun).to.contain('--binding ./examples/vault.js');
  });

  it('takes TypeScript, a helper beside it, and the configuration’s folder', async () => {
    place.write('project/helper.ts', `export const vault = (): any => (window as any).vault;`);
    place.write(
      'project/vault.ts',
      `import type { Answer, Binding, BindingCall } from 'keystore-audit';
      import { vault } from './helper';
      export const meta = { operations: ['set', 'get'] } as const;
      export default {
        missing: (): string | undefined => (vault() ? undefined : 'no vault'),
        operations: {
          set: ({ store, key, value }: BindingCall, answer: Answer) =>
            vault().write({ in: store, key, secret: value }).then(() => answer.resolved(), answer.rejected),
          get: ({ store, key }: BindingCall, answer: Answer) =>
            vault().read({ in: store, key }).then((found: any) => answer.resolved(found?.secret), answer.rejected),
        },
      } satisfies Binding;`,
    );
    const run = { target: 'web', plugin: '../examples/vault-plugin', binding: 'vault.ts' };
    place.write(
      'project/keystore-audit.config.json',
      JSON.stringify({ runs: [{ ...run, audits: ['set-then-get', 'key-listing'] }], out: '../out' }),
    );
    const { code, stderr } = await place.run([
      'run',
      '--config',
      'project/keystore-audit.config.json',
      '--json',
    ]);
    expect(code, stderr).to.equal(0);
  });

  it('refuses a file that is not there', async () => {
    expect(await refused('./nowhere.js')).to.contain('does not exist');
  });
  it('refuses a file that is not a module', async () => {
    place.write('broken.js', 'export const meta = {\n  operations: [,\n');
    expect(await refused('./broken.js')).to.match(/cannot be bundled, line \d/);
  });
  it('refuses a module without a binding', async () => {
    place.write('data.js', `export const meta = { operations: ['get'] };`);
    expect(await refused('./data.js')).to.contain('has no export "default"');
    place.write('page.js', `export default {};`);
    expect(await refused('./page.js')).to.contain('has no export "meta"');
  });
  it('refuses operations that there are not, and keys', async () => {
    place.write('flies.js', `export const meta = { operations: ['fly'] };\nexport default {};`);
    expect(await refused('./flies.js')).to.contain('meta.operations.0');
    place.write('more.js', `export const meta = { operations: ['get'], colour: 1 };\nexport default {};`);
    expect(await refused('./more.js')).to.contain('colour');
  });
  it('reads meta without running what belongs into the page, and without Node', async () => {
    place.write(
      'page-only.js',
      `const vault = window.vault;
      document.title = 'x';
      export const meta = { operations: ['get'] };
      export default { missing: () => vault, operations: {} };`,
    );
    expect(await refused('./page-only.js')).to.contain('meta');
    place.write('node.js', `export const meta = { operations: [process.env.HOME] };\nexport default {};`);
    expect(await refused('./node.js')).to.contain('process');
  });
  it('tells of an operation that meta names and the page’s half does not have', async () => {
    place.write(
      'half.js',
      `export const meta = { operations: ['set', 'get'] };
      export default { missing: () => undefined, operations: { set: (_call, answer) => answer.resolved() } };`,
    );
    const { code, stderr } = await place.run([...vault, '--binding', './half.js', '--audit', 'set-then-get']);
    expect(code, stderr).to.equal(2);
    expect(stderr).to.contain('page-not-ready').and.to.contain('no operation "get"');
  });
  it('refuses an id that there is not', async () => {
    const { code, stderr } = await place.run([...vault, '--binding', 'nowhere']);
    expect(code, stderr).to.equal(3);
    expect(stderr).to.contain('binding-unknown');
  });
});
