import { expect } from 'chai';
import { causesSeen } from '../../src/cli/causes.js';
import { findContract } from '../../src/contracts/registry.js';
import type { Attempt, Observation } from '../../src/observations/types.js';
import { attempt, call, gave, nul, refused, text } from '../audits/attempts.js';

const outsystems = findContract('outsystems-keystore')!;

function observed(scenario: string, ...attempts: Attempt[]): ReadonlyMap<string, Observation> {
  return new Map([[scenario, { schema: 'keystore-audit/observation@1', scenario, attempts }]]);
}

describe('the table of causes', () => {
  const missing = (code?: string) =>
    call('get missing', {
      how: 'rejected',
      afterMs: 1,
      error: {
        type: 'Object',
        message: 'Key x not found',
        ...(code === undefined ? {} : { code: text(code) }),
      },
    });

  it('holds what a cause led to beside what is documented of it', () => {
    const [cause, ...rest] = causesSeen(
      outsystems,
      { target: 'android', fixture: { variant: 'plain' } },
      observed('get-missing-key', attempt([missing('OS-PLUG-KSTR-0012')])),
    );
    expect(rest).to.deep.equal([]);
    expect(cause).to.include({
      cause: 'missing key',
      code: 'OS-PLUG-KSTR-0012',
      message: 'Key x not found',
      documentedCode: 'OS-PLUG-KSTR-00012',
      documentedMessage: 'Key does not exist.',
      source: 'documented',
    });
  });
  it('says so where nothing is documented, and where no error came', () => {
    const told = causesSeen(
      outsystems,
      { target: 'web', fixture: { variant: 'plain' } },
      observed('get-missing-key', attempt([call('get missing', gave(nul))])),
    );
    expect(told[0]).to.include({ code: null, message: null, documentedCode: null, source: 'inferred' });
  });
  it('tells messages that differ by a key alone once', () => {
    const calls = [missing(), call('get in unused store', refused('Key y not found'))];
    expect(
      causesSeen(
        outsystems,
        { target: 'web', fixture: { variant: 'plain' } },
        observed('get-missing-key', attempt(calls)),
      ),
    ).to.have.length(1);
  });
  it('holds the answer of a layer in front of the plugin only where a page has one', () => {
    const away = {
      ...refused('Not running on device.'),
      error: { type: 'Object', code: text('OS-PLUG-KSTR-0018') },
    };
    const seen = observed('availability', attempt([call('available', away)]));
    const on = (target: 'web' | 'android', variant: string) =>
      causesSeen(outsystems, { target, fixture: { variant } }, seen).map(({ cause, code }) => [cause, code]);
    expect(on('web', 'deployed')).to.deep.equal([['not on a device', 'OS-PLUG-KSTR-0018']]);
    expect(on('web', 'plain')).to.deep.equal([]);
    expect(on('android', 'deployed')).to.deep.equal([]);
  });
  it('leaves out what was not brought about', () => {
    const web = { target: 'web', fixture: { variant: 'plain' } } as const;
    expect(causesSeen(outsystems, web, new Map())).to.deep.equal([]);
    expect(
      causesSeen(outsystems, web, observed('get-missing-key', attempt([call('get missing')]))),
    ).to.deep.equal([]);
    const lost = attempt([missing()], { status: 'session-lost' });
    expect(causesSeen(outsystems, web, observed('get-missing-key', lost))).to.deep.equal([]);
  });
});
