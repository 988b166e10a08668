import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'chai';
import { findTools, type ToolSearch } from '../../../src/devices/browser/tools.js';
import { AuditError } from '../../../src/errors.js';
import { program, temporary } from '../../cli/temporary.js';

const chromium156 = 'echo "Chromium 156.0.8078.79 built on Debian GNU/Linux 12 (bookworm)"';
const chrome157 = 'echo "Google Chrome 157.0.8100.1 "';
const driver156 =
  'echo "ChromeDriver 156.0.8078.70 (a21ce95c24ce3964416f09ae1862f53f319eb4d0-refs/heads@{#17})"';

describe('the tools of the web target', () => {
  const space = temporary();
  after(() => space.remove());

  const failure = async (search: ToolSearch): Promise<AuditError> => {
    try {
      await findTools(search);
    } catch (error) {
      if (error instanceof AuditError) return error;
      throw error;
    }
    throw new Error('It found tools.');
  };

  it('are found on the PATH, in the order of its folders and of the names', async () => {
    const [first, second] = [space.empty(), space.empty()];
    const chromium = program(second, 'chromium', chromium156);
    program(first, 'google-chrome', chrome157);
    const driver = program(first, 'chromedriver', driver156);
    program(second, 'chromedriver', 'echo "ChromeDriver 1.0.0.0"');
    const found = await findTools({ env: { PATH: [first, second].join(path.delimiter) } });
    expect(found).to.deep.equal({
      browser: chromium,
      browserVersion: '156.0.8078.79',
      driver,
      driverVersion: '156.0.8078.70',
    });
  });

  for (const name of ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome']) {
    it(`are found when the browser is called ${name}`, async () => {
      const folder = space.empty();
      const browser = program(folder, name, chromium156);
      program(folder, 'chromedriver', driver156);
      expect((await findTools({ env: { PATH: folder } })).browser).to.equal(browser);
    });
  }

  it('are those of the configuration first, then those of the environment, then those on the PATH', async () => {
    const [configured, environment, onPath] = [space.empty(), space.empty(), space.empty()];
    for (const folder of [configured, environment, onPath]) {
      program(folder, 'chromium', chromium156);
      program(folder, 'chromedriver', driver156);
    }
    const env = {
      PATH: onPath,
      KEYSTORE_AUDIT_CHROMIUM: path.join(environment, 'chromium'),
      KEYSTORE_AUDIT_CHROMEDRIVER: path.join(environment, 'chromedriver'),
    };
    const fromEnvironment = await findTools({ env });
    expect(fromEnvironment.browser).to.equal(path.join(environment, 'chromium'));
    expect(fromEnvironment.driver).to.equal(path.join(environment, 'chromedriver'));
    const fromConfiguration = await findTools({
      env,
      chromium: path.join(configured, 'chromium'),
      chromedriver: path.join(configured, 'chromedriver'),
    });
    expect(fromConfiguration.browser).to.equal(path.join(configured, 'chromium'));
    expect(fromConfiguration.driver).to.equal(path.join(configured, 'chromedriver'));
  });

  it('get the environment that was given and no other', async () => {
    const folder = space.empty();
    program(folder, 'chromium', 'echo "Chromium $MAJOR.0.0.0$HOME"');
    program(folder, 'chromedriver', driver156);
    expect((await findTools({ env: { PATH: folder, MAJOR: '156' } })).browserVersion).to.equal('156.0.0.0');
  });

  it('may tell their version on stderr, after warnings', async () => {
    const folder = space.empty();
    program(folder, 'chromium', `echo "a warning" >&2; ${chromium156}`);
    program(folder, 'chromedriver', `${driver156} >&2`);
    expect((await findTools({ env: { PATH: folder } })).driverVersion).to.equal('156.0.8078.70');
  });

  it('without a browser are chromium-missing, with the names that were looked for', async () => {
    const folder = space.empty();
    program(folder, 'chromedriver', driver156);
    const error = await failure({ env: { PATH: folder } });
    expect(error.code).to.equal('chromium-missing');
    expect(error.exitCode).to.equal(2);
    expect(error.message).to.contain(
      'neither chromium, chromium-browser, google-chrome, google-chrome-stable, chrome on the PATH',
    );
    expect(error.hint).to.contain('doctor web --fix');
  });

  it('without a driver are chromedriver-missing', async () => {
    const folder = space.empty();
    program(folder, 'chromium', chromium156);
    expect((await failure({ env: { PATH: folder } })).code).to.equal('chromedriver-missing');
  });

  it('without either are chromium-missing first', async () => {
    expect((await failure({ env: { PATH: space.empty() } })).code).to.equal('chromium-missing');
    expect((await failure({ env: {} })).code).to.equal('chromium-missing');
  });

  it('of two major versions are chromedriver-mismatch, with both versions', async () => {
    const folder = space.empty();
    program(folder, 'chrome', chrome157);
    program(folder, 'chromedriver', driver156);
    const error = await failure({ env: { PATH: folder } });
    expect(error.code).to.equal('chromedriver-mismatch');
    expect(error.message).to.contain('157.0.8100.1').and.to.contain('156.0.8078.70');
  });

  it('that print no version are passed over, and told when nothing else is there', async () => {
    const folder = space.empty();
    program(folder, 'chromium-browser', 'echo "Command needs the snap to be installed." >&2; exit 1');
    program(folder, 'chromedriver', driver156);
    const error = await failure({ env: { PATH: folder } });
    expect(error.code).to.equal('chromium-missing');
    expect(error.message).to.contain(
      `${path.join(folder, 'chromium-browser')} prints no version, but "Command needs the snap to be installed."`,
    );
    const chrome = program(folder, 'google-chrome', chromium156);
    expect((await findTools({ env: { PATH: folder } })).browser).to.equal(chrome);
  });

  it('that lack a library have no version, whatever numbers the message holds', async () => {
    const folder = space.empty();
    program(
      folder,
      'chromium',
      'echo "chromium: libatk-1.0.so.0: cannot open shared object file" >&2; exit 127',
    );
    program(folder, 'chromedriver', driver156);
    const error = await failure({ env: { PATH: folder } });
    expect(error.code).to.equal('chromium-missing');
    expect(error.message).to.contain('prints no version, but "chromium: libatk-1.0.so.0: cannot open');
  });

  it('that are not executable are told', async () => {
    const folder = space.empty();
    writeFileSync(path.join(folder, 'chromium'), 'text');
    chmodSync(path.join(folder, 'chromium'), 0o644);
    program(folder, 'chromedriver', driver156);
    const error = await failure({ env: { PATH: folder } });
    expect(error.message).to.contain(`${path.join(folder, 'chromium')} is not executable.`);
  });

  it('that cannot be started are told', async () => {
    const folder = space.empty();
    writeFileSync(path.join(folder, 'chromium'), '\u0000\u0001 no program');
    chmodSync(path.join(folder, 'chromium'), 0o755);
    program(folder, 'chromedriver', driver156);
    const error = await failure({ env: { PATH: folder } });
    expect(error.code).to.equal('chromium-missing');
    expect(error.message).to.contain(`${path.join(folder, 'chromium')} prints no version`);
  });

  it('that are each other are told', async () => {
    const folder = space.empty();
    const chromium = program(folder, 'chromium', chromium156);
    const driver = program(folder, 'chromedriver', driver156);
    const wrongDriver = await failure({ env: { PATH: folder }, chromedriver: chromium });
    expect(wrongDriver.code).to.equal('chromedriver-missing');
    expect(wrongDriver.message).to.contain('is not ChromeDriver, but says "Chromium 156');
    const wrongBrowser = await failure({ env: { PATH: folder }, chromium: driver });
    expect(wrongBrowser.code).to.equal('chromium-missing');
    expect(wrongBrowser.message).to.contain('is not Chromium, but says "ChromeDriver 156');
  });

  describe('that were named', () => {
    it('are not replaced by others when they are not there', async () => {
      const folder = space.empty();
      program(folder, 'chromium', chromium156);
      program(folder, 'chromedriver', driver156);
      const env = { PATH: folder, KEYSTORE_AUDIT_CHROMIUM: path.join(folder, 'none') };
      const error = await failure({ env });
      expect(error.code).to.equal('chromium-missing');
      expect(error.message).to.equal(
        `KEYSTORE_AUDIT_CHROMIUM names ${path.join(folder, 'none')}, which does not exist.`,
      );
      const configured = await failure({ env: { PATH: folder }, chromedriver: path.join(folder, 'none') });
      expect(configured.code).to.equal('chromedriver-missing');
      expect(configured.message).to.equal(
        `tools.chromedriver in the configuration names ${path.join(folder, 'none')}, which does not exist.`,
      );
    });

    it('have to be files', async () => {
      const folder = space.empty();
      mkdirSync(path.join(folder, 'chromium'));
      const error = await failure({ env: { PATH: folder }, chromium: path.join(folder, 'chromium') });
      expect(error.message).to.match(/which is not a file\.$/);
    });
  });

  it('that never answer are ended at the limit, with all that they started', async () => {
    const folder = space.empty();
    program(folder, 'chromium', '/bin/sleep 30; echo "Chromium 156.0.0.0"');
    program(folder, 'chromedriver', driver156);
    const began = Date.now();
    const error = await failure({ env: { PATH: folder }, limitMs: 300 });
    expect(Date.now() - began).to.be.below(5000);
    expect(error.code).to.equal('chromium-missing');
    expect(error.message).to.contain(`${path.join(folder, 'chromium')} did not answer --version in time.`);
  });
});
