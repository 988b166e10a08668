import { expect } from 'chai';
import { runMain } from './run-main.js';

/** What a command writes as JSON. */
async function json(...argv: string[]): Promise<Record<string, unknown>[]> {
  const { code, stdout, stderr } = await runMain([...argv, '--json']);
  expect(code).to.equal(0);
  expect(stderr).to.equal('');
  return JSON.parse(stdout) as Record<string, unknown>[];
}

/** The lines of what a command writes for a person, cells trimmed. */
async function cells(...argv: string[]): Promise<string[][]> {
  const { code, stdout, stderr } = await runMain(argv);
  expect(code).to.equal(0);
  expect(stderr).to.equal('');
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => line.split(/ {2,}/));
}

describe('audits', () => {
  it('lists what must hold, how bad it is and where', async () => {
    const [head, ...rows] = await cells('audits');
    expect(head).to.deep.equal(['ID', 'AREA', 'SEVERITY', 'WHERE', 'TITLE']);
    expect(rows).to.deep.include([
      ...['set-then-get', 'operations', 'critical', 'web android ios', 'What was set is what is read'],
    ]);
  });

  it('writes the same as JSON', async () => {
    const audits = await json('audits');
    expect(audits.map(({ id }) => id)).to.deep.equal((await cells('audits')).slice(1).map(([id]) => id));
    const one = audits.find(({ id }) => id === 'set-then-get');
    expect(one).to.have.all.keys(
      ...['id', 'area', 'severity', 'targets', 'operations', 'title', 'failureTitle', 'why'],
    );
    expect(one).to.deep.include({
      area: 'operations',
      severity: 'critical',
      targets: ['web', 'android', 'ios'],
      operations: ['set', 'get'],
    });
  });
});

describe('contracts', () => {
  it('lists them with their versions', async () => {
    const [head, ...rows] = await cells('contracts');
    expect(head).to.deep.equal(['ID', 'VERSIONS', 'CLAUSES', 'TITLE']);
    expect(rows.map(([id]) => id)).to.include.members([
      ...['baseline', 'cordova-secure-storage', 'outsystems-keystore'],
    ]);
  });

  it('writes the list as JSON', async () => {
    const all = await json('contracts');
    const named = (wanted: string) => all.find(({ id }) => id === wanted);
    expect(named('baseline')).to.deep.include({ extends: null, versions: ['1.0.0'] });
    expect(named('cordova-secure-storage')).to.deep.include({ extends: 'baseline' });
    expect(named('outsystems-keystore')).to.deep.include({ extends: 'baseline' });
  });

  it('shows the clauses of one, those that it extends included, each with its source', async () => {
    const { code, stdout } = await runMain(['contracts', 'cordova-secure-storage']);
    expect(code).to.equal(0);
    expect(stdout).to.match(/^cordova-plugin-secure-storage\n/);
    expect(stdout).to.match(/\nset-stores-value \(documented\)\n {2}.+\n {2}.+: .+\n {2}decided by .+\n/);
    expect(stdout).to.contain('(universal');
    expect(stdout).to.match(/\n {2}not decided: .+\n/);
  });

  it('writes one as JSON', async () => {
    const { stdout } = await runMain(['contracts', 'outsystems-keystore', '--json']);
    const contract = JSON.parse(stdout) as { id: string; clauses: { id: string }[] };
    expect(contract.id).to.equal('outsystems-keystore');
    expect(contract.clauses.length).to.be.above(50);
  });

  it('refuses one that does not exist', async () => {
    const { code, stdout, stderr } = await runMain(['contracts', 'outsystems-keystor']);
    expect(code).to.equal(3);
    expect(stdout).to.equal('');
    expect(stderr).to.equal(
      'error contract-unknown: There is no contract "outsystems-keystor". Did you mean "outsystems-keystore"?\n' +
        '  Run "keystore-audit contracts" for the list.\n',
    );
  });
});

describe('plugins', () => {
  it('lists packages, versions and contracts of each binding', async () => {
    const [head, ...rows] = await cells('plugins');
    expect(head).to.deep.equal(['BINDING', 'FAMILY', 'WHERE', 'PLUGIN', 'VERSIONS', 'CONTRACT']);
    const upstream = rows.find(([, , , , versions]) => versions === '>=2.6.0 <3.0.0-0');
    expect(upstream?.[0]).to.equal('cordova-secure-storage');
    expect(upstream?.[3]).to.equal('cordova-plugin-secure-storage');
    expect(upstream?.[5]).to.match(/^cordova-secure-storage@/);
  });

  it('writes them as JSON, without paths of this machine', async () => {
    const bindings = await json('plugins');
    expect(bindings[0]).to.have.all.keys(
      ...['id', 'title', 'family', 'targets', 'operations', 'lacks', 'fits'],
    );
  });
});
