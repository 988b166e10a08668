import { expect } from 'chai';
import { AppLog } from '../../../src/devices/android/logs.js';
import type { DeviceShell } from '../../../src/devices/android/shell.js';
import { canary, needles, searcher } from '../../../src/protocol/canary.js';

describe('the log of an app', () => {
  const secret = canary('00', 'logs', 1);
  const sought = searcher(needles('00', 'logs', [1]));
  const { signal } = new AbortController();

  /** What is found where the app wrote these lines: tag and text. */
  async function foundIn(...written: readonly (readonly [tag: string, text: string])[]) {
    const marks: string[] = [];
    const shell = (command: string) => {
      marks.push(...(/mark [0-9a-f]+/.exec(command) ?? []));
      const [since = '', until = ''] = marks;
      const lines = [['keystore-audit', since], ...written, ['keystore-audit', until]].map(
        ([tag, text]) => `11-21 10:00:00.000   123   124 V ${tag}: ${text}`,
      );
      return Promise.resolve({ stdout: ['123', '', ...lines].join('\n'), stderr: '', code: 0 });
    };
    const log = new AppLog({ shell } as unknown as DeviceShell, 'org.example.app');
    await log.begin(signal);
    return (await log.search('all', sought, signal)).found;
  }

  it('tells by whom a line was written', async () => {
    const found = await foundIn(['Vault', 'harmless'], ['Vault', `it is ${secret}`], ['a b', secret]);
    expect(found.map(({ source, line }) => [source, line])).to.deep.equal([
      ['Vault', 2],
      ['unknown', 3],
    ]);
  });

  it('knows the record of all calls that Capacitor’s bridge keeps in a debug build', async () => {
    const data = `methodName: set, methodData: {"value":"${secret}"}`;
    const found = await foundIn(
      ['Capacitor', `callback: 12, pluginId: Vault, ${data}`],
      ['Capacitor', `set was called: ${data}`],
      ['Vault', `callback: 12, pluginId: Vault, ${data}`],
    );
    expect(found.map(({ isRecord }) => isRecord)).to.deep.equal([true, undefined, undefined]);
  });
});
