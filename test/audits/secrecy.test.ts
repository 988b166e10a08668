import { expect } from 'chai';
import errorLeakage from '../../src/audits/secrecy/error-leakage.js';
import keyNamesAtRest from '../../src/audits/secrecy/key-names-at-rest.js';
import logLeakage from '../../src/audits/secrecy/log-leakage.js';
import type { Clause } from '../../src/contracts/types.js';
import type { Attempt, DataSearch, LogSearch, SeenError } from '../../src/observations/types.js';
import { attempt, call, context, gave, nothing, refused, secret, text, universal } from './attempts.js';

describe('key-names-at-rest', () => {
  const search = (names?: DataSearch['names'], files = 90): DataSearch => ({
    as: 'on disk',
    root: 'the profile',
    files,
    bytes: 1000,
    unreadable: [],
    found: [],
    ...(names === undefined ? {} : { names }),
  });
  const place = { name: 'key-1-0123456789abcdef', encoding: 'plain', offset: 7, path: 'Local Storage/1.log' };
  const judged = (searches: DataSearch[], clauses: Clause[] = [], set = gave(nothing)) =>
    keyNamesAtRest.audit(context({ restart: attempt([call('set 1', set)], { searches }) }, clauses));

  it('tells what was found', () => {
    expect(judged([search([])])).to.include({ outcome: 'informative' });
    const judgement = judged([search([place])]);
    expect(judgement).to.include({ outcome: 'informative' }).and.not.have.property('explanation');
    expect(judgement.actual).to.contain('a key in Local Storage/1.log');
  });
  it('says so where it is as documented', () => {
    const weakness = { ...universal, basis: 'documented-weakness' } as const;
    const judgement = judged([search([place])], [weakness]);
    expect(judgement).to.include({ outcome: 'informative' });
    expect(judgement.explanation).to.contain('As documented');
  });
  it('judges where a contract promises that names cannot be read', () => {
    expect(judged([search([])], [universal])).to.include({ outcome: 'pass' });
    expect(judged([search([place])], [universal])).to.include({ outcome: 'fail' });
  });
  it('cannot tell where nothing was stored, or names were not looked for', () => {
    expect(judged([search([])], [], refused('no'))).to.include({ outcome: 'inconclusive' });
    expect(judged([search(undefined)])).to.include({ outcome: 'inconclusive' });
    expect(judged([search([], 0)])).to.include({ outcome: 'inconclusive' });
  });
});

describe('log-leakage', () => {
  const log = (found: LogSearch['found'] = []): LogSearch => ({
    as: 'after every call',
    root: 'the console',
    lines: 12,
    found,
  });
  const line = { canary: 1, encoding: 'plain', line: 3, offset: 20, source: 'console-api' };
  const holds = [{ canary: 1, encoding: 'base64', offset: 4 }];
  const judged = (more: Partial<Attempt>, set = gave(nothing)) =>
    logLeakage.audit(
      context({ 'every-call': attempt([call('set first', set)], { logs: [log()], ...more }) }),
    );

  it('passes where no line holds a value', () => {
    expect(judged({})).to.include({ outcome: 'pass' });
    const harmless = { kind: 'error', text: 'Script error.', atMs: 1 } as const;
    expect(judged({ events: [harmless] })).to.include({ outcome: 'pass' });
  });
  it('fails where a line does, and names no more than its place', () => {
    const judgement = judged({ logs: [log([line])] });
    expect(judgement).to.include({ outcome: 'fail' }).and.not.have.property('severity');
    expect(judgement.actual).to.contain('line 3 of the console');
  });
  it('does not take a framework’s record of all calls for the plugin’s, and tells of it', () => {
    const record = { ...line, source: 'Capacitor', isRecord: true } as const;
    expect(judged({ logs: [log()] })).not.to.have.property('explanation');
    const { outcome, explanation } = judged({ logs: [log([record])] });
    expect(outcome).to.equal('pass');
    expect(explanation).to.contain('bridge');
    expect(judged({ logs: [log([record, line])] })).to.include({ outcome: 'fail' });
  });
  it('fails where a line after a restart does', () => {
    const calls = [call('set first', gave(nothing))];
    const seen = {
      'every-call': attempt(calls, { logs: [log()] }),
      restart: attempt([], { logs: [log([line])] }),
    };
    expect(logLeakage.audit(context(seen))).to.include({ outcome: 'fail' });
    expect(logLeakage.audit(context({ restart: seen.restart }))).to.include({ outcome: 'fail' });
    expect(logLeakage.audit(context({ restart: attempt([]) }))).to.include({ outcome: 'inconclusive' });
  });
  it('fails where a line after damage does', () => {
    const seen = {
      'every-call': attempt([call('set first', gave(nothing))], { logs: [log()] }),
      damage: attempt([], { logs: [log([line])] }),
    };
    expect(logLeakage.audit(context(seen))).to.include({ outcome: 'fail' });
  });
  it('fails where an uncaught error or a rejection holds one', () => {
    for (const kind of ['error', 'rejection', 'console'] as const) {
      expect(judged({ events: [{ kind, text: '«withheld»', atMs: 1, holds }] })).to.include({
        outcome: 'fail',
      });
    }
  });
  it('cannot tell where the log was not searched, or nothing was stored', () => {
    expect(judged({ logs: [] })).to.include({ outcome: 'inconclusive' });
    expect(judged({}, refused('no'))).to.include({ outcome: 'inconclusive' });
  });
});

describe('error-leakage', () => {
  const ended = (error: SeenError) => call('set a', { how: 'rejected', afterMs: 1, error });
  const judged = (...calls: ReturnType<typeof call>[]) =>
    errorLeakage.audit(context({ 'every-call': attempt(calls) }));
  const holds = [{ canary: 1, encoding: 'plain', offset: 4 }];

  it('passes where errors hold no value', () => {
    expect(judged(call('set a', refused('The key is not a text')))).to.include({ outcome: 'pass' });
    expect(judged(call('set a', gave(nothing)))).to.include({ outcome: 'pass' });
  });
  it('does not take the answer of a call that succeeds for an error', () => {
    expect(judged(call('get a', gave(secret(1))))).to.include({ outcome: 'pass' });
  });
  it('fails wherever in an error a value stands', () => {
    const hidden = { is: 'text', length: 60, sha256: '', holds } as const;
    for (const error of [
      { type: 'Error', message: '«withheld»', holds },
      { type: 'Error', message: 'no', code: hidden },
      { type: 'string', value: secret(1) },
      { type: 'Object', value: { is: 'object', type: 'Object', entries: [['args', hidden]] } },
      {
        type: 'Array',
        value: { is: 'list', length: 2, items: [text('set'), { is: 'list', length: 1, items: [hidden] }] },
      },
    ] satisfies SeenError[]) {
      expect(judged(ended(error)), error.type)
        .to.include({ outcome: 'fail' })
        .and.not.have.property('severity');
    }
  });
  it('looks at every answer of a call, and at every scenario', () => {
    const second = { how: 'rejected', afterMs: 2, error: { type: 'Error', message: '', holds } } as const;
    const attempts = { any: attempt([call('set a', gave(nothing), second)]) };
    expect(errorLeakage.audit(context(attempts))).to.include({ outcome: 'fail' });
  });
  it('cannot tell where nothing that could be refused was tried', () => {
    const attempts = { any: attempt([call('set a', gave(nothing))]) };
    expect(errorLeakage.audit(context(attempts))).to.include({ outcome: 'inconclusive' });
  });
});
