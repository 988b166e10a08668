import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import { Place } from './command.js';

/**
 * A page with the layer that is documented for the web: where no device is, the browser's local storage takes the
 * plugin's place, and the check says so with a code.
 */
const actions = `
  const none = { ErrorCode: '', ErrorMessage: '' };
  const away = {
    ErrorCode: 'OS-PLUG-KSTR-0018',
    ErrorMessage: 'Not running on device. Will fallback to browser local storage but unencrypted.',
  };
  const at = ({ Store, Key }) => JSON.stringify([Store, Key]);
  const KeyStorePlugin = {
    CheckKeyStorePlugin: async () => ({ IsAvailable: false, Error: away }),
    SetValue: async (inputs) => {
      localStorage.setItem(at(inputs), inputs.Value);
      return { Success: true, Error: none };
    },
    GetValue: async (inputs) => {
      const Value = localStorage.getItem(at(inputs));
      return Value === null
        ? { Value: '', Success: false, Error: { ErrorCode: 'E-MISSING', ErrorMessage: 'Key does not exist.' } }
        : { Value, Success: true, Error: none };
    },
    RemoveKey: async (inputs) => (localStorage.removeItem(at(inputs)), { Success: true, Error: none }),
  };`;

/** Pages by their path; the actions come a while after the load, as in an app that has to start first. */
const pages: Record<string, { headers?: Record<string, string>; body: string }> = {
  '/app': {
    body: `<script>${actions} setTimeout(() => (window.KeyStorePlugin = KeyStorePlugin), 200);</script>`,
  },
  '/strict': {
    headers: { 'Content-Security-Policy': "default-src 'none'; script-src 'nonce-page'" },
    body: `<script nonce="page">${actions} window.KeyStorePlugin = KeyStorePlugin;</script>`,
  },
  '/half': {
    body: `<script>${actions} delete KeyStorePlugin.RemoveKey; Object.assign(window, { KeyStorePlugin });</script>`,
  },
  // Goes on once it is being audited.
  '/leaves': {
    body: `<script>
      setInterval(() => window.__keystoreAudit && setTimeout(() => (location.href = '/app'), 300), 10);
    </script>`,
  },
};

