import { expect } from 'chai';
import { clausesInForce, contracts, findContract, resolveContract } from '../../src/contracts/registry.js';
import type { Clause, Contract } from '../../src/contracts/types.js';

const clause = (id: string, rest: Partial<Clause> = {}): Clause => ({
  id,
  text: 'Something holds.',
  basis: 'documented',
  document: 'a document',
  section: 'a section',
  audits: ['set-then-get'],
  ...rest,
});

const example: Contract = {
  id: 'example',
  title: 'Example',
  versions: ['1.0.0', '1.10.0', '2.0.0'],
  actions: [],
  preferences: [],
  errors: [],
  limits: [],
  clauses: [
    clause('everywhere'),
    clause('web-only', { targets: ['web'] }),
    clause('since', { since: '1.10.0' }),
    clause('until', { until: '2.0.0' }),
    clause('phones-between', { targets: ['android', 'ios'], since: '1.10.0', until: '2.0.0' }),
  ],
};

const inForce = (target: 'web' | 'android' | 'ios', version: string): string[] =>
  clausesInForce(example, { target, version }).map(({ id }) => id);

describe('the registry of contracts', () => {
  it('is the folder', () => {
    expect(contracts().map(({ id }) => id)).to.deep.equal([
      'aparajita-capacitor-secure-storage',
      'baseline',
      'capacitor-secure-storage-plugin',
      'capgo-capacitor-persistent-account',
      'cordova-secure-storage',
      'evva-capacitor-secure-storage-plugin',
      'expo-secure-store',
      'forge-encrypted-storage',
      'outsystems-keystore',
    ]);
  });

  it('finds a contract by its id, and nothing by another', () => {
    expect(findContract('outsystems-keystore')?.title).to.equal('OutSystems Key Store plugin');
    expect(findContract('no-such-contract')).to.equal(undefined);
  });

  it('has each version once, oldest first', () => {
    expect(findContract('baseline')?.versions).to.deep.equal(['1.0.0']);
    expect(findContract('cordova-secure-storage')?.versions).to.deep.equal(['2.6.0', '3.0.0', '3.0.2']);
    expect(findContract('outsystems-keystore')?.versions).to.deep.equal(['2.2.0', '2.3.0', '2.4.0']);
  });

  it('has the baseline under every other contract', () => {
    for (const { id } of contracts()) {
      expect(findContract(id)?.extends).to.equal(id === 'baseline' ? undefined : 'baseline');
    }
  });
});

describe('resolving a contract', () => {
  it('merges in what it extends, its own clauses first', () => {
    const own = findContract('outsystems-keystore')!.clauses;
    const base = findContract('baseline')!.clauses;
    expect(resolveContract('outsystems-keystore')?.contract.clauses).to.deep.equal([...own, ...base]);
  });

  it('keeps everything else of the contract', () => {
    const { contract } = resolveContract('outsystems-keystore')!;
    expect(contract.id).to.equal('outsystems-keystore');
    expect(contract.actions).to.have.lengthOf(4);
    expect(contract.errors).to.have.lengthOf(18);
    expect(contract.preferences).to.have.lengthOf(1);
  });

  const cases: readonly [asked: string | undefined, version: string | undefined][] = [
    [undefined, '2.4.0'],
    ['2.4.0', '2.4.0'],
    ['2.4.1', '2.4.0'],
    ['99.0.0', '2.4.0'],
    ['2.3.9', '2.3.0'],
    ['2.3.0', '2.3.0'],
    ['2.3', '2.3.0'],
    ['2.3.0-beta.1', '2.2.0'],
    ['2.2.5', '2.2.0'],
    ['2.1.9', undefined],
    ['newest', undefined],
    ['', undefined],
  ];
  for (const [asked, version] of cases) {
    it(`takes ${version ?? 'none'} when asked for ${asked === undefined ? 'none' : `"${asked}"`}`, () => {
      expect(resolveContract('outsystems-keystore', asked)?.version).to.equal(version);
    });
  }

  it('gives nothing for an id that does not exist', () => {
    expect(resolveContract('no-such-contract')).to.equal(undefined);
    expect(resolveContract('no-such-contract', '1.0.0')).to.equal(undefined);
  });
});

describe('the clauses in force', () => {
  it('are those of the target', () => {
    expect(inForce('web', '1.0.0')).to.deep.equal(['everywhere', 'web-only', 'until']);
    expect(inForce('ios', '1.0.0')).to.deep.equal(['everywhere', 'until']);
  });

  it('begin with their first version, compared as versions and not as text', () => {
    expect(inForce('android', '1.9.0')).to.deep.equal(['everywhere', 'until']);
    expect(inForce('android', '1.10.0')).to.deep.equal(['everywhere', 'since', 'until', 'phones-between']);
  });

  it('end before the version that ends them', () => {
    expect(inForce('android', '1.99.0')).to.include('until');
    expect(inForce('android', '2.0.0')).to.deep.equal(['everywhere', 'since']);
  });
});
