import { createServer, type Server } from 'node:http';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { expect } from 'chai';
import { Places } from '../../src/cli/places.js';
import { remoteCapabilities } from '../../src/devices/android/capabilities.js';
import { AuditError } from '../../src/errors.js';
import { endAbandoned, noteSession } from '../../src/run/abandoned.js';
import type { Plan } from '../../src/run/plan.js';
import {
  authVariable,
  isLoopback,
  mistakeInServer,
  remoteServer,
  wdioConnection,
} from '../../src/run/remote.js';

const folder = mkdtempSync(path.join(os.tmpdir(), 'remote-'));
const write = (name: string, text: string): string => {
  writeFileSync(path.join(folder, name), text);
  return path.join(folder, name);
};
const told = { 'appium:udid': 'SERIAL-OF-A-PHONE', 'farm:options': { accessKey: 'key-of-somebody' } };

async function errorOf(promise: Promise<unknown>): Promise<AuditError> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof AuditError) return error;
    throw error;
  }
  throw new Error('It was not rejected.');
}

after(() => rmSync(folder, { recursive: true, force: true }));

describe('what a server is told', () => {
  const capsFile = write('caps.json', JSON.stringify(told));

  it('is read from JSON and from YAML', async () => {
    const yaml = write('caps.yaml', 'appium:udid: A1\nfarm:options:\n  name: mine\n');
    const { capabilities } = await remoteServer({ server: 'http://h', capsFile: yaml }, {});
    expect(capabilities).to.deep.include({ 'appium:udid': 'A1', 'farm:options': { name: 'mine' } });
    const { capabilities: same } = await remoteServer({ server: 'http://h', capsFile }, {});
    expect(same).to.deep.include(told);
  });

  it('is told as the user has it, but for what an audit needs', () => {
    const caps = remoteCapabilities({
      browserName: 'Chrome',
      'appium:systemPort': 8201,
      'appium:noReset': false,
      'appium:options': { autoLaunch: true, adbPort: 5038, suppressKillServer: false },
    });
    expect(caps).to.include({
      platformName: 'Android',
      'appium:automationName': 'UiAutomator2',
      'appium:systemPort': 8201,
      'appium:adbPort': 5038,
      'appium:suppressKillServer': false,
      'appium:noReset': true,
      'appium:autoLaunch': false,
    });
    expect(caps).to.not.have.any.keys('browserName', 'appium:options', 'appium:chromedriverExecutable');
  });

  for (const [what, text] of [
    ['a list', '["secret-thing"]'],
    ['a text', '"secret-thing"'],
    ['nothing', ''],
    ['alternatives', '{ "alwaysMatch": {}, "firstMatch": [{ "appium:udid": "secret-thing" }] }'],
    ['what is neither JSON nor YAML', '{ "appium:udid": "secret-thing'],
    ['options that are none', '{ "appium:options": "secret-thing" }'],
  ] as const) {
    it(`is refused where the file holds ${what}, without quoting it`, async () => {
      const error = await errorOf(
        remoteServer({ server: 'http://h', capsFile: write('bad.json', text) }, {}),
      );
      expect(error).to.include({ code: 'caps-unreadable', exitCode: 3 });
      expect(error.message).to.contain('bad.json').and.to.not.contain('secret-thing');
    });
  }

  it('is refused where there is no such file', async () => {
    for (const capsFile of [path.join(folder, 'none.json'), folder])
      expect(await errorOf(remoteServer({ server: 'http://h', capsFile }, {}))).to.include({
        code: 'caps-unreadable',
      });
  });

  it('takes user and key from the environment, for every command', async () => {
    const { headers, withhold } = await remoteServer(
      { server: 'http://h/', capsFile },
      { [authVariable]: 'somebody:pass:word' },
    );
    expect(headers).to.deep.equal({ Authorization: `Basic ${btoa('somebody:pass:word')}` });
    expect(withhold(`somebody pass word ${btoa('somebody:pass:word')} key-of-somebody`)).to.equal(
      '(withheld) (withheld) (withheld) (withheld) (withheld)',
    );
    expect(
      await errorOf(remoteServer({ server: 'http://h', capsFile }, { [authVariable]: 'nobody' })),
    ).to.include({ code: 'server-invalid' });
  });

  it('comes to the test runner on no way', async () => {
    const server = await remoteServer({ server: 'https://h/wd/hub', capsFile }, {});
    const { transformRequest, transformResponse, ...options } = wdioConnection(server, 1000);
    expect(options).to.include({ protocol: 'https', hostname: 'h', port: 443, path: '/wd/hub' });
    const request = { body: '{"capabilities":{"alwaysMatch":{"platformName":"Android"}}}' };
    expect(transformRequest(request).body).to.contain('SERIAL-OF-A-PHONE');
    const command = { body: '{"script":"x"}' };
    expect(transformRequest(command)).to.equal(command);
    const begun = { statusCode: 200, body: { value: { sessionId: 'S', capabilities: told } } };
    expect(transformResponse(begun, request).body).to.deep.equal({
      value: {
        sessionId: 'S',
        capabilities: { platformName: 'Android', 'appium:automationName': 'UiAutomator2' },
      },
    });
    const value = {
      error: 'session not created',
      message: 'No SERIAL-OF-A-PHONE',
      stacktrace: 'key-of-somebody',
    };
    for (const asked of [request, command])
      expect(transformResponse({ statusCode: 500, body: { value } }, asked).body).to.deep.equal({
        value: { error: 'session not created', message: 'No (withheld)', stacktrace: '(withheld)' },
      });
  });

  it('goes to an address without anything confidential', () => {
    expect(mistakeInServer('https://grid.example:4444/wd/hub')).to.equal(undefined);
    expect(mistakeInServer('http://[::1]:4723')).to.equal(undefined);
    for (const wrong of [
      'grid.example',
      'ftp://h',
      'http://u@h',
      'http://u:p@h',
      'http://h/?key=1',
      'http://h/#k',
    ])
      expect(mistakeInServer(wrong), wrong).to.be.a('string');
    for (const near of ['http://localhost:1', 'http://127.0.0.1', 'http://127.1.2.3', 'http://[::1]:4723'])
      expect(isLoopback(near), near).to.equal(true);
    for (const far of ['http://localhost.example', 'http://10.0.0.1', 'http://127.0.0.1.example'])
      expect(isLoopback(far), far).to.equal(false);
  });
});

