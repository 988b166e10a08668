import { scenario } from '../src/harness/index.js';

scenario(
  'abrupt-stop',
  {
    operations: ['set', 'get'],
    abilities: ['load-page', 'kill-app', 'read-app-data'],
    disturbs: 'restarts',
  },
  async ({ store, key, secret, page, awaitWrite, killApp, startApp }) => {
    const main = store('main');
    const early = key('early');
    const late = key('late');
    await page(
      { call: 'set', as: 'set early', store: main, key: early, value: secret(1) },
      { call: 'get', as: 'get early', store: main, key: early, expect: secret(1) },
    );
    await awaitWrite();
    await page({ call: 'set', as: 'set late', store: main, key: late, value: secret(2) });
    await killApp();
    await startApp();
    await page(
      { call: 'get', as: 'get early after the stop', store: main, key: early, expect: secret(1) },
      { call: 'get', as: 'get late after the stop', store: main, key: late, expect: secret(2) },
    );
  },
);
