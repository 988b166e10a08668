import { expect } from 'chai';
import { clausesInForce, resolveContract } from '../../src/contracts/registry.js';

const { contract, version } = resolveContract('baseline')!;

describe('the baseline', () => {
  it('is universal, in areas of the catalogue, for every version of every contract', () => {
    for (const clause of contract.clauses) {
      expect(clause.basis, clause.id).to.equal('universal');
      expect(clause.document, clause.id).to.equal('keystore-audit baseline');
      expect(clause.section, clause.id).to.be.oneOf([
        'operations',
        'values-and-keys',
        'concurrency',
        'lifecycle',
        'secrecy',
        'authentication',
      ]);
      expect(clause.since ?? clause.until, clause.id).to.equal(undefined);
    }
  });

  it('promises on the web what needs no phone', () => {
    const ids = clausesInForce(contract, { target: 'web', version }).map(({ id }) => id);
    expect(ids).to.include.members([
      'call-leaves-app-alive',
      'set-is-what-is-read',
      'overwrite-replaces-wholly',
      'missing-key-gives-no-value',
      'removed-is-gone',
      'remove-leaves-others',
      'stores-apart-when-read',
      'stores-apart-when-cleared',
      'keys-never-collide',
      'clear-empties-store',
      'call-settles',
      'call-settles-once',
      'empty-text-is-value',
      'any-text-comes-back',
      'value-never-cut',
      'parallel-gets-answered-apart',
      'bad-call-fails-alone',
      'restart-keeps-values',
      'no-readable-value-at-rest',
      'no-value-in-logs',
      'no-value-in-errors',
    ]);
    expect(ids).to.not.include.members(['reboot-keeps-values']);
    expect(ids).to.not.include.members(['refused-prompt-gives-no-value']);
  });

  it('says of no call how it ends, since plugins may differ there', () => {
    for (const clause of contract.clauses) expect(clause.expected, clause.id).to.equal(undefined);
  });
});