/** What a stand-in for a server answers. */
interface Answer {
  readonly status: number;
  readonly body: unknown;
}

describe('a server that is somebody else’s', () => {
  let server: Server;
  let address: string;
  let asked: string[];
  let begin: Answer;
  let execute: Answer;
  const caps = write('told.json', JSON.stringify(told));
  const session: Answer = { status: 200, body: { value: { sessionId: 'S1', capabilities: {} } } };
  const ok: Answer = { status: 200, body: { value: null } };

  beforeEach(async () => {
    asked = [];
    begin = session;
    execute = ok;
    server = createServer((request, response) => {
      asked.push(`${request.method} ${request.url}`);
      request.resume().once('end', () => {
        const { status, body } = /execute/.test(request.url!)
          ? execute
          : request.method === 'POST'
            ? begin
            : ok;
        response.writeHead(status);
        response.end(typeof body === 'string' ? body : JSON.stringify(body));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hub`;
  });
  afterEach(() => {
    server.close();
    server.closeAllConnections();
  });

  const failing = (error: string, message: string): Answer => ({
    status: 500,
    body: { value: { error, message, stacktrace: '' } },
  });
  const place = (at = address) =>
    new Places({ io: { env: {}, cwd: folder }, tools: undefined }).of({
      target: 'android',
      server: at,
      caps: path.basename(caps),
    });

  it('is told apart from one that is not reached', async () => {
    const closed = createServer();
    await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve));
    const { port } = closed.address() as AddressInfo;
    await new Promise((resolve) => closed.close(resolve));
    const error = await errorOf(place(`http://127.0.0.1:${port}`));
    expect(error).to.include({ code: 'server-unreachable', exitCode: 2 });
    expect(error.message).to.contain('ECONNREFUSED');
  });

  it('is told apart from one that is none', async () => {
    for (begin of [
      { status: 404, body: '<html>Not here</html>' },
      { status: 200, body: 'OK' },
      { status: 404, body: { value: { error: 'unknown command', message: 'No such path' } } },
    ])
      expect(await errorOf(place())).to.include({ code: 'server-unreachable' });
  });

  it('gives its reason for giving no session, without what it was told', async () => {
    begin = failing('session not created', 'Could not find SERIAL-OF-A-PHONE\n  at somewhere.js:1');
    const error = await errorOf(place());
    expect(error).to.include({
      code: 'session-refused',
      message: 'The server gave no session: Could not find (withheld)',
    });
    begin = { status: 401, body: 'Who are you?' };
    expect((await errorOf(place())).hint).to.contain(authVariable);
  });

  it('is refused where it has no shell, and is left without a session', async () => {
    execute = failing(
      'unknown error',
      "Potentially insecure feature 'adb_shell' has not been enabled. If you want to enable this feature",
    );
    const error = await errorOf(place());
    expect(error).to.include({ code: 'shell-refused' });
    expect(error.hint).to.contain('--allow-insecure uiautomator2:adb_shell');
    expect(asked).to.deep.equal([
      'POST /hub/session',
      'POST /hub/session/S1/execute/sync',
      'DELETE /hub/session/S1',
    ]);
  });

  it('is left without a session that a worker could not end', async () => {
    const run = path.join(folder, 'run');
    mkdirSync(run);
    const plan = {
      device: { kind: 'remote', server: address, capsFile: caps, given: { kind: 'real', id: 'a' } },
    } as Plan;
    await noteSession(run, { sessionId: 'S7', identity: 'i' });
    await endAbandoned([{ plan, folder: run }]);
    await endAbandoned([{ plan, folder: run }]);
    expect(asked).to.deep.equal(['DELETE /hub/session/S7']);
    expect(existsSync(path.join(run, 'session.json'))).to.equal(false);
  });
});
