import { expect } from 'chai';
import { chmodSync, existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { resolvePlugin } from '../../src/plugins/resolve.js';
import { errorOf, folderOf, temporary, withEnv } from './support.js';

/** These tests put a program of their own in npm's place, and look at how it is called and what its answers become. */

const posix = process.platform === 'win32' ? describe.skip : describe;

posix('npm', () => {
  const root = temporary();
  const bin = path.join(root, 'bin');
  const call = path.join(root, 'call.json');
  const project = folderOf(path.join(root, 'project'), {
    'package.json': '{}',
    '.npmrc': '//registry.example/:_authToken=${PROJECT_TOKEN}\n',
    'below/x': '',
  });

  const answerWith = (stdout: string, stderr: string, exitCode: number): void => {
    const script = `#!${process.execPath}
      const fs = require('node:fs');
      const read = (name) => (fs.existsSync(name) ? fs.readFileSync(name, 'utf8') : null);
      fs.writeFileSync(${JSON.stringify(call)}, JSON.stringify({ args: process.argv.slice(2), env: process.env, npmrc: read('.npmrc') }));
      process.stdout.write(${JSON.stringify(stdout)});
      process.stderr.write(${JSON.stringify(stderr)});
      process.exitCode = ${exitCode};`;
    chmodSync(path.join(folderOf(bin, { npm: script }), 'npm'), 0o755);
  };
  const resolve = (spec: string, env: Record<string, string | undefined> = {}) =>
    withEnv({ PATH: bin, ...env }, () =>
      errorOf(() =>
        resolvePlugin(spec, { cacheFolder: path.join(root, 'cache'), cwd: path.join(project, 'below') }),
      ),
    );
  const seen = () =>
    JSON.parse(readFileSync(call, 'utf8')) as {
      args: string[];
      env: Record<string, string>;
      npmrc: string | null;
    };
  const failing = (code: string, summary: string): void =>
    answerWith(JSON.stringify({ error: { code, summary, detail: '' } }), `npm error code ${code}\n`, 1);

  it('runs with scripts off, and in an environment that holds its own configuration and nothing else', async () => {
    failing('E500', 'x');
    await resolve('x@1.0.0', {
      NODE_OPTIONS: '--no-warnings',
      SECRET_OF_THE_USER: 'x',
      npm_config_registry: 'http://127.0.0.1:9',
      npm_config_workspace: 'other',
      NODE_EXTRA_CA_CERTS: '/some/file',
      HTTPS_PROXY: 'http://127.0.0.1:9',
      PROJECT_TOKEN: 'token',
    });
    const { args, env, npmrc } = seen();
    expect(args).to.include.members(['install', '--ignore-scripts', '--no-audit', '--no-fund']);
    expect(args.slice(-2)).to.deep.equal(['--', 'x@1.0.0']);
    expect(env).to.include({
      PATH: bin,
      npm_config_registry: 'http://127.0.0.1:9',
      npm_config_fetch_retries: '0',
      NODE_EXTRA_CA_CERTS: '/some/file',
      HTTPS_PROXY: 'http://127.0.0.1:9',
      PROJECT_TOKEN: 'token',
    });
    expect(env).not.to.have.any.keys('NODE_OPTIONS', 'SECRET_OF_THE_USER', 'npm_config_workspace');
    expect(npmrc).to.include('registry.example');
    expect(existsSync(path.join(root, 'cache'))).to.equal(true);
  });

  for (const [code, message] of Object.entries({
    SELF_SIGNED_CERT_IN_CHAIN: /certificate/,
    CERT_HAS_EXPIRED: /certificate/,
    E407: /proxy/i,
    ENOTFOUND: /no answer/,
    ETIMEDOUT: /no answer/,
    E503: /no answer/,
  })) {
    it(`means by ${code} that the network is in the way`, async () => {
      failing(code, 'request to https://registry.example/x failed');
      const error = await resolve('x@1.0.0');
      expect(error.code).to.equal('network');
      expect(error.message).to.match(message).and.to.include(code).and.not.to.include('registry.example');
    });
  }

  it('is quoted with the first line of any other error, without addresses', async () => {
    failing('E403', '403 Forbidden - GET https://user:pw@registry.example/x - \u001b[31mno\nsecond line');
    const error = await resolve('x@1.0.0');
    expect(error.code).to.equal('npm-failed');
    expect(error.message).to.equal('npm could not fetch "x@1.0.0": 403 Forbidden - GET (address) - [31mno');
  });

  it('is understood also where it prints no JSON', async () => {
    answerWith('', 'npm warn old\nnpm ERR! code EACCES\nnpm ERR! cannot write\n', 1);
    const error = await resolve('x');
    expect(error.code).to.equal('npm-failed');
    expect(error.message).to.equal('npm could not fetch "x": cannot write');
  });

  it('may be missing', async () => {
    const error = await resolve('x@1.0.0', { PATH: path.join(root, 'nothing') });
    expect(error.code).to.equal('npm-failed');
    expect(error.hint).to.include('Install npm');
  });
});
