import { expect } from 'chai';
import type { NativeFactory, NativeHost } from '../../../src/virtual/native-api.js';
import {
  CordovaArguments,
  createKeystore,
  createPreferences,
  createSecureStorage220,
  createSecureStorage230,
  createVault,
  outSystemsParts,
  type Gate,
  type Editor,
} from '../../../src/virtual/native/index.js';
import { rejectionOf, TestDevice } from './device.js';

/** Defects that are known of published plugins: each must be writable in a few lines. */
describe('a native half with one fault', () => {
  let device: TestDevice;
  beforeEach(() => (device = new TestDevice()));
  afterEach(() => device.end());

  const startOf = (halves: NativeFactory) => halves(device.host())[0]!;

  it('can show the prompt and not look how it ended', async () => {
    const plugin = startOf((host) => {
      const gate: Gate = async () => void (await host.authenticate({ title: 'Unlock', allow: ['strong'] }));
      return [createSecureStorage230(host, { gate })];
    });
    device.answer = () => ({ result: 'error', code: 13, message: 'Cancel' });
    await plugin.exec('set', ['s', '_SS_k', 'v', true]);
    expect(await plugin.exec('get', ['s', '_SS_k'])).to.equal('v');
    expect(device.prompts).to.have.length(2);
  });

  it('can keep values readable', async () => {
    const plain = (host: NativeHost) => {
      const file = createPreferences(host).open('plain');
      const vault = createVault({ keystore: createKeystore(host), preferences: createPreferences(host) });
      return createSecureStorage230(host, {
        vault: {
          ...vault,
          put: async (store, key, { value }) =>
            void file
              .edit()
              .putString(store + key, value)
              .commit(),
          get: async (store, key) => {
            const value = file.getString(store + key);
            return value === undefined ? undefined : { value, authenticate: false };
          },
        },
      });
    };
    const plugin = startOf((host) => [plain(host)]);
    await plugin.exec('set', ['s', '_SS_k', 'v']);
    expect(await plugin.exec('get', ['s', '_SS_k'])).to.equal('v');
    expect(createPreferences(device.host()).open('plain').getString('s_SS_k')).to.equal('v');
  });

  it('can lose what was not written when the process dies', async () => {
    const later = (right: Editor) => Object.assign(right, { commit: () => (right.apply(), true) });
    const halves: NativeFactory = (host) => [
      createSecureStorage230(host, { preferences: createPreferences(host, { editor: later }) }),
    ];
    const plugin = startOf(halves);
    await plugin.exec('set', ['s', '_SS_k', 'v']);
    expect(await plugin.exec('get', ['s', '_SS_k'])).to.equal('v');
    const code = 'OS-PLUG-KSTR-0012';
    expect(await rejectionOf(startOf(halves).exec('get', ['s', '_SS_k']))).to.include({ code });
  });

  it('can have a keystore that forgives the removal of the lock', async () => {
    const halves: NativeFactory = (host) => [
      createSecureStorage220(host, {
        ...outSystemsParts(host),
        keystore: createKeystore(host, { fateOf: () => 'alive' }),
      }),
    ];
    const plugin = startOf(halves);
    await plugin.exec('init', ['s']);
    await plugin.exec('set', ['s', '_SS_k', 'v']);
    device.removeLock();
    device.setLock('pin');
    const next = startOf(halves);
    await next.exec('init', ['s']);
    expect(await next.exec('get', ['s', '_SS_k'])).to.equal('v');
  });

  it('can leave a call unanswered, or mix up those of one moment', async () => {
    const plugin = startOf((host) => [
      createSecureStorage230(host, {
        actions: (right) => {
          let last: string | undefined;
          return {
            ...right,
            keys: () => new Promise(() => undefined),
            async get(args) {
              last = args.getString(1);
              await new Promise((resolve) => setTimeout(resolve, 5));
              return right['get']!(new CordovaArguments([args.getString(0), last]));
            },
          };
        },
      }),
    ]);
    await plugin.exec('set', ['s', 'a', '1']);
    await plugin.exec('set', ['s', 'b', '2']);
    expect(await Promise.all(['a', 'b'].map((key) => plugin.exec('get', ['s', key])))).to.deep.equal([
      '2',
      '2',
    ]);
    const outcome = await Promise.race([
      plugin.exec('keys', ['s']),
      new Promise((resolve) => setTimeout(resolve, 20, 'silence')),
    ]);
    expect(outcome).to.equal('silence');
  });
});