describe('keystore-audit run --url', function () {
  this.timeout(180_000);
  const place = new Place();
  const asked = new Set<string>();
  let server: Server;
  let origin: string;

  before(async () => {
    server = createServer(({ url = '', headers }, response) => {
      asked.add(`${headers.host}${url}`);
      const page = pages[url.split('?')[0]!];
      response.writeHead(page === undefined ? 404 : 200, { 'Content-Type': 'text/html', ...page?.headers });
      response.end(page === undefined ? undefined : `<!doctype html><title>App</title>${page.body}`);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  after(() => {
    server.closeAllConnections();
    server.close();
    place.remove();
  });

  const audit = (...args: string[]) =>
    place.run(['run', 'web', ...args, '--audit', 'set-then-get', '--audit', 'store-isolation']);
  const outcomeOf = (id: string) => place.result().runs[0]!.audits.find((each) => each.id === id)!;
  const short = (url: string, more: object = {}): void =>
    void place.write(
      'keystore-audit.config.json',
      JSON.stringify({
        runs: [{ target: 'web', url, audits: ['set-then-get'], ...more }],
        limits: { readyMs: 1500 },
      }),
    );

  it('audits what the page exposes, by the contract of OutSystems’ plugin', async () => {
    const url = `${origin}/app?screen=1#top`;
    const { code, stderr } = await place.run([
      ...['run', 'web', '--url', url, '--audit', 'set-then-get', '--audit', 'get-missing-key'],
      ...['--audit', 'value-at-rest', '--audit', 'store-clear'],
    ]);
    expect(code, stderr).to.equal(0);
    const [run] = place.result().runs;
    expect(run!.problems).to.deep.equal([]);
    expect(run!.plugin).to.include({ version: 'deployed', source: url });
    expect(run!.contract).to.include({ id: 'outsystems-keystore' });
    expect(run!.fixture).to.include({ variant: 'deployed' });
    expect(outcomeOf('set-then-get')).to.include({ outcome: 'pass', basis: 'documented' });
    expect(outcomeOf('value-at-rest')).to.include({ outcome: 'fail', basis: 'documented-weakness' });
    expect(outcomeOf('store-clear')).to.include({ outcome: 'not-applicable' });
    expect(outcomeOf('set-then-get').rerun).to.contain('--url');
    expect(run!.scenarios.find(({ name }) => name === 'set-then-get')!.driverCommands).to.be.at.most(4);
    expect([...asked].filter((each) => !/favicon/.test(each))).to.deep.equal([
      `${origin.replace('http://', '')}/app?screen=1`,
    ]);
  });

  it('gives the audits the codes of the page’s own layer', async () => {
    const { code, stderr } = await place.run([
      'run',
      'web',
      '--url',
      `${origin}/app`,
      '--audit',
      'plugin-availability',
    ]);
    expect(code, stderr).to.be.oneOf([0, 1, 2]);
    const observed = place.observation('availability');
    const told = observed.attempts[0]!.calls.find(({ call }) => call === 'available')!.settlements[0]!;
    expect(told).to.include({ how: 'rejected' });
    expect(told.error!.code).to.include({ is: 'text', text: 'OS-PLUG-KSTR-0018' });
    expect(told.error!.message).to.match(/^Not running on device/);
  });

  it('audits a page whose policy forbids to run text', async () => {
    const { code, stderr } = await audit('--url', `${origin}/strict`);
    expect(code, stderr).to.equal(0);
    expect(outcomeOf('store-isolation')).to.include({ outcome: 'pass' });
  });

  it('says what a page does not expose', async () => {
    short(`${origin}/half`);
    const { code, stderr } = await place.run(['run']);
    expect(code, stderr).to.equal(2);
    expect(stderr).to.contain('page-not-ready').and.to.contain('RemoveKey');
    expect(outcomeOf('set-then-get')).to.include({ outcome: 'inconclusive' });
  });

  it('notices a page that goes on to another address', async () => {
    const { code, stderr } = await audit('--url', `${origin}/leaves`);
    expect(code, stderr).to.be.oneOf([1, 2]);
    expect(stderr).to.contain('page-left');
    expect(outcomeOf('set-then-get')).to.include({ outcome: 'inconclusive' });
  });

  it('says that nobody is at that address', async () => {
    const { code, stderr } = await audit('--url', 'http://127.0.0.1:2/');
    expect(code, stderr).to.equal(2);
    expect(stderr).to.contain('page-unreachable').and.to.contain('net::ERR_');
  });

  it('takes only addresses of pages, and no passwords', async () => {
    for (const url of [
      'file:///etc/passwd',
      'javascript:alert(1)',
      'example',
      'http://me:secret@localhost/',
    ]) {
      const { code, stderr } = await audit('--url', url);
      expect(code, stderr).to.equal(3);
      expect(stderr).to.contain('url-invalid').and.not.to.contain('me:secret');
    }
    const both = await audit('--url', `${origin}/app`, '--plugin', 'x');
    expect(both.code).to.equal(3);
    expect(both.stderr).to.contain('--plugin and --url');
  });

  it('takes another binding and contract for another kind of page', async () => {
    place.write(
      'kept.js',
      `export const meta = { operations: ['set', 'get'], contract: 'baseline' };
      const at = ({ store, key }) => JSON.stringify([store, key]);
      export default {
        missing: () => undefined,
        operations: {
          set: (call, answer) => answer.resolved(sessionStorage.setItem(at(call), call.value)),
          get: (call, answer) => answer.resolved(sessionStorage.getItem(at(call))),
        },
      };`,
    );
    const { code, stderr } = await audit('--url', `${origin}/app`, '--binding', './kept.js');
    expect(code, stderr).to.equal(0);
    expect(place.result().runs[0]!.contract.id).to.equal('baseline');
  });
});
