import { expect } from 'chai';
import { audits } from '../../src/audits/error-codes/codes.js';
import errorPlatform from '../../src/audits/error-codes/error-platform.js';
import undocumentedErrors from '../../src/audits/error-codes/undocumented-errors.js';
import { registeredAudits } from '../../src/audits/registry.js';
import type { Context } from '../../src/audits/types.js';
import { findContract } from '../../src/contracts/registry.js';
import type { Contract } from '../../src/contracts/types.js';
import type { SeenError } from '../../src/observations/types.js';
import type { Target } from '../../src/terms.js';
import { attempt, call, context, gave, nul, text } from './attempts.js';

const outsystems = findContract('outsystems-keystore')!;
const ended = (as: string, error: SeenError) => call(as, { how: 'rejected', afterMs: 1, error });
const coded = (code: string, message: string): SeenError => ({ type: 'Object', code: text(code), message });

/** What a contract says of a missing key where it was read twice. */
function reading(contract: Contract, target: Target, error?: SeenError): Context {
  const calls = ['get missing', 'get in unused store'].map((as) =>
    error === undefined ? call(as, gave(nul)) : ended(as, error),
  );
  return { ...context({ 'get-missing-key': attempt(calls) }), contract, target };
}

const onWeb = (contract: Contract): Contract => ({
  ...contract,
  errors: contract.errors.map(({ layer: _layer, ...error }) => ({ ...error, targets: ['web'] })),
});

describe('the audits of codes', () => {
  const judged = (id: string, where: Context) =>
    audits().get(id)!.foregone!(where) ?? audits().get(id)!.audit(where);
  const missing = coded('OS-PLUG-KSTR-00012', 'Key does not exist.');

  it('are one for each documented code, with four digits or in words', async () => {
    const ids = (await registeredAudits()).map(({ id }) => id);
    expect(ids).to.include.members(['error-0001', 'error-0012', 'error-0018']);
    for (const { errors } of [outsystems]) expect([...audits().keys()].length).to.be.at.least(errors.length);
    for (const id of audits().keys()) expect(id).to.match(/^error-[a-z0-9]+(-[a-z0-9]+)*$/);
    expect(new Set(ids).size).to.equal(ids.length);
  });
  it('pass where a documented cause gives the code and its message', () => {
    expect(judged('error-0012', reading(outsystems, 'android', missing))).to.include({ outcome: 'pass' });
  });
  it('accept every spelling of the document, and tell of it', () => {
    const four = coded('OS-PLUG-KSTR-0012', 'Key does not exist.');
    const judgement = judged('error-0012', reading(outsystems, 'android', four));
    expect(judgement).to.include({ outcome: 'pass' });
    expect(judgement.explanation).to.contain('OS-PLUG-KSTR-0012');
  });
  it('fail where a documented cause gives another code or none', () => {
    for (const error of [
      coded('OS-PLUG-KSTR-0013', 'Failed to authenticate user.'),
      { type: 'Error', message: 'Key does not exist.' },
    ]) {
      expect(judged('error-0012', reading(outsystems, 'android', error)))
        .to.include({ outcome: 'fail' })
        .and.not.have.property('severity');
    }
  });
  it('fail, but milder, where the code comes with another message', () => {
    const other = coded('OS-PLUG-KSTR-00012', 'No such key');
    expect(judged('error-0012', reading(outsystems, 'android', other))).to.include({
      outcome: 'fail',
      severity: 'minor',
    });
  });
  it('find a code that stands in the text of an error', () => {
    const told: SeenError = {
      type: 'Error',
      message: 'OS-PLUG-KSTR-0007: The specified item could not be found in the Keychain.',
    };
    expect(judged('error-0007', reading(outsystems, 'ios', told))).to.include({
      outcome: 'fail',
      severity: 'minor',
    });
  });
  it('leave an end without an error to get-missing-key', () => {
    expect(judged('error-0012', reading(outsystems, 'android'))).to.include({ outcome: 'inconclusive' });
  });
  it('only tell what an inferred cause gave', () => {
    const error = coded('OS-PLUG-KSTR-0003', 'Other.');
    const where = {
      ...context({ 'every-call': attempt([ended('set key undefined', error)]) }),
      contract: outsystems,
      target: 'ios',
    } as const;
    expect(judged('error-0001', where)).to.include({ outcome: 'informative' });
  });
  it('do not apply on another platform, nor where a contract has no such code', () => {
    expect(judged('error-0012', reading(outsystems, 'web', missing))).to.deep.include({
      outcome: 'not-applicable',
      reason: { code: 'platform' },
    });
    const other = { ...outsystems, errors: [] };
    expect(judged('error-0012', reading(other, 'android', missing))).to.include({
      outcome: 'not-applicable',
    });
  });
  it('cannot tell of a code of a layer that the fixture does not have', () => {
    for (const id of ['error-0016', 'error-0018']) {
      const judgement = judged(id, reading(outsystems, 'web'));
      expect(judgement).to.include({ outcome: 'inconclusive' });
      expect(judgement.reason).to.include({ code: 'own-layer' });
    }
    const deployed = { ...reading(outsystems, 'web'), ownLayer: false };
    expect(judged('error-0018', deployed).reason).to.include({ code: 'ability-missing' });
  });
  it('judge by the check for availability what a page says where there is no device', () => {
    const asked = (error: SeenError) => ({
      ...context({ availability: attempt([ended('available', error)]) }),
      contract: outsystems,
      ownLayer: false,
    });
    const documented = coded(
      'OS-PLUG-KSTR-0018',
      'Not running on device. Will fallback to browser local storage but unencrypted.',
    );
    expect(judged('error-0018', asked(documented))).to.include({ outcome: 'pass' });
    // The document has a second code that fits a page in a browser.
    const noCordova = asked(coded('OS-PLUG-KSTR-0016', 'Cordova is not defined.'));
    for (const id of ['error-0016', 'error-0018'])
      expect(judged(id, noCordova)).to.include({ outcome: 'informative' });
    expect(judged('error-0018', asked(coded('NOT-HERE', 'No.')))).to.include({ outcome: 'fail' });
  });
  it('only tell what damage, and a restore without the key, led to', () => {
    const general = coded('OS-PLUG-KSTR-0015', 'There was an error accessing the KeyStore.');
    const other = coded('OS-PLUG-KSTR-00012', 'Key does not exist.');
    for (const [scenario, as] of [
      ['damage', 'get 1 after the damage'],
      ['backup', 'get 1 after the restore'],
    ] as const) {
      for (const error of [general, other]) {
        const where = {
          ...context({ [scenario]: attempt([ended(as, error)]) }),
          contract: outsystems,
          target: 'android',
        } as const;
        expect(judged('error-0015', where)).to.include({ outcome: 'informative' });
      }
    }
  });
  it('tell what every inferred cause led to', () => {
    const general = coded('OS-PLUG-KSTR-0015', 'There was an error accessing the KeyStore.');
    const where = {
      ...context({
        damage: attempt([ended('get 1 after the damage', general)]),
        backup: attempt([ended('get 1 after the restore', general)]),
      }),
      contract: outsystems,
      target: 'android',
    } as const;
    const { outcome, actual } = judged('error-0015', where);
    expect(outcome).to.equal('informative');
    expect(actual).to.contain('after the damage').and.contain('after the restore');
  });
  it('judge by an app without the plugin what a page with the layer says of it', () => {
    const without = (error: SeenError, ownLayer: boolean, target: Target = 'android') => ({
      ...context({ 'left-out': attempt([ended('available without the plugin', error)]) }),
      contract: outsystems,
      target,
      ownLayer,
    });
    const documented = coded('OS-PLUG-KSTR-0017', 'Key Store Plugin is unavailable.');
    for (const target of ['android', 'ios'] as const)
      expect(judged('error-0017', without(documented, false, target))).to.include({ outcome: 'pass' });
    expect(judged('error-0017', without(coded('NOT-HERE', 'No.'), false))).to.include({ outcome: 'fail' });
    expect(judged('error-0017', without(documented, true)).reason).to.include({ code: 'own-layer' });
  });
  it('cannot tell of a code that nothing here brings about', () => {
    expect(judged('error-0014', reading(outsystems, 'android')).reason).to.include({
      code: 'ability-missing',
    });
  });
});

