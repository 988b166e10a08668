import { expect } from 'chai';
import semver from 'semver';
import { audits as auditsOfCodes } from '../../src/audits/error-codes/codes.js';
import { contracts, resolveContract } from '../../src/contracts/registry.js';

/** The audits that this version has. A clause may name no other. */
const audits = [
  'app-stability',
  'set-then-get',
  'get-missing-key',
  'store-isolation',
  'call-settlement',
  'empty-value',
  'value-at-rest',
  'plugin-availability',
  'set-overwrite',
  'remove-then-get',
  'remove-leaves-others',
  'key-collision',
  'key-listing',
  'store-clear',
  'store-clear-repeat',
  'parallel-gets',
  'parallel-sets',
  'parallel-overwrites',
  'parallel-removes',
  'bad-call-isolation',
  'unicode-values',
  'control-characters',
  'lone-surrogates',
  'lookalike-values',
  'value-types',
  'value-size',
  'key-charset',
  'key-length',
  'key-case',
  'store-names',
  'argument-checks',
  'restart-persistence',
  'log-leakage',
  'error-leakage',
  'reboot-persistence',
  'locked-read',
  'background-persistence',
  'upgrade-persistence',
  'app-isolation',
  'damaged-keystore',
  'locale-independence',
  'timezone-independence',
  'backup-exposure',
  'restore-behaviour',
];

/** Those that judge only where a contract's own document says something. They need no ground in each contract. */
const documentedAlone = [
  'remove-missing-key',
  'success-shape',
  'error-shape',
  'key-names-at-rest',
  'undocumented-errors',
  'error-platform',
  'reinstall-behaviour',
];

/** One for each documented code; the clause has the audit's id. */
const ofCodes = [...auditsOfCodes().keys()];

const sentence = /^[A-Z].*[^.]\.$/s;

for (const contract of contracts()) {
  describe(`the clauses of ${contract.id}`, () => {
    for (const clause of contract.clauses) {
      it(`${clause.id} is decided by an audit, or says why not`, () => {
        for (const id of clause.audits) expect([...audits, ...documentedAlone, ...ofCodes]).to.include(id);
        if (clause.audits.length > 0) expect(clause.untested).to.equal(undefined);
        else expect(clause.untested).to.match(sentence);
      });
    }

    it('are sentences with document and section', () => {
      for (const { id, text, document, section, url } of contract.clauses) {
        expect(id).to.match(/^[a-z0-9]+(-[a-z0-9]+)*$/);
        expect(text, id).to.match(sentence);
        expect(document, id).to.not.equal('');
        expect(section, id).to.not.equal('');
        if (url !== undefined) expect(url, id).to.match(/^https:\/\/github\.com\//);
      }
    });

    it('name storage areas of a weakness alone', () => {
      for (const { id, basis, covers } of contract.clauses) {
        if (covers !== undefined) expect(basis, id).to.equal('documented-weakness');
      }
    });

    it('begin and end with a version of their contract', () => {
      for (const { id, since, until } of contract.clauses) {
        if (since !== undefined) expect(contract.versions, id).to.include(since);
        if (until !== undefined) expect(contract.versions, id).to.include(until);
        if (since !== undefined && until !== undefined) expect(semver.lt(since, until), id).to.equal(true);
      }
    });

    it('have ids of their own, also among those of what it extends', () => {
      const ids = resolveContract(contract.id)!.contract.clauses.map(({ id }) => id);
      expect(ids).to.have.lengthOf(new Set(ids).size);
    });

    it('leave no audit of this version without a ground', () => {
      const named = resolveContract(contract.id)!.contract.clauses.flatMap((clause) => clause.audits);
      expect(named).to.include.members(audits);
    });
  });
}
