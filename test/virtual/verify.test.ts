import { expect } from 'chai';
import { profileWith } from '../../src/virtual/android/profile.js';
import { startDevice } from '../../src/virtual/android/start.js';
import { probes } from '../../src/virtual/android/verify/probes.js';
import { verify } from '../../src/virtual/android/verify/verify.js';
import { adbServer, type AdbServer } from './adb.js';

describe('comparing a device with a virtual one', function () {
  this.timeout(90_000);
  let server: AdbServer;
  before(async () => {
    server = await adbServer();
  });
  after(() => server.stop());

  it('asks at least sixty things, each once', () => {
    expect(probes.length).to.be.at.least(60);
    expect(new Set(probes.map(({ id }) => id)).size).to.equal(probes.length);
  });

  it('finds nothing where the devices are the same but for their profile, and a difference where there is one', async () => {
    const other = await startDevice({
      profile: profileWith('phone', { apiLevel: 34 }),
      adbServer: server.port,
    });
    try {
      const asked = { server: server.port, env: server.env, onProgress: () => undefined };
      const { reference, differences } = await verify({ ...asked, against: other.serial });
      expect(differences).to.deep.equal([]);
      expect(reference.answers).to.have.length(probes.length);
      expect(other.device.lock.kind).to.equal('swipe');
      const changed = {
        ...reference,
        answers: reference.answers.map((answer) =>
          answer.id === 'echo' ? { ...answer, stdout: 'other\n' } : answer,
        ),
      };
      const again = await verify({ ...asked, against: changed });
      expect(again.differences.map(({ id, expected, actual }) => [id, expected, actual])).to.deep.equal([
        ['echo', 'other\nexit 0', 'hello\nexit 0'],
      ]);
    } finally {
      await other.close();
    }
  });

  it('refuses a device that has a PIN', async () => {
    const locked = await startDevice({
      profile: profileWith('phone', { lock: { kind: 'pin', secret: '1234' } }),
      adbServer: server.port,
    });
    const message = await verify({
      server: server.port,
      env: server.env,
      against: locked.serial,
      onProgress: () => undefined,
    }).then(
      () => 'verified',
      (error: Error) => error.message,
    );
    expect(message).to.contain('has a PIN');
    await locked.close();
  });
});