describe('undocumented-errors', () => {
  const judged = (where: Context) => undocumentedErrors.audit(where);
  const known = coded('OS-PLUG-KSTR-0007', 'Any text.');

  it('passes where every error is documented', () => {
    expect(judged(reading(onWeb(outsystems), 'web', known))).to.include({ outcome: 'pass' });
  });
  it('fails where one is not', () => {
    for (const error of [coded('OS-PLUG-KSTR-0099', 'New.'), { type: 'Error', message: 'oops' }]) {
      expect(judged(reading(onWeb(outsystems), 'web', error))).to.include({ outcome: 'fail' });
    }
  });
  it('leaves a code of another platform to error-platform', () => {
    expect(judged(reading(outsystems, 'android', known))).to.include({ outcome: 'pass' });
  });
  it('does not apply where no error is documented', () => {
    expect(judged(reading({ ...outsystems, errors: [] }, 'web', known))).to.include({
      outcome: 'not-applicable',
    });
  });
  it('cannot tell where errors come from a layer that the fixture does not have', () => {
    expect(judged(reading(outsystems, 'web', { type: 'Error', message: 'oops' })).reason).to.include({
      code: 'own-layer',
    });
  });
});

describe('error-platform', () => {
  const judged = (where: Context) => errorPlatform.audit(where);

  it('passes where no code of another platform is seen', () => {
    const own = coded('OS-PLUG-KSTR-0012', 'Key does not exist.');
    expect(judged(reading(outsystems, 'android', own))).to.include({ outcome: 'pass' });
  });
  it('fails where one is, on whatever platform', () => {
    const foreign = coded('OS-PLUG-KSTR-0007', 'Any text.');
    for (const target of ['web', 'android'] as const) {
      expect(judged(reading(outsystems, target, foreign))).to.include({ outcome: 'fail' });
    }
  });
  it('does not apply where no error is that of one platform alone', () => {
    expect(judged(reading(onWeb(outsystems), 'web'))).to.include({ outcome: 'not-applicable' });
  });
  it('cannot tell where codes come from a layer that the fixture does not have', () => {
    expect(judged(reading(outsystems, 'web')).reason).to.include({ code: 'own-layer' });
  });
});
